/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/planes.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/**
 * SaffronLevels:
 * @n: how many
 * @reference: @n planes, coarse first, each half the downsample of the one
 *   before
 * @moving: their partners: about the same resolution under the affine, as far
 *   as the moving plane has it
 *
 * The two pyramids that a multilevel stage climbs.
 */
typedef struct {
  int n;
  const SaffronRegPlane **reference;
  const SaffronRegPlane **moving;
  /*< private >*/
  GPtrArray *owned;
} SaffronLevels;

/**
 * saffron_levels_new:
 * @reference: kept by reference where it is a level itself
 * @moving: the same
 * @affine: reference level-0 → moving level-0, for the ratio of the scales
 * @coarsest: the coarsest level's longest side is at least this (where the
 *   plane has it)
 * @finest: the finest level's longest side, at most the plane's own
 */
SaffronLevels *saffron_levels_new (const SaffronRegPlane *reference,
                                   const SaffronRegPlane *moving,
                                   const SaffronAffine *affine,
                                   int coarsest,
                                   int finest);
void saffron_levels_free (SaffronLevels *levels);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronLevels, saffron_levels_free)

G_END_DECLS
