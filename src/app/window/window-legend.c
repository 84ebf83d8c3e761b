/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-legend.h"

#include <glib/gi18n.h>

#include "app/accessible.h"
#include "app/canvas/colour-dot.h"

/* A canvas that is narrower has them below each other. */
#define LEAST_ROW 700

struct _SaffronWindowLegend {
  GObject parent_instance;

  SaffronShell *shell;
  GtkMenuButton *button;
  GtkWidget *boxes[2];
  guint source; /* the layout is going to be updated */
};

G_DEFINE_FINAL_TYPE (SaffronWindowLegend, saffron_window_legend, G_TYPE_OBJECT)

static void
saffron_window_legend_dispose (GObject *object)
{
  SaffronWindowLegend *self = SAFFRON_WINDOW_LEGEND (object);

  g_clear_handle_id (&self->source, g_source_remove);
  G_OBJECT_CLASS (saffron_window_legend_parent_class)->dispose (object);
}

static void
saffron_window_legend_finalize (GObject *object)
{
  saffron_shell_unref (SAFFRON_WINDOW_LEGEND (object)->shell);
  G_OBJECT_CLASS (saffron_window_legend_parent_class)->finalize (object);
}

static void
saffron_window_legend_class_init (SaffronWindowLegendClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = saffron_window_legend_dispose;
  G_OBJECT_CLASS (klass)->finalize = saffron_window_legend_finalize;
}

static void
saffron_window_legend_init (SaffronWindowLegend *self)
{
}

static SaffronViewModel *
get_model (SaffronWindowLegend *self)
{
  return saffron_document_get_model (self->shell->document);
}

/* The same for people who do not see the dots. */
static void
name_button (SaffronWindowLegend *self)
{
  g_autofree char *reference =
      saffron_colour_dot_name (get_model (self), SAFFRON_VIEW_REFERENCE);
  g_autofree char *moving =
      saffron_colour_dot_name (get_model (self), SAFFRON_VIEW_MOVING);
  g_autofree char *name = g_strdup_printf (
      _ ("Colours: reference %s, moving %s"), reference, moving);

  saffron_accessible_name (GTK_WIDGET (self->button), name);
}

static int
natural_width (GtkWidget *widget)
{
  int natural;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural,
                      NULL, NULL);
  return natural;
}

/* How wide a box has to be so that its children stand in a row and no word is
 * cut off. */
static double
row_width (GtkWidget *box)
{
  double width =
      gtk_widget_get_margin_start (box) + gtk_widget_get_margin_end (box);

  for (GtkWidget *child = gtk_widget_get_first_child (box); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (!gtk_widget_get_visible (child))
        continue;
      width += natural_width (child) + gtk_box_get_spacing (GTK_BOX (box));
    }
  return width;
}

