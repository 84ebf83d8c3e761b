/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "transform/lattice-private.h"

#include <math.h>

/* Of a spacing: what rounding may move a border by. */
#define ROUNDING 1e-6

/* Nodes @first … that carry the coordinates from @from to @to, in nodes. */
static int
nodes_over (double from, double to, int *first)
{
  double left = floor (from + ROUNDING);
  double right = MAX (ceil (to - ROUNDING), left + 1.0);

  *first = (int) left - 1;
  return (int) (right - left) + 3;
}

SaffronLattice *
saffron_lattice_new_box (const SaffronRefBox *box, double spacing)
{
  SaffronLattice *lattice = NULL;
  int i0, j0, n_x, n_y;

  g_return_val_if_fail (box->x1 > box->x0 && box->y1 > box->y0, NULL);
  g_return_val_if_fail (spacing > 0.0, NULL);
  g_return_val_if_fail ((box->x1 - box->x0) / spacing < 1e6
                            && (box->y1 - box->y0) / spacing < 1e6,
                        NULL);

  n_x = nodes_over (box->x0 / spacing, box->x1 / spacing, &i0);
  n_y = nodes_over (box->y0 / spacing, box->y1 / spacing, &j0);
  lattice = saffron_lattice_alloc (n_x, n_y);
  lattice->spacing = spacing;
  lattice->x0 = i0 * spacing;
  lattice->y0 = j0 * spacing;
  return lattice;
}

/* Along one axis, the node that gives coefficient @i of @n and how far outside
 * of it @i lies; @next is the node before it on the way out. */
static double
beyond (int i, int n, int *node, int *next)
{
  *node = CLAMP (i, 0, n - 1);
  *next = *node == 0 ? 1 : n - 2;
  return abs (i - *node);
}

static double
coefficient (const SaffronLattice *lattice, const float *all, int i, int j)
{
  int x, y, next_x, next_y;
  double dx = beyond (i, lattice->n_x, &x, &next_x);
  double dy = beyond (j, lattice->n_y, &y, &next_y);
  const float *row = all + (gsize) y * (gsize) lattice->n_x;
  const float *next = all + (gsize) next_y * (gsize) lattice->n_x;

  return row[x] + dx * ((double) row[x] - (double) row[next_x])
         + dy * ((double) row[x] - (double) next[x]);
}

SaffronLattice *
saffron_lattice_over (const SaffronLattice *lattice, const SaffronRefBox *box)
{
  double spacing = lattice->spacing;
  SaffronLattice *over = NULL;
  int i0, j0, n_x, n_y;
  gsize k = 0;

  n_x = nodes_over ((box->x0 - lattice->x0) / spacing,
                    (box->x1 - lattice->x0) / spacing, &i0);
  n_y = nodes_over ((box->y0 - lattice->y0) / spacing,
                    (box->y1 - lattice->y0) / spacing, &j0);
  over = saffron_lattice_alloc (n_x, n_y);
  over->spacing = spacing;
  over->x0 = lattice->x0 + i0 * spacing;
  over->y0 = lattice->y0 + j0 * spacing;
  for (int j = j0; j < j0 + n_y; j++)
    for (int i = i0; i < i0 + n_x; i++, k++)
      {
        over->u[k] = (float) coefficient (lattice, lattice->u, i, j);
        over->v[k] = (float) coefficient (lattice, lattice->v, i, j);
      }
  return over;
}

gboolean
saffron_lattice_covers (const SaffronLattice *lattice, const SaffronRefBox *box)
{
  double least = (1.0 - ROUNDING) * lattice->spacing;
  double right = (lattice->n_x - 2 + ROUNDING) * lattice->spacing;
  double bottom = (lattice->n_y - 2 + ROUNDING) * lattice->spacing;

  return box->x0 - lattice->x0 >= least && box->y0 - lattice->y0 >= least
         && box->x1 - lattice->x0 <= right && box->y1 - lattice->y0 <= bottom;
}

void
saffron_lattice_turn (SaffronLattice *lattice, const SaffronAffine *m)
{
  gsize k = 0;

  /* The spline whose coefficients are the nodes' own places is the place
   * itself, so an affine map of it acts on the coefficients. */
  for (int j = 0; j < lattice->n_y; j++)
    for (int i = 0; i < lattice->n_x; i++, k++)
      {
        double x = lattice->x0 + i * lattice->spacing;
        double y = lattice->y0 + j * lattice->spacing;
        double u = lattice->u[k], v = lattice->v[k];

        lattice->u[k] = (float) ((m->xx - 1.0) * x + m->xy * y + m->x0
                                 + m->xx * u + m->xy * v);
        lattice->v[k] = (float) (m->yx * x + (m->yy - 1.0) * y + m->y0
                                 + m->yx * u + m->yy * v);
      }
}

SaffronRefBox
saffron_lattice_image (const SaffronLattice *lattice)
{
  SaffronRefBox box = { G_MAXDOUBLE, G_MAXDOUBLE, -G_MAXDOUBLE, -G_MAXDOUBLE };
  gsize k = 0;

  for (int j = 0; j < lattice->n_y; j++)
    for (int i = 0; i < lattice->n_x; i++, k++)
      {
        double x = lattice->x0 + i * lattice->spacing + (double) lattice->u[k];
        double y = lattice->y0 + j * lattice->spacing + (double) lattice->v[k];

        box.x0 = MIN (box.x0, x);
        box.y0 = MIN (box.y0, y);
        box.x1 = MAX (box.x1, x);
        box.y1 = MAX (box.y1, y);
      }
  return box;
}
