/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/plane.h"
#include "base/raster.h"

G_BEGIN_DECLS

/**
 * saffron_white_level:
 * @channels: @n planes of stored values, of one size
 *
 * What stands for white: the largest value of eight bits. Few cameras fill
 * sixteen, and floats have no largest value: there, the brightest that there
 * is, but for a few pixels, which on a brightfield slide is light.
 */
double saffron_white_level (SaffronPlane *const *channels,
                            int n,
                            SaffronSampleType type);

/**
 * saffron_background_level:
 * @plane: stored values of one brightfield channel
 * @blank: pixels that no scanner wrote; above a half they are not counted
 * @max: see saffron_white_level()
 *
 * The mode of the histogram between 70 % and 100 % of @max, where a
 * brightfield slide is empty; 94 % of @max when nothing is that bright.
 */
double saffron_background_level (const SaffronPlane *plane,
                                 const SaffronPlane *blank,
                                 double max);

/**
 * saffron_optical_density:
 * @channels: @n planes of stored values, of one size
 * @background: @n levels, see saffron_background_level()
 *
 * Σ log ((background + 1) / (value + 1)) on a scale of 255, signed: below zero
 * where it is brighter than the background.
 */
SaffronPlane *saffron_optical_density (SaffronPlane *const *channels,
                                       const double *background,
                                       int n,
                                       double max);

/**
 * saffron_hematoxylin_density:
 *
 * Hematoxylin's part of the optical density of three channels, by colour
 * deconvolution with the vectors of hematoxylin, eosin and DAB (Ruifrok &
 * Johnston 2001); signed.
 */
SaffronPlane *saffron_hematoxylin_density (SaffronPlane *const *rgb,
                                           const double *background,
                                           double max);

G_END_DECLS
