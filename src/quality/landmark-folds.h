/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/landmark.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/**
 * SaffronLandmarkFolds:
 * @boxes: (element-type SaffronRefBox): where the transform folds, or would if
 *   it met the landmarks; empty when nothing folds
 * @culprits: positions of the landmarks that cause it
 * @n_culprits: how many: 0 to 2
 *
 * What landmarks fold.
 */
typedef struct {
  GArray *boxes;
  guint culprits[2];
  guint n_culprits;
} SaffronLandmarkFolds;

/**
 * saffron_landmark_folds_new:
 * @shown: the transform with the landmarks
 * @before: the one that they correct
 *
 * Two landmarks that have changed sides once both are met fold what lies
 * between them. The fit is made so wide that it does not fold, and misses both,
 * so they are looked for by themselves: the two that leave least of the way
 * between them. Where none has changed sides but the transform folds, as while
 * a landmark is dragged far, the landmark next to the fold is the cause.
 *
 * Returns: (transfer full): free with saffron_landmark_folds_free()
 */
SaffronLandmarkFolds *
saffron_landmark_folds_new (const SaffronTransform *shown,
                            const SaffronTransform *before,
                            GArray *landmarks);
void saffron_landmark_folds_free (SaffronLandmarkFolds *folds);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronLandmarkFolds,
                               saffron_landmark_folds_free)

/* (transfer full): "landmarks 3 and 5 fold the slide", or "" when nothing
 * folds. */
char *saffron_landmark_folds_to_words (const SaffronLandmarkFolds *folds);

G_END_DECLS
