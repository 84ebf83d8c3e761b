/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/edited.h"

#include <math.h>

#include "register/pipeline-private.h"
#include "register/run-look.h"
#include "transform/tre.h"

/* The share of the work in which the planes are made. */
#define PLANES_SHARE 0.5

/* How far the run misses the active landmarks, median. */
static double
find_missed (const SaffronEdited *edited)
{
  g_autofree double *missed = g_new (double, edited->landmarks->len + 1);
  gsize n = 0;

  for (guint i = 0; i < edited->landmarks->len; i++)
    {
      const SaffronLandmark *l =
          &g_array_index (edited->landmarks, SaffronLandmark, i);
      SaffronRefPoint back;

      if (!l->active)
        continue;
      saffron_transform_push (edited->run->transform, l->moving, &back);
      missed[n++] = hypot (back.x - l->reference.x, back.y - l->reference.y);
    }
  return saffron_tre_stats (missed, n).median;
}

static void
hear_landmarks (SaffronPipeline *pipeline, const SaffronEdited *edited)
{
  SaffronWitnesses *witnesses = &pipeline->witnesses;
  gboolean stood_out =
      saffron_reasons_find (edited->run->reasons, SAFFRON_REASON_AMBIGUOUS)
      == NULL;

  witnesses->n = saffron_landmarks_count (edited->landmarks);
  witnesses->kept = witnesses->n > 0;
  witnesses->missed = edited->missed;
  witnesses->automatic = saffron_transform_ref (edited->run->transform);
  witnesses->automatic_missed = find_missed (edited);
  witnesses->automatic_stands_out = stood_out;
  /* Landmarks show how the slides lie. */
  pipeline->stands_out = witnesses->kept || stood_out;
}

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

static void
tell_landmarks (SaffronRunDraft *run, double n)
{
  GPtrArray *reasons = saffron_reasons_new ();

  saffron_reasons_add (reasons, SAFFRON_REASON_LANDMARKS_TRUSTED, &n, NULL);
  saffron_run_draft_add_stage (run, "landmarks", TRUE, NAN, NAN, 0.0, reasons);
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
  g_auto (SaffronPipeline) pipeline = { 0 };
  SaffronRunDraft *run = saffron_run_draft_new ();

  pipeline.run = run;
  pipeline.params = edited->run->params;
  pipeline.slides[0] = reference;
  pipeline.slides[1] = moving;
  pipeline.landmarks = edited->landmarks;
  pipeline.by_hand = edited->run->by_hand;
  pipeline.transform = saffron_transform_ref (edited->transform);
  hear_landmarks (&pipeline, edited);
  if (!saffron_run_find_looks (edited->run, reference, moving, pipeline.looks,
                               error)
      || !saffron_pipeline_make_planes (&pipeline, making, error))
    return NULL;
  copy_stages (edited->run, run);
  if (pipeline.witnesses.kept)
    tell_landmarks (run, pipeline.witnesses.n);
  if (!saffron_run_evidence (&pipeline, judging, error))
    return NULL;
  run->params = saffron_params_copy (edited->run->params);
  run->transform = saffron_transform_ref (edited->transform);
  run->landmarks = saffron_landmarks_digest (edited->landmarks);
  run->started = g_strdup (edited->run->started);
  for (int i = 0; i < 2; i++)
    run->looks[i] = saffron_look_copy (&pipeline.looks[i]);
  pipeline.run = NULL;
  return saffron_run_draft_finish (run);
}
