/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "register/params.h"
#include "register/planes.h"
#include "register/reason.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/* The most candidates that are returned. */
#define SAFFRON_COARSE_MAX 6

/**
 * SaffronCandidate:
 * @affine: reference level-0 → moving level-0: a similarity, or an affine map
 *   if the guesses were compared after a fit
 * @rotation: degrees, clockwise as seen on the screen
 * @scale: moving level-0 pixels per reference level-0 pixel
 * @flipped: whether the moving slide is mirrored
 * @correlation: correlation of the local contrast, −1 … 1, at the last size at
 *   which it was refined
 * @overlap: shared tissue divided by the tissue of the slide that has less
 * @balance: the smaller amount of tissue divided by the geometric mean of both,
 *   0 to 1
 * @score: mean signed squared local correlation at 256 px, less the same when
 *   shifted away, times √(overlap · balance)
 * @likeness: saffron_likeness_fitted() from here, times √(overlap · balance);
 *   NaN if the scores were clear without it
 * @source: "correlation" or "features"; static
 *
 * One guess at how the slides lie on each other.
 */
typedef struct {
  SaffronAffine affine;
  double rotation;
  double scale;
  gboolean flipped;
  double correlation;
  double overlap;
  double balance;
  double score;
  double likeness;
  const char *source;
} SaffronCandidate;

/**
 * SaffronCoarse:
 * @candidates: best first; there is always one
 * @n: number of candidates
 * @convincing: whether the best guess is clearly better than the next one, at
 *   first sight or after a short fit of both
 * @stands_out: whether the best guess is clearly better than any that lies
 *   elsewhere. Slides that do not belong together can be laid on each other in
 *   many ways that are about equally good
 * @reasons: (element-type SaffronReason): how the slides lie
 */
typedef struct {
  SaffronCandidate candidates[SAFFRON_COARSE_MAX];
  int n;
  gboolean convincing;
  gboolean stands_out;
  GPtrArray *reasons;
} SaffronCoarse;

/**
 * saffron_coarse:
 * @reference: a plane of at least 256 px; a larger one gives better features
 * @moving: the same of the moving slide
 * @params: for flips, the ranges of rotation and scale, and the number of
 *   features
 * @prior_scale: moving level-0 pixels per reference level-0 pixel by the pixel
 *   sizes, or 0 when these are unknown
 * @job: (nullable): its fraction goes from 0 to 1
 * @coarse: (out caller-allocates): to be cleared with saffron_coarse_clear()
 *
 * Finds how the slides lie on each other at any rotation, without a start.
 * Masked NCC tries all shifts in steps of 6° of rotation and a range of scales,
 * at 128 px. The best distinct guesses are refined as similarities at 128 and
 * 256 px, and compared by the local correlation, which the later stages
 * maximise. If that is not clear, matched features give a second opinion, and
 * all guesses are compared after a short deformable fit of each.
 *
 * Slides without tissue give one candidate with score 0, which puts the centres
 * on each other.
 *
 * Returns: %FALSE only when the job is cancelled
 */
gboolean saffron_coarse (const SaffronRegPlane *reference,
                         const SaffronRegPlane *moving,
                         const SaffronParams *params,
                         double prior_scale,
                         SaffronJob *job,
                         SaffronCoarse *coarse,
                         GError **error);
void saffron_coarse_clear (SaffronCoarse *coarse);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SaffronCoarse, saffron_coarse_clear)

G_END_DECLS
