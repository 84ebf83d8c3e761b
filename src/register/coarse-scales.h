/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The most scales that the functions below give. */
#define SAFFRON_SCALES_MAX 32

/**
 * SaffronScaleRange:
 * @least: of the range that the correlation searches, moving level-0 pixels
 *   per reference level-0 pixel
 * @most: its other end
 * @least_wide: of the range that features and the amount of tissue may lead to
 * @most_wide: its other end
 */
typedef struct {
  double least, most;
  double least_wide, most_wide;
} SaffronScaleRange;

/**
 * saffron_scales_likely:
 * @prior: the scale by the pixel sizes; 0 when these are unknown
 * @reference_area: of the tissue, level-0 pixels
 * @moving_area: the same of the moving slide
 * @scales: (out caller-allocates): room for %SAFFRON_SCALES_MAX
 *
 * The likely scales: that of the pixel sizes, or the same magnification, or the
 * one that gives both slides the same amount of tissue.
 *
 * Returns: how many
 */
int saffron_scales_likely (const SaffronScaleRange *range,
                           double prior,
                           double reference_area,
                           double moving_area,
                           double *scales);

/* All other scales in the range, in steps of 12 %; returns how many. */
int saffron_scales_other (const SaffronScaleRange *range, double *scales);

G_END_DECLS
