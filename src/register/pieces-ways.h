/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/crops.h"
#include "register/pieces.h"

G_BEGIN_DECLS

/**
 * SaffronWay:
 * @affine: how it lays the slides, between crops
 * @fitted: that with a short deformable fit
 * @agreement: the likeness under @fitted, averaged over a neighbourhood, over
 *   the reference's crop
 *
 * One way to lay the slides: a piece, or one that wants to be.
 */
typedef struct {
  SaffronAffine affine;
  SaffronTransform *fitted;
  SaffronPlane *agreement;
} SaffronWay;

/**
 * SaffronWays:
 * @crops: all tissue of both slides
 * @tissue: pixels of the reference's tissue
 * @threshold: the agreement from which on a place agrees
 * @first: how the coarse stage laid the slides, between crops
 * @best: the agreement of the best way at each pixel
 * @used: over the moving crop: 1 where tissue has its place
 *
 * The pieces found so far.
 */
typedef struct {
  SaffronCrops *crops;
  SaffronJob *job;
  double tissue;
  double threshold;
  SaffronAffine first;
  SaffronWay ways[SAFFRON_PIECES_MAX];
  int n;
  SaffronPlane *best;
  SaffronPlane *used;
} SaffronWays;

/**
 * saffron_way_init:
 * @reference: of the crops, or a copy with other masks: where to fit
 * @moving: the same
 * @affine: between crops: where to start
 *
 * Fits on @reference and @moving and compares all tissue.
 *
 * Returns: %FALSE when the job is cancelled
 */
gboolean saffron_way_init (SaffronWay *way,
                           const SaffronWays *ways,
                           const SaffronRegPlane *reference,
                           const SaffronRegPlane *moving,
                           const SaffronAffine *affine);
void saffron_way_clear (SaffronWay *way);

/* How much tissue agrees under @way, better than under the ways there are, on
 * moving tissue that is free, in its largest connected part. */
double saffron_ways_score (const SaffronWays *ways, const SaffronWay *way);
/* Takes @way over. */
void saffron_ways_add (SaffronWays *ways, SaffronWay *way);
void saffron_ways_clear (SaffronWays *ways);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SaffronWays, saffron_ways_clear)

/* (transfer full): @plane with its masks kept where @mask, widened by a few
 * pixels, is: a search needs its surroundings. */
SaffronRegPlane *saffron_ways_masked (const SaffronRegPlane *plane,
                                      const SaffronPlane *mask,
                                      SaffronJob *job);

G_END_DECLS
