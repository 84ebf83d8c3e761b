/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "register/planes.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/**
 * SaffronBlock:
 * @x: x of its centre, reference level-0 pixels
 * @y: the same in y
 * @dx: distance along x from where the transform puts it to where it matches
 *   best, reference level-0 pixels
 * @dy: the same in y
 * @ncc: NCC at the best place, −1 … 1
 * @null: the best NCC among as many places in another part of the slide, which
 *   is what chance gives; 0 when it was not asked for
 */
typedef struct {
  double x, y;
  double dx, dy;
  double ncc, null;
} SaffronBlock;

/**
 * saffron_blocks_match:
 * @transform: reference → moving
 * @size: side of a block, pixels of the reference plane
 * @search: reach of the search in each direction, pixels of the reference plane
 * @mask: (nullable): weights 0 … 1 over the reference, a plane of any size
 * @with_null: whether to measure @null, too, which doubles the cost
 *
 * Matches blocks by normalised cross-correlation over the tissue of both
 * planes, at the reference plane's working size, with a parabola through the
 * peak. Blocks lie on a grid of @size pixels. Those with less than half tissue
 * are left out, and of a large grid only every other block, or every third …,
 * is matched.
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
