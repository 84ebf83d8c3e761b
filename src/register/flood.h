/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/plane.h"

G_BEGIN_DECLS

/**
 * saffron_flood:
 * @labels: @width × @height
 * @from: index of the pixel to start at
 * @seen: @width × @height: what was found is set to 1 there
 * @queue: room for @width × @height indices: receives those that were found
 *
 * Finds the pixels that have the label of @from and are connected with it
 * through their sides.
 *
 * Returns: how many
 */
guint saffron_flood (const guint8 *labels,
                     int width,
                     int height,
                     gsize from,
                     guint8 *seen,
                     gsize *queue);

/**
 * saffron_largest_part:
 * @plane: positive where something is, zero elsewhere
 * @least: the pixels that a part must have
 *
 * Returns: the sum over the connected part whose sum is largest, of those that
 *   are large enough; 0 when there is none
 */
double saffron_largest_part (const SaffronPlane *plane, double least);

G_END_DECLS
