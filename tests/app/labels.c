/* SPDX-License-Identifier: GPL-3.0-or-later */

/* For LD_PRELOAD: on SIGUSR1, the main loop writes into the file that
 * SAFFRON_LABELS names what the labels on the screen say, one a line: how it is
 * cut off, or "whole"; where it can be seen and used, its box, in pixels from
 * the window's corner, and otherwise an empty one; and the text. What the
 * accessibility bus has is the text as it is meant, not as it is drawn. */

#include <glib-unix.h>
#include <gtk/gtk.h>

/* Rounding of what Pango measures to pixels. */
#define SPARE 1

/* Whether what does not fit can be scrolled to, as the columns of a table. */
static gboolean
can_be_scrolled (GtkWidget *widget)
{
  GtkPolicyType policy = GTK_POLICY_NEVER;
  GtkWidget *scrolled =
      gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);

  if (scrolled != NULL)
    gtk_scrolled_window_get_policy (GTK_SCROLLED_WINDOW (scrolled), &policy,
                                    NULL);
  return policy != GTK_POLICY_NEVER;
}

/* How the label is cut, or NULL. */
static const char *
get_cut (GtkWidget *label)
{
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_root (label));
  PangoLayout *layout = gtk_label_get_layout (GTK_LABEL (label));
  graphene_rect_t box;
  int width, height;

  if (pango_layout_is_ellipsized (layout))
    return "ellipsized";
  pango_layout_get_pixel_size (layout, &width, &height);
  if (width > gtk_widget_get_width (label) + SPARE)
    return "too wide";
  if (height > gtk_widget_get_height (label) + SPARE)
    return "too high";
  if (!can_be_scrolled (label) && gtk_widget_compute_bounds (label, root, &box)
      && (box.origin.x < -SPARE
          || box.origin.x + box.size.width
                 > gtk_widget_get_width (root) + SPARE))
    return "outside";
  return NULL;
}

/* Where the label is on the screen; FALSE where a part of it is scrolled out of
 * sight, or it belongs to something that cannot be used. */
static gboolean
get_box (GtkWidget *label, graphene_rect_t *box)
{
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_root (label));
  GtkWidget *scrolled =
      gtk_widget_get_ancestor (label, GTK_TYPE_SCROLLED_WINDOW);
  graphene_rect_t seen;

  return gtk_widget_is_sensitive (label)
         && gtk_widget_compute_bounds (label, root, box)
         && (scrolled == NULL
             || (gtk_widget_compute_bounds (scrolled, root, &seen)
                 && graphene_rect_contains_rect (&seen, box)));
}

static void
add_label (GtkWidget *label, GString *out)
{
  g_autofree char *text = g_strdup (gtk_label_get_text (GTK_LABEL (label)));
  const char *cut = get_cut (label);
  graphene_rect_t box;

  if (*g_strstrip (text) == '\0')
    return;
  if (!get_box (label, &box))
    graphene_rect_init (&box, 0.0f, 0.0f, 0.0f, 0.0f);
  g_string_append_printf (out, "%s\t%.0f\t%.0f\t%.0f\t%.0f\t%s\n",
                          cut != NULL ? cut : "whole", box.origin.x,
                          box.origin.y, box.size.width, box.size.height,
                          g_strdelimit (text, "\t\n", ' '));
}

static void
add_labels (GtkWidget *widget, GString *out)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_LABEL (widget))
    add_label (widget, out);
  for (GtkWidget *c = gtk_widget_get_first_child (widget); c != NULL;
       c = gtk_widget_get_next_sibling (c))
    add_labels (c, out);
}

static gboolean
answer (gpointer user_data)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GListModel) windows = g_object_ref (gtk_window_get_toplevels ());
  guint n = g_list_model_get_n_items (windows);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      add_labels (window, out);
    }
  /* The file is whole when it has its name. */
  if (!g_file_set_contents (g_getenv ("SAFFRON_LABELS"), out->str,
                            (gssize) out->len, NULL))
    g_error ("no file for labels");
  return G_SOURCE_CONTINUE;
}

static void __attribute__ ((constructor)) start (void)
{
  if (g_getenv ("SAFFRON_LABELS") != NULL)
    g_unix_signal_add (SIGUSR1, answer, NULL);
}
