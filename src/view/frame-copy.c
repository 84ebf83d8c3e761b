/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/frame.h"

#include <math.h>

/* Frames made of other frames: the same tiles, shown otherwise. */

static void
slide_copy (SaffronFrameSlide *to, const SaffronFrameSlide *from)
{
  *to = *from;
  if (from->slide == NULL)
    return;
  g_object_ref (to->slide);
  if (to->transform != NULL)
    saffron_transform_ref (to->transform);
  to->levels =
      g_memdup2 (from->levels, (gsize) from->n_levels * sizeof *from->levels);
  for (int l = 0; l < to->n_levels; l++)
    {
      const SaffronTileRange *range = &from->levels[l].range;

      to->levels[l].wanted = g_memdup2 (
          from->levels[l].wanted, (gsize) range->n_x * (gsize) range->n_y);
    }
  to->channels = g_memdup2 (from->channels, (gsize) MAX (from->n_channels, 1)
                                                * sizeof *from->channels);
  for (int c = 0; c < to->n_channels; c++)
    {
      to->channels[c].tiles = g_new0 (SaffronRaster **, to->n_levels);
      for (int l = 0; l < to->n_levels; l++)
        {
          gsize n = (gsize) to->levels[l].range.n_x * to->levels[l].range.n_y;
          SaffronRaster **tiles = g_new0 (SaffronRaster *, n + 1);

          for (gsize i = 0; i < n; i++)
            if (from->channels[c].tiles[l][i] != NULL)
              tiles[i] = saffron_raster_ref (from->channels[c].tiles[l][i]);
          to->channels[c].tiles[l] = tiles;
        }
    }
}

SaffronFrame *
saffron_frame_with_look (const SaffronFrame *frame, const SaffronViewLook *look)
{
  SaffronFrame *copy = g_new0 (SaffronFrame, 1);

  *copy = *frame;
  g_atomic_ref_count_init (&copy->ref_count);
  copy->look = *look;
  if (copy->inside != NULL)
    saffron_transform_ref (copy->inside);
  for (int i = 0; i < frame->n_slides; i++)
    slide_copy (&copy->slides[i], &frame->slides[i]);
  return copy;
}

SaffronFrame *
saffron_frame_with_inside (const SaffronFrame *frame,
                           SaffronTransform *inside,
                           const SaffronRect *region)
{
  SaffronFrame *copy = saffron_frame_with_look (frame, &frame->look);

  g_clear_pointer (&copy->inside, saffron_transform_unref);
  copy->inside = saffron_transform_ref (inside);
  copy->region = *region;
  return copy;
}

SaffronFrame *
saffron_frame_get_inside (const SaffronFrame *frame)
{
  SaffronFrame *copy = NULL;

  if (frame->inside == NULL)
    return NULL;
  copy = saffron_frame_with_look (frame, &frame->look);
  g_clear_pointer (&copy->slides[SAFFRON_VIEW_MOVING].transform,
                   saffron_transform_unref);
  copy->slides[SAFFRON_VIEW_MOVING].transform = g_steal_pointer (&copy->inside);
  return copy;
}

SaffronRect
saffron_frame_get_region (const SaffronFrame *frame)
{
  const SaffronRect *r = &frame->region;
  SaffronRefPoint corner = { (double) r->x, (double) r->y };
  SaffronRefPoint end = { (double) (r->x + r->width),
                          (double) (r->y + r->height) };
  SaffronViewPoint a =
      saffron_frame_from_reference (frame, SAFFRON_VIEW_MOVING, corner);
  SaffronViewPoint b =
      saffron_frame_from_reference (frame, SAFFRON_VIEW_MOVING, end);
  int width = frame->geometry.width, height = frame->geometry.height;
  int x0 = (int) ceil (CLAMP (a.x - 0.5, 0.0, width));
  int y0 = (int) ceil (CLAMP (a.y - 0.5, 0.0, height));
  int x1 = (int) ceil (CLAMP (b.x - 0.5, 0.0, width));
  int y1 = (int) ceil (CLAMP (b.y - 0.5, 0.0, height));

  return (SaffronRect){ x0, y0, MAX (x1 - x0, 0), MAX (y1 - y0, 0) };
}
