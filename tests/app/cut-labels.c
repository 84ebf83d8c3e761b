/* SPDX-License-Identifier: GPL-3.0-or-later */

/* For LD_PRELOAD: on SIGUSR1, the main loop writes into the file that
 * SAFFRON_CUT_LABELS names which texts are not whole on the screen, one a line,
 * and how. What the accessibility bus has is the text as it is meant, not as it
 * is drawn. */

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

static void
add_label (GtkWidget *label, GString *out)
{
  g_autofree char *text = g_strdup (gtk_label_get_text (GTK_LABEL (label)));
  const char *cut = get_cut (label);

  if (cut != NULL && *g_strstrip (text) != '\0')
    g_string_append_printf (out, "%s: %s\n", cut,
                            g_strdelimit (text, "\n", ' '));
}

static void
add_cut (GtkWidget *widget, GString *out)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_LABEL (widget))
    add_label (widget, out);
  for (GtkWidget *c = gtk_widget_get_first_child (widget); c != NULL;
       c = gtk_widget_get_next_sibling (c))
    add_cut (c, out);
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

      add_cut (window, out);
    }
  /* The file is whole when it has its name. */
  if (!g_file_set_contents (g_getenv ("SAFFRON_CUT_LABELS"), out->str,
                            (gssize) out->len, NULL))
    g_error ("no file for labels");
  return G_SOURCE_CONTINUE;
}

static void __attribute__ ((constructor)) start (void)
{
  if (g_getenv ("SAFFRON_CUT_LABELS") != NULL)
    g_unix_signal_add (SIGUSR1, answer, NULL);
}
