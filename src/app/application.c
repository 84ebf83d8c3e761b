/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/application.h"

#include <glib/gi18n.h>

#include "app/accels.h"
#include "app/dialogs/preferences.h"
#include "app/help.h"
#include "app/stalls.h"
#include "app/window/window-landmark-files.h"
#include "app/window/window.h"

struct _SaffronApplication {
  AdwApplication parent_instance;

  GSettings *settings;
  SaffronStalls *stalls; /* NULL unless stalls are measured */
};

G_DEFINE_FINAL_TYPE (SaffronApplication,
                     saffron_application,
                     ADW_TYPE_APPLICATION)

static SaffronWindow *
new_window (SaffronApplication *self)
{
  return saffron_window_new (GTK_APPLICATION (self), self->settings);
}

static void
on_new_window (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_window_present (GTK_WINDOW (new_window (user_data)));
}

static void
on_preferences (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronApplication *self = user_data;
  GtkWindow *parent =
      gtk_application_get_active_window (GTK_APPLICATION (self));
  SaffronPreferences *window = saffron_preferences_new (self->settings);

  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_present (GTK_WINDOW (window));
}

/* Also opened by the notification of a finished export. */
static void
on_show_folder (GSimpleAction *action, GVariant *folder, gpointer user_data)
{
  g_autoptr (GFile) file =
      g_file_new_for_path (g_variant_get_string (folder, NULL));
  g_autofree char *uri = g_file_get_uri (file);

  gtk_show_uri (gtk_application_get_active_window (user_data), uri,
                GDK_CURRENT_TIME);
}

static void
on_help (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWindow *window = gtk_application_get_active_window (user_data);

  if (window != NULL)
    saffron_help_show (window);
}

static void
on_about (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkApplication *application = user_data;
  const char *developers[] = { "The Saffron developers", NULL };

  adw_show_about_window (gtk_application_get_active_window (application),
                         "application-name", "Saffron", "application-icon",
                         SAFFRON_APPLICATION_ID, "version", SAFFRON_VERSION,
                         "developer-name", _ ("The Saffron developers"),
                         "developers", developers, "comments",
                         _ ("Register whole-slide images and see how well they "
                            "agree"),
                         "license-type", GTK_LICENSE_GPL_3_0, NULL);
}

static gpointer
ref_window (gconstpointer window, gpointer user_data)
{
  return g_object_ref ((gpointer) window);
}

static gboolean
is_busy (gpointer window)
{
  return SAFFRON_IS_WINDOW (window) && saffron_window_is_busy (window);
}

/* Closes all windows or none: those with work under way ask first. */
static void
on_quit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GList *windows = g_list_copy_deep (gtk_application_get_windows (user_data),
                                     ref_window, NULL);

  gboolean busy = FALSE;

  for (GList *l = windows; l != NULL; l = l->next)
    busy |= is_busy (l->data);
  for (GList *l = windows; l != NULL; l = l->next)
    if (!busy)
      gtk_window_close (l->data);
    else if (is_busy (l->data))
      saffron_window_ask_to_quit (l->data);
  g_list_free_full (windows, g_object_unref);
}

static const GActionEntry actions[] = {
  { "new-window", on_new_window },
  { "preferences", on_preferences },
  { "show-folder", on_show_folder, "s" },
  { "help", on_help },
  { "about", on_about },
  { "quit", on_quit },
};

static void
apply_theme (GSettings *settings, const char *key, gpointer user_data)
{
  static const AdwColorScheme schemes[] = { ADW_COLOR_SCHEME_DEFAULT,
                                            ADW_COLOR_SCHEME_FORCE_LIGHT,
                                            ADW_COLOR_SCHEME_FORCE_DARK };
  int theme = g_settings_get_enum (settings, "theme");

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      schemes[theme]);
}

/* Off means no animations; on follows the desktop. */
static void
apply_animations (GSettings *settings, const char *key, gpointer user_data)
{
  GtkSettings *desktop = gtk_settings_get_default ();

  if (g_settings_get_boolean (settings, key))
    gtk_settings_reset_property (desktop, "gtk-enable-animations");
  else
    g_object_set (desktop, "gtk-enable-animations", FALSE, NULL);
}

