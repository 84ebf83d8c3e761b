/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/canvas/colour-dot.h"

#include <glib/gi18n.h>

#include "app/accels.h"

#define SIZE 12

typedef struct {
  SaffronViewModel *model;
  SaffronViewSide side;
  guint32 shown;
} ColourDot;

static void
colour_dot_free (gpointer data)
{
  ColourDot *self = data;

  g_object_unref (self->model);
  g_free (self);
}

static guint32
get_colour (SaffronViewModel *model, SaffronViewSide side)
{
  return saffron_overlay_color (saffron_view_model_get_look (model)->colors,
                                side);
}

static void
draw (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  ColourDot *self = data;
  guint32 colour = self->shown;

  cairo_arc (cr, width / 2.0, height / 2.0, SIZE / 2.0 - 1.0, 0.0, 2.0 * G_PI);
  cairo_set_source_rgb (cr, (colour >> 16 & 255) / 255.0,
                        (colour >> 8 & 255) / 255.0, (colour & 255) / 255.0);
  cairo_fill_preserve (cr);
  /* Seen on a light background and on a dark one. */
  cairo_set_source_rgba (cr, 0.5, 0.5, 0.5, 0.9);
  cairo_set_line_width (cr, 1.0);
  cairo_stroke (cr);
}

/* The model changes with each move of the view; the colour hardly ever. */
static void
on_changed (SaffronViewModel *model, gpointer user_data)
{
  ColourDot *self = g_object_get_data (user_data, "colour-dot");
  guint32 colour = get_colour (model, self->side);

  if (colour != self->shown)
    gtk_widget_queue_draw (user_data);
  self->shown = colour;
}

GtkWidget *
saffron_colour_dot_new (SaffronViewModel *model, SaffronViewSide side)
{
  ColourDot *self = g_new0 (ColourDot, 1);
  GtkWidget *area = g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role",
                                  GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  self->model = g_object_ref (model);
  self->side = side;
  self->shown = get_colour (model, side);
  g_object_set_data_full (G_OBJECT (area), "colour-dot", self, colour_dot_free);
  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (area), SIZE);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (area), SIZE);
  gtk_widget_set_valign (area, GTK_ALIGN_CENTER);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw, self, NULL);
  g_signal_connect_object (model, "changed", G_CALLBACK (on_changed), area, 0);
  return area;
}

char *
saffron_colour_dot_name (SaffronViewModel *model, SaffronViewSide side)
{
  switch (get_colour (model, side))
    {
    case 0x00ff00:
      return g_strdup (C_ ("colour of a slide", "green"));
    case 0xff0000:
      return g_strdup (C_ ("colour of a slide", "red"));
    case 0xff00ff:
      return g_strdup (C_ ("colour of a slide", "magenta"));
    case 0x00ffff:
      return g_strdup (C_ ("colour of a slide", "cyan"));
    default:
      return g_strdup_printf ("#%06x", get_colour (model, side));
    }
}

GMenuModel *
saffron_colours_menu_new (void)
{
  GMenu *menu = g_menu_new ();

  g_menu_append (menu, _ ("_Red and Green"), "win.colours::red-green");
  g_menu_append (menu, _ ("_Magenta and Green"), "win.colours::magenta-green");
  g_menu_append (menu, _ ("Red and _Cyan"), "win.colours::cyan-red");
  saffron_accels_show_in_menu (menu);
  return G_MENU_MODEL (menu);
}
