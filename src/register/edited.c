/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/edited.h"

#include "register/pipeline-private.h"
#include "register/run-look.h"

/* The share of the work in which the planes are made. */
#define PLANES_SHARE 0.5

/* What the stages before said stays true, and counts for advice. */
static void
copy_stages (SaffronRun *from, SaffronRunDraft *to)
{
  for (guint i = 0; i < from->stages->len; i++)
    {
      const SaffronStageRecord *s =
          &g_array_index (from->stages, SaffronStageRecord, i);
      GPtrArray *reasons = saffron_reasons_new ();

      saffron_reasons_add_all (reasons, s->reasons);
      saffron_run_draft_add_stage (to, s->name, s->kept, s->before, s->after,
                                   s->seconds, reasons);
    }
}

/* (transfer full): the run's; landmarks correct it, whatever they did before.
 */
static SaffronParams *
find_params (const SaffronEdited *edited)
{
  SaffronParams *params = saffron_params_copy (edited->run->params);

  saffron_params_set (params, "landmark_use", edited->meet ? "meet" : "correct",
                      NULL);
  return params;
}

/* Runs the landmarks' stage for what it says of them. What it would make of
 * them is not judged: they were kept by a person. */
static gboolean
hear_landmarks (SaffronPipeline *pipeline,
                const SaffronEdited *edited,
                SaffronJob *job,
                GError **error)
{
  SaffronWitnesses *witnesses = &pipeline->witnesses;

  pipeline->transform = saffron_transform_ref (edited->run->transform);
  pipeline->stands_out =
      saffron_reasons_find (edited->run->reasons, SAFFRON_REASON_AMBIGUOUS)
      == NULL;
  if (saffron_landmarks_count (edited->landmarks) > 0)
    {
      pipeline->stage = saffron_stage_find ("landmarks");
      pipeline->started = g_get_monotonic_time ();
      if (!saffron_run_landmarks (pipeline, job, error))
        return FALSE;
      witnesses->kept = TRUE;
      witnesses->missed = edited->missed;
      pipeline->stands_out = TRUE;
    }
  saffron_pipeline_set_transform (pipeline,
                                  saffron_transform_ref (edited->transform));
  return TRUE;
}

SaffronRun *
saffron_edited_judge (const SaffronEdited *edited,
                      SaffronSlide *reference,
                      SaffronSlide *moving,
                      SaffronJob *job,
                      GError **error)
{
  g_autoptr (SaffronJob) making = saffron_job_new_part (job, 0.0, PLANES_SHARE);
  g_autoptr (SaffronJob) judging =
      saffron_job_new_part (job, PLANES_SHARE, 1.0);
  g_autoptr (SaffronParams) params = find_params (edited);
  g_auto (SaffronPipeline) pipeline = { 0 };
  SaffronRunDraft *run = saffron_run_draft_new ();

  pipeline.run = run;
  pipeline.params = params;
  pipeline.slides[0] = reference;
  pipeline.slides[1] = moving;
  pipeline.landmarks = edited->landmarks;
  pipeline.by_hand = edited->run->by_hand;
  copy_stages (edited->run, run);
  if (!saffron_run_find_looks (edited->run, reference, moving, pipeline.looks,
                               error)
      || !saffron_pipeline_make_planes (&pipeline, making, error)
      || !hear_landmarks (&pipeline, edited, judging, error)
      || !saffron_run_evidence (&pipeline, judging, error))
    return NULL;
  run->params = g_steal_pointer (&params);
  run->transform = saffron_transform_ref (edited->transform);
  run->landmarks = saffron_landmarks_digest (edited->landmarks);
  run->started = g_strdup (edited->run->started);
  for (int i = 0; i < 2; i++)
    run->looks[i] = saffron_look_copy (&pipeline.looks[i]);
  pipeline.run = NULL;
  return saffron_run_draft_finish (run);
}
