/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "register/part.h"
#include "register/planes.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/* The least share of the tissue that a part has: less is a cell or two, which
 * differ by chance. */
#define SAFFRON_PARTS_LEAST 0.08

/**
 * saffron_parts_find:
 * @reference: the reference's plane, 256 px or larger
 * @moving: the moving slide's
 * @transform: what the stages ended with
 * @chance: the likeness of the best rival, see register/rivals.h
 *
 * Looks at each cell of a grid of about 1/12 of the tissue: whether the moving
 * slide has tissue there at all, and whether the two are alike there.
 *
 * Low likeness alone does not say that a part is misplaced: on weakly stained
 * neighbouring sections a third of the tissue shows nothing that could agree.
 * So it counts only where the rest of the tissue is clearly alike, and where
 * both slides show detail, see register/parts-detail.h; elsewhere if the part
 * is found in another place, see register/parts-own.h. Tissue without a
 * counterpart counts as misplaced when as much of the moving slide's tissue is
 * used by nothing, unless a frame cuts it off, see register/parts-unused.h.
 *
 * Returns: (transfer full) (element-type SaffronPart): those with at least
 *   %SAFFRON_PARTS_LEAST of the tissue, the largest first; unusable once @job
 *   is cancelled
 */
GArray *saffron_parts_find (const SaffronRegPlane *reference,
                            const SaffronRegPlane *moving,
                            const SaffronTransform *transform,
                            double chance,
                            SaffronJob *job);

G_END_DECLS
