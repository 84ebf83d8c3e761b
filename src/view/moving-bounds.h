/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "view/tile-grid.h"

G_BEGIN_DECLS

/**
 * saffron_view_moving_parts:
 * @transform: (nullable): the identity if %NULL
 * @parts: (out caller-allocates)
 *
 * Regions of the moving slide that together hold all that is on the canvas: one
 * for each piece of the transform that is on it, since pieces may lie far apart
 * on the moving slide. Each is found from the range of the coefficients that
 * carry its displacement.
 *
 * Returns: how many, at least one
 */
int saffron_view_moving_parts (const SaffronViewGeometry *view,
                               const SaffronTransform *transform,
                               SaffronViewBounds parts[SAFFRON_MAX_PIECES]);

/* One region around all of these. */
SaffronViewBounds
saffron_view_moving_bounds (const SaffronViewGeometry *view,
                            const SaffronTransform *transform);

G_END_DECLS
