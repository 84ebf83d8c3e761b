/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "transform/affine-fit.h"

G_BEGIN_DECLS

/**
 * saffron_landmark_fit:
 * @width: of the reference, level-0 pixels
 * @height: of the reference
 * @base: (nullable): what is to be corrected
 * @pairs: @n landmarks
 *
 * A transform through landmarks. Without @base: one pair moves, two give a
 * similarity, three an affine map, four and more bend what an affine map
 * leaves, as stiffly as they allow (a thin plate). With fewer independent
 * pairs than that needs (on one line, in one place) the simpler map is taken.
 *
 * With @base the landmarks correct it where they are and leave it alone
 * elsewhere: each pulls its surroundings along, over a distance of a thirtieth
 * of the reference's diagonal, or more where a large pull would fold what lies
 * around it. A correction falls to a tenth of itself at three times that
 * distance. No pairs give @base.
 *
 * Landmarks are met to about half a percent of their pull, less closely where
 * they contradict each other. The result is deterministic.
 *
 * Returns: (transfer full): the transform, or %NULL with
 *   %SAFFRON_ERROR_ARGUMENT: no pairs and no @base, or a pair that is not
 *   finite
 */
SaffronTransform *saffron_landmark_fit (double width,
                                        double height,
                                        const SaffronTransform *base,
                                        const SaffronPointPair *pairs,
                                        gsize n,
                                        GError **error);

/**
 * saffron_landmark_leave_one_out:
 * @errors: (out caller-allocates): for each pair the distance, in reference
 *   level-0 pixels, by which the fit to all other pairs misses it; NaN where
 *   there is no fit without it
 *
 * Of more than 64 pairs, every 64th are held out together. A pair that misses
 * by far more than the others is probably wrong.
 */
gboolean saffron_landmark_leave_one_out (double width,
                                         double height,
                                         const SaffronTransform *base,
                                         const SaffronPointPair *pairs,
                                         gsize n,
                                         double *errors,
                                         SaffronJob *job,
                                         GError **error);

G_END_DECLS
