/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "transform/pull-grid.h"

#include <math.h>

#include "base/vector.h"
#include "transform/lattice-private.h"
#include "transform/pieces.h"
#include "transform/transform-private.h"

/* The most points from one that is pulled to the next. */
#define MAX_STRIDE 64

/* What two numbers become by rounding. */
#define ROUNDING 1e-9

/* The points that are pulled: every @stride-th of both directions. The last
 * ones may lie beyond the grid. */
typedef struct {
  int stride;
  int n_x, n_y;
  SaffronMovPoint *points;
} Nodes;

static int
count_nodes (int n, int stride)
{
  return (n + stride - 2) / stride + 1;
}

/* The rectangle around the grid and the nodes beyond it. */
static SaffronRefBox
box_of (const SaffronPullGrid *grid, int stride)
{
  double w = (count_nodes (grid->n_x, stride) - 1) * stride * grid->step_x;
  double h = (count_nodes (grid->n_y, stride) - 1) * stride * grid->step_y;
  SaffronRefPoint a = grid->start, b = { a.x + w, a.y + h };

  return (SaffronRefBox){ MIN (a.x, b.x), MIN (a.y, b.y), MAX (a.x, b.x),
                          MAX (a.y, b.y) };
}

/* The piece in whose territory all points of the grid lie; -1 when there are
 * several. */
static int
only_piece (const SaffronTransform *transform, const SaffronPullGrid *grid)
{
  const SaffronPieceMap *map = transform->map;
  SaffronRefBox box = box_of (grid, 1);
  int x0, x1, y0, y1, label;

  if (map == NULL)
    return 0;
  x0 = saffron_piece_map_column (map, box.x0);
  x1 = saffron_piece_map_column (map, box.x1);
  y0 = saffron_piece_map_row (map, box.y0);
  y1 = saffron_piece_map_row (map, box.y1);
  label = saffron_piece_map_labels (map, y0)[x0];
  for (int y = y0; y <= y1; y++)
    for (int x = x0; x <= x1; x++)
      if (saffron_piece_map_labels (map, y)[x] != label)
        return -1;
  return label;
}

/* The square of the second difference of the coefficients @next before @at, at
 * @at and @next behind it, turned and scaled by @a. */
static double
bend_at (const SaffronLattice *lattice,
         const SaffronAffine *a,
         gsize at,
         gsize next)
{
  const float *u = lattice->u + at, *v = lattice->v + at;
  double du = (double) *(u - next) - 2.0 * *u + u[next];
  double dv = (double) *(v - next) - 2.0 * *v + v[next];

  double x = a->xx * du + a->xy * dv, y = a->yx * du + a->yy * dv;

  return x * x + y * y;
}

/* The greatest second derivative of the moving point in x and in y over @box,
 * each times the square of the lattice's spacing. In a cell, that in x is a
 * mean of the second differences at the cell's two columns and four rows. */
static void
find_bends (const SaffronLattice *lattice,
            const SaffronAffine *a,
            const SaffronRefBox *box,
            double *in_x,
            double *in_y)
{
  double s = lattice->spacing;
  gsize n = (gsize) lattice->n_x;
  int i0 =
      saffron_lattice_place ((box->x0 - lattice->x0) / s, lattice->n_x).cell;
  int i1 =
      saffron_lattice_place ((box->x1 - lattice->x0) / s, lattice->n_x).cell;
  int j0 =
      saffron_lattice_place ((box->y0 - lattice->y0) / s, lattice->n_y).cell;
  int j1 =
      saffron_lattice_place ((box->y1 - lattice->y0) / s, lattice->n_y).cell;

  *in_x = *in_y = 0.0;
  for (int j = j0 - 1; j <= j1 + 2; j++)
    for (int i = i0; i <= i1 + 1; i++)
      *in_x = MAX (*in_x, bend_at (lattice, a, (gsize) j * n + (gsize) i, 1));
  for (int j = j0; j <= j1 + 1; j++)
    for (int i = i0 - 1; i <= i1 + 2; i++)
      *in_y = MAX (*in_y, bend_at (lattice, a, (gsize) j * n + (gsize) i, n));
  *in_x = sqrt (*in_x);
  *in_y = sqrt (*in_y);
}

/* How many points apart the nodes may be; 1 when every point must be pulled. */
static int
find_stride (const SaffronTransform *transform,
             int piece,
             const SaffronPullGrid *grid,
             double tolerance)
{
  const SaffronLattice *lattice =
      saffron_transform_lattice_of (transform, piece);
  double in_x, in_y, per_step;

  if (lattice == NULL)
    return MAX_STRIDE;
  for (int stride = MAX_STRIDE; stride > 1; stride /= 2)
    {
      SaffronRefBox box = box_of (grid, stride);

      if (!saffron_lattice_covers (lattice, &box))
        continue;
      find_bends (lattice, &transform->affine, &box, &in_x, &in_y);
      per_step = (in_x * grid->step_x * grid->step_x
                  + in_y * grid->step_y * grid->step_y)
                 / (8.0 * lattice->spacing * lattice->spacing);
      if (per_step * stride * stride <= tolerance - ROUNDING)
        return stride;
    }
  return 1;
}