static void
stack (GtkWidget *box, gboolean below_each_other)
{
  gtk_orientable_set_orientation (
      GTK_ORIENTABLE (box),
      below_each_other ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
}

/* The label of a pill that may have several lines, or NULL. */
static GtkWidget *
get_text (GtkWidget *pill)
{
  GtkWidget *child = gtk_menu_button_get_child (GTK_MENU_BUTTON (pill));

  if (GTK_IS_BOX (child))
    child = gtk_widget_get_last_child (child);
  return GTK_IS_LABEL (child) && gtk_label_get_wrap (GTK_LABEL (child)) ? child
                                                                        : NULL;
}

/* Gives the pills that are wider than @width, with large text, as many lines as
 * they need: a menu button of GTK 4.8 has the height of one whatever its
 * width. */
static void
fit_lines (GtkWidget *pills, double width)
{
  int margins =
      gtk_widget_get_margin_start (pills) + gtk_widget_get_margin_end (pills);

  for (GtkWidget *c = gtk_widget_get_first_child (pills); c != NULL;
       c = gtk_widget_get_next_sibling (c))
    {
      GtkWidget *text = get_text (c);
      int height = -1, room;

      if (text == NULL)
        continue;
      room = (int) width - margins - (natural_width (c) - natural_width (text));
      gtk_widget_set_size_request (text, -1, -1);
      if (room > 0 && natural_width (text) > room)
        gtk_widget_measure (text, GTK_ORIENTATION_VERTICAL, room, &height, NULL,
                            NULL, NULL);
      gtk_widget_set_size_request (text, -1, height);
    }
}

static gboolean
update (gpointer user_data)
{
  SaffronWindowLegend *self = user_data;
  SaffronViewModel *model = get_model (self);
  double width = saffron_view_model_get_geometry (model)->width
                 / (double) gtk_widget_get_scale_factor (self->boxes[0]);
  gboolean overlay =
      saffron_view_model_get_look (model)->mode == SAFFRON_VIEW_MODE_OVERLAY
      && saffron_view_model_get_slide (model, SAFFRON_VIEW_REFERENCE) != NULL
      && saffron_view_model_get_slide (model, SAFFRON_VIEW_MOVING) != NULL;

  self->source = 0;
  gtk_widget_set_visible (GTK_WIDGET (self->button), overlay);
  stack (self->boxes[0], width < MAX (LEAST_ROW, row_width (self->boxes[0])));
  stack (self->boxes[1], width < LEAST_ROW);
  fit_lines (self->boxes[0], width);
  return G_SOURCE_REMOVE;
}

/* Later, because the view also changes while the canvas is given its size. */
static void
queue (SaffronWindowLegend *self)
{
  if (self->source == 0)
    self->source =
        g_idle_add_full (GDK_PRIORITY_REDRAW - 1, update, self, NULL);
}

/* What the pills say, and whether they are there, is set by other topics, some
 * of it later. */
static void
watch (SaffronWindowLegend *self, GtkWidget *widget)
{
  g_signal_connect_object (widget, "notify::visible", G_CALLBACK (queue), self,
                           G_CONNECT_SWAPPED);
  if (GTK_IS_LABEL (widget))
    g_signal_connect_object (widget, "notify::label", G_CALLBACK (queue), self,
                             G_CONNECT_SWAPPED);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    watch (self, child);
}

static GtkWidget *
legend_new (SaffronViewModel *model)
{
  static const char *const sides[2] = { NC_ ("slide", "Reference"),
                                        NC_ ("slide", "Moving") };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  for (int side = 0; side < 2; side++)
    {
      GtkWidget *dot = saffron_colour_dot_new (model, side);

      if (side == 1)
        gtk_widget_set_margin_start (dot, 6);
      gtk_box_append (GTK_BOX (box), dot);
      gtk_box_append (GTK_BOX (box), gtk_label_new (g_dpgettext2 (
                                         NULL, "slide", sides[side])));
    }
  return box;
}

SaffronWindowLegend *
saffron_window_legend_new (SaffronShell *shell,
                           GtkMenuButton *button,
                           GtkWidget *pills,
                           GtkWidget *banner)
{
  SaffronWindowLegend *self = g_object_new (SAFFRON_TYPE_WINDOW_LEGEND, NULL);
  SaffronViewModel *model = saffron_document_get_model (shell->document);
  g_autoptr (GMenuModel) menu = saffron_colours_menu_new ();

  self->shell = saffron_shell_ref (shell);
  self->button = button;
  self->boxes[0] = pills;
  self->boxes[1] = banner;
  gtk_menu_button_set_child (button, legend_new (model));
  gtk_menu_button_set_menu_model (button, menu);
  g_signal_connect_object (model, "changed", G_CALLBACK (queue), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (shell->document, "changed", G_CALLBACK (queue), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (shell->document, "edited", G_CALLBACK (queue), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (shell->settings, "changed::colours",
                           G_CALLBACK (name_button), self, G_CONNECT_SWAPPED);
  watch (self, pills);
  name_button (self);
  update (self);
  return self;
}
