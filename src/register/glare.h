/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "base/plane.h"

G_BEGIN_DECLS

/**
 * saffron_glare_mask:
 * @signal: a fluorescence channel without its background
 * @weight: how far each pixel lies inside the image, 0 to 1
 *
 * Finds what shines on a fluorescence slide and is no tissue: dust, fibres,
 * crystals, precipitated dye. Tissue may be scarce and much brighter than all
 * else, too, so that brightness alone does not tell. It is told by four things
 * at once:
 *
 * - *brightness*: it is four times as bright as most parts of the slide ever
 *   are;
 * - *smoothness*: it has no texture, where nuclei are dark within a few pixels;
 * - *edges*: it ends within a few pixels;
 * - *rarity*: it covers little, and what shines is not mostly this.
 *
 * Returns: (transfer full) (nullable): 1 there and some pixels around, 0
 *   elsewhere; %NULL when there is none
 */
SaffronPlane *saffron_glare_mask (const SaffronPlane *signal,
                                  const SaffronPlane *weight,
                                  SaffronJob *job);

G_END_DECLS
