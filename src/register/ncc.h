/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/plane.h"

G_BEGIN_DECLS

/**
 * SaffronNcc:
 *
 * Normalised cross-correlation of one reference with many moving pictures at
 * every shift, each with a mask, by FFT. Immutable once made: threads share it,
 * each with a #SaffronNccWork of its own.
 *
 * The correlation of the values is exact; the overlap's area, means and
 * variances, which change slowly with the shift, are taken from a grid four
 * times coarser, at its nearest shift. Source: Padfield 2012.
 */
typedef struct _SaffronNcc SaffronNcc;
typedef struct _SaffronNccWork SaffronNccWork;

/**
 * SaffronNccInput:
 * @values: what is compared, already times @mask
 * @mask: 0 to 1, how far a pixel counts
 * @tissue: 0 to 1, how far a pixel is tissue: what the overlap is counted in
 *
 * Planes of one size.
 */
typedef struct {
  const SaffronPlane *values;
  const SaffronPlane *mask;
  const SaffronPlane *tissue;
} SaffronNccInput;

/**
 * SaffronNccPeak:
 * @dx: the reference pixel on which the moving picture's first pixel lies
 * @dy: the same in y
 * @ncc: the correlation, -1 to 1
 * @overlap: shared tissue over the tissue of the picture that has less
 * @score: @ncc times the square root of the shared tissue over the geometric
 *   mean of both pictures': a small picture fits into a large one by chance
 *   in more ways than two fit each other
 */
typedef struct {
  int dx, dy;
  double ncc, overlap, score;
} SaffronNccPeak;

/* @max_width and @max_height: of the largest moving picture to come. */
SaffronNcc *saffron_ncc_new (const SaffronNccInput *reference,
                             int max_width,
                             int max_height);
void saffron_ncc_free (SaffronNcc *ncc);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronNcc, saffron_ncc_free)

SaffronNccWork *saffron_ncc_work_new (const SaffronNcc *ncc);
void saffron_ncc_work_free (SaffronNccWork *work);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronNccWork, saffron_ncc_work_free)

/**
 * saffron_ncc_search:
 * @moving: no larger than the largest announced
 * @min_overlap: shifts with less are not looked at, 0 to 1
 * @peaks: (out caller-allocates): the best shifts, best first, at least 16
 *   pixels apart
 *
 * Returns: how many there are, at most @max_peaks
 */
int saffron_ncc_search (const SaffronNcc *ncc,
                        SaffronNccWork *work,
                        const SaffronNccInput *moving,
                        double min_overlap,
                        SaffronNccPeak *peaks,
                        int max_peaks);

G_END_DECLS
