/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/canvas/arrows.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/canvas/canvas-layer.h"
#include "app/contrast.h"
#include "slide/square.h"
#include "view/arrows.h"
#include "view/scale-length.h"

/* Lengths in pixels of the widget. */
#define SPACING 44.0
#define HEAD 7.0
#define WIDTH 1.75
#define EDGE 1.125
#define LEGEND_LENGTH 90.0

/* Shorter arrows are drawn as dots: a head would claim more than is known. */
#define LEAST 1.5

typedef struct {
  SaffronViewModel *model;
  SaffronTransform *from, *to; /* both, or neither */
  SaffronRect regions[2];      /* of both runs */
  gboolean one;                /* of one run, beside its affine part */
} ArrowLayer;

static void
arrow_layer_free (gpointer data)
{
  ArrowLayer *self = data;

  g_object_unref (self->model);
  g_clear_pointer (&self->from, saffron_transform_unref);
  g_clear_pointer (&self->to, saffron_transform_unref);
  g_free (self);
}

/* A dot where the arrow would be too short. @edge: how far around the arrow it
 * reaches */
static void
trace_arrow (cairo_t *cr, const SaffronArrow *arrow, double edge)
{
  double x0 = arrow->from.x, y0 = arrow->from.y;
  double length = hypot (arrow->to.x - x0, arrow->to.y - y0);
  double shaft = 0.5 * WIDTH + edge, head = MIN (HEAD, length * 0.6);
  double side = 0.6 * head + 1.5 * edge;
  cairo_matrix_t before;

  if (length < LEAST)
    {
      double half = 1.0 + edge;

      cairo_rectangle (cr, x0 - half, y0 - half, 2.0 * half, 2.0 * half);
      return;
    }
  cairo_get_matrix (cr, &before);
  cairo_translate (cr, x0, y0);
  cairo_rotate (cr, atan2 (arrow->to.y - y0, arrow->to.x - x0));
  cairo_move_to (cr, -edge, -shaft);
  cairo_line_to (cr, length - head, -shaft);
  cairo_line_to (cr, length - head - edge, -side);
  cairo_line_to (cr, length + 2.0 * edge, 0.0);
  cairo_line_to (cr, length - head - edge, side);
  cairo_line_to (cr, length - head, shaft);
  cairo_line_to (cr, -edge, shaft);
  cairo_close_path (cr);
  cairo_set_matrix (cr, &before);
}

/* White with a dark edge: visible on every slide, and no colour of the overlay.
 * Filled shapes take a third of the time that lines take. */
static void
draw_arrows (cairo_t *cr, const SaffronArrow *arrows, guint n)
{
  for (int pass = 0; pass < 2; pass++)
    {
      if (pass == 0)
        cairo_set_source_rgba (cr, 0, 0, 0, 0.75);
      else
        cairo_set_source_rgb (cr, 1, 1, 1);
      for (guint i = 0; i < n; i++)
        trace_arrow (cr, &arrows[i], pass == 0 ? EDGE : 0.0);
      cairo_fill (cr);
    }
}

/* "0.42 px (0.21 µm)" */
static char *
format_length (double px, double um_per_px)
{
  if (um_per_px > 0.0)
    return g_strdup_printf (_ ("%.3g px (%.3g µm)"), px, px * um_per_px);
  return g_strdup_printf (_ ("%.3g px"), px);
}

/* The µm of a pixel's shorter side; of one that is square but for a little, of
 * its mean side. */
static double
pixel_size (ArrowLayer *self)
{
  SaffronSlide *slide =
      saffron_view_model_get_slide (self->model, SAFFRON_VIEW_REFERENCE);
  double um_x = 0.0, um_y = 0.0, x, y;

  if (slide == NULL || !saffron_slide_get_pixel_size (slide, &um_x, &um_y))
    return 0.0;
  saffron_slide_find_stretch (slide, &x, &y);
  return sqrt (um_x * um_y / (x * y));
}

static char *
legend_text (ArrowLayer *self,
             const SaffronArrows *arrows,
             double px,
             double um)
{
  g_autofree char *length = format_length (px, um);
  g_autofree char *median = format_length (arrows->median, um);
  g_autofree char *largest = format_length (arrows->largest, um);

  if (arrows->arrows->len == 0)
    return g_strdup (_ ("Nothing to compare is here"));
  if (arrows->same)
    return g_strdup (self->one ? _ ("The run bends nothing here")
                               : _ ("The two runs do not differ here"));
  if (arrows->exaggeration <= 1.0)
    return g_strdup_printf (_ ("%s, drawn as long as it is\n"
                               "median %s, largest %s here"),
                            length, median, largest);
  return g_strdup_printf (_ ("%s, drawn %g times as long\n"
                             "median %s, largest %s here"),
                          length, arrows->exaggeration, median, largest);
}

