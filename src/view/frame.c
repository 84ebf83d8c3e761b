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
          SaffronViewSide side,
          const SaffronTransform *transform)
{
  Shown shown = { .n = 1 };

  if (side == SAFFRON_VIEW_MOVING)
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
               gsize budget)
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
      if (bytes <= CACHE_SHARE * (double) budget
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
            SaffronSlide *slide,
            const SaffronSlideDisplay *display,
            double downsample,
            const Shown *shown,
            SaffronTileCache *cache)
{
  int wanted;

  s->slide = g_object_ref (slide);
  s->width = saffron_slide_get_width (slide);
  s->height = saffron_slide_get_height (slide);
  s->bounds = shown->all;
  s->opacity = display->opacity;
  choose_channels (s, display);
  s->visible = display->visible && s->n_channels > 0;
  wanted = choose_wanted (s, display, downsample, shown,
                          saffron_tile_cache_get_budget (cache));
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

SaffronFrame *
saffron_frame_new (const SaffronViewGeometry *geometry,
                   const SaffronViewLook *look,
                   SaffronTransform *transform,
                   SaffronSlide *const slides[2],
                   const SaffronSlideDisplay *const displays[2],
                   SaffronTileCache *cache)
{
  SaffronFrame *frame = g_new0 (SaffronFrame, 1);
  double scale[2] = { 1.0, saffron_view_moving_scale (transform) };

  g_atomic_ref_count_init (&frame->ref_count);
  frame->geometry = *geometry;
  frame->look = *look;
  frame->budget = saffron_tile_cache_get_budget (cache);
  if (transform != NULL)
    frame->transform = saffron_transform_ref (transform);

  for (int side = 0; side < 2; side++)
    {
      Shown shown = shown_of (geometry, (SaffronViewSide) side, transform);

      if (slides[side] != NULL)
        fill_slide (&frame->slides[side], slides[side], displays[side],
                    find_downsample (geometry, slides[side], scale[side]),
                    &shown, cache);
    }
  return frame;
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
}

void
saffron_frame_unref (SaffronFrame *frame)
{
  if (!g_atomic_ref_count_dec (&frame->ref_count))
    return;
  for (int side = 0; side < 2; side++)
    slide_clear (&frame->slides[side]);
  g_clear_pointer (&frame->transform, saffron_transform_unref);
  g_clear_pointer (&frame->inside, saffron_transform_unref);
  g_free (frame);
}

static void
slide_copy (SaffronFrameSlide *to, const SaffronFrameSlide *from)
{
  *to = *from;
  if (from->slide == NULL)
    return;
  g_object_ref (to->slide);
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
  if (copy->transform != NULL)
    saffron_transform_ref (copy->transform);
  if (copy->inside != NULL)
    saffron_transform_ref (copy->inside);
  for (int side = 0; side < 2; side++)
    slide_copy (&copy->slides[side], &frame->slides[side]);
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
  g_clear_pointer (&copy->transform, saffron_transform_unref);
  copy->transform = g_steal_pointer (&copy->inside);
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

gboolean
saffron_frame_is_sharp (const SaffronFrame *frame)
{
  return frame->slides[0].n_missing == 0 && frame->slides[1].n_missing == 0;
}

gboolean
saffron_frame_has_pixels (const SaffronFrame *frame)
{
  for (int side = 0; side < 2; side++)
    {
      const SaffronFrameSlide *s = &frame->slides[side];
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
