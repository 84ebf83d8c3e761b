/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/canvas/arrows.h"

#include <glib/gi18n.h>
#include <math.h>

#include "slide/square.h"
#include "view/arrows.h"
#include "view/scale-length.h"

/* Lengths in pixels of the widget. */
#define SPACING 44.0
#define HEAD 5.0
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

static void
trace_arrow (cairo_t *cr, double x0, double y0, double x1, double y1)
{
  double length = hypot (x1 - x0, y1 - y0);
  double ux, uy, head;

  if (length < LEAST)
    {
      cairo_new_sub_path (cr);
      cairo_arc (cr, x0, y0, 1.0, 0.0, 2.0 * G_PI);
      return;
    }
  ux = (x1 - x0) / length;
  uy = (y1 - y0) / length;
  head = MIN (HEAD, length * 0.6);
  cairo_move_to (cr, x0, y0);
  cairo_line_to (cr, x1, y1);
  cairo_move_to (cr, x1 - head * (ux + 0.6 * uy), y1 - head * (uy - 0.6 * ux));
  cairo_line_to (cr, x1, y1);
  cairo_line_to (cr, x1 - head * (ux - 0.6 * uy), y1 - head * (uy + 0.6 * ux));
}

/* White with a dark edge: visible on every slide, and no colour of the
 * overlay. */
static void
stroke (cairo_t *cr)
{
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_source_rgba (cr, 0, 0, 0, 0.75);
  cairo_set_line_width (cr, 4.0);
  cairo_stroke_preserve (cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_set_line_width (cr, 1.75);
  cairo_stroke (cr);
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
  cairo_set_source_rgba (cr, 0, 0, 0, 0.65);
  cairo_rectangle (cr, x - 10, y, w + 20.0, h + 30.0);
  cairo_fill (cr);
  if (measured)
    {
      trace_arrow (cr, x, y + 13, x + px * per_px, y + 13);
      stroke (cr);
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
    {
      const SaffronArrow *arrow =
          &g_array_index (arrows->arrows, SaffronArrow, i);

      trace_arrow (cr, arrow->from.x / scale, arrow->from.y / scale,
                   arrow->to.x / scale, arrow->to.y / scale);
    }
  stroke (cr);
  draw_legend (self, GTK_WIDGET (area), cr, arrows,
               view->zoom * arrows->exaggeration / scale, pixel_size (self),
               width);
}

/* @from, @to: (transfer full) (nullable): both, or neither */
static void
set_transforms (GtkWidget *layer, SaffronTransform *from, SaffronTransform *to)
{
  ArrowLayer *self = g_object_get_data (G_OBJECT (layer), "arrow-layer");

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
  ArrowLayer *self = g_object_get_data (G_OBJECT (layer), "arrow-layer");

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
  ArrowLayer *self = g_object_get_data (G_OBJECT (layer), "arrow-layer");

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
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (layer), GTK_ACCESSIBLE_PROPERTY_LABEL,
      _ ("Arrows: how far the run moves tissue"), -1);
}

GtkWidget *
saffron_arrow_layer_new (SaffronViewModel *model)
{
  ArrowLayer *self = g_new0 (ArrowLayer, 1);
  GtkWidget *area = gtk_drawing_area_new ();

  self->model = g_object_ref (model);
  g_object_set_data_full (G_OBJECT (area), "arrow-layer", self,
                          arrow_layer_free);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw, self, NULL);
  gtk_widget_set_can_target (area, FALSE);
  gtk_widget_set_visible (area, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (area),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Arrows: how the other run differs"), -1);
  g_signal_connect_object (model, "changed", G_CALLBACK (gtk_widget_queue_draw),
                           area, G_CONNECT_SWAPPED);
  return area;
}
