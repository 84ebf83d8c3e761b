/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/crop.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <math.h>

#include "base/error.h"
#include "slide/slide-private.h"

/* The largest downsample for which a rectangle is widened to whole pixels; it
 * is not worth it for coarser levels. */
#define MAX_ALIGNMENT 16
#define MIN_SIDE 64
/* A corner within this distance of a pixel's edge, in pixels of the level,
 * counts as on it. */
#define ON_EDGE 1e-3

typedef struct {
  SaffronSlide *slide;
  GArray *levels; /* int: for each level of the crop, the slide's level */
  GArray *places; /* SaffronRect: where the crop lies in that level */
} Crop;

static SaffronRaster *
crop_read (gpointer handle,
           const SaffronSlideInfo *info,
           int level,
           const SaffronRect *rect,
           int channel,
           GError **error)
{
  Crop *crop = handle;
  SaffronRect place = *rect;

  place.x += g_array_index (crop->places, SaffronRect, level).x;
  place.y += g_array_index (crop->places, SaffronRect, level).y;
  return saffron_slide_read (crop->slide,
                             g_array_index (crop->levels, int, level), &place,
                             channel, error);
}

static void
crop_close (gpointer handle)
{
  Crop *crop = handle;

  g_object_unref (crop->slide);
  g_array_unref (crop->levels);
  g_array_unref (crop->places);
  g_free (crop);
}

static gboolean
is_whole (double value)
{
  return fabs (value - round (value)) <= ON_EDGE;
}

gboolean
saffron_slide_fit_crop (SaffronSlide *slide,
                        const SaffronRect *rect,
                        SaffronRect *fitted,
                        GError **error)
{
  gint64 width = saffron_slide_get_width (slide);
  gint64 height = saffron_slide_get_height (slide);
  gint64 step = 1, x0 = 0, y0 = 0, x1 = 0, y1 = 0;

  for (int i = 0; i < saffron_slide_get_n_levels (slide); i++)
    {
      double downsample = saffron_slide_get_level (slide, i)->downsample;

      if (downsample <= MAX_ALIGNMENT && is_whole (downsample))
        step = MAX (step, (gint64) round (downsample));
    }
  x0 = MAX (rect->x, 0) / step * step;
  y0 = MAX (rect->y, 0) / step * step;
  x1 = MIN ((rect->x + rect->width + step - 1) / step * step, width);
  y1 = MIN ((rect->y + rect->height + step - 1) / step * step, height);
  if (x1 - x0 < MIN_SIDE || y1 - y0 < MIN_SIDE)
    {
      g_set_error (
          error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
          ngettext ("%s: too little of the region lies on the slide, which is "
                    "%" PRId64 " × %" PRId64
                    " pixels; give one of %d pixel or more a side",
                    "%s: too little of the region lies on the slide, which is "
                    "%" PRId64 " × %" PRId64
                    " pixels; give one of %d pixels or more a side",
                    MIN_SIDE),
          saffron_slide_get_path (slide), width, height, MIN_SIDE);
      return FALSE;
    }
  *fitted = (SaffronRect){ x0, y0, x1 - x0, y1 - y0 };
  return TRUE;
}

/* The crop's place in one of the slide's levels; FALSE where the crop's corner
 * does not lie between pixels of that level. */
static gboolean
place_in_level (const SaffronLevel *level,
                const SaffronRect *rect,
                SaffronRect *place)
{
  double x = (double) rect->x / level->downsample;
  double y = (double) rect->y / level->downsample;
  double x1 = (double) (rect->x + rect->width) / level->downsample;
  double y1 = (double) (rect->y + rect->height) / level->downsample;

  if (!is_whole (x) || !is_whole (y))
    return FALSE;
  place->x = (gint64) round (x);
  place->y = (gint64) round (y);
  place->width = MIN ((gint64) ceil (x1 - ON_EDGE), level->width) - place->x;
  place->height = MIN ((gint64) ceil (y1 - ON_EDGE), level->height) - place->y;
  return place->width > 0 && place->height > 0;
}

SaffronSlide *
saffron_slide_crop (SaffronSlide *slide, const SaffronRect *rect)
{
  static const SaffronSlideOps ops = { .name = "crop",
                                       .read = crop_read,
                                       .close = crop_close };
  g_autoptr (GArray) levels = g_array_new (FALSE, FALSE, sizeof (SaffronLevel));
  Crop *crop = g_new0 (Crop, 1);

  crop->slide = g_object_ref (slide);
  crop->levels = g_array_new (FALSE, FALSE, sizeof (int));
  crop->places = g_array_new (FALSE, FALSE, sizeof (SaffronRect));
  for (int i = 0; i < saffron_slide_get_n_levels (slide); i++)
    {
      SaffronLevel level = *saffron_slide_get_level (slide, i);
      SaffronRect place;

      if (!place_in_level (&level, rect, &place))
        continue;
      level.width = place.width;
      level.height = place.height;
      g_array_append_val (levels, level);
      g_array_append_val (crop->levels, i);
      g_array_append_val (crop->places, place);
    }
  return saffron_slide_new_from (slide, &ops, crop, levels);
}
