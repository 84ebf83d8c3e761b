/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/pipeline-private.h"

#include <math.h>

void
saffron_pipeline_clear (SaffronPipeline *pipeline)
{
  for (int i = 0; i < 2; i++)
    {
      saffron_look_clear (&pipeline->looks[i]);
      g_clear_pointer (&pipeline->planes[i], saffron_reg_plane_free);
    }
  g_clear_pointer (&pipeline->transform, saffron_transform_unref);
  g_clear_pointer (&pipeline->witnesses.automatic, saffron_transform_unref);
  g_clear_pointer (&pipeline->run, saffron_run_draft_free);
}

gboolean
saffron_pipeline_make_planes (SaffronPipeline *pipeline,
                              SaffronJob *job,
                              GError **error)
{
  for (int i = 0; i < 2; i++)
    g_clear_pointer (&pipeline->planes[i], saffron_reg_plane_free);
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (SaffronJob) part =
          saffron_job_new_part (job, i / 2.0, (i + 1) / 2.0);

      pipeline->planes[i] =
          saffron_reg_plane_new (pipeline->slides[i], &pipeline->looks[i],
                                 pipeline->params->max_processed_dim,
                                 pipeline->params->max_image_dim, part, error);
      if (pipeline->planes[i] == NULL)
        return FALSE;
    }
  pipeline->shrunken = FALSE;
  return TRUE;
}

double
saffron_pipeline_prior_scale (const SaffronPipeline *pipeline)
{
  return saffron_prior_scale (pipeline->slides[0], pipeline->slides[1],
                              pipeline->params);
}

SaffronLandmarkUse
saffron_pipeline_landmark_use (const SaffronPipeline *pipeline)
{
  return saffron_landmark_use (pipeline->params,
                               saffron_landmarks_count (pipeline->landmarks));
}

void
saffron_pipeline_set_transform (SaffronPipeline *pipeline,
                                SaffronTransform *transform)
{
  g_clear_pointer (&pipeline->transform, saffron_transform_unref);
  pipeline->transform = transform;
}

/* Half of the last digit that is shown. */
#define SHOWN 0.005

void
saffron_stage_explain_rise (const char *name,
                            gboolean kept,
                            double before,
                            double after,
                            GPtrArray *reasons)
{
  if (kept && isfinite (before) && isfinite (after) && after >= before + SHOWN)
    saffron_reasons_add (reasons,
                         saffron_stage_measures_landmarks (name)
                             ? SAFFRON_REASON_LANDMARKS_ROSE
                             : SAFFRON_REASON_WINDOWS_ROSE,
                         (const double[]){ before, after }, NULL);
}

void
saffron_pipeline_record (SaffronPipeline *pipeline,
                         gboolean kept,
                         double before,
                         double after,
                         GPtrArray *reasons)
{
  saffron_stage_explain_rise (pipeline->stage->name, kept, before, after,
                              reasons);
  saffron_run_draft_add_stage (
      pipeline->run, pipeline->stage->name, kept, before, after,
      (double) (g_get_monotonic_time () - pipeline->started) / G_USEC_PER_SEC,
      reasons);
}

void
saffron_pipeline_record_unmeasured (SaffronPipeline *pipeline,
                                    gboolean kept,
                                    SaffronReasonCode code)
{
  GPtrArray *reasons = saffron_reasons_new ();

  saffron_reasons_add (reasons, code, NULL, NULL);
  saffron_pipeline_record (pipeline, kept, NAN, NAN, reasons);
}

gboolean
saffron_pipeline_accept (SaffronPipeline *pipeline,
                         SaffronTransform *better,
                         SaffronFitFunc fit,
                         gpointer data,
                         SaffronJob *job,
                         GError **error)
{
  g_autoptr (SaffronTransform) proposed = better;
  g_auto (SaffronEvidence) evidence = { 0 };
  GPtrArray *reasons = NULL;

  if (!saffron_evidence_collect (
          pipeline->planes[0], pipeline->planes[1], pipeline->transform, fit,
          data, &SAFFRON_EVIDENCE_ROUGH, job, &evidence, error))
    return FALSE;
  reasons = saffron_reasons_new ();
  g_ptr_array_add (reasons, saffron_evidence_reason (&evidence));
  saffron_pipeline_record (pipeline, evidence.better, evidence.before,
                           evidence.after, reasons);
  if (evidence.better)
    {
      saffron_held_out_gain_add (&pipeline->held_out, &evidence);
      saffron_pipeline_set_transform (pipeline, g_steal_pointer (&proposed));
    }
  return TRUE;
}
