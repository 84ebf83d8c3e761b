/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "transform/transform.h"

#include <string.h>

#include "transform/lattice-private.h"
#include "transform/transform-private.h"

SaffronTransform *
saffron_transform_new (double width,
                       double height,
                       const SaffronAffine *affine,
                       SaffronLattice *lattice)
{
  SaffronTransform *transform = g_new0 (SaffronTransform, 1);

  g_atomic_ref_count_init (&transform->ref_count);
  transform->width = width;
  transform->height = height;
  transform->affine = *affine;
  transform->invertible = saffron_affine_invert (affine, &transform->inverse);
  transform->lattice = lattice;
  return transform;
}

SaffronTransform *
saffron_transform_ref (SaffronTransform *transform)
{
  g_atomic_ref_count_inc (&transform->ref_count);
  return transform;
}

void
saffron_transform_unref (SaffronTransform *transform)
{
  if (transform == NULL || !g_atomic_ref_count_dec (&transform->ref_count))
    return;
  saffron_lattice_free (transform->lattice);
  g_free (transform);
}

double
saffron_transform_get_width (const SaffronTransform *transform)
{
  return transform->width;
}

double
saffron_transform_get_height (const SaffronTransform *transform)
{
  return transform->height;
}

const SaffronAffine *
saffron_transform_get_affine (const SaffronTransform *transform)
{
  return &transform->affine;
}

const SaffronLattice *
saffron_transform_get_lattice (const SaffronTransform *transform)
{
  return transform->lattice;
}

static inline SaffronMovPoint
apply (const SaffronAffine *a, double x, double y)
{
  return (SaffronMovPoint){ a->xx * x + a->xy * y + a->x0,
                            a->yx * x + a->yy * y + a->y0 };
}

SaffronMovPoint
saffron_transform_pull (const SaffronTransform *transform, SaffronRefPoint p)
{
  double u = 0.0, v = 0.0;

  if (transform->lattice != NULL)
    saffron_lattice_eval (transform->lattice, p, &u, &v, NULL);
  return apply (&transform->affine, p.x + u, p.y + v);
}

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

void
saffron_transform_pull_row (const SaffronTransform *transform,
                            SaffronRefPoint start,
                            double step,
                            int n,
                            SaffronMovPoint *out)
{
  const SaffronLattice *lattice = transform->lattice;
  SaffronAffine affine = transform->affine;
  SaffronLatticePlace py;
  Cubic cu = { { 0 } }, cv = { { 0 } };
  double wy[4];
  double from, to_nodes;
  int cell = -1;

  if (lattice == NULL)
    {
      for (int i = 0; i < n; i++)
        out[i] = apply (&affine, start.x + i * step, start.y);
      return;
    }

  py = saffron_lattice_place ((start.y - lattice->y0) / lattice->spacing,
                              lattice->n_y);
  saffron_lattice_weights (py.t, wy);
  from = (start.x - lattice->x0) / lattice->spacing;
  to_nodes = step / lattice->spacing;
  for (int i = 0; i < n; i++)
    {
      SaffronLatticePlace px =
          saffron_lattice_place (from + i * to_nodes, lattice->n_x);

      if (px.cell != cell)
        {
          gsize first = (gsize) (py.cell - 1) * (gsize) lattice->n_x
                        + (gsize) (px.cell - 1);

          cell = px.cell;
          cu = cubic_of_cell (lattice->u + first, lattice->n_x, wy);
          cv = cubic_of_cell (lattice->v + first, lattice->n_x, wy);
        }
      out[i] = apply (&affine, start.x + i * step + cubic_at (&cu, px.t),
                      start.y + cubic_at (&cv, px.t));
    }
}

double
saffron_transform_jacobian (const SaffronTransform *transform,
                            SaffronRefPoint p)
{
  double u, v, du[4];

  if (transform->lattice == NULL)
    return 1.0;
  saffron_lattice_eval (transform->lattice, p, &u, &v, du);
  return (1.0 + du[0]) * (1.0 + du[3]) - du[1] * du[2];
}

static gboolean
lattice_equal (const SaffronLattice *a, const SaffronLattice *b)
{
  gsize size;

  if (a == NULL || b == NULL)
    return a == b;
  if (a->n_x != b->n_x || a->n_y != b->n_y
      || memcmp (&a->spacing, &b->spacing, sizeof a->spacing) != 0
      || memcmp (&a->x0, &b->x0, sizeof a->x0) != 0
      || memcmp (&a->y0, &b->y0, sizeof a->y0) != 0)
    return FALSE;
  size = sizeof (float) * (gsize) a->n_x * (gsize) a->n_y;
  return memcmp (a->u, b->u, size) == 0 && memcmp (a->v, b->v, size) == 0;
}

gboolean
saffron_transform_equal (const SaffronTransform *a, const SaffronTransform *b)
{
  return memcmp (&a->width, &b->width, sizeof a->width) == 0
         && memcmp (&a->height, &b->height, sizeof a->height) == 0
         && memcmp (&a->affine, &b->affine, sizeof a->affine) == 0
         && lattice_equal (a->lattice, b->lattice);
}
