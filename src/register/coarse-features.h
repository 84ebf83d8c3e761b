/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "register/coarse.h"

G_BEGIN_DECLS

/**
 * SaffronCoarseFeatures:
 * @reference: the reference's plane
 * @moving: the moving slide's plane
 * @reference_downsample: the reference's downsample in which to search, level-0
 *   pixels per pixel
 * @moving_downsample: the same for the moving slide
 * @max: the most keypoints per slide
 * @flips: whether to try the moving slide mirrored, too
 * @rotation_range: degrees either side of unrotated
 * @least_scale: smallest scale, moving level-0 pixels per reference level-0
 *   pixel
 * @most_scale: largest scale
 * @apart: the least distance between guesses, reference level-0 pixels
 *
 * How to search guesses by features.
 */
typedef struct {
  const SaffronRegPlane *reference, *moving;
  double reference_downsample, moving_downsample;
  int max;
  gboolean flips;
  double rotation_range;
  double least_scale, most_scale;
  double apart;
} SaffronCoarseFeatures;

/* Appends to @found, unrefined, the guesses (#SaffronCandidate) that matched
 * keypoints of both slides support. */
void saffron_coarse_features (const SaffronCoarseFeatures *features,
                              SaffronJob *job,
                              GArray *found);

G_END_DECLS
