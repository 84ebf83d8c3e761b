/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/frame.h"

#include <math.h>

#include "slide/square.h"
#include "view/moving-bounds.h"

/* The share of the cache that one slide's tiles on the canvas may take, so that
 * both slides and a margin fit. A level that needs more is replaced by a
 * coarser one. */
#define CACHE_SHARE 0.4
/* What the slides of a composite share by their channels. */
#define CACHE_SHARE_OF_ALL 0.8
/* So is one where pieces lie more tiles apart than this. */
#define MAX_RANGE 65536

static gsize
bytes_per_pixel (const SaffronFrameSlide *s)
{
  return saffron_sample_type_size (s->type) * (s->rgb ? 3 : 1)
         * (gsize) MAX (s->n_channels, 1);
}

/* What of a slide is on the canvas: all of it, and each part by itself. */
typedef struct {
  SaffronViewBounds all;
  int n;
  SaffronViewBounds parts[SAFFRON_MAX_PIECES];
} Shown;

static Shown
shown_of (const SaffronViewGeometry *geometry,
          int index,
          const SaffronTransform *transform)
{
  Shown shown = { .n = 1 };

  if (index != SAFFRON_VIEW_REFERENCE)
    {
      shown.all = saffron_view_moving_bounds (geometry, transform);
      shown.n = saffron_view_moving_parts (geometry, transform, shown.parts);
    }
  else
    shown.all = shown.parts[0] = saffron_view_reference_bounds (geometry);
  return shown;
}

static void
mark_wanted (SaffronFrameLevel *level, const Shown *shown)
{
  const SaffronTileRange *range = &level->range;

  level->wanted = g_new0 (guint8, (gsize) range->n_x * (gsize) range->n_y);
  for (int k = 0; k < shown->n; k++)
    {
      const SaffronViewBounds *b = &shown->parts[k];
      SaffronTileRange part =
          saffron_tile_grid_range (&level->grid, b->x0, b->y0, b->x1, b->y1, 0);

      for (int y = 0; y < part.n_y; y++)
        memset (level->wanted
                    + (gsize) (part.y + y - range->y) * (gsize) range->n_x
                    + (gsize) (part.x - range->x),
                1, (gsize) part.n_x);
    }
}

static void
set_level (SaffronFrameLevel *level,
           SaffronSlide *slide,
           int index,
           const Shown *shown)
{
  const SaffronViewBounds *bounds = &shown->all;

  level->level = index;
  level->grid =
      saffron_tile_grid_for_level (saffron_slide_get_level (slide, index));
  level->range = saffron_tile_grid_range (&level->grid, bounds->x0, bounds->y0,
                                          bounds->x1, bounds->y1, 0);
  level->wanted = NULL;
  if (shown->n > 1)
    mark_wanted (level, shown);
}

static double
count_wanted (const SaffronFrameLevel *level)
{
  gsize n = (gsize) level->range.n_x * (gsize) level->range.n_y, wanted = n;

  for (gsize i = 0; level->wanted != NULL && i < n; i++)
    wanted -= level->wanted[i] == 0;
  return (double) wanted;
}

static int
choose_wanted (const SaffronFrameSlide *s,
               const SaffronSlideDisplay *display,
               double downsample,
               const Shown *shown,
               double room)
{
  int n = saffron_slide_get_n_levels (s->slide);
  int level = display->level >= 0
                  ? MIN (display->level, n - 1)
                  : saffron_view_choose_level (s->slide, downsample);

  for (; level < n - 1; level++)
    {
      SaffronFrameLevel candidate;
      double bytes;

      set_level (&candidate, s->slide, level, shown);
      bytes = count_wanted (&candidate) * candidate.grid.tile_width
              * candidate.grid.tile_height * (double) bytes_per_pixel (s);
      g_free (candidate.wanted);
      if (bytes <= room
          && (shown->n == 1
              || (gint64) candidate.range.n_x * candidate.range.n_y
                     <= MAX_RANGE))
        break;
    }
  return level;
}

