/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "base/plane.h"

G_BEGIN_DECLS

/**
 * saffron_blank_mask:
 * @channels: @n planes of stored values, of one size
 * @value: what unwritten pixels hold: 0 or the largest that can be stored
 *
 * Where a scanner wrote nothing: areas of exactly @value in all channels,
 * wider than 1/32 of the longest side, so that a saturated hole in the tissue
 * is not one.
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
 * 0 to 1: how far each pixel lies inside the image: the image without @blank,
 * eroded by 2 px and softened by a box of 5 × 5.
 */
SaffronPlane *saffron_validity (int width,
                                int height,
                                const SaffronPlane *blank,
                                SaffronJob *job);

/**
 * saffron_tissue:
 * @signal: brighter where there is tissue, around 0 where there is none
 * @threshold: the signal that counts as tissue
 *
 * 0 to 1: how far each pixel is tissue or close to it. Dust and the lines of a
 * scanner's grid, narrower than 1/200 of the longest side, fade out.
 */
SaffronPlane *saffron_tissue (const SaffronPlane *signal,
                              const SaffronPlane *weight,
                              double threshold,
                              SaffronJob *job);

G_END_DECLS
