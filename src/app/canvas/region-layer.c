/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/canvas/region-layer.h"

#include <math.h>

/* Widget pixels: size of a handle, and how near a press must be to an edge. */
#define HANDLE 8.0
#define NEAR 10.0

/* What a drag moves: sides of the rectangle, bit by bit. */
enum {
  LEFT = 1,
  RIGHT = 2,
  TOP = 4,
  BOTTOM = 8,
  ALL = 15,
};

typedef struct {
  GtkWidget *layer; /* takes the input, and draws nothing */
  GtkWidget *area;  /* draws */
  SaffronViewModel *model;
  SaffronRegionDrawnFunc func;
  gpointer user_data;
  double x0, y0, x1, y1; /* reference level-0 pixels; x1 <= x0: none */
  double from[4];        /* the same when a drag began */
  SaffronRefPoint begin;
  int sides; /* the sides that the drag moves */
} RegionLayer;

static void
region_layer_free (gpointer data)
{
  RegionLayer *self = data;

  g_object_unref (self->model);
  g_free (self);
}

static RegionLayer *
get_layer (GtkWidget *layer)
{
  return g_object_get_data (G_OBJECT (layer), "region-layer");
}

static SaffronRefPoint
to_reference (RegionLayer *self, double x, double y)
{
  g_autoptr (SaffronFrame) frame = saffron_view_model_get_frame (self->model);
  double scale = gtk_widget_get_scale_factor (self->area);

  return saffron_frame_to_reference (
      frame, (SaffronViewPoint){ x * scale, y * scale });
}

/* A corner on the widget. */
static SaffronViewPoint
to_widget (RegionLayer *self, double x, double y)
{
  g_autoptr (SaffronFrame) frame = saffron_view_model_get_frame (self->model);
  double scale = gtk_widget_get_scale_factor (self->area);
  SaffronViewPoint p = saffron_frame_from_reference (
      frame, SAFFRON_VIEW_REFERENCE, (SaffronRefPoint){ x, y });

  return (SaffronViewPoint){ p.x / scale, p.y / scale };
}

static void
draw (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  RegionLayer *self = data;
  SaffronViewPoint a, b;

  if (self->x1 <= self->x0)
    return;
  a = to_widget (self, self->x0, self->y0);
  b = to_widget (self, self->x1, self->y1);
  cairo_rectangle (cr, a.x, a.y, b.x - a.x, b.y - a.y);
  cairo_set_source_rgba (cr, 0.0, 0.0, 0.0, 0.8);
  cairo_set_line_width (cr, 4.0);
  cairo_stroke_preserve (cr);
  cairo_set_source_rgb (cr, 1.0, 1.0, 1.0);
  cairo_set_line_width (cr, 1.5);
  cairo_stroke (cr);
  if (!gtk_widget_get_can_target (self->layer))
    return;
  for (int i = 0; i < 9; i++)
    if (i != 4)
      cairo_rectangle (cr, a.x + (b.x - a.x) * (i % 3) / 2.0 - HANDLE / 2.0,
                       a.y + (b.y - a.y) * (i / 3) / 2.0 - HANDLE / 2.0, HANDLE,
                       HANDLE);
  cairo_fill (cr);
}

/* The sides that a press at a place of the widget takes hold of; 0: none. */
static int
sides_at (RegionLayer *self, double x, double y)
{
  SaffronViewPoint a, b;
  int sides = 0;

  if (self->x1 <= self->x0)
    return 0;
  a = to_widget (self, self->x0, self->y0);
  b = to_widget (self, self->x1, self->y1);
  if (x < a.x - NEAR || x > b.x + NEAR || y < a.y - NEAR || y > b.y + NEAR)
    return 0;
  if (fabs (x - b.x) <= NEAR)
    sides |= RIGHT;
  else if (fabs (x - a.x) <= NEAR)
    sides |= LEFT;
  if (fabs (y - b.y) <= NEAR)
    sides |= BOTTOM;
  else if (fabs (y - a.y) <= NEAR)
    sides |= TOP;
  return sides != 0 ? sides : ALL;
}

/* An area that draws nothing costs as much as one that does: hidden, it costs
 * nothing. */
