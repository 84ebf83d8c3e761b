/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/compositor.h"

#include <math.h>

#include "base/parallel.h"
#include "view/composite-private.h"

/* Rows that one call of the parallel loop draws. */
#define BLOCK_ROWS 8

typedef struct {
  const SaffronFrame *frame;
  guint8 *data;
  gsize stride;
  float overlay[2][3];
  float background[3];
  SaffronComposite *composite; /* NULL in all other modes */
} Picture;

/* One row of the canvas, and what both slides show in each of its pixels. */
typedef struct {
  const Picture *picture;
  int y;
  SaffronSampleRow sides[2];
} Row;

static void
draw_own_colors (const Row *row, int x, SaffronViewSide side, float out[3])
{
  const SaffronSampleRow *s = &row->sides[side];

  for (int k = 0; k < 3; k++)
    out[k] = s->covered[x] ? s->color[3 * x + k] : row->picture->background[k];
}

static gboolean
is_covered (const Row *row, int x)
{
  return row->sides[0].covered[x] || row->sides[1].covered[x];
}

static void
draw_overlay (const Row *row, int x, float out[3])
{
  const Picture *p = row->picture;

  for (int k = 0; k < 3; k++)
    out[k] = is_covered (row, x)
                 ? row->sides[0].intensity[x] * p->overlay[0][k]
                       + row->sides[1].intensity[x] * p->overlay[1][k]
                 : p->background[k];
}

static void
draw_difference (const Row *row, int x, float out[3])
{
  float d = fabsf (row->sides[0].intensity[x] - row->sides[1].intensity[x]);

  for (int k = 0; k < 3; k++)
    out[k] = is_covered (row, x) ? d : row->picture->background[k];
}

static void
draw_reference (const Row *row, int x, float out[3])
{
  draw_own_colors (row, x, SAFFRON_VIEW_REFERENCE, out);
}

static void
draw_moving (const Row *row, int x, float out[3])
{
  draw_own_colors (row, x, SAFFRON_VIEW_MOVING, out);
}

static void
draw_checkerboard (const Row *row, int x, float out[3])
{
  double size = MAX (row->picture->frame->look.checker_size, 1.0);
  int square =
      (int) floor ((x + 0.5) / size) + (int) floor ((row->y + 0.5) / size);

  draw_own_colors (row, x, (SaffronViewSide) (square & 1), out);
}

static void
draw_swipe (const Row *row, int x, float out[3])
{
  const SaffronFrame *frame = row->picture->frame;
  gboolean moving;

  if (frame->look.swipe_horizontal)
    moving = row->y + 0.5 >= frame->look.swipe * frame->geometry.height;
  else
    moving = x + 0.5 >= frame->look.swipe * frame->geometry.width;
  draw_own_colors (row, x, (SaffronViewSide) moving, out);
}

static void
draw_flicker (const Row *row, int x, float out[3])
{
  gboolean moving = row->picture->frame->look.flicker_moving;

  draw_own_colors (row, x,
                   moving ? SAFFRON_VIEW_MOVING : SAFFRON_VIEW_REFERENCE, out);
}

static void
draw_side_by_side (const Row *row, int x, float out[3])
{
  gboolean right = x + 0.5 >= 0.5 * row->picture->frame->geometry.width;

  draw_own_colors (row, x, right ? SAFFRON_VIEW_MOVING : SAFFRON_VIEW_REFERENCE,
                   out);
}

static void
draw_lens (const Row *row, int x, float out[3])
{
  const SaffronViewLook *look = &row->picture->frame->look;
  double dx = x + 0.5 - look->lens_x, dy = row->y + 0.5 - look->lens_y;
  gboolean inside = dx * dx + dy * dy < look->lens_radius * look->lens_radius;

  draw_own_colors (row, x,
                   inside ? SAFFRON_VIEW_MOVING : SAFFRON_VIEW_REFERENCE, out);
}

static void (*const draw_pixel[SAFFRON_VIEW_N_MODES]) (const Row *row,
                                                       int x,
                                                       float out[3]) = {
  [SAFFRON_VIEW_MODE_OVERLAY] = draw_overlay,
  [SAFFRON_VIEW_MODE_CHECKERBOARD] = draw_checkerboard,
  [SAFFRON_VIEW_MODE_SWIPE] = draw_swipe,
  [SAFFRON_VIEW_MODE_DIFFERENCE] = draw_difference,
  [SAFFRON_VIEW_MODE_REFERENCE_ONLY] = draw_reference,
  [SAFFRON_VIEW_MODE_MOVING_ONLY] = draw_moving,
  [SAFFRON_VIEW_MODE_FLICKER] = draw_flicker,
  [SAFFRON_VIEW_MODE_SIDE_BY_SIDE] = draw_side_by_side,
  [SAFFRON_VIEW_MODE_LENS] = draw_lens,
};

