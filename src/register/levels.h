/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "register/planes.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/**
 * SaffronLevels:
 * @n: number of levels
 * @reference: @n planes, coarsest first, each with half the downsample of the
 *   one before
 * @moving: @n planes of about the same resolution under the affine map, as far
 *   as the moving plane has it
 *
 * The two pyramids through which a multilevel stage climbs.
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
 * @reference: the plane; must outlive the levels, because it may be a level
 *   itself
 * @moving: the same
 * @affine: reference level-0 → moving level-0, for the ratio of the scales
 * @coarsest: the coarsest level's longest side is at least this (where the
 *   plane has it)
 * @finest: the finest level's longest side, at most the plane's own
 *
 * Returns: (transfer full): the levels; unusable once @job is cancelled, which
 *   saffron_levels_climb() checks
 */
SaffronLevels *saffron_levels_new (const SaffronRegPlane *reference,
                                   const SaffronRegPlane *moving,
                                   const SaffronAffine *affine,
                                   int coarsest,
                                   int finest,
                                   SaffronJob *job);
/* The same, but takes ownership of @reference and @moving. */
SaffronLevels *saffron_levels_new_take (SaffronRegPlane *reference,
                                        SaffronRegPlane *moving,
                                        const SaffronAffine *affine,
                                        int coarsest,
                                        int finest,
                                        SaffronJob *job);

/* Frees the weights and the tissue of the finest level, if the levels own them.
 * They are not needed any more once a measure has taken its weights from
 * them. */
void saffron_levels_drop_masks (SaffronLevels *levels);

void saffron_levels_free (SaffronLevels *levels);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronLevels, saffron_levels_free)

/* Improves the caller's @data at one level; @job is the level's part of the
 * caller's job. */
typedef void (*SaffronLevelFunc) (const SaffronRegPlane *reference,
                                  const SaffronRegPlane *moving,
                                  gpointer data,
                                  SaffronJob *job);

/**
 * saffron_levels_climb:
 * @solve: called for each level, coarsest first
 *
 * Calls @solve at each level. Frees the planes that no finer level needs on the
 * way, so that only the finest ones are left at the end. Each level moves @job
 * by its share of the time.
 *
 * Returns: %FALSE with an error when the job is cancelled
 */
gboolean saffron_levels_climb (SaffronLevels *levels,
                               SaffronLevelFunc solve,
                               gpointer data,
                               SaffronJob *job,
                               GError **error);

G_END_DECLS
