/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "transform/transform.h"

#include "transform/lattice-private.h"
#include "transform/transform-private.h"

/* Computes the displacement that the new lattice has to represent. Beyond the
 * border it continues the inside smoothly, so that the fit meets no kink
 * there. */
typedef void (*Displacement) (const SaffronTransform *first,
                              const SaffronTransform *second,
                              const SaffronAffine *inverse,
                              SaffronRefPoint p,
                              double *u,
                              double *v);

static void
of_first (const SaffronTransform *first,
          const SaffronTransform *second,
          const SaffronAffine *inverse,
          SaffronRefPoint p,
          double *u,
          double *v)
{
  *u = *v = 0.0;
  if (first->lattice != NULL)
    saffron_lattice_eval_extended (first->lattice, p, u, v);
}

/* A⁻¹ second (first (p)) − p, where A = A₂ A₁. With first (p) = q = A₁ (p + u₁
 * (p)) and second (q) = A₂ (q + u₂ (q)) that is u₁ (p) + A₁⁻¹ u₂ (q), where
 * only the linear part of A₁⁻¹ acts. In this form no large numbers are
 * subtracted. */
static void
of_both (const SaffronTransform *first,
         const SaffronTransform *second,
         const SaffronAffine *inverse,
         SaffronRefPoint p,
         double *u,
         double *v)
{
  const SaffronAffine *a = &first->affine;
  SaffronRefPoint q;
  double u2 = 0.0, v2 = 0.0;

  of_first (first, NULL, NULL, p, u, v);
  if (second->lattice == NULL)
    return;
  q.x = a->xx * (p.x + *u) + a->xy * (p.y + *v) + a->x0;
  q.y = a->yx * (p.x + *u) + a->yy * (p.y + *v) + a->y0;
  saffron_lattice_eval (second->lattice, q, &u2, &v2, NULL);
  *u += inverse->xx * u2 + inverse->xy * v2;
  *v += inverse->yx * u2 + inverse->yy * v2;
}

static SaffronLattice *
fit (const SaffronTransform *first,
     const SaffronTransform *second,
     const SaffronAffine *inverse,
     double spacing,
     Displacement displacement)
{
  SaffronLattice *lattice =
      saffron_lattice_new (first->width, first->height, spacing);
  gsize n = (gsize) lattice->n_x * (gsize) lattice->n_y;
  g_autofree double *u = g_new (double, n);
  g_autofree double *v = g_new (double, n);
  double reach = spacing;

  /* How far outside the polynomials of the border cells can be trusted. */
  if (first->lattice != NULL)
    reach = MIN (reach, first->lattice->spacing);
  reach = MAX (0.5 * reach / spacing, 1e-3);

  for (int j = 0; j < lattice->n_y; j++)
    for (int i = 0; i < lattice->n_x; i++)
      {
        SaffronRefPoint p = { saffron_lattice_sample_place (
                                  lattice->x0, spacing, i, lattice->n_x, reach),
                              saffron_lattice_sample_place (
                                  lattice->y0, spacing, j, lattice->n_y,
                                  reach) };
        gsize k = (gsize) j * (gsize) lattice->n_x + (gsize) i;

        displacement (first, second, inverse, p, &u[k], &v[k]);
      }
  saffron_lattice_solve_extended (u, lattice->n_x, lattice->n_y, reach);
  saffron_lattice_solve_extended (v, lattice->n_x, lattice->n_y, reach);
  for (gsize k = 0; k < n; k++)
    {
      lattice->u[k] = (float) u[k];
      lattice->v[k] = (float) v[k];
    }
  return lattice;
}

SaffronTransform *
saffron_transform_resample (const SaffronTransform *transform, double spacing)
{
  return saffron_transform_new (transform->width, transform->height,
                                &transform->affine,
                                fit (transform, NULL, NULL, spacing, of_first));
}

SaffronTransform *
saffron_transform_compose (const SaffronTransform *first,
                           const SaffronTransform *second,
                           double spacing)
{
  SaffronAffine affine =
      saffron_affine_compose (&second->affine, &first->affine);
  SaffronLattice *lattice = NULL;

  if (first->lattice != NULL || second->lattice != NULL)
    {
      g_return_val_if_fail (first->invertible, NULL);
      lattice = fit (first, second, &first->inverse, spacing, of_both);
    }
  return saffron_transform_new (first->width, first->height, &affine, lattice);
}
