/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "register/coarse.h"
#include "register/planes.h"

G_BEGIN_DECLS

/**
 * saffron_crops_search:
 * @reference: of two crops, see register/crops.h, or a copy with other masks
 * @moving: the same
 * @scale: moving level-0 pixels per reference level-0 pixel
 * @mirrored: whether to look for the moving slide lying face down
 *
 * The ways to lay two crops on each other at one scale: masked correlation at
 * all shifts for turns of 6° at half the crops' size, the best ten refined as
 * similarities. Deterministic.
 *
 * Returns: (transfer full): array of #SaffronCandidate whose affines are
 *   between crops, best first; those with a score of 0 and less are not
 *   possible
 */
GArray *saffron_crops_search (const SaffronRegPlane *reference,
                              const SaffronRegPlane *moving,
                              double scale,
                              gboolean mirrored,
                              SaffronJob *job);

/* The same for turns of up to @range degrees to either side, on at least
 * @min_overlap of the tissue of the slide that has less. */
GArray *saffron_crops_search_near (const SaffronRegPlane *reference,
                                   const SaffronRegPlane *moving,
                                   double scale,
                                   double range,
                                   double min_overlap,
                                   gboolean mirrored,
                                   SaffronJob *job);

G_END_DECLS
