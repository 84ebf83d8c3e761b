/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/work/work.h"
#include "quality/landmark-errors.h"

G_BEGIN_DECLS

/**
 * SaffronLandmarkSpec:
 * @base: (nullable): the run's transform; %NULL without a run
 * @place: where the moving slide lies without a run
 * @landmarks: of which the active ones count
 * @pixels: the slides' pixels
 * @fits: whether they are not what the run was corrected by, so that a fit is
 *   wanted
 * @leaves_out: whether leave-one-out errors mean something: not against a run
 *   that went through the same landmarks
 */
typedef struct {
  SaffronTransform *base, *place;
  GArray *landmarks;
  SaffronLandmarkPixels pixels;
  gboolean fits, leaves_out;
} SaffronLandmarkSpec;

/**
 * SaffronLandmarkWork:
 *
 * Fits a transform to landmarks and then measures their errors, in the
 * background. The fit comes as SaffronWork::message (a #SaffronTransform) as
 * soon as it is there.
 */
#define SAFFRON_TYPE_LANDMARK_WORK (saffron_landmark_work_get_type ())
G_DECLARE_FINAL_TYPE (SaffronLandmarkWork,
                      saffron_landmark_work,
                      SAFFRON,
                      LANDMARK_WORK,
                      SaffronWork)

/* Starts it. @spec: copied. */
SaffronLandmarkWork *
saffron_landmark_work_new (const SaffronLandmarkSpec *spec);

/* Once it has finished: one for each landmark. */
const SaffronLandmarkError *
saffron_landmark_work_get_errors (SaffronLandmarkWork *self);

G_END_DECLS
