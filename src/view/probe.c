/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/frame.h"

#include <math.h>

double
saffron_frame_shift (const SaffronFrame *frame, SaffronViewSide side)
{
  double quarter = 0.25 * frame->geometry.width;

  if (frame->look.mode != SAFFRON_VIEW_MODE_SIDE_BY_SIDE)
    return 0.0;
  return side == SAFFRON_VIEW_REFERENCE ? -quarter : quarter;
}

const SaffronRaster *
saffron_frame_locate (const SaffronFrameSlide *s,
                      int level,
                      int channel,
                      int tx,
                      int ty,
                      gint64 x,
                      gint64 y,
                      int *rx,
                      int *ry)
{
  const SaffronTileGrid *grid = &s->levels[level].grid;
  const SaffronRaster *raster = NULL;

  if (x >= 0 && y >= 0 && x < grid->width && y < grid->height)
    raster =
        saffron_frame_get_tile (s, level, channel, (int) (x / grid->tile_width),
                                (int) (y / grid->tile_height));
  if (raster == NULL)
    {
      raster = saffron_frame_get_tile (s, level, channel, tx, ty);
      *rx = (int) CLAMP (x - (gint64) tx * grid->tile_width, 0,
                         raster->width - 1);
      *ry = (int) CLAMP (y - (gint64) ty * grid->tile_height, 0,
                         raster->height - 1);
      return raster;
    }
  *rx = (int) (x % grid->tile_width);
  *ry = (int) (y % grid->tile_height);
  return raster;
}

SaffronRefPoint
saffron_frame_to_reference (const SaffronFrame *frame, SaffronViewPoint p)
{
  SaffronViewSide side = p.x < 0.5 * frame->geometry.width
                             ? SAFFRON_VIEW_REFERENCE
                             : SAFFRON_VIEW_MOVING;

  p.x -= saffron_frame_shift (frame, side);
  return saffron_view_to_reference (&frame->geometry, p);
}

SaffronMovPoint
saffron_frame_to_moving (const SaffronFrame *frame, SaffronViewPoint p)
{
  SaffronRefPoint ref = saffron_frame_to_reference (frame, p);

  if (frame->inside != NULL && ref.x >= (double) frame->region.x
      && ref.y >= (double) frame->region.y
      && ref.x < (double) (frame->region.x + frame->region.width)
      && ref.y < (double) (frame->region.y + frame->region.height))
    return saffron_transform_pull (frame->inside, ref);
  return saffron_frame_to_slide (frame, SAFFRON_VIEW_MOVING, ref);
}

SaffronMovPoint
saffron_frame_to_slide (const SaffronFrame *frame, int index, SaffronRefPoint p)
{
  SaffronTransform *transform = frame->slides[index].transform;

  if (transform == NULL)
    return (SaffronMovPoint){ p.x, p.y };
  return saffron_transform_pull (transform, p);
}

SaffronViewPoint
saffron_frame_from_reference (const SaffronFrame *frame,
                              SaffronViewSide side,
                              SaffronRefPoint p)
{
  SaffronViewPoint v = saffron_view_from_reference (&frame->geometry, p);

  v.x += saffron_frame_shift (frame, side);
  return v;
}

gboolean
saffron_frame_probe (const SaffronFrame *frame,
                     int slide,
                     int index,
                     double x,
                     double y,
                     double values[3],
                     int *level)
{
  const SaffronFrameSlide *s = &frame->slides[slide];

  if (s->slide == NULL || index < 0 || index >= s->n_channels
      || !(x >= 0.0 && y >= 0.0 && x < s->width && y < s->height))
    return FALSE;
  for (int l = 0; l < s->n_levels; l++)
    {
      const SaffronTileGrid *grid = &s->levels[l].grid;
      gint64 px = MIN ((gint64) (x / grid->downsample), grid->width - 1);
      gint64 py = MIN ((gint64) (y / grid->downsample), grid->height - 1);
      const SaffronRaster *tile =
          saffron_frame_get_tile (s, l, index, (int) (px / grid->tile_width),
                                  (int) (py / grid->tile_height));

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
