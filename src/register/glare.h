/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "base/plane.h"

G_BEGIN_DECLS

/**
 * saffron_glare_mask:
 * @signal: a fluorescence channel without its background
 * @weight: how far each pixel lies inside the image, 0 to 1
 * @step: what stored values differ by at least; 0 for floats
 *
 * Finds what shines on a fluorescence slide and is no tissue: dust, fibres,
 * crystals, precipitated dye. Scarce tissue may be much brighter than all else,
 * too, so that brightness alone tells only where most of the slide has the
 * texture of tissue: there, what is three times as bright as three quarters of
 * the slide's parts ever are is glare. Elsewhere it has to be smooth, too,
 * where nuclei have texture, and end within a few pixels. It is never most of
 * what shines.
 *
 * Returns: (transfer full) (nullable): 1 there and some pixels around, 0
 *   elsewhere; %NULL when there is none
 */
SaffronPlane *saffron_glare_mask (const SaffronPlane *signal,
                                  const SaffronPlane *weight,
                                  double step,
                                  SaffronJob *job);

/* The standard deviation of the noise, by what neighbours differ by in the
 * quiet parts of the slide. More than that where there is tissue all over. */
double saffron_signal_noise (const SaffronPlane *signal,
                             const SaffronPlane *weight,
                             SaffronJob *job);

G_END_DECLS
