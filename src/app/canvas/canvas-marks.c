/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/canvas/canvas-private.h"

#include <glib/gi18n.h>

#include "app/contrast.h"

/* The arms of a cross hair, and the gap about its place; logical pixels. */
#define ARM 12.0f
#define GAP 4.0f

/* Half the size of a grip; distance of a label from its edge, and from the top,
 * where the pill is. */
#define GRIP 10.0f
#define LABEL_GAP 8.0f
#define LABEL_TOP 56.0f

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
  graphene_rect_t rect = GRAPHENE_RECT_INIT (
      x - border, y - border, width + 2.0f * border, height + 2.0f * border);

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

static void
append_round (GtkSnapshot *snapshot,
              float x,
              float y,
              float width,
              float height,
              float radius,
              const GdkRGBA *colour)
{
  GskRoundedRect round;
  graphene_rect_t rect = GRAPHENE_RECT_INIT (x, y, width, height);

  gsk_rounded_rect_init_from_rect (&round, &rect, radius);
  gtk_snapshot_push_rounded_clip (snapshot, &round);
  gtk_snapshot_append_color (snapshot, colour, &rect);
  gtk_snapshot_pop (snapshot);
}

/* @x_share and @y_share of the label lie left of and above (@x, @y). */
static void
append_label (SaffronCanvas *self,
              GtkSnapshot *snapshot,
              const char *text,
              float x,
              float y,
              float x_share,
              float y_share)
{
  g_autoptr (PangoLayout) layout =
      gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  GdkRGBA dark = { 0.0f, 0.0f, 0.0f,
                   saffron_contrast_opacity (GTK_WIDGET (self), 0.65f) };
  GdkRGBA white = { 1.0f, 1.0f, 1.0f, 1.0f };
  int width = 0, height = 0;

  pango_layout_get_pixel_size (layout, &width, &height);
  x -= x_share * (width + 16.0f);
  y -= y_share * (height + 6.0f);
  append_round (snapshot, x, y, width + 16.0f, height + 6.0f, 6.0f, &dark);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x + 8.0f, y + 3.0f));
  gtk_snapshot_append_layout (snapshot, layout, &white);
  gtk_snapshot_restore (snapshot);
}

static void
append_side_labels (SaffronCanvas *self, GtkSnapshot *snapshot, float edge)
{
  append_label (self, snapshot, C_ ("slide", "Reference"), edge - LABEL_GAP,
                LABEL_TOP, 1.0f, 0.0f);
  append_label (self, snapshot, C_ ("slide", "Moving"), edge + LABEL_GAP,
                LABEL_TOP, 0.0f, 0.0f);
}

static void
append_grip (GtkSnapshot *snapshot, float x, float y, gboolean horizontal)
{
  GdkRGBA white = { 1.0f, 1.0f, 1.0f, 1.0f };
  GdkRGBA black = { 0.0f, 0.0f, 0.0f, 1.0f };

  append_round (snapshot, x - GRIP - 1, y - GRIP - 1, 2 * GRIP + 2,
                2 * GRIP + 2, GRIP + 1, &black);
  append_round (snapshot, x - GRIP, y - GRIP, 2 * GRIP, 2 * GRIP, GRIP, &white);
  for (int side = -1; side <= 1; side += 2)
    if (horizontal)
      append_rectangle (snapshot, x - 5, y + 3 * side - 0.5f, 10, 1, 0, 0.2f);
    else
      append_rectangle (snapshot, x + 3 * side - 0.5f, y - 5, 1, 10, 0, 0.2f);
}

static void
append_swipe (SaffronCanvas *self,
              GtkSnapshot *snapshot,
              const SaffronViewLook *look)
{
  float width = gtk_widget_get_width (GTK_WIDGET (self));
  float height = gtk_widget_get_height (GTK_WIDGET (self));
  float edge = look->swipe * (look->swipe_horizontal ? height : width);

  if (!look->swipe_horizontal)
    {
      append_rectangle (snapshot, edge - 1, 0, 2, height, 1.0f, 0.0f);
      append_rectangle (snapshot, edge - 1, 0, 2, height, 0.0f, 1.0f);
      append_grip (snapshot, edge, height / 2, FALSE);
      append_side_labels (self, snapshot, edge);
      return;
    }
  append_rectangle (snapshot, 0, edge - 1, width, 2, 1.0f, 0.0f);
  append_rectangle (snapshot, 0, edge - 1, width, 2, 0.0f, 1.0f);
  append_grip (snapshot, width / 2, edge, TRUE);
  append_label (self, snapshot, C_ ("slide", "Reference"), 12, edge - LABEL_GAP,
                0.0f, 1.0f);
  append_label (self, snapshot, C_ ("slide", "Moving"), 12, edge + LABEL_GAP,
                0.0f, 0.0f);
}