static void
pull_nodes (const SaffronTransform *transform,
            int piece,
            const SaffronPullGrid *grid,
            Nodes *nodes)
{
  for (int j = 0; j < nodes->n_y; j++)
    {
      SaffronRefPoint start = {
        grid->start.x, grid->start.y + j * nodes->stride * grid->step_y
      };

      saffron_transform_pull_piece_row (
          transform, piece, start, nodes->stride * grid->step_x, nodes->n_x,
          nodes->points + (gsize) j * (gsize) nodes->n_x);
    }
}

static SaffronMovBox
box_of_nodes (const Nodes *nodes)
{
  const SaffronMovPoint *p = nodes->points;
  gsize n = (gsize) nodes->n_x * (gsize) nodes->n_y;
  SaffronMovBox box = { p->x, p->y, p->x, p->y };

  for (gsize i = 1; i < n; i++)
    {
      box.x0 = MIN (box.x0, p[i].x);
      box.y0 = MIN (box.y0, p[i].y);
      box.x1 = MAX (box.x1, p[i].x);
      box.y1 = MAX (box.y1, p[i].y);
    }
  /* What is interpolated may be beyond them by its rounding. */
  return (SaffronMovBox){ box.x0 - ROUNDING, box.y0 - ROUNDING,
                          box.x1 + ROUNDING, box.y1 + ROUNDING };
}

/* The points between two nodes of a row. */
static inline void
fill_between (SaffronMovPoint a,
              SaffronMovPoint b,
              double share,
              int n,
              SaffronMovPoint *out)
{
  double dx = (b.x - a.x) * share, dy = (b.y - a.y) * share;

  for (int i = 0; i < n; i++)
    {
      out[i].x = a.x + i * dx;
      out[i].y = a.y + i * dy;
    }
}

static inline SaffronMovPoint
mix (SaffronMovPoint a, SaffronMovPoint b, double t)
{
  return (SaffronMovPoint){ a.x + t * (b.x - a.x), a.y + t * (b.y - a.y) };
}

/* Row @y of the grid, from the nodes above and below it. */
VECTOR static void
fill_grid_row (const Nodes *nodes, int y, int n, SaffronMovPoint *out)
{
  int stride = nodes->stride;
  double share = 1.0 / stride, t = (y % stride) * share;
  const SaffronMovPoint *above =
      nodes->points + (gsize) (y / stride) * (gsize) nodes->n_x;
  const SaffronMovPoint *below = above;
  SaffronMovPoint left;
  int x = 0;

  if (y % stride > 0)
    below += nodes->n_x;
  left = mix (above[0], below[0], t);
  for (int i = 1; x < n; i++, x += stride)
    {
      /* The last point may be a node, with none to its right. */
      SaffronMovPoint right =
          i < nodes->n_x ? mix (above[i], below[i], t) : left;

      fill_between (left, right, share, MIN (stride, n - x), out + x);
      left = right;
    }
}

gboolean
saffron_transform_pull_grid (const SaffronTransform *transform,
                             const SaffronPullGrid *grid,
                             double tolerance,
                             SaffronMovPoint *out,
                             SaffronMovBox *box)
{
  int piece = only_piece (transform, grid);
  int stride = piece >= 0 ? find_stride (transform, piece, grid, tolerance) : 1;
  gsize n = (gsize) grid->n_x;
  Nodes nodes = { stride, count_nodes (grid->n_x, stride),
                  count_nodes (grid->n_y, stride), NULL };
  g_autofree SaffronMovPoint *points = NULL;

  if (stride == 1)
    {
      for (int y = 0; y < grid->n_y; y++)
        saffron_transform_pull_row (
            transform,
            (SaffronRefPoint){ grid->start.x,
                               grid->start.y + y * grid->step_y },
            grid->step_x, grid->n_x, out + (gsize) y * n);
      return FALSE;
    }
  points = g_new (SaffronMovPoint, (gsize) nodes.n_x * (gsize) nodes.n_y);
  nodes.points = points;
  pull_nodes (transform, piece, grid, &nodes);
  for (int y = 0; y < grid->n_y; y++)
    fill_grid_row (&nodes, y, grid->n_x, out + (gsize) y * n);
  if (box != NULL)
    *box = box_of_nodes (&nodes);
  return TRUE;
}
