/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/tile-grid.h"

#include <math.h>

/* The longest side of a tile that is decoded at once. A file's larger tiles are
 * read in parts, which costs time but limits memory and waiting. */
#define MAX_TILE 2048

/* Chooses the tile and page sizes along one axis. @size is that of the file's
 * tiles, @length that of the level. */
static void
choose_size (gint64 length, int size, int *tile, int *page)
{
  int n;

  if (size < 1 || size > MAX_TILE)
    {
      *page = SAFFRON_PAGE_SIZE;
      *tile = 2 * SAFFRON_PAGE_SIZE;
      return;
    }
  /* A single tile covers the axis, such as a strip of an odd length. No tile
   * follows it, so it may as well be longer. */
  if (size >= length && size > SAFFRON_PAGE_SIZE)
    size =
        (size + SAFFRON_PAGE_SIZE - 1) / SAFFRON_PAGE_SIZE * SAFFRON_PAGE_SIZE;
  if (size < SAFFRON_PAGE_SIZE)
    size *= SAFFRON_PAGE_SIZE / size;

  n = (size + SAFFRON_PAGE_SIZE - 1) / SAFFRON_PAGE_SIZE;
  while (size % n != 0)
    n++;
  *tile = size;
  *page = size / n;
  if (*page < 64)
    *tile = *page = SAFFRON_PAGE_SIZE;
}

SaffronTileGrid
saffron_tile_grid_for_level (const SaffronLevel *level)
{
  SaffronTileGrid grid = { level->width, level->height, level->downsample };

  choose_size (level->width, level->tile_width, &grid.tile_width,
               &grid.page_width);
  choose_size (level->height, level->tile_height, &grid.tile_height,
               &grid.page_height);
  grid.n_x = (int) ((level->width + grid.tile_width - 1) / grid.tile_width);
  grid.n_y = (int) ((level->height + grid.tile_height - 1) / grid.tile_height);
  return grid;
}

SaffronRect
saffron_tile_grid_rect (const SaffronTileGrid *grid, int x, int y)
{
  SaffronRect rect = { (gint64) x * grid->tile_width,
                       (gint64) y * grid->tile_height, grid->tile_width,
                       grid->tile_height };

  rect.width = MIN (rect.width, grid->width - rect.x);
  rect.height = MIN (rect.height, grid->height - rect.y);
  return rect;
}

/* Limits the range @t0 to @t1, in tiles, to the @n tiles of one axis. */
static void
clip_axis (double t0, double t1, int margin, int n, int *from, int *count)
{
  double first = floor (t0) - margin;
  double last = ceil (t1) + margin;

  *from = 0;
  *count = 0;
  /* Written so that NaN gives an empty range. */
  if (!(t1 > t0) || !(t1 > 0.0) || !(t0 < n))
    return;
  first = MAX (first, 0.0);
  last = MIN (last, n);
  *from = (int) first;
  *count = (int) last - *from;
}

SaffronTileRange
saffron_tile_grid_range (const SaffronTileGrid *grid,
                         double x0,
                         double y0,
                         double x1,
                         double y1,
                         int margin)
{
  SaffronTileRange range = { 0 };
  double sx = grid->downsample * grid->tile_width;
  double sy = grid->downsample * grid->tile_height;

  clip_axis (x0 / sx, x1 / sx, margin, grid->n_x, &range.x, &range.n_x);
  clip_axis (y0 / sy, y1 / sy, margin, grid->n_y, &range.y, &range.n_y);
  if (range.n_x == 0 || range.n_y == 0)
    range = (SaffronTileRange){ 0 };
  return range;
}

SaffronViewBounds
saffron_view_reference_bounds (const SaffronViewGeometry *view)
{
  SaffronRefPoint a =
      saffron_view_to_reference (view, (SaffronViewPoint){ 0.0, 0.0 });
  SaffronRefPoint b = saffron_view_to_reference (
      view, (SaffronViewPoint){ view->width, view->height });

  return (SaffronViewBounds){ a.x, a.y, b.x, b.y };
}

double
saffron_view_moving_scale (const SaffronTransform *transform)
{
  double scale = 1.0;

  if (transform != NULL)
    scale = sqrt (fabs (
        saffron_affine_determinant (saffron_transform_get_affine (transform))));
  return isfinite (scale) && scale > 0.0 ? scale : 1.0;
}

int
saffron_view_choose_level (SaffronSlide *slide, double downsample)
{
  int n = saffron_slide_get_n_levels (slide);

  for (int level = n - 1; level > 0; level--)
    if (saffron_slide_get_level (slide, level)->downsample <= 1.5 * downsample)
      return level;
  return 0;
}
