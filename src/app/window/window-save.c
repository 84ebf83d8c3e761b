/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-save.h"

#include <glib/gi18n.h>

#include "app/dialogs/replace-dialog.h"
#include "session/session-merge.h"

struct _SaffronWindowSave {
  GObject parent_instance;

  SaffronShell *shell;
};

G_DEFINE_FINAL_TYPE (SaffronWindowSave, saffron_window_save, G_TYPE_OBJECT)

static void
saffron_window_save_finalize (GObject *object)
{
  SaffronWindowSave *self = SAFFRON_WINDOW_SAVE (object);

  saffron_shell_unref (self->shell);
  G_OBJECT_CLASS (saffron_window_save_parent_class)->finalize (object);
}

static void
saffron_window_save_class_init (SaffronWindowSaveClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_window_save_finalize;
}

static void
saffron_window_save_init (SaffronWindowSave *self)
{
}

static void
on_saved (SaffronDocument *document,
          const char *path,
          gboolean is_new_owners,
          gpointer user_data)
{
  SaffronWindowSave *self = user_data;

  saffron_shell_toast (self->shell,
                       is_new_owners
                           ? _ ("Saved. The file belonged to another user or "
                                "group and is yours now.")
                           : _ ("Saved"));
}

/* Where the session goes, until it is known whether it may. */
typedef struct {
  SaffronWindowSave *self; /* holds a reference */
  char *path;
} Target;

static void
on_may_write (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Target *target = user_data;
  SaffronShell *shell = target->self->shell;
  gboolean replace = FALSE;

  if (saffron_replace_ask_finish (result, &replace) && shell->window != NULL
      && saffron_document_get_session (shell->document) != NULL)
    saffron_document_save (shell->document, target->path);
  g_object_unref (target->self);
  g_free (target->path);
  g_free (target);
}

/* Without the ending neither the desktop nor the chooser's filter recognises a
 * session. The file chooser asked about overwriting the name as it was typed,
 * without the ending. */
static void
save_with_ending (SaffronWindowSave *self, const char *path)
{
  Target *target = g_new (Target, 1);
  const char *paths[] = { NULL, NULL };

  target->self = g_object_ref (self);
  target->path = g_strconcat (path, ".saffron", NULL);
  paths[0] = target->path;
  saffron_replace_ask_async (self->shell->window, _ ("Replace the Session?"),
                             paths, NULL, on_may_write, target);
}

static void
on_save_chosen (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  SaffronWindowSave *self = user_data;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file =
          gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_autofree char *path = g_file_get_path (file);

      if (path != NULL && g_str_has_suffix (path, ".saffron"))
        saffron_document_save (self->shell->document, path);
      else if (path != NULL)
        save_with_ending (self, path);
    }
  g_object_unref (dialog);
}

static void
save_as (SaffronWindowSave *self)
{
  SaffronSession *session =
      saffron_document_get_session (self->shell->document);
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
      _ ("Save the Session"), self->shell->window, GTK_FILE_CHOOSER_ACTION_SAVE,
      _ ("_Save"), NULL);
  g_autofree char *folder = NULL;
  g_autoptr (GFile) start = NULL;

  folder = g_path_get_dirname (saffron_session_get_reference_path (session));
  start = g_file_new_for_path (folder);
  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (dialog), start, NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog),
                                     "session.saffron");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_save_chosen),
                           self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
on_save_as (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  save_as (user_data);
}

static void
on_save (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindowSave *self = user_data;
  SaffronSession *session =
      saffron_document_get_session (self->shell->document);

  if (saffron_session_get_path (session) != NULL)
    saffron_document_save (self->shell->document,
                           saffron_session_get_path (session));
  else
    save_as (self);
}

/* Says what other programs have put into the file, and what can be done about
 * it. */
