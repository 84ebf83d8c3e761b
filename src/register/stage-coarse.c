/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/coarse.h"

#include <math.h>

#include "register/coarse-search.h"
#include "register/coarse-start.h"
#include "register/cost.h"
#include "register/landmark-lay.h"
#include "register/pipeline-private.h"

/* It works at fixed sizes. */
#define SECONDS 0.7

/* The same where a person laid the slide. */
#define SECONDS_BY_HAND 0.6

/* The share of the search by the pixel sizes, where there are any. */
#define BY_SIZES_SHARE 0.6

/* Searches at the scale that the pixel sizes give. If no guess is convincing
 * there, they may be wrong, as placeholders are: then it searches once as if
 * there were none, and takes a guess that is convincing without them. */
static gboolean
search (SaffronPipeline *pipeline,
        SaffronJob *job,
        SaffronCoarse *coarse,
        GError **error)
{
  double prior = saffron_pipeline_prior_scale (pipeline);
  g_autoptr (SaffronJob) first =
      saffron_job_new_part (job, 0.0, prior > 0.0 ? BY_SIZES_SHARE : 1.0);
  g_autoptr (SaffronJob) second =
      saffron_job_new_part (job, BY_SIZES_SHARE, 1.0);
  g_auto (SaffronCoarse) without = { 0 };

  if (!saffron_coarse (pipeline->planes[0], pipeline->planes[1],
                       pipeline->params, prior, first, coarse, error))
    return FALSE;
  if (prior <= 0.0 || coarse->convincing)
    return TRUE;
  if (!saffron_coarse (pipeline->planes[0], pipeline->planes[1],
                       pipeline->params, 0.0, second, &without, error))
    return FALSE;
  if (without.convincing)
    {
      SaffronCoarse swap = *coarse;

      *coarse = without;
      without = swap;
    }
  return TRUE;
}

/* Lays the moving slide by the landmarks. Nothing was guessed, so no other
 * guess comes near. */
static void
lay_by_landmarks (SaffronPipeline *pipeline)
{
  double width = (double) saffron_slide_get_width (pipeline->slides[0]);
  double height = (double) saffron_slide_get_height (pipeline->slides[0]);
  double n = saffron_landmarks_count (pipeline->landmarks);
  SaffronAffine affine = saffron_landmarks_lay (pipeline->landmarks);
  GPtrArray *reasons = saffron_reasons_new ();

  pipeline->stands_out = TRUE;
  saffron_pipeline_set_transform (
      pipeline, saffron_transform_new (width, height, &affine, NULL));
  saffron_reasons_add (reasons, SAFFRON_REASON_START_LANDMARKS, &n, NULL);
  saffron_pipeline_record (pipeline, TRUE, NAN, NAN, reasons);
}

/* Looks near the place in which a person laid the slide. Nothing else was
 * looked at, so no other guess comes near. */
static gboolean
lay_by_hand (SaffronPipeline *pipeline, SaffronJob *job, GError **error)
{
  double width = (double) saffron_slide_get_width (pipeline->slides[0]);
  double height = (double) saffron_slide_get_height (pipeline->slides[0]);
  SaffronCandidate start = { .affine = *pipeline->by_hand }, found;
  GPtrArray *reasons = NULL;
  double moved;

  if (!saffron_coarse_start (pipeline->planes[0], pipeline->planes[1],
                             pipeline->by_hand, job, &found, error))
    return FALSE;
  saffron_candidate_describe (&start);
  moved = saffron_candidate_distance (&start, &found, width, height);
  reasons = saffron_reasons_new ();
  saffron_reasons_add (reasons, SAFFRON_REASON_START_BY_HAND, &moved, NULL);
  saffron_reasons_add (
      reasons,
      found.flipped ? SAFFRON_REASON_PLACED_MIRRORED : SAFFRON_REASON_PLACED,
      (const double[]){ found.rotation, found.scale, found.overlap }, NULL);
  pipeline->stands_out = TRUE;
  saffron_pipeline_set_transform (
      pipeline, saffron_transform_new (width, height, &found.affine, NULL));
  saffron_pipeline_record (pipeline, TRUE, NAN, NAN, reasons);
  return TRUE;
}

/* Nothing was guessed, so no other guess comes near. */
static void
record_start (SaffronPipeline *pipeline)
{
  GPtrArray *reasons = saffron_reasons_new ();

  pipeline->stands_out = TRUE;
  saffron_reasons_add (reasons,
                       pipeline->over != NULL ? SAFFRON_REASON_START_OVER
                                              : SAFFRON_REASON_START_GIVEN,
                       NULL, pipeline->over);
  saffron_pipeline_record (pipeline, TRUE, NAN, NAN, reasons);
}

gboolean
saffron_run_coarse (SaffronPipeline *pipeline, SaffronJob *job, GError **error)
{
  g_auto (SaffronCoarse) coarse = { 0 };

  if (saffron_pipeline_landmark_use (pipeline) >= SAFFRON_LANDMARKS_START)
    {
      lay_by_landmarks (pipeline);
      return TRUE;
    }
  if (pipeline->transform != NULL)
    {
      record_start (pipeline);
      return TRUE;
    }
  if (pipeline->by_hand != NULL)
    return lay_by_hand (pipeline, job, error);
  if (!search (pipeline, job, &coarse, error))
    return FALSE;
  pipeline->stands_out = coarse.stands_out;
  saffron_pipeline_set_transform (
      pipeline, saffron_transform_new (
                    (double) saffron_slide_get_width (pipeline->slides[0]),
                    (double) saffron_slide_get_height (pipeline->slides[0]),
                    &coarse.candidates[0].affine, NULL));
  saffron_pipeline_record (pipeline, TRUE, NAN, NAN,
                           g_steal_pointer (&coarse.reasons));
  return TRUE;
}

void
saffron_cost_coarse (const SaffronStageInput *input, SaffronStageCost *cost)
{
  cost->bytes = saffron_planes_held (input);
  cost->seconds = input->params->allow_flips ? 2.0 * SECONDS : SECONDS;
  if (input->by_hand)
    cost->seconds = SECONDS_BY_HAND;
  if (input->has_start
      || saffron_landmark_use (input->params, input->n_landmarks)
             >= SAFFRON_LANDMARKS_START)
    *cost = (SaffronStageCost){ 0 };
}
