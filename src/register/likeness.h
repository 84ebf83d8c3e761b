/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "register/planes.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/* Longest side of the planes in which likeness is measured. */
#define SAFFRON_LIKENESS_DIM 256

/**
 * saffron_likeness:
 * @reference: a plane of 256 px or larger
 * @moving: the same of the moving slide
 *
 * Returns: the mean over the tissue of the signed squared local correlation at
 *   256 px under @transform, −1 to 1; 0 when nothing overlaps
 */
double saffron_likeness (const SaffronRegPlane *reference,
                         const SaffronRegPlane *moving,
                         const SaffronTransform *transform,
                         SaffronJob *job);

/**
 * saffron_likeness_fitted:
 * @affine: where to start, reference level-0 → moving level-0
 * @fitted: (out) (optional) (nullable) (transfer full): the fit; %NULL when
 *   there is nothing to fit
 *
 * Returns: the likeness after a short affine and deformable fit at 128 and 256
 *   px. Slides that do not belong together can be bent to agree a little, too,
 *   so compare it with what a null reaches
 */
double saffron_likeness_fitted (const SaffronRegPlane *reference,
                                const SaffronRegPlane *moving,
                                const SaffronAffine *affine,
                                SaffronJob *job,
                                SaffronTransform **fitted);

G_END_DECLS
