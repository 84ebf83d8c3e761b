/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/canvas/start-layer.h"

#include <math.h>

#include "app/canvas/canvas-layer.h"

/* Logical pixels: the ring, the knob and its distance; from how near a press
 * takes hold of it; how far inside the canvas the ring stays. */
#define RING 10.0
#define KNOB 9.0
#define ARM 90.0
#define REACH 16.0
#define INSIDE 110.0

typedef struct {
  GtkWidget *area;
  SaffronViewModel *model;
  SaffronStartEditor *editor;
} StartLayer;

static void
layer_free (gpointer data)
{
  StartLayer *self = data;

  g_object_unref (self->model);
  g_object_unref (self->editor);
  g_free (self);
}

/* Inside the canvas, or in the middle of one that is too small. */
static double
keep_inside (double value, double low, double high, double margin)
{
  if (high - low < 2.0 * margin)
    return 0.5 * (low + high);
  return CLAMP (value, low + margin, high - margin);
}

SaffronViewPoint
saffron_start_layer_get_pivot (GtkWidget *layer)
{
  StartLayer *self = saffron_canvas_layer_get (layer);
  g_autoptr (SaffronFrame) frame = saffron_view_model_get_frame (self->model);
  const SaffronViewGeometry *view =
      saffron_view_model_get_geometry (self->model);
  gboolean split = saffron_view_model_get_look (self->model)->mode
                   == SAFFRON_VIEW_MODE_SIDE_BY_SIDE;
  double margin = INSIDE * gtk_widget_get_scale_factor (layer);
  SaffronViewPoint p = saffron_frame_from_reference (
      frame, SAFFRON_VIEW_MOVING,
      saffron_start_editor_get_centre (self->editor));

  return (SaffronViewPoint){ keep_inside (p.x, split ? 0.5 * view->width : 0.0,
                                          view->width, margin),
                             keep_inside (p.y, 0.0, view->height, margin) };
}

/* The knob is where the slide's upper edge is, as seen from its centre. */
static SaffronViewPoint
get_knob (StartLayer *self)
{
  SaffronViewPoint pivot = saffron_start_layer_get_pivot (self->area);
  double arm = ARM * gtk_widget_get_scale_factor (self->area);
  const SaffronViewGeometry *view =
      saffron_view_model_get_geometry (self->model);
  SaffronAffine back = SAFFRON_AFFINE_IDENTITY;
  double x, y, length;

  saffron_affine_invert (saffron_start_editor_get (self->editor), &back);
  x = back.xy * saffron_view_stretch_x (view);
  y = back.yy * saffron_view_stretch_y (view);
  length = fmax (hypot (x, y), 1e-12);
  return (SaffronViewPoint){ pivot.x - arm * x / length,
                             pivot.y - arm * y / length };
}

gboolean
saffron_start_layer_hit (GtkWidget *layer, SaffronViewPoint p)
{
  SaffronViewPoint knob = get_knob (saffron_canvas_layer_get (layer));

  return hypot (p.x - knob.x, p.y - knob.y)
         <= REACH * gtk_widget_get_scale_factor (layer);
}

/* Strokes the path in white with a black border: seen on any slide. */
static void
stroke (cairo_t *cr)
{
  cairo_set_source_rgb (cr, 0.0, 0.0, 0.0);
  cairo_set_line_width (cr, 4.0);
  cairo_stroke_preserve (cr);
  cairo_set_source_rgb (cr, 1.0, 1.0, 1.0);
  cairo_set_line_width (cr, 2.0);
  cairo_stroke (cr);
}

static void
draw (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  StartLayer *self = data;
  double scale = gtk_widget_get_scale_factor (GTK_WIDGET (area));
  SaffronViewPoint pivot, knob;

  if (!saffron_start_editor_get_on (self->editor))
    return;
  pivot = saffron_start_layer_get_pivot (self->area);
  knob = get_knob (self);
  cairo_move_to (cr, pivot.x / scale, pivot.y / scale);
  cairo_line_to (cr, knob.x / scale, knob.y / scale);
  stroke (cr);
  cairo_arc (cr, pivot.x / scale, pivot.y / scale, RING, 0.0, 2.0 * G_PI);
  stroke (cr);
  cairo_arc (cr, knob.x / scale, knob.y / scale, KNOB, 0.0, 2.0 * G_PI);
  cairo_set_source_rgb (cr, 1.0, 1.0, 1.0);
  cairo_fill_preserve (cr);
  cairo_set_source_rgb (cr, 0.0, 0.0, 0.0);
  cairo_set_line_width (cr, 2.0);
  cairo_stroke (cr);
}

/* A layer that draws nothing costs as much as one that does: hidden, it costs
 * nothing. */
static void
on_editor_changed (SaffronStartEditor *editor, gpointer user_data)
{
  gtk_widget_set_visible (user_data, saffron_start_editor_get_on (editor));
  gtk_widget_queue_draw (user_data);
}

GtkWidget *
saffron_start_layer_new (SaffronViewModel *model, SaffronStartEditor *editor)
{
  StartLayer *self = g_new0 (StartLayer, 1);

  self->model = g_object_ref (model);
  self->editor = g_object_ref (editor);
  self->area = saffron_canvas_layer_new (model, draw, self, layer_free);
  g_signal_connect_object (editor, "changed", G_CALLBACK (on_editor_changed),
                           self->area, 0);
  on_editor_changed (editor, self->area);
  return self->area;
}
