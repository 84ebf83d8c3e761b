/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "base/plane.h"

G_BEGIN_DECLS

/* Half of the width that a blank area has at least, as a share of the longest
 * side: a hole in the tissue or a saturated gland is narrower than 1/32. */
#define SAFFRON_BLANK_RADIUS (1.0 / 64.0)

/**
 * saffron_blank_mask:
 * @channels: @n planes of stored values, of one size
 * @lowest: @highest: the values that unwritten pixels have in all channels
 * @radius: half the width of an area that counts, pixels; at least 1
 *
 * Finds where a scanner wrote nothing: areas that hold nothing but such values
 * and are wider than 2 * @radius.
 *
 * Returns: (transfer full): 1 inside such areas, 0 elsewhere; %NULL when they
 *   are less than 0.2 % of the plane
 */
SaffronPlane *saffron_blank_mask (SaffronPlane *const *channels,
                                  int n,
                                  double lowest,
                                  double highest,
                                  int radius,
                                  SaffronJob *job);

/* The radius of blank areas in @plane, pixels. */
int saffron_blank_radius (const SaffronPlane *plane);

/**
 * saffron_white_fill:
 * @channels: @n planes of stored values, of one size
 *
 * Finds areas at the picture's edge that were filled with the largest value of
 * all. Where a camera was saturated, values lead up to the largest one; a fill
 * is cut off: the rest hardly exceeds 70 % of it, or it follows the edge for a
 * quarter of a side.
 *
 * Returns: (transfer full) (nullable): as saffron_blank_mask() does
 */
SaffronPlane *
saffron_white_fill (SaffronPlane *const *channels, int n, SaffronJob *job);

/* Adds the areas of @other, which it takes, to @mask. Both may be %NULL. */
void
saffron_mask_add (SaffronPlane **mask, SaffronPlane *other, SaffronJob *job);

/* (transfer full): 1 where @mask is 0, and 0 where it is 1. */
SaffronPlane *saffron_mask_invert (const SaffronPlane *mask, SaffronJob *job);

/* Adds what lies within @radius pixels, in x and in y, of what @mask has. */
void saffron_mask_grow (SaffronPlane *mask, int radius, SaffronJob *job);

/* Replaces @plane inside @mask by what lies around, so that nothing sharp is
 * left there: the mean outside under a Gaussian of @sigma pixels, or 0 where
 * that reaches nothing. */
void saffron_mask_fill (SaffronPlane *plane,
                        const SaffronPlane *mask,
                        double sigma,
                        SaffronJob *job);

/**
 * saffron_validity:
 * @blank: (nullable): 1 where nothing was written
 *
 * Returns: (transfer full): how far each pixel lies inside the image, 0 to 1:
 *   the image without @blank, eroded by 2 px and softened by a box of 5 × 5 px
 */
SaffronPlane *saffron_validity (int width,
                                int height,
                                const SaffronPlane *blank,
                                SaffronJob *job);

/**
 * saffron_tissue:
 * @signal: a plane that is brighter where there is tissue, and about 0
 *   elsewhere
 * @threshold: the signal that counts as tissue
 *
 * Returns: (transfer full): how far each pixel is tissue or close to it, 0 to
 *   1. What is narrower than 1/200 of the longest side fades out, such as dust
 *   and the lines of a scanner's grid
 */
SaffronPlane *saffron_tissue (const SaffronPlane *signal,
                              const SaffronPlane *weight,
                              double threshold,
                              SaffronJob *job);

G_END_DECLS
