/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/warper-copy.h"

#include <math.h>

#include "export/float-region.h"

/* How far apart the corners of both kinds of pixels may be, pixels. */
#define TOLERANCE 0.001

/* Whether grid pixels @first … @first + @n - 1 along one axis are the level's,
 * the first of which is then @at. */
static gboolean
find_along (double origin,
            double grid,
            double level,
            gint64 first,
            gint64 n,
            gint64 *at)
{
  double a = (origin + (double) first * grid) / level;
  double b = (origin + (double) (first + n) * grid) / level;
  double nearest = rint (a);

  *at = (gint64) nearest;
  return fabs (a - nearest) <= TOLERANCE
         && fabs (b - nearest - (double) n) <= TOLERANCE;
}

gboolean
saffron_warper_find_copy (const SaffronWarper *warper,
                          int level,
                          const SaffronRect *rect,
                          SaffronRect *source)
{
  double downsample =
      saffron_slide_get_level (warper->slide, level)->downsample;

  source->width = rect->width;
  source->height = rect->height;
  return warper->transform == NULL
         && find_along (warper->origin.x, warper->downsample_x, downsample,
                        rect->x, rect->width, &source->x)
         && find_along (warper->origin.y, warper->downsample_y, downsample,
                        rect->y, rect->height, &source->y);
}

/* Sets what lies off the level, which has @width × @height pixels. */
static void
clear_outside (const SaffronRect *source,
               gint64 width,
               gint64 height,
               float outside,
               float *plane)
{
  gint64 x0 = CLAMP (-source->x, 0, source->width);
  gint64 x1 = CLAMP (width - source->x, x0, source->width);

  for (gint64 y = 0; y < source->height; y++)
    {
      gboolean has = source->y + y >= 0 && source->y + y < height;
      float *row = plane + y * source->width;

      for (gint64 x = 0; x < (has ? x0 : source->width); x++)
        row[x] = outside;
      for (gint64 x = x1; x < source->width; x++)
        row[x] = outside;
    }
}

gboolean
saffron_warper_copy (const SaffronWarper *warper,
                     int level,
                     int channel,
                     const SaffronRect *source,
                     float *out,
                     GError **error)
{
  const SaffronLevel *size = saffron_slide_get_level (warper->slide, level);
  gboolean touches = source->x < size->width && source->x + source->width > 0
                     && source->y < size->height
                     && source->y + source->height > 0;
  int n = channel == SAFFRON_CHANNEL_RGB ? 3 : 1;

  if (touches
      && !saffron_read_floats (warper->slide, level, channel, source, out,
                               error))
    return FALSE;
  for (int s = 0; s < n; s++)
    clear_outside (source, size->width, size->height, warper->outside,
                   out + s * source->width * source->height);
  return TRUE;
}