static void
choose_channels (SaffronFrameSlide *s, const SaffronSlideDisplay *display)
{
  s->rgb = saffron_slide_get_kind (s->slide) == SAFFRON_SLIDE_BRIGHTFIELD;
  s->channels = g_new0 (SaffronFrameChannel, MAX (display->n_channels, 1));
  for (int i = 0; i < display->n_channels; i++)
    {
      SaffronFrameChannel *c = &s->channels[s->n_channels];
      const SaffronChannel *info = saffron_slide_get_channel (s->slide, i);

      if (!display->channels[i].visible)
        continue;
      c->channel = saffron_slide_display_channel (s->slide, i);
      c->display = display->channels[i];
      s->type = MAX (s->type, info->type);
      s->n_channels++;
    }
}

static void
take_tiles (SaffronFrameSlide *s, SaffronTileCache *cache)
{
  for (int c = 0; c < s->n_channels; c++)
    {
      s->channels[c].tiles = g_new0 (SaffronRaster **, s->n_levels);
      for (int l = 0; l < s->n_levels; l++)
        {
          const SaffronFrameLevel *level = &s->levels[l];
          const SaffronTileRange *range = &level->range;
          SaffronRaster **tiles =
              g_new0 (SaffronRaster *, (gsize) range->n_x * range->n_y + 1);

          s->channels[c].tiles[l] = tiles;
          for (int i = 0; i < range->n_x * range->n_y; i++)
            {
              SaffronTileKey key = { s->slide, level->level,
                                     s->channels[c].channel,
                                     range->x + i % range->n_x,
                                     range->y + i / range->n_x };

              if (!saffron_frame_level_wants (level, key.x, key.y))
                continue;
              tiles[i] = saffron_tile_cache_lookup (cache, &key);
              if (l == 0)
                {
                  s->n_wanted++;
                  s->n_missing += tiles[i] == NULL;
                }
            }
        }
    }
}

static void
fill_slide (SaffronFrameSlide *s,
            const SaffronFrameSource *source,
            double downsample,
            const Shown *shown,
            double room,
            SaffronTileCache *cache)
{
  SaffronSlide *slide = source->slide;
  const SaffronSlideDisplay *display = source->display;
  int wanted;

  s->slide = g_object_ref (slide);
  if (source->transform != NULL)
    s->transform = saffron_transform_ref (source->transform);
  s->width = saffron_slide_get_width (slide);
  s->height = saffron_slide_get_height (slide);
  s->bounds = shown->all;
  s->opacity = display->opacity;
  choose_channels (s, display);
  s->visible = display->visible && s->n_channels > 0;
  wanted = choose_wanted (s, display, downsample, shown, room);
  s->n_levels = saffron_slide_get_n_levels (slide) - wanted;
  s->refused = display->level >= 0 && wanted > display->level
                       && display->level < saffron_slide_get_n_levels (slide)
                   ? display->level
                   : -1;
  s->levels = g_new0 (SaffronFrameLevel, s->n_levels);
  for (int l = 0; l < s->n_levels; l++)
    set_level (&s->levels[l], slide, wanted + l, shown);
  if (!s->visible)
    s->n_channels = 0;
  take_tiles (s, cache);
}

/* The slide's level-0 pixels per device pixel. Pixels that are not square count
 * by their longer side, along which a level would be seen blurred first.
 * @scale: the slide's pixels per reference pixel */
static double
find_downsample (const SaffronViewGeometry *view,
                 SaffronSlide *slide,
                 double scale)
{
  double reference =
      saffron_view_stretch_x (view) * saffron_view_stretch_y (view);
  double x, y;

  saffron_slide_find_stretch (slide, &x, &y);
  /* From areas to shorter sides, of which the zoom speaks. */
  scale *= sqrt (x * y / reference);
  return scale / (view->zoom * MAX (x, y));
}

static int
count_channels (const SaffronFrameSource *source)
{
  int n = 0;

  if (source->slide == NULL || !source->display->visible)
    return 0;
  for (int c = 0; c < source->display->n_channels; c++)
    n += source->display->channels[c].visible != FALSE;
  return n;
}

/* The bytes that the tiles of a slide with @n of @all channels may take. */
static double
find_room (const SaffronFrame *frame, int n, int all)
{
  double share = CACHE_SHARE;

  if (frame->look.mode == SAFFRON_VIEW_MODE_COMPOSITE && all > 0)
    share = CACHE_SHARE_OF_ALL * n / all;
  return share * (double) frame->budget;
}

