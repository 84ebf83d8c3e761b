/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/deformable.h"

G_BEGIN_DECLS

/**
 * SaffronBendFunc:
 * @data: the caller's
 *
 * Fits a deformable transform with @options.
 *
 * Returns: (transfer full): it, or %NULL with an error
 */
typedef SaffronTransform *(*SaffronBendFunc) (
    const SaffronDeformableOptions *options,
    gpointer data,
    GError **error);

/**
 * saffron_unfolded:
 * @bend: called again, ever stiffer, while what it returns may fold
 * @options: (inout): of the last call afterwards
 * @transform: (out) (transfer full) (nullable): one that surely does not fold
 *   (see saffron_transform_min_jacobian()); %NULL when all do
 *
 * Folds are never accepted: bent less, or not at all.
 *
 * Returns: %FALSE with @bend's error
 */
gboolean saffron_unfolded (SaffronBendFunc bend,
                           gpointer data,
                           SaffronDeformableOptions *options,
                           SaffronTransform **transform,
                           GError **error);

G_END_DECLS
