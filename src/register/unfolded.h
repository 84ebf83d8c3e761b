/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/deformable.h"

G_BEGIN_DECLS

/**
 * SaffronBendFunc:
 * @data: the caller's data
 *
 * Fits a deformable transform with @options.
 *
 * Returns: (transfer full): the transform, or %NULL with an error
 */
typedef SaffronTransform *(*SaffronBendFunc) (
    const SaffronDeformableOptions *options,
    gpointer data,
    SaffronJob *job,
    GError **error);

/**
 * saffron_unfolded:
 * @bend: called again with stiffer options as long as its result may fold
 * @options: (inout): the options to start with; afterwards those of the last
 *   call
 * @transform: (out) (transfer full) (nullable): a transform that certainly does
 *   not fold (see saffron_transform_min_jacobian()); %NULL when all may fold
 *
 * Fits a deformable transform without folds: if it folds, it is bent less, or
 * dropped.
 *
 * Returns: %FALSE with @bend's error
 */
gboolean saffron_unfolded (SaffronBendFunc bend,
                           gpointer data,
                           SaffronDeformableOptions *options,
                           SaffronJob *job,
                           SaffronTransform **transform,
                           GError **error);

G_END_DECLS
