/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "base/plane.h"

G_BEGIN_DECLS

/* Filters of whole planes at working size. Borders are replicated. Rows are
 * computed in parallel and independently, so the result has the same bits on
 * any number of threads. A cancelled job leaves the output unfinished. */

/**
 * saffron_plane_gaussian:
 * @sigma: in pixels; 0 or less only copies
 *
 * Separable Gaussian, cut at three sigma.
 *
 * Returns: (transfer full): the smoothed plane
 */
SaffronPlane *saffron_plane_gaussian (const SaffronPlane *plane,
                                      double sigma,
                                      SaffronJob *job);

/**
 * saffron_plane_box_mean:
 * @radius: the box is (2 * @radius + 1)²
 *
 * Mean over a box by running sums in double: the time does not depend on
 * @radius.
 *
 * Returns: (transfer full): the smoothed plane
 */
SaffronPlane *
saffron_plane_box_mean (const SaffronPlane *plane, int radius, SaffronJob *job);

/**
 * saffron_plane_lcn:
 * @weight: (nullable): weight of each pixel, 0 to 1
 * @sigma: sigma of the neighbourhood, pixels
 * @floor: added to the standard deviation, so that flat places stay flat
 *
 * Local contrast normalisation: (x − m) / (s + @floor) times the weight, where
 * m and s are the weighted mean and standard deviation under a Gaussian.
 *
 * Returns: (transfer full): the normalised plane
 */
SaffronPlane *saffron_plane_lcn (const SaffronPlane *plane,
                                 const SaffronPlane *weight,
                                 double sigma,
                                 double floor,
                                 SaffronJob *job);

/**
 * saffron_plane_reduce:
 * @ratio: pixels of @plane per pixel of the result, a real number >= 1
 * @width: columns of the result
 * @height: rows of the result
 *
 * Area average: pixel (i, j) of the result is the mean over [i, i + 1) ×
 * [j, j + 1) times @ratio, as far as that lies within @plane.
 *
 * Returns: (transfer full): the smaller plane
 */
SaffronPlane *saffron_plane_reduce (const SaffronPlane *plane,
                                    double ratio,
                                    int width,
                                    int height,
                                    SaffronJob *job);

G_END_DECLS
