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

static void
node_range (double t0, double t1, int n, int *from, int *to)
{
  *from = (int) CLAMP (floor (t0) - 1.0, 0.0, n - 1.0);
  *to = (int) CLAMP (floor (t1) + 2.0, 0.0, n - 1.0);
}

/* Widens the bounds by the displacements that the lattice can have in them: a
 * B-spline lies within the range of its coefficients. */
static void
widen_by_lattice (const SaffronLattice *lattice, SaffronViewBounds *bounds)
{
  float u0 = G_MAXFLOAT, u1 = -G_MAXFLOAT, v0 = G_MAXFLOAT, v1 = -G_MAXFLOAT;
  int i0, i1, j0, j1;

  node_range ((bounds->x0 - lattice->x0) / lattice->spacing,
              (bounds->x1 - lattice->x0) / lattice->spacing, lattice->n_x, &i0,
              &i1);
  node_range ((bounds->y0 - lattice->y0) / lattice->spacing,
              (bounds->y1 - lattice->y0) / lattice->spacing, lattice->n_y, &j0,
              &j1);
  /* Outside, the coordinate is clamped, so the coefficients of a whole cell
   * remain. */
  i0 = MIN (i0, MAX (lattice->n_x - 4, 0));
  j0 = MIN (j0, MAX (lattice->n_y - 4, 0));
  i1 = MAX (i1, MIN (3, lattice->n_x - 1));
  j1 = MAX (j1, MIN (3, lattice->n_y - 1));

  for (int j = j0; j <= j1; j++)
    for (int i = i0; i <= i1; i++)
      {
        gsize k = (gsize) j * (gsize) lattice->n_x + (gsize) i;

        u0 = MIN (u0, lattice->u[k]);
        u1 = MAX (u1, lattice->u[k]);
        v0 = MIN (v0, lattice->v[k]);
        v1 = MAX (v1, lattice->v[k]);
      }
  bounds->x0 += u0;
  bounds->x1 += u1;
  bounds->y0 += v0;
  bounds->y1 += v1;
}

SaffronViewBounds
saffron_view_moving_bounds (const SaffronViewGeometry *view,
                            const SaffronTransform *transform)
{
  SaffronViewBounds source = saffron_view_reference_bounds (view);
  SaffronViewBounds bounds = { G_MAXDOUBLE, G_MAXDOUBLE, -G_MAXDOUBLE,
                               -G_MAXDOUBLE };
  const SaffronAffine *a = NULL;

  if (transform == NULL)
    return source;
  if (saffron_transform_get_lattice (transform) != NULL)
    widen_by_lattice (saffron_transform_get_lattice (transform), &source);

  a = saffron_transform_get_affine (transform);
  for (int corner = 0; corner < 4; corner++)
    {
      double x = corner & 1 ? source.x1 : source.x0;
      double y = corner & 2 ? source.y1 : source.y0;
      double mx = a->xx * x + a->xy * y + a->x0;
      double my = a->yx * x + a->yy * y + a->y0;

      bounds.x0 = MIN (bounds.x0, mx);
      bounds.x1 = MAX (bounds.x1, mx);
      bounds.y0 = MIN (bounds.y0, my);
      bounds.y1 = MAX (bounds.y1, my);
    }
  return bounds;
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
