/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "transform/transform.h"

G_BEGIN_DECLS

/**
 * SaffronTreStats:
 * @median: as are the others, of distances in reference level-0 pixels
 * @p90: the 90th percentile, interpolated between ranks
 *
 * All NaN when there is nothing to measure.
 */
typedef struct {
  double median, mean, p90, max;
} SaffronTreStats;

/**
 * SaffronTre:
 * @n: landmark pairs
 * @n_unmapped: pairs whose moving point has no certain place on the reference
 *   (see saffron_transform_push()); they count against @robustness and
 *   are in no other figure
 * @diagonal: of the reference, level-0 pixels; rTRE is an error over it
 * @tre: distance from where the moving landmark is mapped to its reference
 *   landmark
 * @before: the same without the transform, both slides scaled to the same
 *   diagonal; NaN when the moving slide's size is unknown
 * @robustness: share of pairs that are closer than before; NaN when unknown
 *
 * The target registration error as ANHIR counts it (Borovec et al. 2020).
 */
typedef struct {
  gsize n, n_unmapped;
  double diagonal;
  SaffronTreStats tre, before;
  double robustness;
} SaffronTre;

/**
 * saffron_tre_measure:
 * @reference: @n landmarks
 * @moving: the same places on the moving slide
 * @moving_width: level-0 pixels, or 0 when unknown
 * @moving_height: the same
 * @errors: (out caller-allocates) (nullable): @n distances; NaN for a pair that
 *   is not mapped
 */
void saffron_tre_measure (const SaffronTransform *transform,
                          const SaffronRefPoint *reference,
                          const SaffronMovPoint *moving,
                          gsize n,
                          double moving_width,
                          double moving_height,
                          SaffronTre *tre,
                          double *errors);

/* Median, mean, 90th percentile and maximum of @n numbers, NaN left out. */
SaffronTreStats saffron_tre_stats (const double *values, gsize n);

G_END_DECLS