SaffronFrame *
saffron_frame_new_of (const SaffronViewGeometry *geometry,
                      const SaffronViewLook *look,
                      const SaffronFrameSource *sources,
                      int n,
                      SaffronTileCache *cache)
{
  SaffronFrame *frame = g_new0 (SaffronFrame, 1);
  int all = 0;

  g_return_val_if_fail (n >= 2 && n <= SAFFRON_FRAME_MAX_SLIDES, frame);

  g_atomic_ref_count_init (&frame->ref_count);
  frame->geometry = *geometry;
  frame->look = *look;
  frame->budget = saffron_tile_cache_get_budget (cache);
  frame->n_slides = n;
  for (int i = 0; i < n; i++)
    all += count_channels (&sources[i]);
  for (int i = 0; i < n; i++)
    {
      SaffronTransform *transform = sources[i].transform;
      Shown shown = shown_of (geometry, i, transform);
      double scale = i == SAFFRON_VIEW_REFERENCE
                         ? 1.0
                         : saffron_view_moving_scale (transform);

      if (sources[i].slide != NULL)
        fill_slide (&frame->slides[i], &sources[i],
                    find_downsample (geometry, sources[i].slide, scale), &shown,
                    find_room (frame, count_channels (&sources[i]), all),
                    cache);
    }
  return frame;
}

SaffronFrame *
saffron_frame_new (const SaffronViewGeometry *geometry,
                   const SaffronViewLook *look,
                   SaffronTransform *transform,
                   SaffronSlide *const slides[2],
                   const SaffronSlideDisplay *const displays[2],
                   SaffronTileCache *cache)
{
  const SaffronFrameSource sources[2] = {
    { slides[0], displays[0], NULL },
    { slides[1], displays[1], transform },
  };

  return saffron_frame_new_of (geometry, look, sources, 2, cache);
}

SaffronFrame *
saffron_frame_ref (SaffronFrame *frame)
{
  g_atomic_ref_count_inc (&frame->ref_count);
  return frame;
}

static void
slide_clear (SaffronFrameSlide *s)
{
  for (int c = 0; c < s->n_channels; c++)
    {
      for (int l = 0; l < s->n_levels; l++)
        {
          const SaffronTileRange *range = &s->levels[l].range;
          SaffronRaster **tiles = s->channels[c].tiles[l];

          for (int i = 0; i < range->n_x * range->n_y; i++)
            g_clear_pointer (&tiles[i], saffron_raster_unref);
          g_free (tiles);
        }
      g_free (s->channels[c].tiles);
    }
  g_free (s->channels);
  for (int l = 0; l < s->n_levels; l++)
    g_free (s->levels[l].wanted);
  g_free (s->levels);
  g_clear_object (&s->slide);
  g_clear_pointer (&s->transform, saffron_transform_unref);
}

void
saffron_frame_unref (SaffronFrame *frame)
{
  if (!g_atomic_ref_count_dec (&frame->ref_count))
    return;
  for (int i = 0; i < frame->n_slides; i++)
    slide_clear (&frame->slides[i]);
  g_clear_pointer (&frame->inside, saffron_transform_unref);
  g_free (frame);
}

guint
saffron_frame_count_missing (const SaffronFrame *frame)
{
  guint n = 0;

  for (int i = 0; i < frame->n_slides; i++)
    n += frame->slides[i].n_missing;
  return n;
}

gboolean
saffron_frame_is_sharp (const SaffronFrame *frame)
{
  return saffron_frame_count_missing (frame) == 0;
}

gboolean
saffron_frame_has_pixels (const SaffronFrame *frame)
{
  for (int index = 0; index < frame->n_slides; index++)
    {
      const SaffronFrameSlide *s = &frame->slides[index];
      gboolean any = s->slide == NULL || !s->visible || s->n_wanted == 0;

      for (int l = 0; l < s->n_levels && s->n_channels > 0 && !any; l++)
        for (int i = 0; i < s->levels[l].range.n_x * s->levels[l].range.n_y;
             i++)
          any = any || s->channels[0].tiles[l][i] != NULL;
      if (!any)
        return FALSE;
    }
  return TRUE;
}

int
saffron_frame_get_level (const SaffronFrame *frame, SaffronViewSide side)
{
  const SaffronFrameSlide *s = &frame->slides[side];

  return s->slide != NULL ? s->levels[0].level : -1;
}

int
saffron_frame_get_refused (const SaffronFrame *frame, SaffronViewSide side)
{
  const SaffronFrameSlide *s = &frame->slides[side];

  return s->slide != NULL ? s->refused : -1;
}
