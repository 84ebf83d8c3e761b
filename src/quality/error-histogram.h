/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "quality/windows.h"

G_BEGIN_DECLS

#define SAFFRON_ERROR_BINS 30

/**
 * SaffronErrorHistogram:
 * @in_um: whether lengths are µm; else they are reference level-0 pixels
 * @low: the length at the lower end of the axis, a power of ten
 * @high: the length at its upper end, a power of ten
 * @tolerance: up to which error a window agrees
 * @after: the share of the tissue, of which the error is known, that has its
 *   error in each bin; 0 to 1. The first bin has smaller errors, too, the last
 *   one larger ones
 * @before: the same by the transform's affine part alone
 *
 * How errors are distributed, on an axis that is logarithmic: before and after
 * differ by orders of magnitude. Of windows without an error there is nothing.
 */
typedef struct {
  gboolean in_um;
  double low, high, tolerance;
  double after[SAFFRON_ERROR_BINS];
  double before[SAFFRON_ERROR_BINS];
} SaffronErrorHistogram;

/* @histogram: (out caller-allocates) */
void saffron_error_histogram_count (const SaffronWindows *windows,
                                    SaffronErrorHistogram *histogram);

/* Where a length lies on the axis: 0 at its lower end, 1 at its upper one, and
 * never outside. */
double saffron_error_histogram_place (const SaffronErrorHistogram *histogram,
                                      double length);

G_END_DECLS
