/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-report.h"

#include <glib/gi18n.h>

#include "app/dialogs/replace-dialog.h"
#include "app/work/report-work.h"
#include "export/report.h"

struct _SaffronWindowReport {
  GObject parent_instance;

  SaffronShell *shell;
  SaffronExportCarrier *carrier;
};

G_DEFINE_FINAL_TYPE (SaffronWindowReport, saffron_window_report, G_TYPE_OBJECT)

static void
saffron_window_report_finalize (GObject *object)
{
  SaffronWindowReport *self = SAFFRON_WINDOW_REPORT (object);

  g_object_unref (self->carrier);
  saffron_shell_unref (self->shell);
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
start (SaffronWindowReport *self, const char *folder, gboolean overwrite)
{
  SaffronSession *session =
      saffron_document_get_session (self->shell->document);

  if (session != NULL)
    saffron_export_carrier_carry (
        self->carrier,
        saffron_report_work_new (
            saffron_report_source_new (session, NULL), folder, overwrite,
            saffron_export_carrier_get_threads (self->carrier)));
}

/* Where the report goes, until it is known whether it may. */
typedef struct {
  SaffronWindowReport *self; /* holds a reference */
  char *folder;
} Target;

static void
on_may_write (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Target *target = user_data;
  gboolean replace = FALSE;

  if (saffron_replace_ask_finish (result, &replace))
    start (target->self, target->folder, replace);
  g_object_unref (target->self);
  g_free (target->folder);
  g_free (target);
}

static void
write_to (SaffronWindowReport *self, const char *folder)
{
  Target *target = g_new (Target, 1);
  char *paths[SAFFRON_REPORT_N_FILES + 1] = { NULL };

  target->self = g_object_ref (self);
  target->folder = g_strdup (folder);
  for (guint i = 0; i < SAFFRON_REPORT_N_FILES; i++)
    paths[i] = g_build_filename (folder, saffron_report_file_name (i), NULL);
  saffron_replace_ask_async (self->shell->window, _ ("Replace the Report?"),
                             (const char *const *) paths, NULL, on_may_write,
                             target);
  for (guint i = 0; i < SAFFRON_REPORT_N_FILES; i++)
    g_free (paths[i]);
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

static void
propose_folder (SaffronWindowReport *self,
                GtkFileChooser *chooser,
                SaffronSession *session)
{
  g_autofree char *folder = saffron_export_carrier_propose_folder (
      self->carrier, saffron_session_get_reference_path (session));
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
  propose_folder (self, GTK_FILE_CHOOSER (dialog), session);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_chosen), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static const GActionEntry actions[] = {
  { "export-report", on_ask },
  { "write-report", on_write, "s" },
};

SaffronWindowReport *
saffron_window_report_new (SaffronShell *shell, SaffronExportCarrier *carrier)
{
  SaffronWindowReport *self = g_object_new (SAFFRON_TYPE_WINDOW_REPORT, NULL);

  self->shell = saffron_shell_ref (shell);
  self->carrier = g_object_ref (carrier);
  saffron_shell_add_actions (shell, actions, G_N_ELEMENTS (actions), self);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    saffron_export_carrier_gate (carrier, actions[i].name);
  return self;
}
