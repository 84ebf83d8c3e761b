/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/plane.h"

G_BEGIN_DECLS

/* Sigma of the weight, pixels, and half the side of the template without the
 * pixel in its middle: 2.5 sigmas, beyond which the weight is next to none. */
#define SAFFRON_SHIFT_FIT_SIGMA 8.0
#define SAFFRON_SHIFT_FIT_HALF 20

/**
 * SaffronShiftFit:
 * @x: what lies in the middle of the template lies so far from the middle of
 *   the search area, pixels
 * @y: the same in y
 * @variance: of @x and of @y, their mean, pixels²
 * @correlation: weighted, at the end, −1 to 1
 */
typedef struct {
  double x, y;
  double variance;
  double correlation;
} SaffronShiftFit;

/**
 * saffron_shift_fit:
 * @template: of side 2 · %SAFFRON_SHIFT_FIT_HALF + 1
 * @search: larger by the same border on each side
 * @fit: (inout): where to start; the result
 *
 * Finds a shift between two small pictures to a few hundredths of a pixel: the
 * weighted least squares of their difference, linearised by the mean of both
 * gradients, so that neither picture is favoured; iterated. The weight is a
 * Gaussian, so what lies in the middle counts most.
 *
 * The variance is robust: it is computed from what the least squares leave over
 * in blocks of the template, and assumes nothing about the noise inside a
 * block. Cells that only one slide shows make noise as large as a cell, which
 * a variance by pixels would miss.
 *
 * Source: Lucas & Kanade 1981; Benhimane & Malis 2004 for the mean of the
 * gradients; Liang & Zeger 1986 for the variance.
 *
 * Returns: %FALSE when it left the search area, or nothing stands out
 */
gboolean saffron_shift_fit (const SaffronPlane *template,
                            const SaffronPlane *search,
                            SaffronShiftFit *fit);

G_END_DECLS
