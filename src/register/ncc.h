/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/plane.h"

G_BEGIN_DECLS

/**
 * SaffronNcc:
 *
 * Normalised cross-correlation, by FFT, of one reference with many moving
 * pictures at every shift, each with a mask. Immutable once made; threads can
 * share it if each has a #SaffronNccWork of its own.
 *
 * The correlation of the values is exact. The area, means and variances of the
 * overlap change slowly with the shift; they are taken at the nearest shift of
 * a grid four times coarser. Source: Padfield 2012.
 */
typedef struct _SaffronNcc SaffronNcc;
typedef struct _SaffronNccWork SaffronNccWork;

/**
 * SaffronNccInput:
 * @values: the values to compare, already multiplied by @mask
 * @mask: 0 to 1, the weight of a pixel
 * @tissue: 0 to 1, how far a pixel is tissue; the overlap is measured in tissue
 *
 * One picture: planes of one size.
 */
typedef struct {
  const SaffronPlane *values;
  const SaffronPlane *mask;
  const SaffronPlane *tissue;
} SaffronNccInput;

/**
 * SaffronNccPeak:
 * @dx: the reference's column on which the moving picture's first column lies
 * @dy: the same for rows
 * @ncc: the correlation, -1 to 1
 * @overlap: shared tissue divided by the tissue of the picture that has less
 * @score: @ncc times the square root of the shared tissue divided by the
 *   geometric mean of both pictures' tissue, because a small picture fits into
 *   a large one by chance in more ways than two equal ones fit each other
 */
typedef struct {
  int dx, dy;
  double ncc, overlap, score;
} SaffronNccPeak;

/* (transfer full): @max_width and @max_height are the size of the largest
 * moving picture that will be searched. */
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
 * @moving: a picture within the size that was announced
 * @min_overlap: shifts with less overlap are ruled out, 0 to 1
 * @peaks: (out caller-allocates): the best shifts, best first, at least 16
 *   pixels apart
 *
 * Returns: the number of peaks, at most @max_peaks
 */
int saffron_ncc_search (const SaffronNcc *ncc,
                        SaffronNccWork *work,
                        const SaffronNccInput *moving,
                        double min_overlap,
                        SaffronNccPeak *peaks,
                        int max_peaks);

G_END_DECLS
