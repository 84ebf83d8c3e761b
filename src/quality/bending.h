/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "quality/windows.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/**
 * SaffronBending:
 * @piece: of the transform
 * @tissue: the share of the reference's tissue that is this piece's, 0 to 1
 * @min_jacobian: the least det (I + ∇u) at the places looked at; 1: no change
 *   of area beside the affine part
 * @folded: the share of the places with a determinant of 0 or less, 0 to 1
 * @strain: median over the places of the largest relative change of a length
 *   in any direction, beside the affine part; 0: none
 * @most_strain: the 99th percentile of the same
 *
 * What the transform does to the tissue of one piece.
 */
typedef struct {
  int piece;
  double tissue;
  double min_jacobian;
  double folded;
  double strain, most_strain;
} SaffronBending;

/**
 * saffron_bending_measure:
 *
 * Looks at 25 places of each window. The least determinant over all of the
 * reference, exactly, is that of saffron_transform_min_jacobian().
 *
 * Returns: (transfer full) (element-type SaffronBending): one for each piece
 *   that has windows
 */
GArray *saffron_bending_measure (const SaffronTransform *transform,
                                 const SaffronWindows *windows);

G_END_DECLS