static void
update (RegionLayer *self)
{
  gtk_widget_set_visible (self->area, self->x1 > self->x0);
  gtk_widget_queue_draw (self->area);
}

static void
on_drag_begin (GtkGestureDrag *gesture, double x, double y, gpointer data)
{
  RegionLayer *self = data;

  self->begin = to_reference (self, x, y);
  self->sides = sides_at (self, x, y);
  if (self->sides == 0)
    {
      self->x0 = self->x1 = self->begin.x;
      self->y0 = self->y1 = self->begin.y;
      self->sides = RIGHT | BOTTOM;
    }
  self->from[0] = self->x0;
  self->from[1] = self->y0;
  self->from[2] = self->x1;
  self->from[3] = self->y1;
}

static void
on_drag_update (GtkGestureDrag *gesture, double dx, double dy, gpointer data)
{
  RegionLayer *self = data;
  double x = 0.0, y = 0.0;
  double rect[4];
  SaffronRefPoint now;

  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  now = to_reference (self, x + dx, y + dy);
  for (int i = 0; i < 4; i++)
    rect[i] = self->from[i];
  if (self->sides & LEFT)
    rect[0] += now.x - self->begin.x;
  if (self->sides & TOP)
    rect[1] += now.y - self->begin.y;
  if (self->sides & RIGHT)
    rect[2] += now.x - self->begin.x;
  if (self->sides & BOTTOM)
    rect[3] += now.y - self->begin.y;
  /* Dragged beyond the opposite side, the rectangle turns over. */
  self->x0 = fmin (rect[0], rect[2]);
  self->x1 = fmax (rect[0], rect[2]);
  self->y0 = fmin (rect[1], rect[3]);
  self->y1 = fmax (rect[1], rect[3]);
  update (self);
}

static void
on_drag_end (GtkGestureDrag *gesture, double dx, double dy, gpointer data)
{
  RegionLayer *self = data;

  on_drag_update (gesture, dx, dy, data);
  self->func (self->user_data);
}

void
saffron_region_layer_set_editing (GtkWidget *layer, gboolean editing)
{
  gtk_widget_set_can_target (layer, editing);
  gtk_widget_set_cursor_from_name (layer, editing ? "crosshair" : NULL);
  update (get_layer (layer));
}

SaffronRect
saffron_region_layer_get (GtkWidget *layer)
{
  RegionLayer *self = get_layer (layer);
  SaffronRect region = { (gint64) floor (self->x0), (gint64) floor (self->y0),
                         (gint64) ceil (self->x1 - self->x0),
                         (gint64) ceil (self->y1 - self->y0) };

  if (region.width <= 0 || region.height <= 0)
    region = (SaffronRect){ 0 };
  return region;
}

void
saffron_region_layer_set (GtkWidget *layer, const SaffronRect *region)
{
  RegionLayer *self = get_layer (layer);

  self->x0 = (double) region->x;
  self->y0 = (double) region->y;
  self->x1 = (double) (region->x + region->width);
  self->y1 = (double) (region->y + region->height);
  update (self);
}

GtkWidget *
saffron_region_layer_new (SaffronViewModel *model,
                          SaffronRegionDrawnFunc func,
                          gpointer user_data)
{
  RegionLayer *self = g_new0 (RegionLayer, 1);
  GtkGesture *drag = gtk_gesture_drag_new ();

  self->layer = g_object_new (GTK_TYPE_BOX, "accessible-role",
                              GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  self->area = g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role",
                             GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_widget_set_hexpand (self->area, TRUE);
  gtk_box_append (GTK_BOX (self->layer), self->area);
  self->model = g_object_ref (model);
  self->func = func;
  self->user_data = user_data;
  g_object_set_data_full (G_OBJECT (self->layer), "region-layer", self,
                          region_layer_free);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->area), draw, self,
                                  NULL);
  gtk_widget_set_can_target (self->area, FALSE);
  gtk_widget_set_can_target (self->layer, FALSE);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (on_drag_end), self);
  gtk_widget_add_controller (self->layer, GTK_EVENT_CONTROLLER (drag));
  g_signal_connect_object (model, "changed", G_CALLBACK (gtk_widget_queue_draw),
                           self->area, G_CONNECT_SWAPPED);
  update (self);
  return self->layer;
}
