/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "register/planes.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/* Longest side at which likeness is measured. */
#define SAFFRON_LIKENESS_DIM 256

/**
 * saffron_likeness:
 * @reference: 256 px or larger
 * @moving: the same of the moving slide
 *
 * Returns: the mean over tissue of the signed squared local correlation at 256
 *   px under @transform, −1 to 1; 0 where nothing overlaps
 */
double saffron_likeness (const SaffronRegPlane *reference,
                         const SaffronRegPlane *moving,
                         const SaffronTransform *transform,
                         SaffronJob *job);

/**
 * saffron_likeness_fitted:
 * @affine: reference level-0 → moving level-0, to start from
 * @fitted: (out) (optional) (transfer full): the fit; %NULL when there is
 *   nothing to fit
 *
 * The likeness after a short affine and deformable fit at 128 and 256 px: what
 * two slides can be made to agree. Wrong slides can be bent to agree a little,
 * too, so it means something only against what a null reaches.
 */
double saffron_likeness_fitted (const SaffronRegPlane *reference,
                                const SaffronRegPlane *moving,
                                const SaffronAffine *affine,
                                SaffronJob *job,
                                SaffronTransform **fitted);

G_END_DECLS
