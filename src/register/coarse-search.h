/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "register/coarse.h"
#include "register/match-level.h"

G_BEGIN_DECLS

/**
 * SaffronSearch:
 * @reference: at the search's size, about 128 px
 * @moving: the slide to search with, larger
 * @scales: moving level-0 pixels per reference level-0 pixel
 * @n_scales: how many
 * @flips: also mirrored
 * @rotation_range: degrees either side of unrotated
 * @step: degrees from one rotation to the next
 * @min_overlap: see saffron_ncc_search()
 *
 * What to try.
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

/* Tries every rotation, scale and flip at every shift, in parallel; appends
 * #SaffronCandidate to @found, @score being NCC · √overlap, sorted, the best
 * first. */
void saffron_search_run (const SaffronSearch *search,
                         SaffronJob *job,
                         GArray *found);

/* The mean distance in reference level-0 pixels between where two guesses put
 * the corners of the reference, @width × @height level-0 pixels. */
double saffron_candidate_distance (const SaffronCandidate *a,
                                   const SaffronCandidate *b,
                                   double width,
                                   double height);

/* Sorts by score and drops what lies within @apart level-0 pixels of a better
 * one, and all after the first @max. */
void saffron_candidates_thin (GArray *candidates,
                              double width,
                              double height,
                              double apart,
                              guint max);

/* By how much the best likeness is above the second's when it is right. */
#define SAFFRON_CLEAR_MARGIN 0.04

/* Whether the first, which is the best, leads all that lie elsewhere, by its
 * likeness or by its score. */
gboolean saffron_candidates_stand_out (const GArray *candidates,
                                       double width,
                                       double height);

/* Fills rotation, scale and flip from the affine. */
void saffron_candidate_describe (SaffronCandidate *candidate);

G_END_DECLS
