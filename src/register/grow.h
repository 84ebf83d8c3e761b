/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "register/planes.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/**
 * saffron_grow:
 * @start: a guess that may be right in a part of the tissue only, as one from
 *   a piece that stands alone, or a few features of it
 *
 * Follows what agrees already: after a short deformable fit, a similarity is
 * fitted to where the local correlation is high, which lays the rest better,
 * where it is tried again. It is followed only as long as the slides look more
 * alike for it (saffron_likeness_fitted()).
 *
 * Returns: (transfer full): the affine it came to, far from that of @start, or
 *   %NULL when there is none, which is the usual case, or when @job is
 *   cancelled
 */
SaffronTransform *saffron_grow (const SaffronRegPlane *reference,
                                const SaffronRegPlane *moving,
                                const SaffronTransform *start,
                                SaffronJob *job);

G_END_DECLS
