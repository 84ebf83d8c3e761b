/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "register/planes.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/**
 * SaffronBlock:
 * @x: its centre, reference level-0 pixels
 * @y: the same in y
 * @dx: where it matches best, from where the transform puts it; reference
 *   level-0 pixels
 * @dy: the same in y
 * @ncc: at the best place, −1 … 1
 * @null: the best NCC of as many places in another part of the slide: what
 *   chance gives; 0 when it was not asked for
 */
typedef struct {
  double x, y;
  double dx, dy;
  double ncc, null;
} SaffronBlock;

/**
 * saffron_blocks_match:
 * @transform: reference → moving
 * @size: of a block, pixels of the reference plane
 * @search: how far to look, pixels of the reference plane
 * @mask: (nullable): 0 … 1 over the reference, of any size: how much each
 *   pixel of a block counts
 * @with_null: whether to look elsewhere too, which doubles the cost
 *
 * Block matching by normalised cross-correlation over the tissue of both
 * planes, at the reference plane's working size, with a parabola through the
 * peak. Blocks lie on a grid of @size pixels; those with less than half tissue
 * are left out, and on a large grid only every other one is looked at, or every
 * third.
 *
 * Returns: (transfer full): array of #SaffronBlock, in reading order
 */
GArray *saffron_blocks_match (const SaffronRegPlane *reference,
                              const SaffronRegPlane *moving,
                              const SaffronTransform *transform,
                              int size,
                              int search,
                              const SaffronPlane *mask,
                              gboolean with_null,
                              SaffronJob *job);

G_END_DECLS
