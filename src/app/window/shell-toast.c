/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/shell.h"

#include <glib/gi18n.h>
#include <string.h>

/* In a narrow window a toast is cut off. Where a message begins with a path,
 * the file's name alone stays, which tells the person which file it is. */
static char *
shorten (const char *line)
{
  const char *end = NULL, *base = NULL;

  if (*line != '/')
    return g_strdup (line);
  end = strstr (line, ": ");
  if (end == NULL)
    return g_strdup (line);
  base = end;
  while (base > line && base[-1] != '/')
    base--;
  return g_strdup (base);
}

static void
show_details (GtkWindow *window, const char *message)
{
  GtkWidget *dialog = adw_message_dialog_new (window, _ ("Details"), NULL);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *label = gtk_label_new (message);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  /* The whole text, to be read and copied into a mail. */
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  /* No hyphens: a hyphen put into a path would be copied with it. */
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
  gtk_widget_set_size_request (scroller, 420, -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), label);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller),
                                  GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (
      GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller),
                                              300);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), scroller);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close",
                                   _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_details (AdwToast *toast, gpointer user_data)
{
  show_details (user_data, g_object_get_data (G_OBJECT (toast), "message"));
}

/* The label wraps, so that a cause at the end of a line is seen. */
static GtkWidget *
label_new (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_lines (GTK_LABEL (label), 3);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 60);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_widget_add_css_class (label, "heading");
  return label;
}

static AdwToast *
toast_new (SaffronShell *self, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", 2);
  g_autofree char *line = shorten (lines[0] != NULL ? lines[0] : "");
  AdwToast *toast = adw_toast_new ("");

  adw_toast_set_custom_title (toast, label_new (line));
  adw_toast_set_timeout (toast, 8);
  if (!g_str_equal (line, text))
    {
      const char *rest = lines[1] != NULL ? lines[1] : text;

      adw_toast_set_button_label (toast, _ ("_Details"));
      g_object_set_data_full (G_OBJECT (toast), "message", g_strdup (rest),
                              g_free);
      g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_details),
                               self->window, 0);
    }
  return toast;
}

void
saffron_shell_toast (SaffronShell *self, const char *text)
{
  if (self->toasts != NULL)
    adw_toast_overlay_add_toast (self->toasts, toast_new (self, text));
}

static void
on_passed (AdwToast *toast, gpointer user_data)
{
  g_ptr_array_remove (user_data, toast);
}

void
saffron_shell_toast_passing (SaffronShell *self, const char *text)
{
  AdwToast *toast = NULL;

  if (self->toasts == NULL)
    return;
  toast = toast_new (self, text);
  g_ptr_array_add (self->passing, g_object_ref (toast));
  g_signal_connect_data (toast, "dismissed", G_CALLBACK (on_passed),
                         g_ptr_array_ref (self->passing),
                         (GClosureNotify) (GCallback) g_ptr_array_unref, 0);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

/* The oldest is shown, or nearly so, and leaves by itself in seconds: to
 * dismiss a toast that is shown makes libadwaita 1.2 use it after it is
 * freed. */
void
saffron_shell_end_passing (SaffronShell *self)
{
  while (self->passing->len > 1)
    {
      g_autoptr (AdwToast) toast =
          g_ptr_array_steal_index (self->passing, self->passing->len - 1);

      adw_toast_dismiss (toast);
    }
}
