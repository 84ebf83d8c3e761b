/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "register/params.h"
#include "register/planes.h"
#include "register/reason.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/* How many candidates are handed out at most. */
#define SAFFRON_COARSE_MAX 6

/**
 * SaffronCandidate:
 * @affine: reference level-0 → moving level-0: a similarity, or an affine
 *   where the scores did not tell the guesses apart
 * @rotation: degrees, clockwise as seen on the screen
 * @scale: moving level-0 pixels per reference level-0 pixel
 * @flipped: whether the moving slide is mirrored
 * @correlation: of the local contrast, −1 … 1, at the last size it was refined
 * @overlap: shared tissue over the tissue of the slide that has less
 * @balance: the less tissue over the geometric mean of both, 0 to 1
 * @score: mean signed squared local correlation at 256 px above what it is when
 *   shifted away, times √(overlap · balance)
 * @likeness: saffron_likeness_fitted() from here times the same; NaN where the
 *   scores told the guesses apart without it
 * @source: "correlation" or "features"; static
 *
 * One guess at how the slides lie.
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
 * @n: how many
 * @stands_out: whether no guess that lies elsewhere comes near the best one:
 *   wrong slides can be laid on each other in many ways that are about as good
 * @reasons: (element-type SaffronReason): how the slides lie
 */
typedef struct {
  SaffronCandidate candidates[SAFFRON_COARSE_MAX];
  int n;
  gboolean stands_out;
  GPtrArray *reasons;
} SaffronCoarse;

/**
 * saffron_coarse:
 * @reference: any size from 256 px on; the larger, the better the features
 * @moving: the same of the moving slide
 * @params: flips, ranges of rotation and scale, features
 * @prior_scale: moving level-0 pixels per reference level-0 pixel as the pixel
 *   sizes have it, or 0 when that is unknown
 * @job: (nullable): its threads and cancelling, and the fraction of the
 *   current stage
 * @coarse: (out caller-allocates): cleared with saffron_coarse_clear()
 *
 * Any rotation, without a start: masked NCC at all shifts for turns of 6° and
 * a range of scales at 128 px; the best distinct guesses are refined as
 * similarities at 128 and 256 px, and compared by what counts at the end, the
 * local correlation. Where that does not tell them apart, matched features are
 * asked for a second opinion, and all guesses are compared after a short
 * deformable fit of each.
 *
 * Slides without tissue give one candidate that lays the centres on each other,
 * with score 0.
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
