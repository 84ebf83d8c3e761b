/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/canvas/scale-bar.h"

#include <glib/gi18n.h>

#include "view/scale-length.h"

#define LONGEST 160.0
#define HEIGHT 34

static char *
format_length (double length, gboolean um)
{
  if (!um)
    return g_strdup_printf (_ ("%g px"), length);
  if (length >= 1000.0)
    return g_strdup_printf (_ ("%g mm"), length / 1000.0);
  return g_strdup_printf (_ ("%g µm"), length);
}

static void
draw (GtkDrawingArea *area,
      cairo_t *cr,
      int width,
      int height,
      gpointer user_data)
{
  SaffronViewModel *model = user_data;
  const SaffronViewGeometry *view = saffron_view_model_get_geometry (model);
  SaffronSlide *slide =
      saffron_view_model_get_slide (model, SAFFRON_VIEW_REFERENCE);
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (area));
  double um_x = 0.0, um_y = 0.0, unit, length, pixels;
  gboolean um;
  g_autofree char *text = NULL;
  g_autoptr (PangoLayout) layout = NULL;
  int text_width = 0, text_height = 0;

  if (slide == NULL || view->zoom <= 0.0)
    return;
  um = saffron_slide_get_pixel_size (slide, &um_x, &um_y);
  /* Units per pixel of the widget. */
  unit = (um ? um_x : 1.0) * scale / view->zoom;
  length = saffron_scale_length (LONGEST * unit);
  pixels = length / unit;
  text = format_length (length, um);

  layout = gtk_widget_create_pango_layout (GTK_WIDGET (area), text);
  pango_layout_get_pixel_size (layout, &text_width, &text_height);
  cairo_set_source_rgba (cr, 0, 0, 0, 0.55);
  cairo_rectangle (cr, 0, 0, MAX (pixels, text_width) + 16, height);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_rectangle (cr, 8, height - 10, pixels, 4);
  cairo_fill (cr);
  cairo_move_to (cr, 8 + MAX (0.0, (pixels - text_width) / 2), 3);
  pango_cairo_show_layout (cr, layout);
}

GtkWidget *
saffron_scale_bar_new (SaffronViewModel *model)
{
  GtkWidget *area = gtk_drawing_area_new ();

  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (area), LONGEST + 16);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (area), HEIGHT);
  gtk_widget_set_halign (area, GTK_ALIGN_START);
  gtk_widget_set_valign (area, GTK_ALIGN_END);
  gtk_widget_set_margin_start (area, 12);
  gtk_widget_set_margin_bottom (area, 12);
  gtk_widget_set_can_target (area, FALSE);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw,
                                  g_object_ref (model), g_object_unref);
  g_signal_connect_object (model, "changed", G_CALLBACK (gtk_widget_queue_draw),
                           area, G_CONNECT_SWAPPED);
  return area;
}
