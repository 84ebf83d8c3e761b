/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/acceptance.h"

G_BEGIN_DECLS

/* By how much the softer of two fits must be more alike in the squares that it
 * did not see, around a cell, to be taken there: one per cent of what tissue
 * has that is the same. On weakly stained sections the difference of single
 * cells varies by 0.006 to 0.02 from one to the next, and averaged over a cell
 * and its neighbours by a third of that. On four landmarked pairs, each in both
 * orders, 0.01 keeps the median and lowers the tails; with 0.02 and more the
 * median rises. */
#define SAFFRON_CHOICE_NEEDED 0.01

/**
 * saffron_choose_locally:
 * @soft: without pieces
 * @stiff: the same slides fitted with less freedom, with the same affine part
 * @of_soft: the evidence of the one, by cells over the reference
 * @of_stiff: that of the other, from the same held-out squares
 * @job: (nullable)
 *
 * A fit that may bend much follows the slides where they show the same, and is
 * led astray where they do not: where sections differ, a stiff one is nearer to
 * the truth. Which of them holds where, held-out squares say: @soft in the
 * cells where it is more alike by %SAFFRON_CHOICE_NEEDED, averaged over the
 * cells around (which count half), and @stiff elsewhere. Between the cells'
 * centres one goes over into the other.
 *
 * Returns: (transfer full): the transform, with the nodes of @soft's lattice;
 *   @soft itself where @stiff has no lattice, or where the mixture may fold
 */
SaffronTransform *saffron_choose_locally (SaffronTransform *soft,
                                          const SaffronTransform *stiff,
                                          const SaffronEvidence *of_soft,
                                          const SaffronEvidence *of_stiff,
                                          SaffronJob *job);

G_END_DECLS
