/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-demo.h"

#include "app/work/demo-slides.h"

struct _SaffronWindowDemo {
  GObject parent_instance;

  SaffronShell *shell;
};

G_DEFINE_FINAL_TYPE (SaffronWindowDemo, saffron_window_demo, G_TYPE_OBJECT)

static void
saffron_window_demo_finalize (GObject *object)
{
  SaffronWindowDemo *self = SAFFRON_WINDOW_DEMO (object);

  saffron_shell_unref (self->shell);
  G_OBJECT_CLASS (saffron_window_demo_parent_class)->finalize (object);
}

static void
saffron_window_demo_class_init (SaffronWindowDemoClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_window_demo_finalize;
}

static void
saffron_window_demo_init (SaffronWindowDemo *self)
{
}

static void
on_finished (SaffronWork *work, gpointer user_data)
{
  SaffronShell *shell = SAFFRON_WINDOW_DEMO (user_data)->shell;
  const GError *error = saffron_work_get_error (work);
  GPtrArray *files = saffron_demo_slides_get_files (SAFFRON_DEMO_SLIDES (work));

  saffron_shell_set_enabled (shell, "demo", TRUE);
  if (error != NULL)
    saffron_shell_toast (shell, error->message);
  else if (saffron_work_get_state (work) == SAFFRON_WORK_DONE)
    saffron_document_open (shell->find_free (shell->window),
                           (GFile **) files->pdata, files->len,
                           SAFFRON_OPEN_AS_ANY);
}

static void
on_demo (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindowDemo *self = user_data;
  g_autoptr (SaffronDemoSlides) slides = saffron_demo_slides_new ();

  g_simple_action_set_enabled (action, FALSE);
  saffron_work_list_add (self->shell->works, SAFFRON_WORK (slides));
  g_signal_connect_object (slides, "finished", G_CALLBACK (on_finished), self,
                           0);
}

static const GActionEntry actions[] = {
  { "demo", on_demo },
};

SaffronWindowDemo *
saffron_window_demo_new (SaffronShell *shell)
{
  SaffronWindowDemo *self = g_object_new (SAFFRON_TYPE_WINDOW_DEMO, NULL);

  self->shell = saffron_shell_ref (shell);
  saffron_shell_add_actions (shell, actions, G_N_ELEMENTS (actions), self);
  return self;
}
