/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "transform/transform.h"

G_BEGIN_DECLS

/**
 * saffron_transform_find_folds:
 * @n: squares along the reference's longer side
 *
 * Where the transform folds: det (I + ∇u) is 0 or less at one of nine places of
 * the square. A fold that is smaller than the gaps between them can be missed;
 * whether there is one at all says saffron_transform_min_jacobian().
 *
 * Returns: (transfer full) (element-type SaffronRefBox): the squares, row by
 *   row; empty as a rule
 */
GArray *saffron_transform_find_folds (const SaffronTransform *transform, int n);

G_END_DECLS
