/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/planes.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/**
 * SaffronMatchLevel:
 * @plane: the slide at this working size; owned
 * @values: its local contrast (LCN, sigma 8), times the weight; owned
 *
 * One slide at one size, as the coarse search compares it.
 */
typedef struct {
  SaffronRegPlane *plane;
  SaffronPlane *values;
} SaffronMatchLevel;

/* @downsample: level-0 pixels per pixel; the plane's own where that is more. */
SaffronMatchLevel *saffron_match_level_new (const SaffronRegPlane *plane,
                                            double downsample);
void saffron_match_level_free (SaffronMatchLevel *level);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronMatchLevel, saffron_match_level_free)

/**
 * saffron_match_overlap:
 * @affine: reference level-0 → moving level-0
 * @balance: (out): the less tissue over the geometric mean of both, 0 to 1
 *
 * Returns: tissue that both have, over the tissue of the one that has less,
 *   0 to 1
 */
double saffron_match_overlap (const SaffronMatchLevel *reference,
                              const SaffronMatchLevel *moving,
                              const SaffronAffine *affine,
                              double *balance);

/**
 * saffron_match_refine:
 * @affine: (inout): a similarity, perhaps with a flip, reference level-0 →
 *   moving level-0
 * @sigma: both are smoothed by so many pixels: the wider, the farther it sees
 * @max_iterations: 0 only measures
 *
 * Climbs to the nearest maximum of the weighted correlation of the values by
 * Gauss–Newton on its enhanced form, halving steps that do not climb. Source:
 * Evangelidis & Psarakis 2008 (ECC).
 *
 * Returns: the correlation there, -1 to 1; 0 where nothing overlaps
 */
double saffron_match_refine (const SaffronMatchLevel *reference,
                             const SaffronMatchLevel *moving,
                             double sigma,
                             int max_iterations,
                             SaffronAffine *affine);

/**
 * saffron_match_lncc:
 * @radius: of the window, pixels of the reference's plane
 * @chance: (out) (optional): the same with the moving slide shifted by two and
 *   a half windows, the mean of four directions: what smooth or similar
 *   structure gives without a match
 *
 * Returns: mean over the overlap of the signed square of the local
 *   correlation of the intensities, weighted by tissue on either side
 */
double saffron_match_lncc (const SaffronMatchLevel *reference,
                           const SaffronMatchLevel *moving,
                           const SaffronAffine *affine,
                           int radius,
                           double *chance);

G_END_DECLS
