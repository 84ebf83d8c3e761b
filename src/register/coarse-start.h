/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/coarse.h"

G_BEGIN_DECLS

/**
 * saffron_coarse_start:
 * @reference: a plane of at least 256 px
 * @moving: the same of the moving slide
 * @start: how a person laid the moving slide, reference level-0 → moving
 *   level-0
 * @job: (nullable): its fraction goes from 0 to 1
 * @found: (out): the best way near @start, or @start itself when nothing near
 *   it is alike
 *
 * Takes the place of saffron_coarse() where a person says how the slides lie.
 * Climbs, at 128 px, from @start and from shifts of up to 7 % of the diagonal
 * and turns of up to 15° about it; the best are climbed and compared at 256 px,
 * as the search does with its guesses. The flip is the person's.
 *
 * Returns: %FALSE only when the job is cancelled
 */
gboolean saffron_coarse_start (const SaffronRegPlane *reference,
                               const SaffronRegPlane *moving,
                               const SaffronAffine *start,
                               SaffronJob *job,
                               SaffronCandidate *found,
                               GError **error);

G_END_DECLS
