/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/frame.h"

#include <math.h>

/* How far right of its half's centre a canvas point of side-by-side lies
 * from where it would be on the whole canvas. */
static double
half_shift (const SaffronFrame *frame, SaffronViewSide side)
{
  double quarter = 0.25 * frame->geometry.width;

  if (frame->look.mode != SAFFRON_VIEW_MODE_SIDE_BY_SIDE)
    return 0.0;
  return side == SAFFRON_VIEW_REFERENCE ? -quarter : quarter;
}

SaffronRefPoint
saffron_frame_to_reference (const SaffronFrame *frame, SaffronViewPoint p)
{
  SaffronViewSide side = p.x < 0.5 * frame->geometry.width
                           ? SAFFRON_VIEW_REFERENCE
                           : SAFFRON_VIEW_MOVING;

  p.x -= half_shift (frame, side);
  return saffron_view_to_reference (&frame->geometry, p);
}

SaffronMovPoint
saffron_frame_to_moving (const SaffronFrame *frame, SaffronViewPoint p)
{
  SaffronRefPoint ref = saffron_frame_to_reference (frame, p);

  if (frame->transform == NULL)
    return (SaffronMovPoint){ ref.x, ref.y };
  return saffron_transform_pull (frame->transform, ref);
}

SaffronViewPoint
saffron_frame_from_reference (const SaffronFrame *frame,
                              SaffronViewSide side,
                              SaffronRefPoint p)
{
  SaffronViewPoint v = saffron_view_from_reference (&frame->geometry, p);

  v.x += half_shift (frame, side);
  return v;
}

gboolean
saffron_frame_probe (const SaffronFrame *frame,
                     SaffronViewSide side,
                     int index,
                     double x,
                     double y,
                     double values[3],
                     int *level)
{
  const SaffronFrameSlide *s = &frame->slides[side];

  if (s->slide == NULL || index < 0 || index >= s->n_channels
      || !(x >= 0.0 && y >= 0.0 && x < s->width && y < s->height))
    return FALSE;
  for (int l = 0; l < s->n_levels; l++)
    {
      const SaffronTileGrid *grid = &s->levels[l].grid;
      const SaffronTileRange *range = &s->levels[l].range;
      gint64 px = MIN ((gint64) (x / grid->downsample), grid->width - 1);
      gint64 py = MIN ((gint64) (y / grid->downsample), grid->height - 1);
      int tx = (int) (px / grid->tile_width);
      int ty = (int) (py / grid->tile_height);
      const SaffronRaster *tile = NULL;

      if (!saffron_tile_range_contains (range, tx, ty))
        continue;
      tile = s->channels[index]
               .tiles[l][(ty - range->y) * range->n_x + tx - range->x];
      if (tile == NULL)
        continue;
      for (int i = 0; i < tile->n_samples; i++)
        values[i] = saffron_raster_get (tile, (int) (px % grid->tile_width),
                                        (int) (py % grid->tile_height), i);
      if (level != NULL)
        *level = s->levels[l].level;
      return TRUE;
    }
  return FALSE;
}
