/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "transform/affine-fit.h"

G_BEGIN_DECLS

/**
 * saffron_landmark_fit:
 * @width: width of the reference, level-0 pixels
 * @height: its height
 * @base: (nullable): the transform to correct
 * @pairs: @n landmarks
 *
 * Fits a transform to landmarks. Without @base, one pair gives a translation,
 * two a similarity, three an affine map; four and more add the smoothest
 * bending that meets them (a thin plate). Pairs that do not determine such a
 * map, because they lie on one line or in one place, give the next simpler one.
 *
 * With @base, the landmarks correct it near them and leave it unchanged
 * elsewhere. Each pulls its surroundings along, over a distance of a thirtieth
 * of the reference's diagonal, or more if a large pull would otherwise fold the
 * surroundings. At three times that distance a correction has fallen to a
 * tenth. In a base with pieces, a landmark corrects only the piece in whose
 * territory it lies. Without pairs the result is @base.
 *
 * The result meets a landmark to about half a percent of its pull, less closely
 * where landmarks contradict each other. It is deterministic.
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
 * @errors: (out caller-allocates): for each pair, the distance in reference
 *   level-0 pixels by which a fit without it misses it; NaN where there is no
 *   such fit
 *
 * Measures how well landmarks agree with each other. A pair that is missed by
 * far more than the others is probably wrong.
 *
 * One factorisation tells all errors (Allen 1974), with the stiffness that all
 * pairs together have asked for and, where the transform bends, to first order.
 * Where they asked for more than the least, the fit without the worst is made
 * anew.
 *
 * Returns: %FALSE with the errors of saffron_landmark_fit(), or
 *   %G_IO_ERROR_CANCELLED
 */
gboolean saffron_landmark_leave_one_out (double width,
                                         double height,
                                         const SaffronTransform *base,
                                         const SaffronPointPair *pairs,
                                         gsize n,
                                         double *errors,
                                         SaffronJob *job,
                                         GError **error);

/* As saffron_landmark_leave_one_out(). @ways: (out caller-allocates): for each
 * pair, the way along x and y that @errors has the length of, in either
 * direction; NaN where that is NaN. */
gboolean saffron_landmark_leave_one_out_ways (double width,
                                              double height,
                                              const SaffronTransform *base,
                                              const SaffronPointPair *pairs,
                                              gsize n,
                                              double *errors,
                                              SaffronRefPoint *ways,
                                              SaffronJob *job,
                                              GError **error);

G_END_DECLS