static void
append_ring (GtkSnapshot *snapshot,
             float x,
             float y,
             float radius,
             float width,
             float grey)
{
  GdkRGBA colour = { grey, grey, grey, 1.0f };
  GdkRGBA colours[4] = { colour, colour, colour, colour };
  float widths[4] = { width, width, width, width };
  graphene_rect_t rect =
      GRAPHENE_RECT_INIT (x - radius, y - radius, 2 * radius, 2 * radius);
  GskRoundedRect round;

  gsk_rounded_rect_init_from_rect (&round, &rect, radius);
  gtk_snapshot_append_border (snapshot, &round, widths, colours);
}

static void
append_lens (SaffronCanvas *self,
             GtkSnapshot *snapshot,
             const SaffronViewLook *look)
{
  float scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  float x = look->lens_x / scale, y = look->lens_y / scale;
  float radius = look->lens_radius / scale;

  append_ring (snapshot, x, y, radius + 2.0f, 4.0f, 0.0f);
  append_ring (snapshot, x, y, radius + 1.0f, 2.0f, 1.0f);
  append_label (self, snapshot, C_ ("slide", "Moving"), x,
                y + radius - LABEL_GAP, 0.5f, 1.0f);
  append_label (self, snapshot, C_ ("slide", "Reference"), x,
                y + radius + LABEL_GAP, 0.5f, 0.0f);
}

/* Draws the line where one slide ends and the other begins. */
static void
append_edges (SaffronCanvas *self, GtkSnapshot *snapshot)
{
  const SaffronViewLook *look = saffron_view_model_get_look (self->model);
  float width = gtk_widget_get_width (GTK_WIDGET (self));

  switch (look->mode)
    {
    case SAFFRON_VIEW_MODE_SIDE_BY_SIDE:
      append_rectangle (snapshot, (int) width / 2, 0.0f, 1.0f,
                        gtk_widget_get_height (GTK_WIDGET (self)), 0.0f, 0.5f);
      append_side_labels (self, snapshot, width / 2);
      break;
    case SAFFRON_VIEW_MODE_SWIPE:
      append_swipe (self, snapshot, look);
      break;
    case SAFFRON_VIEW_MODE_LENS:
      append_lens (self, snapshot, look);
      break;
    default:
      break;
    }
}

/* Keys go to the canvas. White in black, inside the edge: seen on any slide. */
static void
append_focus (SaffronCanvas *self, GtkSnapshot *snapshot)
{
  float width = gtk_widget_get_width (GTK_WIDGET (self));
  float height = gtk_widget_get_height (GTK_WIDGET (self));
  float wide = saffron_has_high_contrast (GTK_WIDGET (self)) ? 3.0f : 2.0f;

  for (int pass = 0; pass < 2; pass++)
    {
      float in = pass == 0 ? 0.0f : 1.0f;
      float line = pass == 0 ? wide + 2.0f : wide;
      float grey = pass == 0 ? 0.0f : 1.0f;
      GdkRGBA colour = { grey, grey, grey, 1.0f };
      GdkRGBA colours[4] = { colour, colour, colour, colour };
      float widths[4] = { line, line, line, line };
      graphene_rect_t rect =
          GRAPHENE_RECT_INIT (in, in, width - 2.0f * in, height - 2.0f * in);
      GskRoundedRect round;

      gsk_rounded_rect_init_from_rect (&round, &rect, 0.0f);
      gtk_snapshot_append_border (snapshot, &round, widths, colours);
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

  append_edges (self, snapshot);
  if (gtk_widget_has_visible_focus (GTK_WIDGET (self)))
    append_focus (self, snapshot);
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
