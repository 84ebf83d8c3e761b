/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "transform/transform.h"

G_BEGIN_DECLS

/**
 * saffron_transform_surround:
 * @before: scales a reference of @width × @height level-0 pixels along its axes
 *   to that of @transform
 * @after: what follows, an invertible map of the moving slide's places
 *
 * Returns: (transfer full): the three maps one after the other, for that
 *   reference. It is exact where @before is the identity or there is no
 *   lattice; else the lattice is interpolated as by
 *   saffron_transform_compose(), no coarser than it was along either axis
 */
SaffronTransform *saffron_transform_surround (const SaffronTransform *transform,
                                              const SaffronAffine *before,
                                              const SaffronAffine *after,
                                              double width,
                                              double height);

G_END_DECLS
