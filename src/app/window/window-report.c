/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-report.h"

#include <glib/gi18n.h>

#include "app/dialogs/replace-dialog.h"
#include "app/window/export-notice.h"
#include "app/work/report-work.h"
#include "export/report.h"

struct _SaffronWindowReport {
  GObject parent_instance;

  SaffronShell *shell;
};

G_DEFINE_FINAL_TYPE (SaffronWindowReport, saffron_window_report, G_TYPE_OBJECT)

static void
saffron_window_report_finalize (GObject *object)
{
  saffron_shell_unref (SAFFRON_WINDOW_REPORT (object)->shell);
  G_OBJECT_CLASS (saffron_window_report_parent_class)->finalize (object);
}

static void
saffron_window_report_class_init (SaffronWindowReportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_window_report_finalize;
}

static void
saffron_window_report_init (SaffronWindowReport *self)
{
}

static void
on_finished (SaffronWork *work, gpointer user_data)
{
  SaffronWindowReport *self = user_data;
  const GError *error = saffron_work_get_error (work);

  if (saffron_work_get_state (work) == SAFFRON_WORK_DONE)
    saffron_export_notice (
        self->shell, saffron_report_work_get_path (SAFFRON_REPORT_WORK (work)));
  else
    saffron_shell_toast (self->shell, error != NULL ? error->message
                                                    : _ ("Export cancelled"));
}

static void
start (SaffronWindowReport *self, const char *folder, gboolean overwrite)
{
  SaffronSession *session =
      saffron_document_get_session (self->shell->document);
  g_autoptr (SaffronReportWork) work = NULL;

  if (session == NULL)
    return;
  work = saffron_report_work_new (
      saffron_report_source_new (session, NULL), folder, overwrite,
      (guint) g_settings_get_int (self->shell->settings, "threads"));
  saffron_work_list_add (self->shell->works, SAFFRON_WORK (work));
  g_signal_connect_object (work, "finished", G_CALLBACK (on_finished), self, 0);
}

static void
on_answered (GtkWidget *question, const char *response, gpointer user_data)
{
  if (g_str_equal (response, "replace"))
    start (user_data, g_object_get_data (G_OBJECT (question), "folder"), TRUE);
}

/* (transfer full) (nullable): the first of the report's files that is there. */
static char *
find_existing (const char *folder)
{
  for (guint i = 0; i < SAFFRON_REPORT_N_FILES; i++)
    {
      g_autofree char *path =
          g_build_filename (folder, saffron_report_file_name (i), NULL);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
    }
  return NULL;
}

static void
write_to (SaffronWindowReport *self, const char *folder)
{
  g_autofree char *existing = find_existing (folder);
  GtkWidget *question = NULL;

  if (existing == NULL)
    {
      start (self, folder, FALSE);
      return;
    }
  question = saffron_replace_dialog_new (self->shell->window,
                                         _ ("Replace the Report?"), existing);
  g_object_set_data_full (G_OBJECT (question), "folder", g_strdup (folder),
                          g_free);
  g_signal_connect_object (question, "response", G_CALLBACK (on_answered), self,
                           0);
  gtk_window_present (GTK_WINDOW (question));
}

static void
on_write (GSimpleAction *action, GVariant *folder, gpointer user_data)
{
  write_to (user_data, g_variant_get_string (folder, NULL));
}

static void
on_chosen (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  SaffronWindowReport *self = user_data;
  g_autoptr (GFile) folder =
      response == GTK_RESPONSE_ACCEPT
          ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog))
          : NULL;
  g_autofree char *path = folder != NULL ? g_file_get_path (folder) : NULL;

  if (path != NULL)
    write_to (self, path);
  g_object_unref (dialog);
}

/* Proposes the folder of the session, or else that of the reference. */
static void
propose_folder (GtkFileChooser *chooser, SaffronSession *session)
{
  const char *path = saffron_session_get_path (session);
  g_autofree char *folder = g_path_get_dirname (
      path != NULL ? path : saffron_session_get_reference_path (session));
  g_autoptr (GFile) file = g_file_new_for_path (folder);

  gtk_file_chooser_set_current_folder (chooser, file, NULL);
}

static void
on_ask (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindowReport *self = user_data;
  SaffronSession *session =
      saffron_document_get_session (self->shell->document);
  GtkFileChooserNative *dialog = NULL;

  if (session == NULL)
    return;
  dialog = gtk_file_chooser_native_new (
      _ ("Folder for the Report"), self->shell->window,
      GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _ ("_Write"), NULL);
  propose_folder (GTK_FILE_CHOOSER (dialog), session);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_chosen), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static const GActionEntry actions[] = {
  { "export-report", on_ask },
  { "write-report", on_write, "s" },
};

static void
update (SaffronWindowReport *self)
{
  SaffronSession *session =
      saffron_document_get_session (self->shell->document);
  gboolean any = FALSE;

  for (guint i = 0;
       session != NULL && i < saffron_session_get_n_moving (session); i++)
    any =
        any
        || saffron_moving_get_current (saffron_session_get_moving (session, i))
               != NULL;
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    saffron_shell_set_enabled (self->shell, actions[i].name, any);
}

SaffronWindowReport *
saffron_window_report_new (SaffronShell *shell)
{
  SaffronWindowReport *self = g_object_new (SAFFRON_TYPE_WINDOW_REPORT, NULL);

  self->shell = saffron_shell_ref (shell);
  saffron_shell_add_actions (shell, actions, G_N_ELEMENTS (actions), self);
  g_signal_connect_object (shell->document, "changed", G_CALLBACK (update),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (shell->document, "edited", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
  return self;
}
