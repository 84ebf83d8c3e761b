/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/verdict.h"

#include <math.h>

#include "register/cost.h"
#include "register/landmark-doubt.h"
#include "transform/pieces.h"
#include "register/pipeline-private.h"

/* It works at a fixed size. The search for rivals takes most of it. */
#define SECONDS 1.1

/* Shares of the reference's diagonal: within which landmarks are met to verify,
 * and beyond which they contradict. */
#define AGREES SAFFRON_LANDMARKS_NEAR
#define CONTRADICTS SAFFRON_LANDMARKS_FAR

/* Fewer landmarks do not verify: they could be met by chance. */
#define MIN_WITNESSES 4

/* The share of the stage in which the planes are made again, if they are. */
#define MAKING_SHARE 0.5

/* Judges the transform by the landmarks. Landmarks that were dropped did not
 * correct it, but they still tell how good it is without them. Landmarks
 * against which the slides speak do not verify. */
static void
hear_witnesses (SaffronPipeline *pipeline, const SaffronLandmarkDoubt *doubt)
{
  const SaffronWitnesses *w = &pipeline->witnesses;
  SaffronRunDraft *run = pipeline->run;
  double diagonal = hypot (saffron_transform_get_width (pipeline->transform),
                           saffron_transform_get_height (pipeline->transform));
  double share = w->missed / diagonal;
  gboolean enough = w->n >= MIN_WITNESSES;
  gboolean doubted = w->kept && (doubt->unlike || doubt->misread);
  gboolean agree =
      enough && share <= AGREES && run->min_jacobian > 0.0 && !doubted;
  gboolean contradict = enough && share > CONTRADICTS;
  SaffronReasonCode code;

  if (w->n > 0 && !w->kept)
    saffron_reasons_add (run->reasons, SAFFRON_REASON_LANDMARKS_DROPPED, NULL,
                         NULL);
  if (doubt->unlike)
    saffron_reasons_add (run->reasons, SAFFRON_REASON_LANDMARKS_UNLIKE,
                         (const double[]){ w->n, w->automatic_missed }, NULL);
  if (doubt->misread)
    saffron_landmark_finding_tell (&doubt->finding, run->reasons);
  if (!agree && !contradict)
    return;
  /* A part that is misplaced has moved by itself, so landmarks on other tissue
   * do not verify it. */
  run->verified = agree && run->partial <= 0.0;
  if (contradict)
    run->partial = 0.0;
  if (w->kept)
    code = agree ? SAFFRON_REASON_LANDMARKS_AGREE
                 : SAFFRON_REASON_LANDMARKS_CONTRADICT;
  else
    code = agree ? SAFFRON_REASON_AUTOMATIC_NEAR : SAFFRON_REASON_AUTOMATIC_FAR;
  saffron_reasons_add (run->reasons, code, (const double[]){ w->n, w->missed },
                       NULL);
}

/* The fine stage leaves small planes that fit the transform of that moment.
 * Landmarks may have moved the transform far away since. */
static gboolean
ensure_planes (SaffronPipeline *pipeline, SaffronJob *job, GError **error)
{
  if (!pipeline->witnesses.kept || !pipeline->shrunken)
    return TRUE;
  return saffron_pipeline_make_planes (pipeline, job, error);
}

/* (transfer full): the parameters, by which a slide may be mirrored when a
 * person laid it so. */
static SaffronParams *
params_of_verdict (const SaffronPipeline *pipeline)
{
  SaffronParams *params = saffron_params_copy (pipeline->params);

  if (pipeline->by_hand != NULL
      && saffron_affine_determinant (pipeline->by_hand) < 0.0)
    params->allow_flips = TRUE;
  return params;
}

gboolean
saffron_run_evidence (SaffronPipeline *pipeline,
                      SaffronJob *job,
                      GError **error)
{
  g_autoptr (SaffronJob) making = saffron_job_new_part (job, 0.0, MAKING_SHARE);
  g_autoptr (SaffronJob) judging = saffron_job_new_part (
      job, pipeline->witnesses.kept ? MAKING_SHARE : 0.0, 1.0);
  g_autoptr (SaffronParams) params = params_of_verdict (pipeline);
  g_auto (SaffronVerdict) verdict = { 0 };
  /* Landmarks that were kept have moved the map since. */
  const SaffronHeldOutGain *held_out =
      pipeline->witnesses.kept ? NULL : &pipeline->held_out;
  SaffronLandmarkDoubt doubt;
  SaffronRunDraft *run = pipeline->run;
  gboolean ambiguous;

  if (!ensure_planes (pipeline, making, error)
      || !saffron_verdict (pipeline->planes[0], pipeline->planes[1],
                           pipeline->transform, params,
                           saffron_pipeline_prior_scale (pipeline), held_out,
                           judging, &verdict, error)
      || !saffron_landmarks_doubt (pipeline, &verdict, judging, &doubt, error))
    return FALSE;
  /* The second guess of the coarse stage may be how another piece lies, so with
   * pieces it does not make the result ambiguous. */
  ambiguous = (verdict.verified || verdict.partial > 0.0)
              && !pipeline->stands_out
              && saffron_transform_get_n_pieces (pipeline->transform) == 1;
  run->verified = verdict.verified && !ambiguous;
  run->partial = ambiguous ? 0.0 : verdict.partial;
  g_array_unref (run->parts);
  run->parts = g_array_ref (verdict.parts);
  run->quality = verdict.quality;
  run->certainty = verdict.certainty;
  run->overlap = verdict.overlap;
  run->prior_scale = saffron_pipeline_prior_scale (pipeline);
  run->min_jacobian = verdict.min_jacobian;
  hear_witnesses (pipeline, &doubt);
  if (ambiguous)
    saffron_reasons_add (run->reasons, SAFFRON_REASON_AMBIGUOUS, NULL, NULL);
  saffron_reasons_add_all (run->reasons, verdict.reasons);
  return TRUE;
}

void
saffron_cost_evidence (const SaffronStageInput *input, SaffronStageCost *cost)
{
  SaffronStageCost planes = { 0 };

  cost->bytes = saffron_planes_held (input);
  cost->seconds = SECONDS;
  if (input->n_landmarks == 0)
    return;
  saffron_cost_planes (input, &planes);
  cost->bytes = MAX (cost->bytes, planes.bytes);
  cost->seconds += planes.seconds;
}
