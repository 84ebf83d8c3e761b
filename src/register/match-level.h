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

/* (transfer full): @plane at @downsample, level-0 pixels per pixel, or at its
 * own if that is larger. */
SaffronMatchLevel *saffron_match_level_new (const SaffronRegPlane *plane,
                                            double downsample);
void saffron_match_level_free (SaffronMatchLevel *level);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronMatchLevel, saffron_match_level_free)

/**
 * saffron_match_overlap:
 * @affine: reference level-0 → moving level-0
 * @balance: (out): the smaller amount of tissue divided by the geometric mean
 *   of both, 0 to 1
 *
 * Returns: shared tissue divided by the tissue of the slide that has less, 0 to
 *   1
 */
double saffron_match_overlap (const SaffronMatchLevel *reference,
                              const SaffronMatchLevel *moving,
                              const SaffronAffine *affine,
                              double *balance);

/**
 * saffron_match_refine:
 * @affine: (inout): a similarity, perhaps with a flip, reference level-0 →
 *   moving level-0
 * @sigma: both are smoothed by this sigma, pixels; a larger one finds a maximum
 *   farther away
 * @max_iterations: most iterations; 0 only measures
 *
 * Climbs to the nearest maximum of the weighted correlation of the values by
 * Gauss–Newton steps on its enhanced form; steps that do not climb are halved.
 * Source: Evangelidis & Psarakis 2008 (ECC).
 *
 * Returns: the correlation there, -1 to 1; 0 when nothing overlaps
 */
double saffron_match_refine (const SaffronMatchLevel *reference,
                             const SaffronMatchLevel *moving,
                             double sigma,
                             int max_iterations,
                             SaffronAffine *affine);

/**
 * saffron_match_lncc:
 * @radius: radius of the window, pixels of the reference's plane
 * @chance: (out) (optional): the mean of the same in four directions, with the
 *   moving slide shifted by 2.5 radii along both axes: what smooth or similar
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
