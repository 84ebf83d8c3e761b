/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "register/planes.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/**
 * SaffronAffineOptions:
 * @coarsest: longest side of the first level at least, pixels
 * @finest: longest side of the last level
 * @radius: of the LNCC window, pixels of the level
 * @max_iterations: a level
 * @mask: (nullable): 0 … 1 over the reference: what is 0 is not looked at
 */
typedef struct {
  int coarsest, finest;
  int radius;
  int max_iterations;
  const SaffronPlane *mask;
} SaffronAffineOptions;

#define SAFFRON_AFFINE_STAGE ((SaffronAffineOptions){ 128, 512, 8, 40, NULL })

/**
 * saffron_affine_stage:
 * @start: its lattice, if it has one, is dropped
 *
 * Six parameters that maximise the signed squared local NCC (see
 * register/lncc.h) over tissue on both sides, coarse to fine, by BFGS.
 *
 * Returns: (transfer full): the transform, or %NULL when the job is cancelled
 */
SaffronTransform *saffron_affine_stage (const SaffronRegPlane *reference,
                                        const SaffronRegPlane *moving,
                                        const SaffronTransform *start,
                                        const SaffronAffineOptions *options,
                                        SaffronJob *job,
                                        GError **error);

G_END_DECLS
