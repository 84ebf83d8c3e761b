/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "register/field.h"
#include "register/planes.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/**
 * SaffronLncc:
 *
 * Measures how well two planes agree under a displacement: the mean over the
 * tissue of 1 − c|c| / (v_R v_T). It is 0 if the moving plane is a rising
 * linear function of the reference in each window, 1 if they have nothing in
 * common, and 2 if one is the other's negative. Windows are boxes with a side
 * of 2 × radius + 1 pixels; their moments are weighted by how far both slides
 * have image there.
 *
 * The weights are computed once, under the map with which the measure is made,
 * so that value and gradient belong to exactly the same function.
 */
typedef struct _SaffronLncc SaffronLncc;

/**
 * saffron_lncc_new:
 * @reference: the level's reference plane; its intensity must outlive the
 *   measure
 * @moving: the moving plane at about the same resolution; its intensity
 *   likewise
 * @affine: reference level-0 → moving level-0
 * @at: (nullable): the displacement under which the weights are computed
 * @mask: (nullable): further weights over the reference, a plane of any size
 * @radius: radius of the window, pixels of the level
 */
SaffronLncc *saffron_lncc_new (const SaffronRegPlane *reference,
                               const SaffronRegPlane *moving,
                               const SaffronAffine *affine,
                               const SaffronField *at,
                               const SaffronPlane *mask,
                               int radius,
                               SaffronJob *job);
void saffron_lncc_free (SaffronLncc *lncc);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronLncc, saffron_lncc_free)

/* Σ W, in pixels: the area of the tissue that counts. */
double saffron_lncc_get_area (const SaffronLncc *lncc);

/**
 * saffron_lncc_eval:
 * @field: the displacement u; the moving plane is read at A · (p + u (p))
 * @gradient: (nullable): receives the derivatives by @field's parameters; must
 *   have the same shape
 *
 * Returns: the measure, 0 to 2; meaningless once @job is cancelled, so check it
 */
double saffron_lncc_eval (SaffronLncc *lncc,
                          const SaffronField *field,
                          SaffronField *gradient,
                          SaffronJob *job);

/**
 * saffron_lncc_map:
 *
 * Makes a map of the agreement, for comparing maps with each other. Bilinear
 * interpolation removes more noise half-way between pixels than on them, so
 * that a shift by half a pixel would look like a gain. Therefore the moving
 * plane is read through a cubic B-spline, which removes the same everywhere.
 *
 * Returns: (transfer full): c|c| / (v_R v_T) at each pixel, −1 … 1; @weights,
 *   if not %NULL, receives W (transfer full)
 */
SaffronPlane *saffron_lncc_map (SaffronLncc *lncc,
                                const SaffronField *field,
                                SaffronPlane **weights,
                                SaffronJob *job);

/* The same under @transform, with the weights computed under it, too; see
 * saffron_lncc_new() for the other arguments. With pieces each pixel has the
 * value that it has under its own piece's map alone, since no window may be
 * read through two maps at once. */
SaffronPlane *saffron_lncc_map_under (const SaffronRegPlane *reference,
                                      const SaffronRegPlane *moving,
                                      const SaffronTransform *transform,
                                      const SaffronPlane *mask,
                                      int radius,
                                      SaffronPlane **weights,
                                      SaffronJob *job);

G_END_DECLS
