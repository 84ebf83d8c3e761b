/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "transform/transform.h"

G_BEGIN_DECLS

/**
 * SaffronPointPair:
 * @reference: a place on the reference
 * @moving: the same place on the moving slide
 * @weight: against the other pairs, more than 0; 1 is usual
 */
typedef struct {
  SaffronRefPoint reference;
  SaffronMovPoint moving;
  double weight;
} SaffronPointPair;

/**
 * SaffronAffineKind:
 * @SAFFRON_AFFINE_TRANSLATION: moves only; one pair or more
 * @SAFFRON_AFFINE_SIMILARITY: turns, scales and moves, never mirrors; two or
 *   more
 * @SAFFRON_AFFINE_FULL: any affine map; three or more
 */
typedef enum {
  SAFFRON_AFFINE_TRANSLATION,
  SAFFRON_AFFINE_SIMILARITY,
  SAFFRON_AFFINE_FULL,
} SaffronAffineKind;

/**
 * saffron_affine_fit:
 * @affine: (out): reference → moving with the least weighted sum of squared
 *   distances on the moving slide (Umeyama 1991 for the similarity)
 *
 * Returns: %FALSE, and @affine untouched, when the pairs do not determine it:
 *   too few, all in one place or (for the affine) on one line
 */
gboolean saffron_affine_fit (const SaffronPointPair *pairs,
                             gsize n,
                             SaffronAffineKind kind,
                             SaffronAffine *affine);

G_END_DECLS