static char *
describe_news (guint n_runs, guint n_slides, guint n_signs)
{
  if (n_runs > 0)
    return g_strdup_printf (
        ngettext ("The file has %u run that this window lacks. Keep Both adds "
                  "it to this window and saves.",
                  "The file has %u runs that this window lacks. Keep Both adds "
                  "them to this window and saves.",
                  n_runs),
        n_runs);
  if (n_slides > 0)
    return g_strdup_printf (
        ngettext ("The file has %u moving slide that this window lacks. Keep "
                  "Both adds it to this window and saves.",
                  "The file has %u moving slides that this window lacks. Keep "
                  "Both adds them to this window and saves.",
                  n_slides),
        n_slides);
  if (n_signs > 0)
    return g_strdup_printf (
        ngettext ("In the file, %u run was signed since. Keep Both adds that "
                  "verdict to this window and saves.",
                  "In the file, %u runs were signed since. Keep Both adds "
                  "these verdicts to this window and saves.",
                  n_signs),
        n_signs);
  return g_strdup (_ ("Replace discards what was changed there."));
}

static void
on_conflict_answered (AdwMessageDialog *question,
                      const char *response,
                      gpointer user_data)
{
  SaffronWindowSave *self = user_data;
  SaffronSession *theirs = g_object_get_data (G_OBJECT (question), "theirs");
  SaffronSession *session =
      saffron_document_get_session (self->shell->document);

  if (session == NULL || g_str_equal (response, "cancel"))
    return;
  if (g_str_equal (response, "save-as"))
    {
      save_as (self);
      return;
    }
  if (g_str_equal (response, "keep-both"))
    saffron_session_merge (session, theirs);
  else
    saffron_session_acknowledge (session, theirs);
  saffron_document_save (self->shell->document,
                         saffron_session_get_path (session));
}

static void
on_conflict (SaffronDocument *document,
             const char *path,
             SaffronSession *theirs,
             gpointer user_data)
{
  SaffronWindowSave *self = user_data;
  SaffronSession *session = saffron_document_get_session (document);
  g_autofree char *name = g_filename_display_basename (path);
  guint n_slides = 0;
  guint n_runs = saffron_session_count_news (session, theirs, &n_slides);
  guint n_signs = saffron_session_count_new_signs (session, theirs);
  g_autofree char *body = describe_news (n_runs, n_slides, n_signs);
  AdwMessageDialog *question = ADW_MESSAGE_DIALOG (
      adw_message_dialog_new (self->shell->window, NULL, body));

  adw_message_dialog_format_heading (
      question, _ ("“%s” was changed by another program"), name);
  adw_message_dialog_add_responses (question, "cancel", _ ("_Cancel"),
                                    "save-as", _ ("_Save As…"), "replace",
                                    _ ("_Replace"), NULL);
  adw_message_dialog_set_response_appearance (question, "replace",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (question, "cancel");
  if (n_runs + n_slides + n_signs > 0)
    {
      adw_message_dialog_add_response (question, "keep-both", _ ("_Keep Both"));
      adw_message_dialog_set_response_appearance (question, "keep-both",
                                                  ADW_RESPONSE_SUGGESTED);
      adw_message_dialog_set_default_response (question, "keep-both");
    }
  g_object_set_data_full (G_OBJECT (question), "theirs", g_object_ref (theirs),
                          g_object_unref);
  g_signal_connect_object (question, "response",
                           G_CALLBACK (on_conflict_answered), self, 0);
  gtk_window_present (GTK_WINDOW (question));
}

static const GActionEntry actions[] = {
  { "save", on_save },
  { "save-as", on_save_as },
};

static void
on_document_changed (SaffronDocument *document, gpointer user_data)
{
  SaffronWindowSave *self = user_data;
  gboolean reference = saffron_document_get_reference (document) != NULL;

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    saffron_shell_set_enabled (self->shell, actions[i].name, reference);
}

SaffronWindowSave *
saffron_window_save_new (SaffronShell *shell)
{
  SaffronWindowSave *self = g_object_new (SAFFRON_TYPE_WINDOW_SAVE, NULL);

  self->shell = saffron_shell_ref (shell);
  saffron_shell_add_actions (shell, actions, G_N_ELEMENTS (actions), self);
  g_signal_connect_object (shell->document, "saved", G_CALLBACK (on_saved),
                           self, 0);
  g_signal_connect_object (shell->document, "conflict",
                           G_CALLBACK (on_conflict), self, 0);
  g_signal_connect_object (shell->document, "changed",
                           G_CALLBACK (on_document_changed), self, 0);
  on_document_changed (shell->document, self);
  return self;
}
