/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/plane.h"

G_BEGIN_DECLS

/**
 * SaffronSnapPeak:
 * @dx: the best shift, pixels: where the template's first column lies on
 *   @search, from the middle of the search area; between pixels
 * @dy: the same for rows
 * @ncc: the correlation there, -1 to 1
 * @rival: the best correlation that is not of the same peak; -1 if the whole
 *   search area is
 * @laid: the correlation without a shift
 * @bend_x: how sharp the peak is in x, minus the second derivative of the
 *   correlation, 1/pixel²; 0 at the border
 * @bend_y: the same in y
 * @at_border: whether the best shift lies on the border of the search area, so
 *   that a better one may lie beyond it
 */
typedef struct {
  double dx, dy;
  double ncc, rival, laid;
  double bend_x, bend_y;
  gboolean at_border;
} SaffronSnapPeak;

/**
 * saffron_snap_search:
 * @template: what is looked for
 * @search: larger than @template by twice @radius in both directions
 * @radius: the largest shift, pixels; at least 1
 *
 * Normalised cross-correlation at every shift, exact, and the top of a parabola
 * through the best one and its neighbours. Where either is constant, the
 * correlation is 0. Source: Lewis 1995.
 *
 * Returns: the best shift
 */
SaffronSnapPeak saffron_snap_search (const SaffronPlane *template,
                                     const SaffronPlane *search,
                                     int radius);

/* The best correlation of @template with what is no match: with @search
 * mirrored, and turned by 180°. */
double saffron_snap_chance (const SaffronPlane *template,
                            const SaffronPlane *search,
                            int radius);

/* (transfer full): @plane without @border pixels on each side. */
SaffronPlane *saffron_snap_middle (const SaffronPlane *plane, int border);

G_END_DECLS
