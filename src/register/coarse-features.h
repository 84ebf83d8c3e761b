/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "register/coarse.h"

G_BEGIN_DECLS

/**
 * SaffronCoarseFeatures:
 * @reference: the slide
 * @moving: the other one
 * @reference_downsample: level-0 pixels per pixel in which to look
 * @moving_downsample: the same of the moving slide
 * @max: keypoints per slide
 * @flips: also mirrored
 * @rotation_range: degrees either side of unrotated
 * @least_scale: moving level-0 pixels per reference level-0 pixel
 * @most_scale: the same
 * @apart: how far apart guesses are, level-0 pixels of the reference
 *
 * What to look for.
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

/* Appends the guesses that matched keypoints of both slides agree on, if any,
 * to @found, unrefined: #SaffronCandidate. */
void saffron_coarse_features (const SaffronCoarseFeatures *features,
                              SaffronJob *job,
                              GArray *found);

G_END_DECLS
