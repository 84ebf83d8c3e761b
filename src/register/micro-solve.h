/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/field.h"
#include "register/micro-blocks.h"

G_BEGIN_DECLS

/* Distance of the lattice's nodes, pixels: two blocks. */
#define SAFFRON_MICRO_STEP (2 * SAFFRON_MICRO_BLOCK)
/* Side of a square of the checkerboard, blocks. */
#define SAFFRON_MICRO_SQUARE 4

/* Which square of the checkerboard block (@i, @j) lies in: 0 or 1. */
static inline int
saffron_micro_colour (int i, int j)
{
  return (i / SAFFRON_MICRO_SQUARE + j / SAFFRON_MICRO_SQUARE) & 1;
}

/**
 * saffron_micro_solve:
 * @blocks: what they say under @field
 * @field: the displacement so far, with a lattice of %SAFFRON_MICRO_STEP
 * @alpha: the weight of smoothness
 * @without: the squares that are held out, 0 or 1; -1 for none
 * @job: (nullable): may be cancelled; the result is then to be thrown away
 *
 * Finds the lattice by which to change @field so that what the blocks gain,
 * less
 * @alpha / 2 · Σ (c_xx² + 2 c_xy² + c_yy²) of all the coefficients, is most.
 * The normal equations are solved by conjugate gradients, with a cosine
 * transform as preconditioner; nothing is assembled.
 *
 * Returns: (transfer full): the change, pixels
 */
SaffronField *saffron_micro_solve (const SaffronMicroBlocks *blocks,
                                   const SaffronField *field,
                                   double alpha,
                                   int without,
                                   SaffronJob *job);

/* The displacement at the centres of the blocks of row @j: @u and @v have one
 * float for each. */
void saffron_micro_at_blocks (const SaffronField *field,
                              const SaffronMicroBlocks *blocks,
                              int j,
                              float *u,
                              float *v);

G_END_DECLS
