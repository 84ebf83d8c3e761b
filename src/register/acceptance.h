/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "register/planes.h"
#include "register/reason.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/**
 * SaffronFitFunc:
 * @start: what the stage begins with
 * @mask: what it may look at: 0 … 1 over the reference
 * @data: the caller's
 *
 * A stage, or a quick form of it, fitted to a part of the reference.
 *
 * Returns: (transfer full): its transform; %NULL with an error only when the
 *   job is cancelled
 */
typedef SaffronTransform *(*SaffronFitFunc) (const SaffronRegPlane *reference,
                                             const SaffronRegPlane *moving,
                                             const SaffronTransform *start,
                                             const SaffronPlane *mask,
                                             gpointer data,
                                             SaffronJob *job,
                                             GError **error);

/**
 * SaffronEvidence:
 * @better: whether the stage helps: @gain is more than its standard error
 * @gain: change of the signed squared local NCC, mean over held-out windows
 * @error: the standard error of that mean
 * @n_windows: cells with held-out tissue
 * @before: median residual in held-out windows under the start, reference
 *   level-0 pixels, by block matching; NaN when no window matched
 * @after: the same under the stage's fit
 * @gains: the gain of each cell, over a grid of @weights' size, 0 where
 *   there is no tissue
 * @weights: how much held-out tissue each cell has, 0 … 1
 */
typedef struct {
  gboolean better;
  double gain, error;
  int n_windows;
  double before, after;
  SaffronPlane *gains;
  SaffronPlane *weights;
} SaffronEvidence;

void saffron_evidence_clear (SaffronEvidence *evidence);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SaffronEvidence, saffron_evidence_clear)

/* (transfer full): why the stage is kept or dropped. */
SaffronReason *saffron_evidence_reason (const SaffronEvidence *evidence);

/**
 * SaffronEvidenceOptions:
 * @level: the working size, longest side in pixels, at which the stage is
 *   fitted and similarity measured
 * @block_level: at which residuals are: @level or its double
 * @square: side of a held-out square, pixels of @level. So small that what a
 *   fit finds beside a square tells what is in it; a window of the measure
 *   spans several.
 * @n_colours: 2: every square is held out once; 1: every other square, for
 *   half the time
 * @before: (nullable): the stage before this one, which @start has been
 *   through, fitted again without the held-out squares: otherwise it has seen
 *   what the new one has not. %NULL where it works at a coarser size by far.
 */
typedef struct {
  int level, block_level;
  double square;
  int n_colours;
  SaffronFitFunc before;
} SaffronEvidenceOptions;

/* Of a stage that moves tissue by pixels of a plane of 256. */
#define SAFFRON_EVIDENCE_ROUGH                                                 \
  ((SaffronEvidenceOptions){ 256, 512, 6.4, 2, NULL })

/**
 * saffron_evidence_collect:
 * @start: the transform before the stage
 * @fit: the stage; called once a colour
 * @evidence: (out caller-allocates)
 *
 * Whether a stage helps where it did not look. The reference is divided into
 * the squares of a checkerboard; @fit is called once without the black squares
 * and once without the white ones, and each result is compared with @start in
 * the squares that it did not see, from these squares' pixels alone. So every
 * square counts once, and none is judged by a transform that was fitted to it.
 * The gains are averaged over cells of a twelfth of the longest side, and these
 * are the observations whose mean must exceed its standard error.
 *
 * Returns: %FALSE with an error when the job is cancelled
 */
gboolean saffron_evidence_collect (const SaffronRegPlane *reference,
                                   const SaffronRegPlane *moving,
                                   const SaffronTransform *start,
                                   SaffronFitFunc fit,
                                   gpointer data,
                                   const SaffronEvidenceOptions *options,
                                   SaffronJob *job,
                                   SaffronEvidence *evidence,
                                   GError **error);

G_END_DECLS
