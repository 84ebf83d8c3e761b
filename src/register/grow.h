/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "register/planes.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/**
 * saffron_grow:
 * @start: a guess that may be right in only a part of the tissue, such as one
 *   from a single piece or a few features
 * @job: (nullable): its fraction goes from 0 to 1
 *
 * Extends a guess from the part where it is right. After a short deformable
 * fit, it fits a similarity to the places where the local correlation is high.
 * This places the rest of the tissue better, and the step is repeated from
 * there, as long as the slides look more alike after it
 * (saffron_likeness_fitted()).
 *
 * Returns: (transfer full): an affine transform that is far from @start's, or
 *   %NULL when there is none, which is the usual case, or when @job is
 *   cancelled
 */
SaffronTransform *saffron_grow (const SaffronRegPlane *reference,
                                const SaffronRegPlane *moving,
                                const SaffronTransform *start,
                                SaffronJob *job);

G_END_DECLS
