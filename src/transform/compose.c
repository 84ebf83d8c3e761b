/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "transform/transform.h"

#include "transform/lattice-private.h"
#include "transform/piece-pairs.h"
#include "transform/transform-private.h"

/* What a lattice is to carry: the displacement of a piece of @first, and after
 * it that of a piece of @second, which may be NULL. */
typedef struct {
  const SaffronTransform *first, *second;
  SaffronPiecePair pair;
} Chain;

/* Beyond the border this continues what is inside, so that the fit has no kink
 * to follow. */
static void
displacement_of_first (const Chain *chain,
                       SaffronRefPoint p,
                       double *u,
                       double *v)
{
  const SaffronTransform *first = chain->first;
  const SaffronLattice *lattice =
      saffron_transform_lattice_of (first, chain->pair.first);

  *u = *v = 0.0;
  if (lattice != NULL && first->map != NULL)
    saffron_lattice_eval_continued (lattice, p, u, v, NULL);
  else if (lattice != NULL)
    saffron_lattice_eval_extended (lattice, p, u, v);
}

/* A⁻¹ second (first (p)) − p, where A = A₂ A₁. With first (p) = q = A₁ (p + u₁
 * (p)) and second (q) = A₂ (q + u₂ (q)) that is u₁ (p) + A₁⁻¹ u₂ (q), where
 * only the linear part of A₁⁻¹ acts. In this form no large numbers are
 * subtracted. */
static void
displacement (const Chain *chain, SaffronRefPoint p, double *u, double *v)
{
  const SaffronAffine *a = &chain->first->affine;
  const SaffronAffine *inverse = &chain->first->inverse;
  SaffronRefPoint q;
  double u2 = 0.0, v2 = 0.0;

  displacement_of_first (chain, p, u, v);
  if (chain->second == NULL
      || saffron_transform_lattice_of (chain->second, chain->pair.second)
             == NULL)
    return;
  q.x = a->xx * (p.x + *u) + a->xy * (p.y + *v) + a->x0;
  q.y = a->yx * (p.x + *u) + a->yy * (p.y + *v) + a->y0;
  saffron_transform_eval_piece (chain->second, chain->pair.second, q, &u2, &v2,
                                NULL);
  *u += inverse->xx * u2 + inverse->xy * v2;
  *v += inverse->yx * u2 + inverse->yy * v2;
}

/* Fills @lattice, whose geometry is given. */
static SaffronLattice *
fit (const Chain *chain, SaffronLattice *lattice)
{
  const SaffronLattice *first =
      saffron_transform_lattice_of (chain->first, chain->pair.first);
  gsize n = (gsize) lattice->n_x * (gsize) lattice->n_y;
  g_autofree double *u = g_new (double, n);
  g_autofree double *v = g_new (double, n);
  double spacing = lattice->spacing, reach = spacing;

  /* How far outside the polynomials of the border cells can be trusted. */
  if (first != NULL)
    reach = MIN (reach, first->spacing);
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

        displacement (chain, p, &u[k], &v[k]);
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

static SaffronTransform *
fit_whole (const SaffronTransform *first,
           const SaffronTransform *second,
           const SaffronAffine *affine,
           double spacing)
{
  const Chain chain = { first, second, { 0, 0 } };
  SaffronLattice *lattice =
      saffron_lattice_new (first->width, first->height, spacing);

  return saffron_transform_new (first->width, first->height, affine,
                                fit (&chain, lattice));
}

static SaffronTransform *
fit_pieces (const SaffronTransform *first,
            const SaffronTransform *second,
            const SaffronAffine *affine,
            double spacing)
{
  g_autofree SaffronPiecePair *pairs = NULL;
  SaffronPieceMap *map = saffron_piece_pairs_new (first, second, &pairs);
  g_autofree SaffronLattice **lattices =
      g_new0 (SaffronLattice *, map->n_pieces);

  for (int k = 0; k < map->n_pieces; k++)
    {
      const Chain chain = { first, second, pairs[k] };
      gboolean bends =
          saffron_transform_lattice_of (first, pairs[k].first) != NULL
          || (second != NULL
              && saffron_transform_lattice_of (second, pairs[k].second)
                     != NULL);

      if (bends && map->n_cells[k] > 0)
        lattices[k] =
            fit (&chain, saffron_lattice_new_box (&map->boxes[k], spacing));
    }
  return saffron_transform_new_pieces (first->width, first->height, affine, map,
                                       lattices);
}

SaffronTransform *
saffron_transform_then (const SaffronTransform *transform,
                        const SaffronAffine *affine)
{
  SaffronAffine both = saffron_affine_compose (affine, &transform->affine);
  g_autofree SaffronLattice **lattices = NULL;
  SaffronLattice *whole = NULL;

  if (transform->map == NULL)
    {
      if (transform->lattice != NULL)
        whole = saffron_lattice_copy (transform->lattice);
      return saffron_transform_new (transform->width, transform->height, &both,
                                    whole);
    }
  lattices = g_new0 (SaffronLattice *, transform->map->n_pieces);
  for (int k = 0; k < transform->map->n_pieces; k++)
    if (transform->lattices[k] != NULL)
      lattices[k] = saffron_lattice_copy (transform->lattices[k]);
  return saffron_transform_new_pieces (
      transform->width, transform->height, &both,
      saffron_piece_map_ref (transform->map), lattices);
}

SaffronTransform *
saffron_transform_resample (const SaffronTransform *transform, double spacing)
{
  if (transform->map != NULL)
    return fit_pieces (transform, NULL, &transform->affine, spacing);
  return fit_whole (transform, NULL, &transform->affine, spacing);
}

SaffronTransform *
saffron_transform_compose (const SaffronTransform *first,
                           const SaffronTransform *second,
                           double spacing)
{
  SaffronAffine affine =
      saffron_affine_compose (&second->affine, &first->affine);

  if (!saffron_transform_bends (first) && !saffron_transform_bends (second))
    return saffron_transform_new (first->width, first->height, &affine, NULL);
  g_return_val_if_fail (first->invertible, NULL);
  if (first->map != NULL || second->map != NULL)
    return fit_pieces (first, second, &affine, spacing);
  return fit_whole (first, second, &affine, spacing);
}
