/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "register/landmark.h"
#include "register/run.h"
#include "slide/slide.h"

G_BEGIN_DECLS

/**
 * SaffronEdited:
 * @run: of the whole slides
 * @landmarks: what they are now
 * @transform: what they make of the run's
 * @missed: how far the active landmarks are missed when held out, median,
 *   reference level-0 pixels; NaN where that says nothing, because the run went
 *   through landmarks already
 * @meet: whether all landmarks are to be met, see #SaffronLandmarkUse
 *
 * A run whose landmarks were edited since.
 */
typedef struct {
  SaffronRun *run;
  GArray *landmarks;
  SaffronTransform *transform;
  double missed;
  gboolean meet;
} SaffronEdited;

/**
 * saffron_edited_judge:
 * @job: (nullable): goes from 0 to 1
 *
 * Collects the evidence for a transform that landmarks correct: what the last
 * stage of a registration does, with the parameters and on the channels of the
 * run. Of the others, that of the landmarks alone runs, to say what it would do
 * with them, so it takes seconds. The run itself stays as it is.
 *
 * Returns: (transfer full): the same run with that transform and its evidence,
 *   and with landmarks the record of their stage as the last one; %NULL with an
 * error when a slide cannot be read, or the job is cancelled
 */
SaffronRun *saffron_edited_judge (const SaffronEdited *edited,
                                  SaffronSlide *reference,
                                  SaffronSlide *moving,
                                  SaffronJob *job,
                                  GError **error);

G_END_DECLS
