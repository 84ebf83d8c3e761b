/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-export.h"

#include <glib/gi18n.h>

#include "app/dialogs/cluster-dialog.h"
#include "app/dialogs/export-dialog.h"

struct _SaffronWindowExport {
  GObject parent_instance;

  SaffronShell *shell;
  SaffronCompare *compare;
};

G_DEFINE_FINAL_TYPE (SaffronWindowExport, saffron_window_export, G_TYPE_OBJECT)

static void
saffron_window_export_finalize (GObject *object)
{
  SaffronWindowExport *self = SAFFRON_WINDOW_EXPORT (object);

  g_object_unref (self->compare);
  saffron_shell_unref (self->shell);
  G_OBJECT_CLASS (saffron_window_export_parent_class)->finalize (object);
}

static void
saffron_window_export_class_init (SaffronWindowExportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_window_export_finalize;
}

static void
saffron_window_export_init (SaffronWindowExport *self)
{
}

/* Sends the notification once it is known that a desktop shows it. */
typedef struct {
  GApplication *application;
  GNotification *notification;
  gboolean starting;
} Notice;

static void ask_bus (GDBusConnection *bus, const char *method, Notice *notice);

static void
on_notifier (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Notice *notice = user_data;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);

  /* The notification server may run already, or be started by the first
   * request. */
  if (reply == NULL && !notice->starting)
    {
      notice->starting = TRUE;
      ask_bus (G_DBUS_CONNECTION (source), "StartServiceByName", notice);
      return;
    }
  if (reply != NULL)
    g_application_send_notification (notice->application, NULL,
                                     notice->notification);
  g_object_unref (notice->application);
  g_object_unref (notice->notification);
  g_free (notice);
}

static void
ask_bus (GDBusConnection *bus, const char *method, Notice *notice)
{
  const char *name = "org.freedesktop.Notifications";

  g_dbus_connection_call (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                          "org.freedesktop.DBus", method,
                          notice->starting ? g_variant_new ("(su)", name, 0)
                                           : g_variant_new ("(s)", name),
                          NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, on_notifier,
                          notice);
}

/* Tells people who have gone on to something else. Where the desktop shows no
 * notifications, the toast is all they get. */
static void
notify (SaffronWindowExport *self, const char *name, const char *folder)
{
  GApplication *application =
      G_APPLICATION (gtk_window_get_application (self->shell->window));
  GDBusConnection *bus = g_application_get_dbus_connection (application);
  g_autofree char *title = g_strdup_printf (_ ("%s is there"), name);
  Notice *notice = NULL;

  if (bus == NULL)
    return;
  notice = g_new0 (Notice, 1);
  notice->application = g_object_ref (application);
  notice->notification = g_notification_new (title);
  g_notification_set_body (notice->notification, folder);
  g_notification_set_default_action_and_target (notice->notification,
                                                "app.show-folder", "s", folder);
  g_notification_add_button_with_target (
      notice->notification, _ ("Open Folder"), "app.show-folder", "s", folder);
  ask_bus (bus, "GetNameOwner", notice);
}

static void
tell (SaffronWindowExport *self, const char *path)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *text = g_strdup_printf (_ ("Exported %s"), name);
  g_autofree char *markup = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (markup);

  adw_toast_set_button_label (toast, _ ("_Open Folder"));
  adw_toast_set_action_name (toast, "app.show-folder");
  adw_toast_set_action_target (toast, "s", folder);
  adw_toast_set_timeout (toast, 8);
  adw_toast_overlay_add_toast (self->shell->toasts, toast);
  notify (self, name, folder);
}

static void
on_finished (SaffronWork *work, gpointer user_data)
{
  SaffronWindowExport *self = user_data;
  const GError *error = saffron_work_get_error (work);

  if (saffron_work_get_state (work) == SAFFRON_WORK_DONE)
    tell (self, saffron_export_job_get_spec (SAFFRON_EXPORT_JOB (work))->path);
  else
    saffron_shell_toast (self->shell, error != NULL ? error->message
                                                    : _ ("Export cancelled"));
}

static void
start (const SaffronExport *spec, gpointer user_data)
{
  SaffronWindowExport *self = user_data;
  g_autoptr (SaffronExportJob) job = saffron_export_job_new (spec);

  saffron_work_list_add (self->shell->works, SAFFRON_WORK (job));
  g_signal_connect_object (job, "finished", G_CALLBACK (on_finished), self, 0);
}

