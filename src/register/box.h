/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/plane.h"

G_BEGIN_DECLS

/**
 * saffron_box_row:
 * @in: @n + 2 * @radius floats: the row with @radius floats of padding on
 *   either side; overwritten
 * @out: @n floats: out[i] = in[i] + … + in[i + 2 * radius]
 *
 * Sums by doubling, so the cost grows with the logarithm of the radius, no
 * error runs along the row, and each step is a loop over independent values.
 */
void saffron_box_row (float *in, int n, int radius, float *out);

/**
 * saffron_box_strip:
 * @in: @rows * @width floats
 * @out: (@rows − 2 * @radius) * @width floats: box sums of the rows that have
 *   @radius rows on either side; beyond the left and right border is zero
 */
void saffron_box_strip (
    const float *in, int rows, int width, int radius, float *out);

/* Box sums of a whole plane, zero beyond its border. */
void saffron_box_plane (const SaffronPlane *in, int radius, SaffronPlane *out);

G_END_DECLS
