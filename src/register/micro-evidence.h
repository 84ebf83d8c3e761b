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
 * @evidence: (out caller-allocates): the gain as that of the squared local
 *   correlation, of each cell and of all; the residuals are how far each
 *   square's own best displacement is from what the others say, before and
 *   after
 *
 * As saffron_evidence_collect(), from what the blocks say alone, without
 * looking at the slides again. So interpolation has no say, and every weight of
 * smoothness can be judged for the price of a solution.
 */
void saffron_micro_evidence (const SaffronMicroBlocks *blocks,
                             SaffronField *const changes[2],
                             double downsample,
                             SaffronEvidence *evidence);

/* Takes back the change from @before to @field where cells gain nothing, and
 * goes over smoothly to where they do. Cells without tissue keep it. */
void saffron_micro_damp (SaffronField *field,
                         const SaffronField *before,
                         const SaffronMicroBlocks *blocks,
                         const SaffronEvidence *evidence);

G_END_DECLS
