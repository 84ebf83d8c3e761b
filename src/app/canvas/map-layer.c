/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/canvas/map-layer.h"

#include "app/canvas/canvas-layer.h"

typedef struct {
  SaffronViewModel *model;
  SaffronMapPicture *picture; /* NULL while hidden */
} MapLayer;

static void
map_layer_free (gpointer data)
{
  MapLayer *self = data;

  g_object_unref (self->model);
  g_clear_pointer (&self->picture, saffron_map_picture_unref);
  g_free (self);
}

static void
draw (GtkDrawingArea *area,
      cairo_t *cr,
      int width,
      int height,
      gpointer user_data)
{
  MapLayer *self = user_data;
  g_autoptr (SaffronFrame) frame = saffron_view_model_get_frame (self->model);
  double scale = gtk_widget_get_scale_factor (GTK_WIDGET (area));
  gboolean split = frame->look.mode == SAFFRON_VIEW_MODE_SIDE_BY_SIDE;
  SaffronMapPlace place = {
    .scale_x = saffron_view_scale_x (&frame->geometry) / scale,
    .scale_y = saffron_view_scale_y (&frame->geometry) / scale,
    .right = split ? width / 2.0 : width,
    .height = height,
  };

  if (self->picture == NULL || frame->geometry.zoom <= 0.0)
    return;
  for (int side = 0; side < (split ? 2 : 1); side++)
    {
      SaffronViewPoint corner = saffron_frame_from_reference (
          frame, side, (SaffronRefPoint){ 0.0, 0.0 });

      place.x = corner.x / scale;
      place.y = corner.y / scale;
      saffron_map_picture_paint (self->picture, cr, &place);
      place.left = place.right;
      place.right = width;
    }
}

void
saffron_map_layer_set (GtkWidget *layer, SaffronMapPicture *picture)
{
  MapLayer *self = saffron_canvas_layer_get (layer);

  if (picture != NULL)
    saffron_map_picture_ref (picture);
  g_clear_pointer (&self->picture, saffron_map_picture_unref);
  self->picture = picture;
  gtk_widget_set_visible (layer, picture != NULL);
  gtk_widget_queue_draw (layer);
}

GtkWidget *
saffron_map_layer_new (SaffronViewModel *model)
{
  MapLayer *self = g_new0 (MapLayer, 1);
  GtkWidget *area =
      saffron_canvas_layer_new (model, draw, self, map_layer_free);

  self->model = g_object_ref (model);
  gtk_widget_set_visible (area, FALSE);
  return area;
}
