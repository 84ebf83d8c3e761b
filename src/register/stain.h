/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "base/plane.h"
#include "base/raster.h"

G_BEGIN_DECLS

/* Each takes a job, whose threads it uses; without one it works alone. */

/**
 * saffron_white_level:
 * @channels: @n planes of stored values, of one size
 *
 * Returns: the value of white. For eight bits it is the largest value. Few
 *   cameras use all sixteen bits, and floats have no largest value; for these
 *   it is the brightest value, except for a few pixels, which on a brightfield
 *   slide is light; areas that were filled with zeros or a larger value do not
 *   count
 */
double saffron_white_level (SaffronPlane *const *channels,
                            int n,
                            SaffronSampleType type,
                            SaffronJob *job);

/**
 * saffron_background_level:
 * @plane: stored values of one brightfield channel
 * @blank: (nullable): blank areas; pixels where it is above 0.5 are not counted
 * @max: see saffron_white_level()
 *
 * Returns: the value of empty glass on a brightfield slide: the mode of the
 *   histogram between 70 % and 100 % of @max; 94 % of @max when nothing is that
 *   bright
 */
double saffron_background_level (const SaffronPlane *plane,
                                 const SaffronPlane *blank,
                                 double max,
                                 SaffronJob *job);

/**
 * saffron_optical_density:
 * @channels: @n planes of stored values, of one size
 * @background: @n levels, see saffron_background_level()
 *
 * Returns: (transfer full): Σ log ((background + 1) / (value + 1)) over the
 *   channels, with values on a scale of 255; negative where it is brighter than
 *   the background
 */
SaffronPlane *saffron_optical_density (SaffronPlane *const *channels,
                                       const double *background,
                                       int n,
                                       double max,
                                       SaffronJob *job);

/**
 * saffron_hematoxylin_density:
 *
 * Returns: (transfer full): hematoxylin's part of the optical density of three
 *   channels, by colour deconvolution with the vectors of hematoxylin, eosin
 *   and DAB (Ruifrok & Johnston 2001); it may be negative
 */
SaffronPlane *saffron_hematoxylin_density (SaffronPlane *const *rgb,
                                           const double *background,
                                           double max,
                                           SaffronJob *job);

G_END_DECLS
