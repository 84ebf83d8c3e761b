/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/plane.h"

G_BEGIN_DECLS

/**
 * SaffronMicroMoments:
 *
 * Goes down two planes of one size row by row, and normalises them by mean and
 * variance of the window around each pixel, a box with a side of 2 × radius + 1
 * pixels. Running sums make the time independent of the radius.
 */
typedef struct _SaffronMicroMoments SaffronMicroMoments;

/* @r: @t: must outlive the object, and are at least one window wide and high */
SaffronMicroMoments *saffron_micro_moments_new (const SaffronPlane *r,
                                                const SaffronPlane *t,
                                                int radius);
void saffron_micro_moments_free (SaffronMicroMoments *moments);

/**
 * saffron_micro_moments_next:
 * @sum: (out caller-allocates): r + t, each of mean 0 and variance 1
 * @difference: (out caller-allocates): r − t
 * @c: (out caller-allocates): their correlation
 *
 * Gives the next row, at first row @radius of the planes. Each has as many
 * pixels as the planes are wide; only those from @radius to width − radius − 1
 * are written.
 */
void saffron_micro_moments_next (SaffronMicroMoments *moments,
                                 float *sum,
                                 float *difference,
                                 float *c);

/* The variance of the window around pixel @x of the row given last, of the
 * slide that varies less there. */
float saffron_micro_moments_variance (const SaffronMicroMoments *moments,
                                      int x);

G_END_DECLS