/* Finds the points on a slide under the centres of the pixels of row @y. */
static void
find_points (const SaffronFrame *frame,
             SaffronViewSide side,
             int y,
             SaffronMovPoint *out)
{
  SaffronViewPoint first = { 0.5 - saffron_frame_shift (frame, side), y + 0.5 };
  double step = 1.0 / saffron_view_scale_x (&frame->geometry);
  SaffronRefPoint start = saffron_view_to_reference (&frame->geometry, first);

  if (frame->slides[side].transform != NULL)
    saffron_transform_pull_row (frame->slides[side].transform, start, step,
                                frame->geometry.width, out);
  else
    for (int x = 0; x < frame->geometry.width; x++)
      out[x] = (SaffronMovPoint){ start.x + x * step, start.y };
  if (side == SAFFRON_VIEW_MOVING && frame->inside != NULL)
    {
      SaffronRect region = saffron_frame_get_region (frame);

      start.x += (double) region.x * step;
      if (y >= region.y && y < region.y + region.height && region.width > 0)
        saffron_transform_pull_row (frame->inside, start, step,
                                    (int) region.width, out + region.x);
    }
}

/* Whether the mode shows anything of @side. */
static gboolean
is_needed (const SaffronViewLook *look, SaffronViewSide side)
{
  switch (look->mode)
    {
    case SAFFRON_VIEW_MODE_REFERENCE_ONLY:
      return side == SAFFRON_VIEW_REFERENCE;
    case SAFFRON_VIEW_MODE_MOVING_ONLY:
      return side == SAFFRON_VIEW_MOVING;
    case SAFFRON_VIEW_MODE_FLICKER:
      return (side == SAFFRON_VIEW_MOVING) == (look->flicker_moving != FALSE);
    case SAFFRON_VIEW_MODE_OVERLAY:
    case SAFFRON_VIEW_MODE_CHECKERBOARD:
    case SAFFRON_VIEW_MODE_SWIPE:
    case SAFFRON_VIEW_MODE_DIFFERENCE:
    case SAFFRON_VIEW_MODE_SIDE_BY_SIDE:
    case SAFFRON_VIEW_MODE_LENS:
    case SAFFRON_VIEW_MODE_COMPOSITE:
    default:
      return TRUE;
    }
}

static void
sample_side (Row *row,
             SaffronViewSide side,
             SaffronMovPoint *points,
             float *values)
{
  const SaffronFrame *frame = row->picture->frame;
  SaffronSampleRow *s = &row->sides[side];

  if (!is_needed (&frame->look, side) || frame->slides[side].n_channels == 0)
    {
      memset (s->covered, 0, (gsize) s->n);
      memset (s->intensity, 0, (gsize) s->n * sizeof (float));
      return;
    }
  find_points (frame, side, row->y, points);
  saffron_sample_row (frame, side, points, values, s);
}

static void
draw_block (gint64 index, gpointer data)
{
  const Picture *picture = data;
  const SaffronFrame *frame = picture->frame;
  const int width = frame->geometry.width;
  const gint64 first = index * BLOCK_ROWS;
  const gint64 last = MIN (first + BLOCK_ROWS, frame->geometry.height);
  g_autofree float *floats = g_new (float, (gsize) width * 11);
  g_autofree guint8 *covered = g_new (guint8, (gsize) width * 3);
  g_autofree SaffronMovPoint *points = g_new (SaffronMovPoint, width);
  Row row = { picture };

  for (int side = 0; side < 2; side++)
    row.sides[side] = (SaffronSampleRow){
      width,
      floats + (gsize) side * 4 * width,
      floats + (gsize) side * 4 * width + (gsize) 3 * width,
      covered + (gsize) side * width,
      covered + (gsize) 2 * width,
    };

  for (gint64 y = first; y < last; y++)
    {
      guint32 *out = (guint32 *) (picture->data + (gsize) y * picture->stride);

      row.y = (int) y;
      for (int side = 0; side < 2; side++)
        sample_side (&row, (SaffronViewSide) side, points,
                     floats + (gsize) 8 * width);
      for (int x = 0; x < width; x++)
        {
          float c[3];
          guint32 pixel = 0xff;

          draw_pixel[frame->look.mode](&row, x, c);
          for (int k = 0; k < 3; k++)
            pixel = pixel << 8
                    | (guint32) (CLAMP (c[k], 0.0f, 1.0f) * 255.0f + 0.5f);
          out[x] = pixel;
        }
    }
}

static void
draw_composite_block (gint64 index, gpointer data)
{
  const Picture *picture = data;
  const gint64 first = index * BLOCK_ROWS;
  const gint64 last = MIN (first + BLOCK_ROWS, picture->frame->geometry.height);
  SaffronCompositeRow *row = saffron_composite_row_new (picture->composite);

  for (gint64 y = first; y < last; y++)
    saffron_composite_row_draw (
        row, (int) y,
        (guint32 *) (picture->data + (gsize) y * picture->stride));
  saffron_composite_row_free (row);
}

void
saffron_compositor_draw (const SaffronFrame *frame,
                         guint8 *data,
                         gsize stride,
                         SaffronJob *job)
{
  Picture picture = { frame, data, stride };

  g_return_if_fail ((guint) frame->look.mode < SAFFRON_VIEW_N_MODES);

  for (int side = 0; side < 2; side++)
    saffron_color_unpack (
        saffron_overlay_color (frame->look.colors, (SaffronViewSide) side),
        picture.overlay[side]);
  saffron_color_unpack (frame->look.background, picture.background);
  if (frame->look.mode == SAFFRON_VIEW_MODE_COMPOSITE)
    picture.composite = saffron_composite_new (frame);
  saffron_parallel_for (
      job, (frame->geometry.height + BLOCK_ROWS - 1) / BLOCK_ROWS,
      picture.composite != NULL ? draw_composite_block : draw_block, &picture);
  g_clear_pointer (&picture.composite, saffron_composite_free);
}
