/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-choice.h"

#include "app/dialogs/scene-dialog.h"

struct _SaffronWindowChoice {
  GObject parent_instance;

  SaffronShell *shell;
};

G_DEFINE_FINAL_TYPE (SaffronWindowChoice, saffron_window_choice, G_TYPE_OBJECT)

static void
saffron_window_choice_finalize (GObject *object)
{
  saffron_shell_unref (SAFFRON_WINDOW_CHOICE (object)->shell);
  G_OBJECT_CLASS (saffron_window_choice_parent_class)->finalize (object);
}

static void
saffron_window_choice_class_init (SaffronWindowChoiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_window_choice_finalize;
}

static void
saffron_window_choice_init (SaffronWindowChoice *self)
{
}

/* @asked: the action's parameter */
static void
choose (SaffronWindowChoice *self, GVariant *asked)
{
  const char *path = NULL;
  SaffronSlideChoice choice = { 0 };

  g_variant_get (asked, "(^&ayii)", &path, &choice.scene, &choice.z);
  saffron_document_choose (self->shell->document, path, &choice);
}

static void
on_answered (GtkWidget *question, const char *response, gpointer user_data)
{
  if (g_str_equal (response, "open"))
    choose (user_data, g_object_get_data (G_OBJECT (question), "asked"));
}

static void
ask (SaffronWindowChoice *self,
     GVariant *asked,
     const char *path,
     int scene,
     const SaffronSceneLoss *loss)
{
  g_autofree char *name =
      saffron_document_name_slide (self->shell->document, path);
  GtkWidget *question =
      saffron_scene_dialog_new (self->shell->window, name, scene, loss);

  g_object_set_data_full (G_OBJECT (question), "asked", g_variant_ref (asked),
                          (GDestroyNotify) g_variant_unref);
  g_signal_connect_object (question, "response", G_CALLBACK (on_answered), self,
                           0);
  gtk_window_present (GTK_WINDOW (question));
}

static void
on_choose_image (GSimpleAction *action, GVariant *asked, gpointer user_data)
{
  SaffronWindowChoice *self = user_data;
  SaffronSession *session =
      saffron_document_get_session (self->shell->document);
  const char *path = NULL;
  SaffronSlideChoice choice, known;
  SaffronSceneLoss loss;

  g_variant_get (asked, "(^&ayii)", &path, &choice.scene, &choice.z);
  if (session == NULL || !saffron_session_find_choice (session, path, &known))
    return;
  loss = saffron_session_find_scene_loss (session, path);
  if (choice.scene != known.scene
      && (loss.runs > 0 || loss.landmarks > 0 || loss.starts > 0))
    ask (self, asked, path, choice.scene, &loss);
  else
    choose (self, asked);
}

static const GActionEntry actions[] = {
  { "choose-image", on_choose_image, "(ayii)" },
};

SaffronWindowChoice *
saffron_window_choice_new (SaffronShell *shell)
{
  SaffronWindowChoice *self = g_object_new (SAFFRON_TYPE_WINDOW_CHOICE, NULL);

  self->shell = saffron_shell_ref (shell);
  saffron_shell_add_actions (shell, actions, G_N_ELEMENTS (actions), self);
  return self;
}
