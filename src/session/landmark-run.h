/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/run.h"
#include "session/landmark.h"
#include "slide/slide.h"

G_BEGIN_DECLS

/**
 * saffron_landmarks_check:
 *
 * Whether all landmarks lie on their slides, a hundredth of the diagonal
 * beyond the border allowed.
 *
 * Returns: %FALSE with %SAFFRON_ERROR_ARGUMENT, naming the first that does not
 */
gboolean saffron_landmarks_check (GArray *landmarks,
                                  SaffronSlide *reference,
                                  SaffronSlide *moving,
                                  GError **error);

/**
 * saffron_landmark_run:
 * @automatic: what registration came to; not changed
 * @landmarks: (element-type SaffronLandmark): of which the active ones count
 *
 * Corrects a run by landmarks and records it as one more stage, "landmarks",
 * whose residuals are medians over the landmarks in reference level-0 pixels:
 * before, of @automatic; after, of the corrected transform with each landmark
 * held out in turn.
 *
 * - The transform is corrected where the landmarks are and left alone elsewhere
 *   (saffron_landmark_fit()). Where the landmarks lie farther from @automatic
 *   than a thirtieth of the reference's diagonal (median, two pairs at least),
 *   it has found something else, there is nothing to correct, and the transform
 *   goes through the landmarks alone.
 * - A person's landmarks are a person's word, so they need no evidence: a
 *   single one is kept, and so are some too far apart to say anything of each
 *   other. They are dropped only on evidence against them: when held-out
 *   landmarks are missed by more than before, by more than that mean's standard
 *   error (a landmark is misplaced, or they scatter more than @automatic errs),
 *   or when they fold the slide. The reasons then name the landmark to look at.
 * - The verdict is given anew. Four landmarks or more count in it: held out and
 *   met within a hundredth of the diagonal (median), they verify the run, also
 *   where the slides do not look alike; missed by more than a thirtieth, they
 *   contradict it.
 *
 * Deterministic. Without active landmarks it is @automatic as it was.
 *
 * Returns: (transfer full): the run, or %NULL with an error: cancelled, or as
 *   saffron_landmarks_check() has them
 */
SaffronRun *saffron_landmark_run (SaffronSlide *reference,
                                  SaffronSlide *moving,
                                  SaffronRun *automatic,
                                  GArray *landmarks,
                                  SaffronJob *job,
                                  GError **error);

G_END_DECLS
