/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "register/landmark.h"
#include "register/run.h"
#include "slide/slide.h"

G_BEGIN_DECLS

/**
 * SaffronStageDoneFunc:
 * @transform: what the stages have come to so far, between the whole slides
 *
 * Called in the registering thread after each stage that has a transform.
 */
typedef void (*SaffronStageDoneFunc) (SaffronTransform *transform,
                                      gpointer user_data);

/**
 * SaffronRegisterOptions:
 * @params: what to do
 * @landmarks: (nullable) (element-type SaffronLandmark): of the pair, of which
 *   the active ones correct the result. Not that of a region: a landmark bends
 *   far beyond it.
 * @region: level-0 pixels of the reference; of width 0 for the whole slide
 * @start: (nullable): a transform of the whole pair that is nearly right, or in
 *   the region at least: the coarse stage is not run
 * @over: (nullable): the slide over which @start was composed: the stages that
 *   look for another way to lay the slide are not run, and the run says so
 * @by_hand: (nullable): how a person laid the moving slide, roughly: the coarse
 *   stage looks near it alone. Not in a region's run, nor beside @start
 * @stage_done: (nullable): told of each stage
 * @user_data: for @stage_done
 *
 * What a run is made of, beside the two slides. Nothing of it is kept.
 */
typedef struct {
  const SaffronParams *params;
  GArray *landmarks;
  SaffronRect region;
  SaffronTransform *start;
  const char *over;
  const SaffronAffine *by_hand;
  SaffronStageDoneFunc stage_done;
  gpointer user_data;
} SaffronRegisterOptions;

/**
 * saffron_register:
 * @job: (nullable): progress and cancel; it gets the stages as its plan
 *
 * Registers @moving onto @reference: runs the table of stages
 * (register/stages.h) from top to bottom. The same input and options give the
 * same bits on any number of threads. Holds only planes at working sizes.
 *
 * With a region, it tells what the parameters come to on a part of the
 * reference in a fraction of the time: it looks at the crop of the reference
 * and at the part of the moving slide that @start sends it to, with a margin;
 * without @start at all of the moving slide. The working sizes count for the
 * rectangle, so a small region is looked at as finely as if the whole slide
 * were registered with far larger ones. The rectangle is widened to whole
 * pixels of the coarser levels (slide/crop.h). The run's region is the
 * rectangle that was looked at, and its transform is one of the whole slides:
 * exact inside, outside continued from the region's border.
 *
 * With landmarks, the transform is corrected where they are and left alone
 * elsewhere (saffron_landmark_fit()). Where they lie farther from the automatic
 * result than a thirtieth of the reference's diagonal (median, two pairs at
 * least), that has found something else, there is nothing to correct, and the
 * transform goes through the landmarks alone. Four landmarks or more count in
 * the verdict: held out and met within a hundredth of the diagonal (median),
 * they verify the run, also where the slides do not look alike; missed by more
 * than a thirtieth, they contradict it. Landmarks against which the slides
 * speak do not verify it (register/landmark-doubt.h). The parameter
 * landmark_use makes them the start of the automatic stages, or all there is;
 * they then come before a start by hand.
 *
 * Returns: (transfer full): the run, also when it is unverified; %NULL with an
 *   error when a slide cannot be read, too little of the region lies on the
 *   slides, the landmarks are beyond them (saffron_landmarks_check()) or
 *   missing where only they are to count, the start by hand is no start
 *   (saffron_start_check()), or the job is cancelled
 */
SaffronRun *saffron_register (SaffronSlide *reference,
                              SaffronSlide *moving,
                              const SaffronRegisterOptions *options,
                              SaffronJob *job,
                              GError **error);

G_END_DECLS
