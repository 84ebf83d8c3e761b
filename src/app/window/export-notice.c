/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/export-notice.h"

#include <glib/gi18n.h>

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

void
saffron_export_notice (SaffronShell *shell, const char *path)
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
