/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/export-carrier.h"

#include <glib/gi18n.h>

struct _SaffronExportCarrier {
  GObject parent_instance;

  SaffronShell *shell;
  GPtrArray *gated; /* names of actions */
};

G_DEFINE_FINAL_TYPE (SaffronExportCarrier,
                     saffron_export_carrier,
                     G_TYPE_OBJECT)

static void
saffron_export_carrier_finalize (GObject *object)
{
  SaffronExportCarrier *self = SAFFRON_EXPORT_CARRIER (object);

  g_ptr_array_unref (self->gated);
  saffron_shell_unref (self->shell);
  G_OBJECT_CLASS (saffron_export_carrier_parent_class)->finalize (object);
}

static void
saffron_export_carrier_class_init (SaffronExportCarrierClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_export_carrier_finalize;
}

static void
saffron_export_carrier_init (SaffronExportCarrier *self)
{
  self->gated = g_ptr_array_new ();
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
notify (SaffronShell *shell, const char *name, const char *folder)
{
  GApplication *application =
      G_APPLICATION (gtk_window_get_application (shell->window));
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
tell (SaffronShell *shell, const char *path)
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
  adw_toast_overlay_add_toast (shell->toasts, toast);
  notify (shell, name, folder);
}

static void
on_finished (SaffronWork *work, gpointer user_data)
{
  SaffronExportCarrier *self = user_data;
  const GError *error = saffron_work_get_error (work);

  if (saffron_work_get_state (work) == SAFFRON_WORK_DONE)
    tell (self->shell,
          saffron_export_work_get_path (SAFFRON_EXPORT_WORK (work)));
  else
    saffron_shell_toast (self->shell, error != NULL ? error->message
                                                    : _ ("Export cancelled"));
}

void
saffron_export_carrier_carry (SaffronExportCarrier *self,
                              SaffronExportWork *work)
{
  saffron_work_list_add (self->shell->works, SAFFRON_WORK (work));
  g_signal_connect_object (work, "finished", G_CALLBACK (on_finished), self, 0);
  g_object_unref (work);
}

guint
saffron_export_carrier_get_threads (SaffronExportCarrier *self)
{
  return (guint) g_settings_get_int (self->shell->settings, "threads");
}

char *
saffron_export_carrier_propose_folder (SaffronExportCarrier *self,
                                       const char *slide)
{
  SaffronSession *session =
      saffron_document_get_session (self->shell->document);
  const char *path = saffron_session_get_path (session);

  return g_path_get_dirname (path != NULL ? path : slide);
}

static gboolean
is_any_registered (SaffronSession *session)
{
  for (guint i = 0;
       session != NULL && i < saffron_session_get_n_moving (session); i++)
    {
      SaffronMoving *moving = saffron_session_get_moving (session, i);

      if (saffron_moving_get_current (moving) != NULL)
        return TRUE;
    }
  return FALSE;
}

static void
update_gated (SaffronExportCarrier *self)
{
  gboolean any =
      is_any_registered (saffron_document_get_session (self->shell->document));

  for (guint i = 0; i < self->gated->len; i++)
    saffron_shell_set_enabled (self->shell, self->gated->pdata[i], any);
}

void
saffron_export_carrier_gate (SaffronExportCarrier *self, const char *action)
{
  g_ptr_array_add (self->gated, (gpointer) action);
  update_gated (self);
}

SaffronExportCarrier *
saffron_export_carrier_new (SaffronShell *shell)
{
  SaffronExportCarrier *self = g_object_new (SAFFRON_TYPE_EXPORT_CARRIER, NULL);

  self->shell = saffron_shell_ref (shell);
  g_signal_connect_object (shell->document, "changed",
                           G_CALLBACK (update_gated), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (shell->document, "edited", G_CALLBACK (update_gated),
                           self, G_CONNECT_SWAPPED);
  return self;
}
