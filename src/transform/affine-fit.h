/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "transform/transform.h"

G_BEGIN_DECLS

/**
 * SaffronPointPair:
 * @reference: a place on the reference
 * @moving: the same place on the moving slide
 * @weight: relative to the other pairs, more than 0; usually 1
 */
typedef struct {
  SaffronRefPoint reference;
  SaffronMovPoint moving;
  double weight;
} SaffronPointPair;

/**
 * SaffronAffineKind:
 * @SAFFRON_AFFINE_TRANSLATION: a shift; needs one pair
 * @SAFFRON_AFFINE_SIMILARITY: rotation, scale and shift, never a mirror image;
 *   needs two pairs
 * @SAFFRON_AFFINE_FULL: any affine map; needs three pairs
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
 * Returns: %FALSE, with @affine unchanged, when the pairs do not determine the
 *   map: there are too few, or all are in one place or (for the affine map) on
 *   one line
 */
gboolean saffron_affine_fit (const SaffronPointPair *pairs,
                             gsize n,
                             SaffronAffineKind kind,
                             SaffronAffine *affine);

G_END_DECLS
