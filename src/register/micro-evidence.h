/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/acceptance.h"
#include "register/micro-solve.h"

G_BEGIN_DECLS

/* What the squares of colour @colour gain by @change, which was found without
 * them: the rise of their log-likelihood. */
double saffron_micro_gain (const SaffronMicroBlocks *blocks,
                           const SaffronField *change,
                           int colour);

/**
 * saffron_micro_evidence:
 * @changes: found without the squares of colour 0 and without those of colour 1
 * @downsample: level-0 pixels per pixel
 * @evidence: (out caller-allocates): the gain is that of − log (1 − c²) / 2 per
 *   pixel of tissue, where c is the local correlation, of each cell and of all;
 *   the residuals are how far each square's own best displacement is from what
 *   the others say, before and after
 * @keep: (out) (transfer full): a pixel per cell: 0 where the change does harm
 *   by more than its standard error over the cell's squares, else 1
 *
 * As saffron_evidence_collect(), from what the blocks say alone, without
 * looking at the slides again. So interpolation has no say, and every weight of
 * smoothness can be judged for the price of a solution.
 */
void saffron_micro_evidence (const SaffronMicroBlocks *blocks,
                             SaffronField *const changes[2],
                             double downsample,
                             SaffronEvidence *evidence,
                             SaffronPlane **keep);

/* Takes back the change from @before to @field where @keep is 0, and goes over
 * smoothly to where it is 1. */
void saffron_micro_damp (SaffronField *field,
                         const SaffronField *before,
                         const SaffronMicroBlocks *blocks,
                         const SaffronPlane *keep);

G_END_DECLS
