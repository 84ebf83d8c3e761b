/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
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
 *
 * They are of no use once the job is cancelled, which saffron_levels_climb()
 * asks.
 */
SaffronLevels *saffron_levels_new (const SaffronRegPlane *reference,
                                   const SaffronRegPlane *moving,
                                   const SaffronAffine *affine,
                                   int coarsest,
                                   int finest,
                                   SaffronJob *job);
/* The same, @reference and @moving belonging to the levels from now on. */
SaffronLevels *saffron_levels_new_take (SaffronRegPlane *reference,
                                        SaffronRegPlane *moving,
                                        const SaffronAffine *affine,
                                        int coarsest,
                                        int finest,
                                        SaffronJob *job);

/* Frees the weights and the tissue of the finest level as far as it owns them:
 * they are needed no more once a measure has taken its weights from them. */
void saffron_levels_drop_masks (SaffronLevels *levels);

void saffron_levels_free (SaffronLevels *levels);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronLevels, saffron_levels_free)

/* Improves something at one level; @data is the caller's. */
typedef void (*SaffronLevelFunc) (const SaffronRegPlane *reference,
                                  const SaffronRegPlane *moving,
                                  gpointer data);

/**
 * saffron_levels_climb:
 * @solve: called for each level, coarse first
 *
 * Planes that no finer level needs are let go on the way, so that only the
 * finest ones are there while it works: afterwards just these are left.
 *
 * Returns: %FALSE with an error when the job is cancelled
 */
gboolean saffron_levels_climb (SaffronLevels *levels,
                               SaffronLevelFunc solve,
                               gpointer data,
                               SaffronJob *job,
                               GError **error);

G_END_DECLS
