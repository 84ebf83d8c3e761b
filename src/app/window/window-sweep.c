/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-sweep.h"

#include <glib/gi18n.h>

#include "app/pane/sweep-page.h"
#include "app/window/memory-question.h"
#include "app/work/sweep-runner.h"

struct _SaffronWindowSweep {
  GObject parent_instance;

  SaffronShell *shell;
  SaffronSweepRunner *runner;
  GtkWidget *page;
};

G_DEFINE_FINAL_TYPE (SaffronWindowSweep, saffron_window_sweep, G_TYPE_OBJECT)

static void
saffron_window_sweep_dispose (GObject *object)
{
  SaffronWindowSweep *self = SAFFRON_WINDOW_SWEEP (object);

  if (self->runner != NULL)
    saffron_sweep_runner_stop (self->runner);
  G_OBJECT_CLASS (saffron_window_sweep_parent_class)->dispose (object);
}

static void
saffron_window_sweep_finalize (GObject *object)
{
  SaffronWindowSweep *self = SAFFRON_WINDOW_SWEEP (object);

  g_clear_object (&self->runner);
  saffron_shell_unref (self->shell);
  G_OBJECT_CLASS (saffron_window_sweep_parent_class)->finalize (object);
}

static void
saffron_window_sweep_class_init (SaffronWindowSweepClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = saffron_window_sweep_dispose;
  G_OBJECT_CLASS (klass)->finalize = saffron_window_sweep_finalize;
}

static void
saffron_window_sweep_init (SaffronWindowSweep *self)
{
}

/* The question about memory names at most so many combinations. */
#define MAX_NAMED 8

static void
on_sweep (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindowSweep *self = user_data;
  g_autofree const char **axes = g_variant_get_strv (parameter, NULL);
  g_autoptr (GError) error = NULL;

  if (!saffron_sweep_runner_start (self->runner, axes, &error))
    saffron_shell_toast (self->shell, error->message);
}

static void
on_resume (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  saffron_sweep_runner_resume (SAFFRON_WINDOW_SWEEP (user_data)->runner);
}

static void
on_sweep_answered (AdwMessageDialog *dialog,
                   const char *response,
                   gpointer user_data)
{
  SaffronWindowSweep *self = user_data;

  if (g_str_equal (response, "cancel"))
    saffron_sweep_runner_stop (self->runner);
  else
    saffron_sweep_runner_answer (self->runner, g_str_equal (response, "run"));
}

/* Names the combinations that do not fit, and says whether others remain. */
static char *
name_too_large (SaffronSweepRunner *runner, gboolean *others)
{
  const SaffronSweep *sweep = saffron_sweep_runner_get_sweep (runner);
  g_autofree char *limit =
      g_format_size (saffron_sweep_runner_get_limit (runner));
  g_autoptr (GString) text = g_string_new (NULL);
  guint n = 0;

  g_string_append_printf (
      text,
      _ ("Only %s of memory may be used. These combinations would take more:"),
      limit);
  for (guint i = 0; i < saffron_sweep_get_n (sweep); i++)
    {
      g_autofree char *need =
          g_format_size (saffron_sweep_get_memory (sweep, i));

      if (!saffron_sweep_runner_is_too_large (runner, i))
        *others |= saffron_sweep_get_run (sweep, i) == NULL;
      else if (++n <= MAX_NAMED)
        {
          g_string_append_c (text, '\n');
          /* Translators: parameters and their values; memory */
          g_string_append_printf (text, _ ("%s: about %s"),
                                  saffron_sweep_get_label (sweep, i), need);
        }
    }
  if (n > MAX_NAMED)
    {
      g_string_append_c (text, '\n');
      g_string_append_printf (
          text, ngettext ("and %u more", "and %u more", n - MAX_NAMED),
          n - MAX_NAMED);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
on_memory (SaffronSweepRunner *runner, gpointer user_data)
{
  SaffronWindowSweep *self = user_data;
  gboolean others = FALSE;
  g_autofree char *text = name_too_large (self->runner, &others);
  GtkWidget *dialog = saffron_memory_question_new (self->shell->window, text);

  saffron_memory_question_add (dialog, "run", _ ("_Run All"),
                               ADW_RESPONSE_DESTRUCTIVE);
  if (others)
    {
      saffron_memory_question_add (dialog, "leave", _ ("_Leave Them Out"),
                                   ADW_RESPONSE_SUGGESTED);
      adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog),
                                               "leave");
    }
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_sweep_answered),
                           self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_stop (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  saffron_sweep_runner_stop (SAFFRON_WINDOW_SWEEP (user_data)->runner);
}

static void
on_show (SaffronSweepRunner *runner, SaffronMoving *moving, gpointer user_data)
{
  saffron_document_show_moving (
      SAFFRON_WINDOW_SWEEP (user_data)->shell->document, moving);
}

static void
on_changed (SaffronSweepRunner *runner, gpointer user_data)
{
  SaffronWindowSweep *self = user_data;
  gboolean running = saffron_sweep_runner_is_running (runner);

  saffron_shell_set_enabled (self->shell, "stop-sweep", running);
  saffron_shell_set_state (
      self->shell, "show-sweep",
      g_variant_new_take_string (
          saffron_sweep_page_describe (SAFFRON_SWEEP_PAGE (self->page))));
  saffron_shell_set_enabled (self->shell, "resume-sweep",
                             saffron_sweep_runner_can_resume (runner));
}

/* The action's state is the text that the page shows. */
static void
on_show_page (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  saffron_shell_show_page (SAFFRON_WINDOW_SWEEP (user_data)->shell, "sweep");
}

static void
on_document (SaffronDocument *document, gpointer user_data)
{
  SaffronPair pair = saffron_document_get_pair (document);

  saffron_sweep_runner_set_pair (SAFFRON_WINDOW_SWEEP (user_data)->runner,
                                 &pair);
}

static const GActionEntry actions[] = {
  { "sweep", on_sweep, "as" },
  { "resume-sweep", on_resume },
  { "stop-sweep", on_stop },
  { "show-sweep", on_show_page, NULL, "''" },
};

SaffronWindowSweep *
saffron_window_sweep_new (SaffronShell *shell)
{
  SaffronWindowSweep *self = g_object_new (SAFFRON_TYPE_WINDOW_SWEEP, NULL);

  self->shell = saffron_shell_ref (shell);
  self->runner = saffron_sweep_runner_new (shell->settings, shell->works);
  self->page = saffron_sweep_page_new (self->runner);
  saffron_shell_add_actions (shell, actions, G_N_ELEMENTS (actions), self);
  g_signal_connect_object (self->runner, "changed", G_CALLBACK (on_changed),
                           self, 0);
  g_signal_connect_object (self->runner, "memory", G_CALLBACK (on_memory), self,
                           0);
  g_signal_connect_object (self->runner, "show", G_CALLBACK (on_show), self, 0);
  g_signal_connect_object (shell->document, "changed", G_CALLBACK (on_document),
                           self, 0);
  g_signal_connect_object (shell->document, "edited", G_CALLBACK (on_document),
                           self, 0);
  on_changed (self->runner, self);
  return self;
}

GtkWidget *
saffron_window_sweep_get_page (SaffronWindowSweep *self)
{
  return self->page;
}
