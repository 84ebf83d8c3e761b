/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/planes.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/**
 * saffron_nuclei_fields:
 * @planes: small planes of the reference and of the moving slide, with tissue
 * @side: of a field, reference level-0 pixels
 * @most: how many fields are chosen at most
 *
 * Chooses square fields of the reference in which both slides show tissue under
 * the transform. The reference is tiled, tiles with enough tissue are put into
 * the order of a Hilbert curve, and every n-th of them is taken: a systematic
 * sample, spread evenly over the tissue (Gundersen and Jensen 1987). Fields
 * that a tear or a fold pulls apart are left out.
 *
 * Returns: (transfer full) (element-type SaffronRefPoint): the top-left corners
 */
GArray *saffron_nuclei_fields (const SaffronRegPlane *const planes[2],
                               const SaffronTransform *transform,
                               double side,
                               int most);

G_END_DECLS
