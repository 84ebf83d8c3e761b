/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gtk/gtk.h>

/* Takes what is on the clipboard: prints the text, and writes the picture to
 * the file that is named. Fails where one of them is not there. */

static GMainLoop *loop;
static GError *error;

static void
on_texture (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GdkTexture) texture = gdk_clipboard_read_texture_finish (
      GDK_CLIPBOARD (source), result, &error);

  if (texture != NULL)
    gdk_texture_save_to_png (texture, user_data);
  g_main_loop_quit (loop);
}

static void
on_text (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree char *text =
      gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, &error);

  if (text == NULL)
    {
      g_main_loop_quit (loop);
      return;
    }
  g_print ("%s\n", text);
  gdk_clipboard_read_texture_async (GDK_CLIPBOARD (source), NULL, on_texture,
                                    user_data);
}

int
main (int argc, char **argv)
{
  gtk_init ();
  loop = g_main_loop_new (NULL, FALSE);
  gdk_clipboard_read_text_async (
      gdk_display_get_clipboard (gdk_display_get_default ()), NULL, on_text,
      argv[1]);
  g_main_loop_run (loop);
  g_main_loop_unref (loop);
  if (error == NULL)
    return 0;
  g_printerr ("%s\n", error->message);
  return 1;
}