/* Proposes the folder of the session, or else that of the moving slide. */
static char *
target_path (SaffronSession *session,
             SaffronMoving *moving,
             SaffronExportKind kind)
{
  const char *path = saffron_session_get_path (session);
  const char *name = saffron_moving_get_name (moving);
  g_autofree char *folder = g_path_get_dirname (
      path != NULL ? path : saffron_moving_get_path (moving));
  g_autofree char *file =
      kind == SAFFRON_EXPORT_QC
          ? saffron_qc_file_name (name)
          : g_strdup_printf ("%s_registered.ome.tiff", name);

  return g_build_filename (folder, file, NULL);
}

static void
ask (SaffronWindowExport *self, SaffronExportKind kind)
{
  SaffronSession *session =
      saffron_document_get_session (self->shell->document);
  SaffronLayer *reference =
      saffron_document_get_reference (self->shell->document);
  SaffronMoving *moving = saffron_document_get_shown (self->shell->document);
  SaffronRunEntry *entry = NULL;
  g_autofree char *path = NULL;
  g_autofree char *note = NULL;
  g_autoptr (GError) error = NULL;
  SaffronExport spec = { .kind = kind, .warp = SAFFRON_WARP_OPTIONS_INIT };

  if (session == NULL || reference == NULL || moving == NULL)
    return;
  entry = saffron_moving_get_export (moving, &note, &error);
  if (entry == NULL)
    {
      saffron_shell_toast (self->shell, error->message);
      return;
    }
  spec.run = saffron_run_entry_get_run (entry);
  spec.note = note;
  path = target_path (session, moving, kind);
  spec.reference = (char *) saffron_session_get_reference_path (session);
  spec.moving = (char *) saffron_moving_get_path (moving);
  saffron_session_find_choice (session, spec.reference, &spec.choices[0]);
  saffron_session_find_choice (session, spec.moving, &spec.choices[1]);
  spec.path = path;
  spec.qc.level = saffron_qc_level (saffron_layer_get_slide (reference),
                                    spec.run->params->qc_level);
  spec.qc.legend = TRUE;
  spec.threads = g_settings_get_int (self->shell->settings, "threads");
  gtk_window_present (GTK_WINDOW (saffron_export_dialog_new (
      self->shell->window, &spec, saffron_layer_get_slide (reference), start,
      self)));
}

static void
on_export_qc (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ask (user_data, SAFFRON_EXPORT_QC);
}

static void
on_export_warp (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ask (user_data, SAFFRON_EXPORT_WARP);
}

static void
on_cluster (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindowExport *self = user_data;
  SaffronMoving *moving = saffron_document_get_shown (self->shell->document);
  guint number = g_variant_get_uint32 (parameter);
  SaffronRunEntry *entry = NULL;

  if (moving != NULL && number > 0)
    entry = saffron_moving_find_number (moving, number);
  if (entry == NULL)
    entry = saffron_compare_get_current (self->compare);
  if (entry != NULL)
    gtk_window_present (GTK_WINDOW (saffron_cluster_dialog_new (
        self->shell->window, self->shell->document, self->shell->settings,
        saffron_run_entry_get_run (entry))));
}

static const GActionEntry actions[] = {
  { "export-qc", on_export_qc },
  { "export-warp", on_export_warp },
  { "cluster", on_cluster, "u" },
};

static void
on_compare_changed (SaffronCompare *compare, gpointer user_data)
{
  SaffronWindowExport *self = user_data;
  gboolean any = saffron_compare_get_current (compare) != NULL;

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    saffron_shell_set_enabled (self->shell, actions[i].name, any);
}

SaffronWindowExport *
saffron_window_export_new (SaffronShell *shell, SaffronCompare *compare)
{
  SaffronWindowExport *self = g_object_new (SAFFRON_TYPE_WINDOW_EXPORT, NULL);

  self->shell = saffron_shell_ref (shell);
  self->compare = g_object_ref (compare);
  saffron_shell_add_actions (shell, actions, G_N_ELEMENTS (actions), self);
  g_signal_connect_object (compare, "changed", G_CALLBACK (on_compare_changed),
                           self, 0);
  on_compare_changed (compare, self);
  return self;
}
