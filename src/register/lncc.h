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
 * How well two planes agree under a displacement, as the mean over the tissue
 * of 1 − c|c| / (v_R v_T): 0 where the moving plane is a rising linear function
 * of the reference in each window, 1 where they have nothing in common, 2
 * where one is the other's negative. Windows are boxes of 2 × radius + 1
 * pixels, their moments weighted by how far both slides have image there.
 *
 * Weights are taken once, at the map the measure is made with, so that value
 * and gradient are exactly those of one function.
 */
typedef struct _SaffronLncc SaffronLncc;

/**
 * saffron_lncc_new:
 * @reference: the level's reference plane; its intensity is kept by reference
 * @moving: the moving plane at about the same resolution; the same
 * @affine: reference level-0 → moving level-0
 * @at: (nullable): the displacement at which the weights are taken
 * @mask: (nullable): more weights over the reference, of any size
 * @radius: pixels
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

/* Σ W, in pixels: the tissue that is looked at. */
double saffron_lncc_get_area (const SaffronLncc *lncc);

/**
 * saffron_lncc_eval:
 * @field: the displacement u: the moving plane is read at A · (p + u (p))
 * @gradient: (nullable): receives the derivatives by @field's parameters; of
 *   the same shape
 *
 * Meaningless once @job is cancelled: check it.
 */
double saffron_lncc_eval (SaffronLncc *lncc,
                          const SaffronField *field,
                          SaffronField *gradient,
                          SaffronJob *job);

/**
 * saffron_lncc_map:
 *
 * For comparing maps with each other. Bilinear reading takes more noise away
 * half-way between pixels than on them, so that a shift by half a pixel looks
 * like a gain; here the moving plane is read through a cubic B-spline, which
 * takes away the same everywhere.
 *
 * Returns: (transfer full): c|c| / (v_R v_T) at each pixel, −1 … 1; @weights,
 *   if not %NULL, receives W, to be freed too
 */
SaffronPlane *saffron_lncc_map (SaffronLncc *lncc,
                                const SaffronField *field,
                                SaffronPlane **weights,
                                SaffronJob *job);

/* The map under @transform, its weights taken there; see saffron_lncc_new()
 * for the rest. */
SaffronPlane *saffron_lncc_map_under (const SaffronRegPlane *reference,
                                      const SaffronRegPlane *moving,
                                      const SaffronTransform *transform,
                                      const SaffronPlane *mask,
                                      int radius,
                                      SaffronPlane **weights,
                                      SaffronJob *job);

G_END_DECLS
