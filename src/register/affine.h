/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "register/planes.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/**
 * SaffronAffineOptions:
 * @coarsest: the first level's longest side is at least this, pixels
 * @finest: the last level's longest side, pixels
 * @radius: radius of the LNCC window, pixels of the level
 * @max_iterations: most iterations per level
 * @mask: (nullable): weights 0 … 1 over the reference; pixels of weight 0 are
 *   ignored
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
 * @start: the transform to start from; its lattice, if any, is dropped
 * @job: (nullable): its fraction goes from 0 to 1
 *
 * Finds the six parameters that maximise the signed squared local NCC (see
 * register/lncc.h) over the tissue of both slides, from coarse to fine, by
 * L-BFGS.
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
