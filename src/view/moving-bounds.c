/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/moving-bounds.h"

#include <math.h>

#include "transform/pieces.h"

static void
node_range (double t0, double t1, int n, int *from, int *to)
{
  *from = (int) CLAMP (floor (t0) - 1.0, 0.0, n - 1.0);
  *to = (int) CLAMP (floor (t1) + 2.0, 0.0, n - 1.0);
}

/* Returns the range of the displacements that the lattice can have in a region:
 * a B-spline lies within the range of its coefficients. */
static SaffronViewBounds
displacements (const SaffronLattice *lattice, const SaffronViewBounds *region)
{
  float u0 = G_MAXFLOAT, u1 = -G_MAXFLOAT, v0 = G_MAXFLOAT, v1 = -G_MAXFLOAT;
  int i0, i1, j0, j1;

  node_range ((region->x0 - lattice->x0) / lattice->spacing,
              (region->x1 - lattice->x0) / lattice->spacing, lattice->n_x, &i0,
              &i1);
  node_range ((region->y0 - lattice->y0) / lattice->spacing,
              (region->y1 - lattice->y0) / lattice->spacing, lattice->n_y, &j0,
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
  return (SaffronViewBounds){ u0, v0, u1, v1 };
}

/* The largest difference between neighbouring nodes. */
static double
steepest (const SaffronLattice *lattice)
{
  gsize n_x = (gsize) lattice->n_x, n = n_x * (gsize) lattice->n_y;
  const float *components[2] = { lattice->u, lattice->v };
  double most = 0.0;

  for (int c = 0; c < 2; c++)
    for (gsize k = 0; k < n; k++)
      {
        const float *at = components[c] + k;

        if ((k + 1) % n_x != 0)
          most = MAX (most, fabs ((double) at[1] - (double) at[0]));
        if (k + n_x < n)
          most = MAX (most, fabs ((double) at[n_x] - (double) at[0]));
      }
  return most;
}

/* How much the continuation of a piece beyond its lattice (see
 * transform/pieces.h) can differ from the displacement at the border. */
static double
continuation (const SaffronLattice *lattice, const SaffronViewBounds *region)
{
  double x0 = lattice->x0 + lattice->spacing;
  double y0 = lattice->y0 + lattice->spacing;
  double x1 = lattice->x0 + (lattice->n_x - 2) * lattice->spacing;
  double y1 = lattice->y0 + (lattice->n_y - 2) * lattice->spacing;
  double dx = MAX (MAX (x0 - region->x0, region->x1 - x1), 0.0);
  double dy = MAX (MAX (y0 - region->y0, region->y1 - y1), 0.0);

  if (dx == 0.0 && dy == 0.0)
    return 0.0;
  /* The slope half a cell beyond the border is at most one and a half times
   * the steepest difference. */
  return 1.5 * steepest (lattice) * (dx + dy) / lattice->spacing;
}

static SaffronViewBounds
moved (const SaffronAffine *a, const SaffronViewBounds *source)
{
  SaffronViewBounds bounds = { G_MAXDOUBLE, G_MAXDOUBLE, -G_MAXDOUBLE,
                               -G_MAXDOUBLE };

  for (int corner = 0; corner < 4; corner++)
    {
      double x = corner & 1 ? source->x1 : source->x0;
      double y = corner & 2 ? source->y1 : source->y0;
      double mx = a->xx * x + a->xy * y + a->x0;
      double my = a->yx * x + a->yy * y + a->y0;

      bounds.x0 = MIN (bounds.x0, mx);
      bounds.x1 = MAX (bounds.x1, mx);
      bounds.y0 = MIN (bounds.y0, my);
      bounds.y1 = MAX (bounds.y1, my);
    }
  return bounds;
}

static SaffronViewBounds
sum (const SaffronViewBounds *a, const SaffronViewBounds *b)
{
  return (SaffronViewBounds){ a->x0 + b->x0, a->y0 + b->y0, a->x1 + b->x1,
                              a->y1 + b->y1 };
}

/* p + u (p) to first order about the middle of a region. */
static SaffronAffine
straight_part (const SaffronLattice *lattice, const SaffronViewBounds *region)
{
  SaffronRefPoint c = {
    CLAMP (0.5 * (region->x0 + region->x1), lattice->x0 + lattice->spacing,
           lattice->x0 + (lattice->n_x - 2) * lattice->spacing),
    CLAMP (0.5 * (region->y0 + region->y1), lattice->y0 + lattice->spacing,
           lattice->y0 + (lattice->n_y - 2) * lattice->spacing),
  };
  double u, v, du[4];

  saffron_lattice_eval (lattice, c, &u, &v, du);
  return (
      SaffronAffine){ 1.0 + du[0], du[1],       u - du[0] * c.x - du[1] * c.y,
                      du[2],       1.0 + du[3], v - du[2] * c.x - du[3] * c.y };
}

/* What is left of a displacement when its straight part is taken out. */
static SaffronLattice *
bent_part (const SaffronLattice *lattice, const SaffronAffine *straight)
{
  SaffronLattice *rest = saffron_lattice_copy (lattice);
  gsize k = 0;

  for (int j = 0; j < rest->n_y; j++)
    for (int i = 0; i < rest->n_x; i++, k++)
      {
        double x = rest->x0 + i * rest->spacing;
        double y = rest->y0 + j * rest->spacing;

        rest->u[k] -= (float) ((straight->xx - 1.0) * x + straight->xy * y
                               + straight->x0);
        rest->v[k] -= (float) (straight->yx * x + (straight->yy - 1.0) * y
                               + straight->y0);
      }
  return rest;
}

/* The region under a piece. How far a piece is turned is in its lattice; that
 * part is moved exactly, only the rest by the range of its coefficients. */
static SaffronViewBounds
moved_by_piece (const SaffronAffine *a,
                const SaffronLattice *lattice,
                const SaffronViewBounds *source)
{
  SaffronAffine straight = straight_part (lattice, source);
  g_autoptr (SaffronLattice) rest = bent_part (lattice, &straight);
  SaffronViewBounds range = displacements (rest, source);
  SaffronAffine both = saffron_affine_compose (a, &straight);
  SaffronAffine linear = { a->xx, a->xy, 0.0, a->yx, a->yy, 0.0 };
  SaffronViewBounds bounds = moved (&both, source);
  /* Coefficients are single precision; so is what was taken off them. */
  double more = continuation (rest, source) + 0.1;

  range = sum (&range, &(SaffronViewBounds){ -more, -more, more, more });
  range = moved (&linear, &range);
  return sum (&bounds, &range);
}

/* What of the canvas is piece @k's: its box, and beyond the map's border as far
 * as the canvas goes. FALSE when nothing is. */
static gboolean
clip_to_piece (const SaffronPieceMap *map, int k, SaffronViewBounds *b)
{
  const SaffronRefBox *box = &map->boxes[k];

  if (map->n_cells[k] == 0)
    return FALSE;
  if (box->x0 > map->area.x0)
    b->x0 = MAX (b->x0, box->x0);
  if (box->y0 > map->area.y0)
    b->y0 = MAX (b->y0, box->y0);
  if (box->x1 < map->area.x1)
    b->x1 = MIN (b->x1, box->x1);
  if (box->y1 < map->area.y1)
    b->y1 = MIN (b->y1, box->y1);
  return b->x1 > b->x0 && b->y1 > b->y0
         && saffron_piece_map_touches (
             map, k, &(SaffronRefBox){ b->x0, b->y0, b->x1, b->y1 });
}

int
saffron_view_moving_parts (const SaffronViewGeometry *view,
                           const SaffronTransform *transform,
                           SaffronViewBounds parts[SAFFRON_MAX_PIECES])
{
  const SaffronPieceMap *map = NULL;
  const SaffronAffine *affine = NULL;
  int n = 0;

  parts[0] = saffron_view_reference_bounds (view);
  if (transform == NULL)
    return 1;
  map = saffron_transform_get_map (transform);
  affine = saffron_transform_get_affine (transform);
  for (int k = 0; k < saffron_transform_get_n_pieces (transform); k++)
    {
      const SaffronLattice *lattice =
          saffron_transform_get_piece_lattice (transform, k);
      SaffronViewBounds source = saffron_view_reference_bounds (view);

      if (map != NULL && !clip_to_piece (map, k, &source))
        continue;
      if (lattice != NULL && map != NULL)
        parts[n++] = moved_by_piece (affine, lattice, &source);
      else
        {
          if (lattice != NULL)
            {
              SaffronViewBounds range = displacements (lattice, &source);

              source = sum (&source, &range);
            }
          parts[n++] = moved (affine, &source);
        }
    }
  return MAX (n, 1);
}

SaffronViewBounds
saffron_view_moving_bounds (const SaffronViewGeometry *view,
                            const SaffronTransform *transform)
{
  SaffronViewBounds parts[SAFFRON_MAX_PIECES];
  int n = saffron_view_moving_parts (view, transform, parts);
  SaffronViewBounds all = parts[0];

  for (int k = 1; k < n; k++)
    {
      all.x0 = MIN (all.x0, parts[k].x0);
      all.y0 = MIN (all.y0, parts[k].y0);
      all.x1 = MAX (all.x1, parts[k].x1);
      all.y1 = MAX (all.y1, parts[k].y1);
    }
  return all;
}
