/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/acceptance.h"
#include "register/held-out-gain.h"
#include "register/landmark.h"
#include "register/look.h"
#include "register/planes.h"
#include "register/run-draft.h"
#include "register/stages.h"

G_BEGIN_DECLS

/**
 * SaffronWitnesses:
 * @n: active landmarks; 0 when there are none
 * @kept: whether the transform was corrected by them
 * @missed: how far they are from where the transform has them, median,
 *   reference level-0 pixels: held out where they were kept, since it goes
 *   through them
 *
 * @automatic: (nullable): the transform before the landmarks; %NULL when there
 *   are none, or no automatic stage has run
 * @automatic_missed: how far they are from it, median, reference pixels
 * @automatic_stands_out: whether it stood out, see #SaffronPipeline
 *
 * What the landmarks say of the transform, for the verdict.
 */
typedef struct {
  guint n;
  gboolean kept;
  double missed;
  SaffronTransform *automatic;
  double automatic_missed;
  gboolean automatic_stands_out;
} SaffronWitnesses;

/**
 * SaffronPipeline:
 * @slides: reference and moving, or the parts of them that are registered
 * @landmarks: (nullable) (element-type SaffronLandmark): of the whole slides
 * @by_hand: (nullable): how a person laid the moving slide
 * @over: (nullable): the slide over which @transform was composed at first
 * @looks: what the planes are made of
 * @planes: of both slides; smaller than the processed size once @shrunken
 * @same_section: whether single nuclei have counterparts, once the fine stage
 *   has found that
 * @transform: (nullable): what the stages have come to so far; at first what to
 *   start from, if anything
 * @stands_out: whether no other way of laying the slides comes near the one
 *   that was taken
 * @held_out: what the straight and the bent map gained, see saffron_verdict()
 * @witnesses: what the landmarks say
 * @run: what is going to be the run: records, verdict
 * @stage: the one that is running, since @started (monotonic time)
 * @was_needed: %FALSE once that stage finds that it has nothing to do
 *
 * What the stages hand on to each other. Of register/ alone.
 */
struct _SaffronPipeline {
  const SaffronParams *params;
  SaffronSlide *slides[2];
  GArray *landmarks;
  const SaffronAffine *by_hand;
  const char *over;
  SaffronLook looks[2];
  SaffronRegPlane *planes[2];
  gboolean shrunken;
  gboolean same_section;
  SaffronTransform *transform;
  gboolean stands_out;
  SaffronHeldOutGain held_out;
  SaffronWitnesses witnesses;
  SaffronRunDraft *run;
  const SaffronStage *stage;
  gint64 started;
  gboolean was_needed;
};

void saffron_pipeline_clear (SaffronPipeline *pipeline);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SaffronPipeline, saffron_pipeline_clear)

/* Makes both slides' planes of the processed size, of the channels that were
 * chosen. */
gboolean saffron_pipeline_make_planes (SaffronPipeline *pipeline,
                                       SaffronJob *job,
                                       GError **error);

double saffron_pipeline_prior_scale (const SaffronPipeline *pipeline);

/* What the landmarks are for. */
SaffronLandmarkUse
saffron_pipeline_landmark_use (const SaffronPipeline *pipeline);

/* Takes @transform. */
void saffron_pipeline_set_transform (SaffronPipeline *pipeline,
                                     SaffronTransform *transform);

/* Adds the reason why a stage of that name was kept although its residual rose
 * by what a person sees in two digits; nothing when it was dropped or fell. */
void saffron_stage_explain_rise (const char *name,
                                 gboolean kept,
                                 double before,
                                 double after,
                                 GPtrArray *reasons);

/* Records the result of the running stage, see saffron_stage_explain_rise().
 * @reasons: (transfer full) */
void saffron_pipeline_record (SaffronPipeline *pipeline,
                              gboolean kept,
                              double before,
                              double after,
                              GPtrArray *reasons);

/* The same for a stage without measured residuals. */
void saffron_pipeline_record_unmeasured (SaffronPipeline *pipeline,
                                         gboolean kept,
                                         SaffronReasonCode code);

/**
 * saffron_pipeline_accept:
 * @better: (transfer full): what the running stage has come to
 * @fit: the stage, see saffron_evidence_collect()
 *
 * Takes @better over if the evidence says that it helps, and records that.
 */
gboolean saffron_pipeline_accept (SaffronPipeline *pipeline,
                                  SaffronTransform *better,
                                  SaffronFitFunc fit,
                                  gpointer data,
                                  SaffronJob *job,
                                  GError **error);

/* The functions in the table of stages, each in register/stage-NAME.c. */
#define SAFFRON_DECLARE_STAGE(stage)                                           \
  void saffron_cost_##stage (const SaffronStageInput *input,                   \
                             SaffronStageCost *cost);                          \
  gboolean saffron_run_##stage (SaffronPipeline *pipeline, SaffronJob *job,    \
                                GError **error);

SAFFRON_DECLARE_STAGE (planes)
SAFFRON_DECLARE_STAGE (coarse)
SAFFRON_DECLARE_STAGE (grow)
SAFFRON_DECLARE_STAGE (pieces)
SAFFRON_DECLARE_STAGE (affine)
SAFFRON_DECLARE_STAGE (deformable)
SAFFRON_DECLARE_STAGE (fine)
SAFFRON_DECLARE_STAGE (micro)
SAFFRON_DECLARE_STAGE (landmarks)
SAFFRON_DECLARE_STAGE (evidence)

G_END_DECLS