static void
saffron_application_startup (GApplication *application)
{
  SaffronApplication *self = SAFFRON_APPLICATION (application);

  G_APPLICATION_CLASS (saffron_application_parent_class)->startup (application);

  self->stalls = saffron_stalls_new ();
  gtk_window_set_default_icon_name (SAFFRON_APPLICATION_ID);
  gtk_icon_theme_add_resource_path (
      gtk_icon_theme_get_for_display (gdk_display_get_default ()),
      "/io/github/saffron/Saffron/icons");
  self->settings = g_settings_new (SAFFRON_APPLICATION_ID);
  g_signal_connect_object (self->settings, "changed::theme",
                           G_CALLBACK (apply_theme), self, 0);
  apply_theme (self->settings, "theme", self);
  g_signal_connect_object (self->settings, "changed::animations",
                           G_CALLBACK (apply_animations), self, 0);
  apply_animations (self->settings, "animations", self);

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions,
                                   G_N_ELEMENTS (actions), self);
  saffron_accels_install (GTK_APPLICATION (self));
}

static void
saffron_application_activate (GApplication *application)
{
  GtkWindow *window =
      gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window == NULL)
    window = GTK_WINDOW (new_window (SAFFRON_APPLICATION (application)));
  gtk_window_present (window);
}

static gboolean
are_landmarks (GFile **files, int n_files)
{
  for (int i = 0; i < n_files; i++)
    if (!saffron_window_landmark_files_is_one (files[i]))
      return FALSE;
  return TRUE;
}

static void
saffron_application_open (GApplication *application,
                          GFile **files,
                          int n_files,
                          const char *hint)
{
  SaffronApplication *self = SAFFRON_APPLICATION (application);
  SaffronWindow *window = NULL;
  GList *l = gtk_application_get_windows (GTK_APPLICATION (application));

  /* The window used last comes first; dialogs are windows too. */
  while (l != NULL && !SAFFRON_IS_WINDOW (l->data))
    l = l->next;
  if (l == NULL)
    window = new_window (self);
  else
    /* Landmarks belong to the slides that are open. */
    window = are_landmarks (files, n_files)
                 ? l->data
                 : saffron_window_find_free (l->data);
  gtk_window_present (GTK_WINDOW (window));
  saffron_window_open_files (window, files, n_files);
}

/* What is asked for in the terminal and needs no window; -1: go on. */
static int
saffron_application_handle_local_options (GApplication *application,
                                          GVariantDict *options)
{
  if (!g_variant_dict_contains (options, "version"))
    return -1;
  g_print ("saffron %s\n", SAFFRON_VERSION);
  return 0;
}

static void
saffron_application_window_added (GtkApplication *application,
                                  GtkWindow *window)
{
  SaffronApplication *self = SAFFRON_APPLICATION (application);

  GTK_APPLICATION_CLASS (saffron_application_parent_class)
      ->window_added (application, window);
  if (SAFFRON_IS_WINDOW (window))
    saffron_stalls_add_window (self->stalls, GTK_WIDGET (window));
}

static void
saffron_application_dispose (GObject *object)
{
  g_clear_object (&SAFFRON_APPLICATION (object)->settings);
  g_clear_pointer (&SAFFRON_APPLICATION (object)->stalls, saffron_stalls_free);
  G_OBJECT_CLASS (saffron_application_parent_class)->dispose (object);
}

static void
saffron_application_class_init (SaffronApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = saffron_application_dispose;
  application_class->startup = saffron_application_startup;
  application_class->activate = saffron_application_activate;
  application_class->open = saffron_application_open;
  application_class->handle_local_options =
      saffron_application_handle_local_options;
  GTK_APPLICATION_CLASS (klass)->window_added =
      saffron_application_window_added;
}

static void
saffron_application_init (SaffronApplication *self)
{
  GApplication *application = G_APPLICATION (self);

  g_application_add_main_option (application, "version", 0, G_OPTION_FLAG_NONE,
                                 G_OPTION_ARG_NONE, _ ("Print the version"),
                                 NULL);
  g_application_set_option_context_parameter_string (application,
                                                     _ ("[FILE…]"));
}

SaffronApplication *
saffron_application_new (void)
{
  return g_object_new (SAFFRON_TYPE_APPLICATION, "application-id",
                       SAFFRON_APPLICATION_ID, "resource-base-path",
                       "/io/github/saffron/Saffron", "flags",
                       G_APPLICATION_HANDLES_OPEN, NULL);
}
