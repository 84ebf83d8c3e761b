/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/help.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* The help as HTML in @data, a folder of data, in the first of the person's
 * languages that is there; (transfer full) (nullable). */
static char *
find_in (const char *data)
{
  const char *const *languages = g_get_language_names ();

  for (guint i = 0; languages[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (data, "help", languages[i],
                                                "saffron", "index.html", NULL);

      if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
        return g_steal_pointer (&path);
    }
  return NULL;
}

static char *
find_html (void)
{
  const char *const *folders = g_get_system_data_dirs ();
  char *path = find_in (g_get_user_data_dir ());

  for (guint i = 0; path == NULL && folders[i] != NULL; i++)
    path = find_in (folders[i]);
  /* Where the program was installed, if the desktop does not look there. */
  return path != NULL ? path : find_in (SAFFRON_DATA_DIR);
}

/* The last resort: words. */
static void
say_where (GtkWindow *parent)
{
  g_autofree char *path = find_html ();
  g_autofree char *text =
      path == NULL
          ? g_strdup (_ ("The help is not installed. The manual page has all "
                         "keys: man saffron"))
          : g_strdup_printf (_ ("No program here opens help or web pages. The "
                                "help’s first page is %s"),
                             path);
  GtkWidget *dialog =
      adw_message_dialog_new (parent, _ ("The Help Cannot Be Shown"), text);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close",
                                   _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_html_shown (GObject *parent, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWindow) window = user_data;
  g_autoptr (GError) error = NULL;

  if (!gtk_show_uri_full_finish (window, result, &error))
    say_where (window);
}

static void
on_help_shown (GObject *parent, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWindow) window = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *uri = NULL;

  if (gtk_show_uri_full_finish (window, result, &error))
    return;
  path = find_html ();
  if (path == NULL)
    {
      say_where (window);
      return;
    }
  uri = g_filename_to_uri (path, NULL, NULL);
  gtk_show_uri_full (window, uri, GDK_CURRENT_TIME, NULL, on_html_shown,
                     g_object_ref (window));
}

void
saffron_help_show (GtkWindow *parent)
{
  gtk_show_uri_full (parent, "help:saffron", GDK_CURRENT_TIME, NULL,
                     on_help_shown, g_object_ref (parent));
}
