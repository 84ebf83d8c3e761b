/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "base/plane.h"

G_BEGIN_DECLS

/**
 * saffron_blank_mask:
 * @channels: @n planes of stored values, of one size
 * @value: the value of unwritten pixels: 0 or the largest that can be stored
 *
 * Finds where a scanner wrote nothing: areas of exactly @value in all channels
 * that are wider than 1/32 of the longest side, so that a saturated hole in the
 * tissue does not count.
 *
 * Returns: (transfer full): 1 inside such areas, 0 elsewhere; %NULL when there
 *   are none
 */
SaffronPlane *saffron_blank_mask (SaffronPlane *const *channels,
                                  int n,
                                  double value,
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
