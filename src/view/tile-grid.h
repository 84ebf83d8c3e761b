/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "slide/slide.h"
#include "transform/transform.h"
#include "view/geometry.h"

G_BEGIN_DECLS

/* The longest side of a page. Tiles are uploaded to the GPU in pages. */
#define SAFFRON_PAGE_SIZE 256

/**
 * SaffronTileGrid:
 * @width: width of the level, in its pixels
 * @height: height of the level
 * @downsample: level-0 pixels per pixel of the level
 * @tile_width: width of a tile of the view: one or several whole tiles of the
 *   file, so that each compressed tile is decoded once
 * @tile_height: height of a tile of the view
 * @page_width: width of a page, which divides @tile_width; at most
 *   %SAFFRON_PAGE_SIZE
 * @page_height: height of a page, which divides @tile_height
 * @n_x: number of tiles along x
 * @n_y: number of tiles along y
 */
typedef struct {
  gint64 width, height;
  double downsample;
  int tile_width, tile_height;
  int page_width, page_height;
  int n_x, n_y;
} SaffronTileGrid;

/**
 * SaffronTileRange:
 *
 * Tiles (x … x + n_x - 1) × (y … y + n_y - 1) of a level; empty when @n_x or
 * @n_y is 0.
 */
typedef struct {
  int x, y, n_x, n_y;
} SaffronTileRange;

SaffronTileGrid saffron_tile_grid_for_level (const SaffronLevel *level);

/* The pixels of one tile, cut at the border of the level. */
SaffronRect saffron_tile_grid_rect (const SaffronTileGrid *grid, int x, int y);

/**
 * saffron_tile_grid_range:
 * @x0: left border of a region, level-0 pixels of the slide; @y0, @x1 and @y1
 *   are its other borders
 * @margin: tiles to add on each side
 *
 * Returns: the tiles that the region touches; empty when it misses the slide
 */
SaffronTileRange saffron_tile_grid_range (const SaffronTileGrid *grid,
                                          double x0,
                                          double y0,
                                          double x1,
                                          double y1,
                                          int margin);

static inline gboolean
saffron_tile_range_contains (const SaffronTileRange *range, int x, int y)
{
  return x >= range->x && x < range->x + range->n_x && y >= range->y
         && y < range->y + range->n_y;
}

/**
 * SaffronViewBounds:
 *
 * A region of a slide, level-0 pixels; empty when x1 <= x0.
 */
typedef struct {
  double x0, y0, x1, y1;
} SaffronViewBounds;

/* The part of the reference plane that is on the canvas. */
SaffronViewBounds
saffron_view_reference_bounds (const SaffronViewGeometry *view);

/* Moving level-0 pixels per reference level-0 pixel: the square root of the
 * affine part's change of area. 1 for %NULL. */
double saffron_view_moving_scale (const SaffronTransform *transform);

/**
 * saffron_view_choose_level:
 * @downsample: level-0 pixels of this slide per device pixel
 *
 * Returns: the level to draw: the coarsest whose pixels are at most 1.5 device
 *   pixels wide, or level 0 if none is
 */
int saffron_view_choose_level (SaffronSlide *slide, double downsample);

G_END_DECLS
