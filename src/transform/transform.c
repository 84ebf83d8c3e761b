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
  if (transform->map != NULL)
    for (int k = 0; k < transform->map->n_pieces; k++)
      saffron_lattice_free (transform->lattices[k]);
  g_free (transform->lattices);
  g_free (transform->images);
  saffron_piece_map_unref (transform->map);
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
  g_return_val_if_fail (transform->map == NULL, NULL);
  return transform->lattice;
}

gboolean
saffron_transform_bends (const SaffronTransform *transform)
{
  return transform->lattice != NULL || transform->map != NULL;
}

void
saffron_transform_eval_piece (const SaffronTransform *transform,
                              int k,
                              SaffronRefPoint p,
                              double *u,
                              double *v,
                              double du[4])
{
  const SaffronLattice *lattice = saffron_transform_lattice_of (transform, k);

  if (lattice == NULL)
    {
      *u = *v = 0.0;
      for (int i = 0; du != NULL && i < 4; i++)
        du[i] = 0.0;
    }
  else if (transform->map != NULL)
    saffron_lattice_eval_continued (lattice, p, u, v, du);
  else
    saffron_lattice_eval (lattice, p, u, v, du);
}

void
saffron_transform_displace (const SaffronTransform *transform,
                            SaffronRefPoint p,
                            double *u,
                            double *v)
{
  saffron_transform_eval_piece (
      transform, saffron_transform_label_at (transform, p), p, u, v, NULL);
}

SaffronMovPoint
saffron_transform_pull (const SaffronTransform *transform, SaffronRefPoint p)
{
  double u, v;

  saffron_transform_displace (transform, p, &u, &v);
  return saffron_affine_apply (&transform->affine, p.x + u, p.y + v);
}

double
saffron_transform_jacobian (const SaffronTransform *transform,
                            SaffronRefPoint p)
{
  double u, v, du[4];

  saffron_transform_eval_piece (
      transform, saffron_transform_label_at (transform, p), p, &u, &v, du);
  return (1.0 + du[0]) * (1.0 + du[3]) - du[1] * du[2];
}

gboolean
saffron_transform_equal (const SaffronTransform *a, const SaffronTransform *b)
{
  if (memcmp (&a->width, &b->width, sizeof a->width) != 0
      || memcmp (&a->height, &b->height, sizeof a->height) != 0
      || memcmp (&a->affine, &b->affine, sizeof a->affine) != 0
      || !saffron_piece_map_equal (a->map, b->map))
    return FALSE;
  if (a->map == NULL)
    return saffron_lattice_equal (a->lattice, b->lattice);
  for (int k = 0; k < a->map->n_pieces; k++)
    if (!saffron_lattice_equal (a->lattices[k], b->lattices[k]))
      return FALSE;
  return TRUE;
}
