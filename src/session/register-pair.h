/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/pipeline.h"
#include "slide/slide.h"

G_BEGIN_DECLS

/**
 * SaffronPairSpec:
 * @params: what to do
 * @landmarks: (nullable) (element-type SaffronLandmark): of the pair
 * @region: reference level-0 pixels; of width 0 for the whole slide
 * @start: (nullable): where a region starts from, see
 *   saffron_register_region(); the whole slide needs none
 *
 * What a run is made of, beside the two slides. Nothing of it is kept.
 */
typedef struct {
  const SaffronParams *params;
  GArray *landmarks;
  SaffronRect region;
  SaffronTransform *start;
} SaffronPairSpec;

/**
 * saffron_register_pair:
 * @done: (nullable): as in saffron_register_watched()
 *
 * What Register does, from the command line and in the app: the whole slide,
 * corrected by the landmarks (saffron_landmark_run()), which the run records,
 * or a region as it is, for a correction there would be taken from landmarks
 * beyond it.
 *
 * Returns: (transfer full): the run, or %NULL with an error: cancelled, a slide
 *   that cannot be read, landmarks as saffron_landmarks_check() has them
 */
SaffronRun *saffron_register_pair (SaffronSlide *reference,
                                   SaffronSlide *moving,
                                   const SaffronPairSpec *spec,
                                   SaffronJob *job,
                                   SaffronStageDoneFunc done,
                                   gpointer user_data,
                                   GError **error);

G_END_DECLS
