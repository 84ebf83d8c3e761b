/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/canvas/place-layer.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/canvas/canvas-layer.h"
#include "app/contrast.h"
#include "quality/place-words.h"

/* Logical pixels: a mark, the ring, its ticks, and around the text. */
#define MARK 4.0
#define RING 60.0
#define TICK 14.0
#define PAD 6.0

typedef struct {
  GtkWidget *area;
  SaffronViewModel *model;
  SaffronQualityModel *quality;
} PlaceLayer;

static void
layer_free (gpointer data)
{
  PlaceLayer *self = data;

  g_object_unref (self->model);
  g_object_unref (self->quality);
  g_free (self);
}

/* White with a dark edge: seen on any slide, and no colour of the overlay. */
static void
stroke (cairo_t *cr, double width)
{
  cairo_set_source_rgba (cr, 0.0, 0.0, 0.0, 0.8);
  cairo_set_line_width (cr, width + 2.5);
  cairo_stroke_preserve (cr);
  cairo_set_source_rgb (cr, 1.0, 1.0, 1.0);
  cairo_set_line_width (cr, width);
  cairo_stroke (cr);
}

void
saffron_place_draw_mark (cairo_t *cr,
                         double x,
                         double y,
                         double radius,
                         gboolean selected)
{
  cairo_move_to (cr, x - radius, y - radius);
  cairo_line_to (cr, x + radius, y + radius);
  cairo_move_to (cr, x - radius, y + radius);
  cairo_line_to (cr, x + radius, y - radius);
  stroke (cr, 1.5);
  if (!selected)
    return;
  cairo_new_sub_path (cr);
  cairo_arc (cr, x, y, 2.2 * radius, 0.0, 2.0 * G_PI);
  stroke (cr, 2.0);
}

gboolean
saffron_place_is_off (SaffronQualityModel *quality, guint index)
{
  return saffron_quality_model_get_window (quality, index)->class
         == SAFFRON_WINDOW_OFF;
}

/* Writes on a dark ground, its upper left corner at (@x, @y), inside the
 * area. @centred: its upper middle is there */
static void
write_at (PlaceLayer *self,
          cairo_t *cr,
          double x,
          double y,
          gboolean centred,
          const char *text)
{
  g_autoptr (PangoLayout) layout =
      gtk_widget_create_pango_layout (self->area, text);
  int w, h;

  pango_layout_get_pixel_size (layout, &w, &h);
  if (centred)
    x -= 0.5 * w;
  x = CLAMP (x, PAD, MAX (gtk_widget_get_width (self->area) - w - PAD, PAD));
  y = CLAMP (y, PAD, MAX (gtk_widget_get_height (self->area) - h - PAD, PAD));
  cairo_rectangle (cr, x - PAD, y - 0.5 * PAD, w + 2.0 * PAD, h + PAD);
  cairo_set_source_rgba (cr, 0.0, 0.0, 0.0,
                         saffron_contrast_opacity (self->area, 0.75f));
  cairo_fill (cr);
  cairo_move_to (cr, x, y);
  cairo_set_source_rgb (cr, 1.0, 1.0, 1.0);
  pango_cairo_show_layout (cr, layout);
}

/* The ring leaves free what it is about. */
static void
draw_ring (cairo_t *cr, double x, double y)
{
  cairo_new_path (cr);
  cairo_arc (cr, x, y, RING, 0.0, 2.0 * G_PI);
  for (int i = 0; i < 4; i++)
    {
      double c = cos (0.5 * G_PI * i), s = sin (0.5 * G_PI * i);

      cairo_move_to (cr, x + c * (RING - TICK), y + s * (RING - TICK));
      cairo_line_to (cr, x + c * (RING + TICK), y + s * (RING + TICK));
    }
  stroke (cr, 2.0);
}

static void
draw_place (PlaceLayer *self, cairo_t *cr, SaffronViewPoint p, guint index)
{
  const SaffronQuality *quality = saffron_quality_model_get (self->quality);
  gboolean selected = saffron_quality_model_get_place (self->quality) == index;
  g_autofree char *number = g_strdup_printf ("%u", index + 1);
  g_autofree char *error = NULL;
  g_autofree char *text = NULL;

  if (!selected)
    {
      saffron_place_draw_mark (cr, p.x, p.y, MARK, FALSE);
      write_at (self, cr, p.x + 3.0 * MARK, p.y - 3.0 * MARK, FALSE, number);
      return;
    }
  error = saffron_place_to_words (
      saffron_quality_model_get_window (self->quality, index),
      sqrt (quality->um_x * quality->um_y));
  text = g_strdup_printf (_ ("Place %u of %u: %s"), index + 1,
                          saffron_quality_model_get_n_places (self->quality),
                          error);
  draw_ring (cr, p.x, p.y);
  write_at (self, cr, p.x, p.y + RING + TICK + PAD, TRUE, text);
}

static gboolean
is_inside (GtkWidget *area, SaffronViewPoint p)
{
  return p.x > -RING && p.y > -RING && p.x < gtk_widget_get_width (area) + RING
         && p.y < gtk_widget_get_height (area) + RING;
}

/* Side by side, both halves have the marks. */
static void
draw_side (PlaceLayer *self,
           cairo_t *cr,
           const SaffronFrame *frame,
           SaffronViewSide side)
{
  double scale = gtk_widget_get_scale_factor (self->area);
  guint selected = saffron_quality_model_get_place (self->quality);

  for (guint i = saffron_quality_model_get_n_places (self->quality); i-- > 0;)
    {
      SaffronViewPoint p = saffron_frame_from_reference (
          frame, side, saffron_quality_model_get_window (self->quality, i)->at);

      p.x /= scale;
      p.y /= scale;
      /* At a place, the others would cover tissue. */
      if ((selected == SAFFRON_QUALITY_NO_PLACE
               ? saffron_place_is_off (self->quality, i)
               : selected == i)
          && is_inside (self->area, p))
        draw_place (self, cr, p, i);
    }
}

static void
draw (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  PlaceLayer *self = data;
  g_autoptr (SaffronFrame) frame = NULL;

  if (saffron_view_model_get_base (self->model) == NULL)
    return;
  frame = saffron_view_model_get_frame (self->model);
  draw_side (self, cr, frame, SAFFRON_VIEW_REFERENCE);
  if (saffron_view_model_get_look (self->model)->mode
      == SAFFRON_VIEW_MODE_SIDE_BY_SIDE)
    draw_side (self, cr, frame, SAFFRON_VIEW_MOVING);
}

/* A layer that draws nothing costs as much as one that does: hidden, it costs
 * nothing. */
static void
update (PlaceLayer *self)
{
  gtk_widget_set_visible (
      self->area,
      saffron_quality_model_get_marked (self->quality)
          && saffron_quality_model_get_n_places (self->quality) > 0);
  gtk_widget_queue_draw (self->area);
}

static void
on_quality (SaffronQualityModel *quality, gpointer area)
{
  update (saffron_canvas_layer_get (area));
}

GtkWidget *
saffron_place_layer_new (SaffronViewModel *model, SaffronQualityModel *quality)
{
  PlaceLayer *self = g_new0 (PlaceLayer, 1);

  self->model = g_object_ref (model);
  self->quality = g_object_ref (quality);
  self->area = saffron_canvas_layer_new (model, draw, self, layer_free);
  g_signal_connect_object (quality, "changed", G_CALLBACK (on_quality),
                           self->area, 0);
  g_signal_connect_object (quality, "place", G_CALLBACK (on_quality),
                           self->area, 0);
  update (self);
  return self->area;
}
