/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/canvas-private.h"

/* The arms of a cross hair, and the gap about its place; logical pixels. */
#define ARM 12.0f
#define GAP 4.0f

static void
append_rectangle (GtkSnapshot *snapshot,
                  float x,
                  float y,
                  float width,
                  float height,
                  float border,
                  float grey)
{
  GdkRGBA colour = { grey, grey, grey, 1.0f };
  graphene_rect_t rect = GRAPHENE_RECT_INIT (x - border, y - border,
                                             width + 2.0f * border,
                                             height + 2.0f * border);

  gtk_snapshot_append_color (snapshot, &colour, &rect);
}

/* White with a black border: seen on any slide. */
static void
append_cross (GtkSnapshot *snapshot, float x, float y)
{
  for (int pass = 0; pass < 2; pass++)
    {
      float border = pass == 0 ? 1.0f : 0.0f;
      float grey = pass == 0 ? 0.0f : 1.0f;

      append_rectangle (snapshot, x - GAP - ARM, y - 1, ARM, 2, border, grey);
      append_rectangle (snapshot, x + GAP, y - 1, ARM, 2, border, grey);
      append_rectangle (snapshot, x - 1, y - GAP - ARM, 2, ARM, border, grey);
      append_rectangle (snapshot, x - 1, y + GAP, 2, ARM, border, grey);
    }
}

void
saffron_canvas_snapshot_marks (SaffronCanvas *self, GtkSnapshot *snapshot)
{
  float scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  SaffronViewMode mode = saffron_view_model_get_look (self->model)->mode;
  g_autoptr (SaffronFrame) frame = NULL;
  SaffronViewSide other;
  SaffronViewPoint p;

  if (mode == SAFFRON_VIEW_MODE_SIDE_BY_SIDE)
    append_rectangle (snapshot,
                      gtk_widget_get_width (GTK_WIDGET (self)) / 2, 0.0f, 1.0f,
                      gtk_widget_get_height (GTK_WIDGET (self)), 0.0f, 0.5f);
  if (!self->has_pointer)
    return;
  if (self->by_keys)
    append_cross (snapshot, self->pointer.x / scale, self->pointer.y / scale);
  if (mode != SAFFRON_VIEW_MODE_SIDE_BY_SIDE)
    return;
  frame = saffron_view_model_get_frame (self->model);
  other = self->pointer.x < frame->geometry.width * 0.5
            ? SAFFRON_VIEW_MOVING
            : SAFFRON_VIEW_REFERENCE;
  p = saffron_frame_from_reference (
    frame, other, saffron_frame_to_reference (frame, self->pointer));
  append_cross (snapshot, p.x / scale, p.y / scale);
}
