/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/planes.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/**
 * SaffronMovingUse:
 * @unused: the share of the moving slide's tissue on which nothing of the
 *   reference's tissue lies, 0 to 1
 * @twice: the share on which tissue of two or more pieces lies
 *
 * What a transform makes of the moving slide's tissue.
 */
typedef struct {
  double unused, twice;
} SaffronMovingUse;

/**
 * saffron_moving_use:
 * @reference: about 256 px
 * @moving: of about the same scale
 *
 * Lays the reference's tissue onto the moving slide and counts.
 */
SaffronMovingUse saffron_moving_use (const SaffronRegPlane *reference,
                                     const SaffronRegPlane *moving,
                                     const SaffronTransform *transform);

G_END_DECLS
