/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "transform/surround.h"

#include "transform/pieces.h"

static gboolean
is_identity (const SaffronAffine *affine)
{
  return affine->xx == 1.0 && affine->yy == 1.0;
}

/* The distance of the finest lattice's nodes; 0 where there is none. */
static double
find_spacing (const SaffronTransform *transform)
{
  int n = saffron_transform_get_n_pieces (transform);
  double spacing = 0.0;

  for (int k = 0; k < n; k++)
    {
      const SaffronLattice *lattice =
          saffron_transform_get_piece_lattice (transform, k);

      if (lattice != NULL && (spacing <= 0.0 || lattice->spacing < spacing))
        spacing = lattice->spacing;
    }
  return spacing;
}

SaffronTransform *
saffron_transform_surround (const SaffronTransform *transform,
                            const SaffronAffine *before,
                            const SaffronAffine *after,
                            double width,
                            double height)
{
  g_autoptr (SaffronTransform) first = NULL;
  g_autoptr (SaffronTransform) both = NULL;
  double spacing = find_spacing (transform) / MAX (before->xx, before->yy);

  if (is_identity (before))
    return saffron_transform_then (transform, after);
  first = saffron_transform_new (width, height, before, NULL);
  both = saffron_transform_compose (first, transform, MAX (spacing, 1.0));
  return saffron_transform_then (both, after);
}
