/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/run.h"

G_BEGIN_DECLS

/**
 * SaffronBatchDistance:
 * @median: reference level-0 pixels; NaN when nothing was measured
 * @mean: the same
 *
 * How far apart the slides are at the places that were measured.
 */
typedef struct {
  double median, mean;
} SaffronBatchDistance;

/**
 * SaffronBatchDistances:
 * @n: places that have a match
 * @original: with the upper left corners of both files on each other, scaled by
 *   the sizes of their pixels
 * @rigid: by the transform's affine part alone
 * @non_rigid: by the whole transform
 */
typedef struct {
  guint n;
  SaffronBatchDistance original, rigid, non_rigid;
} SaffronBatchDistances;

/**
 * saffron_batch_distances_read:
 * @windows: the windows.csv that was measured of @run
 * @scale_x: reference pixels per moving pixel along x
 * @scale_y: the same along y
 *
 * What the windows' own pixels say; none without a file.
 */
SaffronBatchDistances saffron_batch_distances_read (const char *windows,
                                                    SaffronRun *run,
                                                    double scale_x,
                                                    double scale_y);

G_END_DECLS
