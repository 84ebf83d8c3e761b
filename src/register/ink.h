/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "base/plane.h"

G_BEGIN_DECLS

/**
 * saffron_ink_mask:
 * @channels: @n planes of stored values of a brightfield slide, of one size: 3
 *   or 1
 * @background: @n levels, see saffron_background_level()
 * @density: see saffron_optical_density()
 * @blank: (nullable): 1 where nothing was written
 *
 * Finds what lies on a brightfield slide and is no tissue: strokes of a pen,
 * dust, the rims of bubbles, holes in a scanner's light. It is told from tissue
 * by several things at once, since stains have any colour and folded or
 * pigmented tissue is dark, too:
 *
 * - *darkness or saturation*: it stops the light of all colours, where stains
 *   let one pass, or it stops one and lets another pass, more than most stains;
 * - *edges*: it ends within a few pixels, where tissue that is as dense lies in
 *   tissue that is nearly so;
 * - *smoothness or hue*: it has no texture, or it has a hue that the slide has
 *   nowhere else, where a stain that is strong in one place is weak in others;
 *   what is dark and long needs neither;
 * - *rarity*: what is like most of the dense pixels of a slide is its tissue.
 *
 * Returns: (transfer full) (nullable): 1 there and some pixels around, 0
 *   elsewhere; %NULL when there is none
 */
SaffronPlane *saffron_ink_mask (SaffronPlane *const *channels,
                                const double *background,
                                int n,
                                const SaffronPlane *density,
                                const SaffronPlane *blank,
                                SaffronJob *job);

G_END_DECLS
