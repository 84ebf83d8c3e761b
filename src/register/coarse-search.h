/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "register/coarse.h"
#include "register/match-level.h"

G_BEGIN_DECLS

/**
 * SaffronSearch:
 * @reference: the reference at the search's size, about 128 px
 * @moving: the moving slide at a larger size
 * @scales: the scales to try, moving level-0 pixels per reference level-0 pixel
 * @n_scales: number of scales
 * @flips: whether to try the moving slide mirrored, too
 * @rotation_range: degrees to either side of unrotated
 * @step: degrees from one rotation to the next
 * @min_overlap: see saffron_ncc_search()
 *
 * What the search tries.
 */
typedef struct {
  const SaffronMatchLevel *reference;
  const SaffronRegPlane *moving;
  const double *scales;
  int n_scales;
  gboolean flips;
  double rotation_range;
  double step;
  double min_overlap;
} SaffronSearch;

/* Tries every rotation, scale and flip at every shift, in parallel. Appends the
 * best as #SaffronCandidate to @found, best first, with SaffronNccPeak.score as
 * their @score. */
void saffron_search_run (const SaffronSearch *search,
                         SaffronJob *job,
                         GArray *found);

/* How far apart two guesses put the corners of the reference, which has @width
 * × @height level-0 pixels: the mean distance, reference level-0 pixels. */
double saffron_candidate_distance (const SaffronCandidate *a,
                                   const SaffronCandidate *b,
                                   double width,
                                   double height);

/* Sorts the candidates by score. Drops those within @apart reference level-0
 * pixels of a better one, and all after the first @max. */
void saffron_candidates_thin (GArray *candidates,
                              double width,
                              double height,
                              double apart,
                              guint max);

/* By how much a right best candidate's likeness exceeds the second's. */
#define SAFFRON_CLEAR_MARGIN 0.04

/* Whether the first candidate, which is the best, clearly exceeds all that lie
 * elsewhere, by its likeness or by its score. */
gboolean saffron_candidates_stand_out (const GArray *candidates,
                                       double width,
                                       double height);

/* Computes rotation, scale and flip from the affine. */
void saffron_candidate_describe (SaffronCandidate *candidate);

G_END_DECLS