static void
draw_legend (ArrowLayer *self,
             GtkWidget *area,
             cairo_t *cr,
             const SaffronArrows *arrows,
             double per_px,
             double um,
             int width)
{
  double px = saffron_scale_length (LEGEND_LENGTH / per_px);
  gboolean measured = arrows->arrows->len > 0 && !arrows->same;
  g_autofree char *text = legend_text (self, arrows, px, um);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (area, text);
  int w = 0, h = 0;
  double x, y = 60.0;

  pango_layout_get_pixel_size (layout, &w, &h);
  x = width - w - 28.0;
  cairo_set_source_rgba (cr, 0, 0, 0, saffron_contrast_opacity (area, 0.65f));
  cairo_rectangle (cr, x - 10, y, w + 20.0, h + 30.0);
  cairo_fill (cr);
  if (measured)
    {
      SaffronArrow sample = { { x, y + 13 }, { x + px * per_px, y + 13 } };

      draw_arrows (cr, &sample, 1);
    }
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_move_to (cr, x, y + (measured ? 24 : 15));
  pango_cairo_show_layout (cr, layout);
}

static void
clip (SaffronRect *area, const SaffronRect *region)
{
  gint64 right = MIN (area->x + area->width, region->x + region->width);
  gint64 bottom = MIN (area->y + area->height, region->y + region->height);

  if (region->width == 0)
    return;
  area->x = MAX (area->x, region->x);
  area->y = MAX (area->y, region->y);
  area->width = MAX (right - area->x, 0);
  area->height = MAX (bottom - area->y, 0);
}

/* The part of the reference that both runs cover. */
static SaffronRect
find_area (ArrowLayer *self, SaffronSlide *slide)
{
  SaffronRect area = { 0, 0, saffron_slide_get_width (slide),
                       saffron_slide_get_height (slide) };

  clip (&area, &self->regions[0]);
  clip (&area, &self->regions[1]);
  return area;
}

/* From device pixels. */
static void
to_widget (SaffronArrow *arrow, double scale)
{
  arrow->from.x /= scale;
  arrow->from.y /= scale;
  arrow->to.x /= scale;
  arrow->to.y /= scale;
}

static void
draw (GtkDrawingArea *area,
      cairo_t *cr,
      int width,
      int height,
      gpointer user_data)
{
  ArrowLayer *self = user_data;
  const SaffronViewGeometry *view =
      saffron_view_model_get_geometry (self->model);
  SaffronSlide *slide =
      saffron_view_model_get_slide (self->model, SAFFRON_VIEW_REFERENCE);
  double scale = gtk_widget_get_scale_factor (GTK_WIDGET (area));
  g_autoptr (SaffronArrows) arrows = NULL;
  SaffronRect common;

  if (self->from == NULL || slide == NULL || view->zoom <= 0.0)
    return;
  common = find_area (self, slide);
  arrows =
      saffron_arrows_new (view, self->from, self->to, &common, SPACING * scale);
  for (guint i = 0; i < arrows->arrows->len; i++)
    to_widget (&g_array_index (arrows->arrows, SaffronArrow, i), scale);
  draw_arrows (cr, (const SaffronArrow *) arrows->arrows->data,
               arrows->arrows->len);
  draw_legend (self, GTK_WIDGET (area), cr, arrows,
               view->zoom * arrows->exaggeration / scale, pixel_size (self),
               width);
}

/* @from, @to: (transfer full) (nullable): both, or neither */
static void
set_transforms (GtkWidget *layer, SaffronTransform *from, SaffronTransform *to)
{
  ArrowLayer *self = saffron_canvas_layer_get (layer);

  g_clear_pointer (&self->from, saffron_transform_unref);
  g_clear_pointer (&self->to, saffron_transform_unref);
  self->from = from;
  self->to = to;
  gtk_widget_set_visible (layer, to != NULL);
  gtk_widget_queue_draw (layer);
}

void
saffron_arrow_layer_set (GtkWidget *layer, SaffronRun *from, SaffronRun *to)
{
  ArrowLayer *self = saffron_canvas_layer_get (layer);

  if (from == NULL || to == NULL)
    {
      set_transforms (layer, NULL, NULL);
      return;
    }
  self->one = FALSE;
  self->regions[0] = from->region;
  self->regions[1] = to->region;
  set_transforms (layer, saffron_transform_ref (from->transform),
                  saffron_transform_ref (to->transform));
}

void
saffron_arrow_layer_set_run (GtkWidget *layer, SaffronRun *run)
{
  ArrowLayer *self = saffron_canvas_layer_get (layer);

  if (run == NULL)
    {
      set_transforms (layer, NULL, NULL);
      return;
    }
  self->one = TRUE;
  self->regions[0] = self->regions[1] = run->region;
  set_transforms (layer,
                  saffron_transform_new (
                      saffron_transform_get_width (run->transform),
                      saffron_transform_get_height (run->transform),
                      saffron_transform_get_affine (run->transform), NULL),
                  saffron_transform_ref (run->transform));
}

GtkWidget *
saffron_arrow_layer_new (SaffronViewModel *model)
{
  ArrowLayer *self = g_new0 (ArrowLayer, 1);
  GtkWidget *area =
      saffron_canvas_layer_new (model, draw, self, arrow_layer_free);

  self->model = g_object_ref (model);
  gtk_widget_set_visible (area, FALSE);
  return area;
}
