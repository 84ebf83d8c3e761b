/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "register/planes.h"
#include "register/reason.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/**
 * SaffronFitFunc:
 * @start: the transform from which the stage starts
 * @mask: what the stage may use: 0 … 1 over the reference
 * @data: the caller's data
 * @job: (nullable): its fraction goes from 0 to 1
 *
 * Fits a stage, or a quick form of it, to a part of the reference.
 *
 * Returns: (transfer full): the stage's transform; %NULL with an error only
 *   when the job is cancelled
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
 * @gain: mean change of the signed squared local NCC over the held-out cells
 * @error: the standard error of that mean
 * @n_windows: number of cells with held-out tissue
 * @before: median residual of held-out blocks under the start, by block
 *   matching, reference level-0 pixels; NaN when no block matched
 * @after: the same under the stage's fit
 * @gains: the gain of each cell, a plane with one pixel per cell; 0 where there
 *   is no tissue
 * @weights: the share of held-out tissue in each cell, 0 … 1, a plane of the
 *   same size
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

/* (transfer full): the reason why the stage is kept or dropped. */
SaffronReason *saffron_evidence_reason (const SaffronEvidence *evidence);

/**
 * SaffronEvidenceOptions:
 * @level: the working size, longest side in pixels, at which the stage is
 *   fitted and similarity is measured
 * @block_level: the working size at which residuals are measured: @level or
 *   twice that
 * @square: side of a held-out square, pixels of @level. It is so small that
 *   what a fit finds next to a square also holds inside it; a window of the
 *   measure spans several squares
 * @n_colours: 2: every square is held out once; 1: only every other square, in
 *   half the time
 * @before: (nullable): the stage that made @start. It is fitted again without
 *   the held-out squares, because otherwise it has seen what the new fit has
 *   not. %NULL if it worked at a much coarser size
 */
typedef struct {
  int level, block_level;
  double square;
  int n_colours;
  SaffronFitFunc before;
} SaffronEvidenceOptions;

/* For a stage that moves tissue by pixels of a plane of 256 pixels. */
#define SAFFRON_EVIDENCE_ROUGH                                                 \
  ((SaffronEvidenceOptions){ 256, 512, 6.4, 2, NULL })

/**
 * saffron_evidence_collect:
 * @start: the transform before the stage
 * @fit: the stage; called once per colour
 * @job: (nullable): its fraction goes from 0 to 1
 * @evidence: (out caller-allocates)
 *
 * Tells whether a stage helps where it was not fitted. The reference is divided
 * into the squares of a checkerboard. @fit is called once without the black
 * squares and once without the white ones; each result is compared with @start
 * in the squares that it did not see, from these squares' pixels only. So every
 * square counts once, and none is judged by a transform that was fitted to it.
 * The gains are averaged over cells of a twelfth of the longest side. These
 * averages are the observations, whose mean must exceed its standard error.
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

/**
 * SaffronHeldOut:
 *
 * What several fits of a stage are judged against: the squares, and what was
 * measured in those that are held out under the start. It is made once, and
 * several threads may judge fits by it.
 */
typedef struct _SaffronHeldOut SaffronHeldOut;

/* @data is for @options' fit of the stage before. Returns %NULL with an error
 * when the job is cancelled. The planes must live as long as the result. */
SaffronHeldOut *saffron_held_out_new (const SaffronRegPlane *reference,
                                      const SaffronRegPlane *moving,
                                      const SaffronTransform *start,
                                      const SaffronEvidenceOptions *options,
                                      gpointer data,
                                      SaffronJob *job,
                                      GError **error);
void saffron_held_out_free (SaffronHeldOut *held_out);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronHeldOut, saffron_held_out_free)

/* As saffron_evidence_collect(). */
gboolean saffron_held_out_judge (const SaffronHeldOut *held_out,
                                 SaffronFitFunc fit,
                                 gpointer data,
                                 SaffronJob *job,
                                 SaffronEvidence *evidence,
                                 GError **error);

G_END_DECLS
