/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "transform/pieces.h"

#include "transform/lattice-private.h"
#include "transform/transform-private.h"

/* One displacement along a row within one cell: a cubic in t. */
typedef struct {
  double a[4];
} Cubic;

static inline Cubic
cubic_of_cell (const float *c, int n_x, const double wy[4])
{
  double k[4];

  for (int i = 0; i < 4; i++)
    k[i] = wy[0] * c[i] + wy[1] * c[n_x + i] + wy[2] * c[2 * n_x + i]
           + wy[3] * c[3 * n_x + i];
  return (Cubic){ { (k[0] + 4.0 * k[1] + k[2]) / 6.0, (k[2] - k[0]) / 2.0,
                    (k[0] - 2.0 * k[1] + k[2]) / 2.0,
                    (k[3] - k[0]) / 6.0 + (k[1] - k[2]) / 2.0 } };
}

static inline double
cubic_at (const Cubic *c, double t)
{
  return ((c->a[3] * t + c->a[2]) * t + c->a[1]) * t + c->a[0];
}

/* Points @first … @last − 1 of a row by one lattice. In pieces a lattice goes
 * on beyond its border, which is off the map: rare enough to be slow. */
G_ALWAYS_INLINE static inline void
bend (const SaffronAffine *a,
      const SaffronLattice *lattice,
      gboolean continued,
      SaffronRefPoint start,
      double step,
      int first,
      int last,
      SaffronMovPoint *out)
{
  SaffronAffine affine = *a;
  SaffronLatticePlace py = saffron_lattice_place (
      (start.y - lattice->y0) / lattice->spacing, lattice->n_y);
  double from = (start.x - lattice->x0) / lattice->spacing;
  double to_nodes = step / lattice->spacing;
  Cubic cu = { { 0 } }, cv = { { 0 } };
  double wy[4];
  int cell = -1;

  saffron_lattice_weights (py.t, wy);
  for (int i = first; i < last; i++)
    {
      SaffronLatticePlace px =
          saffron_lattice_place (from + i * to_nodes, lattice->n_x);

      if (continued && (px.outside || py.outside))
        {
          SaffronRefPoint p = { start.x + i * step, start.y };
          double u, v;

          saffron_lattice_eval_continued (lattice, p, &u, &v, NULL);
          out[i] = saffron_affine_apply (&affine, p.x + u, p.y + v);
          continue;
        }
      if (px.cell != cell)
        {
          gsize corner = (gsize) (py.cell - 1) * (gsize) lattice->n_x
                         + (gsize) (px.cell - 1);

          cell = px.cell;
          cu = cubic_of_cell (lattice->u + corner, lattice->n_x, wy);
          cv = cubic_of_cell (lattice->v + corner, lattice->n_x, wy);
        }
      out[i] = saffron_affine_apply (&affine,
                                     start.x + i * step + cubic_at (&cu, px.t),
                                     start.y + cubic_at (&cv, px.t));
    }
}

static void
pull_run (const SaffronTransform *transform,
          int k,
          SaffronRefPoint start,
          double step,
          int first,
          int last,
          SaffronMovPoint *out)
{
  const SaffronLattice *lattice = saffron_transform_lattice_of (transform, k);
  SaffronAffine affine = transform->affine;

  if (lattice == NULL)
    for (int i = first; i < last; i++)
      out[i] = saffron_affine_apply (&affine, start.x + i * step, start.y);
  else if (transform->map == NULL)
    bend (&affine, lattice, FALSE, start, step, first, last, out);
  else
    bend (&affine, lattice, TRUE, start, step, first, last, out);
}

/* Where the run of one label that holds point @first of a row ends. The points'
 * columns go one way, so those of the run are found by halving; each is looked
 * up as saffron_transform_pull() does, so that both agree at a border. */
static int
run_end (const SaffronPieceMap *map,
         const guint8 *labels,
         SaffronRefPoint start,
         double step,
         int first,
         int n)
{
  int c0 = saffron_piece_map_column (map, start.x + first * step), c1 = c0;
  int in = first, out = n;

  while (c0 > 0 && labels[c0 - 1] == labels[c0])
    c0--;
  while (c1 + 1 < map->n_x && labels[c1 + 1] == labels[c0])
    c1++;
  while (out - in > 1)
    {
      int middle = in + (out - in) / 2;
      int c = saffron_piece_map_column (map, start.x + middle * step);

      if (c >= c0 && c <= c1)
        in = middle;
      else
        out = middle;
    }
  return out;
}

void
saffron_transform_pull_row (const SaffronTransform *transform,
                            SaffronRefPoint start,
                            double step,
                            int n,
                            SaffronMovPoint *out)
{
  const SaffronPieceMap *map = transform->map;
  const guint8 *labels = NULL;

  if (map == NULL)
    {
      pull_run (transform, 0, start, step, 0, n, out);
      return;
    }
  labels = saffron_piece_map_labels (map, saffron_piece_map_row (map, start.y));
  for (int i = 0, end; i < n; i = end)
    {
      int k = labels[saffron_piece_map_column (map, start.x + i * step)];

      end = run_end (map, labels, start, step, i, n);
      pull_run (transform, k, start, step, i, end, out);
    }
}

void
saffron_transform_pull_piece_row (const SaffronTransform *transform,
                                  int k,
                                  SaffronRefPoint start,
                                  double step,
                                  int n,
                                  SaffronMovPoint *out)
{
  pull_run (transform, k, start, step, 0, n, out);
}

void
saffron_transform_label_row (const SaffronTransform *transform,
                             SaffronRefPoint start,
                             double step,
                             int n,
                             guint8 *out)
{
  for (int i = 0; i < n; i++)
    out[i] = (guint8) saffron_transform_label_at (
        transform, (SaffronRefPoint){ start.x + i * step, start.y });
}
