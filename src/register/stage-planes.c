/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "register/cost.h"
#include "register/pipeline-private.h"

/* From this share of a slide on, the run records what was left out: a stroke of
 * a pen, but not a few specks of dust. */
#define MUCH 0.005

/* Records how much of each slide is ink or glare, if it is enough to matter. */
static void
record_left_out (SaffronPipeline *pipeline)
{
  static const SaffronReasonCode codes[2] = {
    SAFFRON_REASON_LEFT_OUT_REFERENCE,
    SAFFRON_REASON_LEFT_OUT_MOVING,
  };
  GPtrArray *reasons = saffron_reasons_new ();

  for (int i = 0; i < 2; i++)
    if (pipeline->planes[i]->foreign >= MUCH)
      saffron_reasons_add (reasons, codes[i], &pipeline->planes[i]->foreign,
                           NULL);
  if (reasons->len > 0)
    saffron_pipeline_record (pipeline, TRUE, NAN, NAN, reasons);
  else
    g_ptr_array_unref (reasons);
}

gboolean
saffron_run_planes (SaffronPipeline *pipeline, SaffronJob *job, GError **error)
{
  if (!saffron_look_choose (pipeline->slides[0], pipeline->slides[1],
                            pipeline->params, &pipeline->looks[0],
                            &pipeline->looks[1], error)
      || !saffron_pipeline_make_planes (pipeline, job, error))
    return FALSE;
  record_left_out (pipeline);
  return TRUE;
}

void
saffron_cost_planes (const SaffronStageInput *input, SaffronStageCost *cost)
{
  int dim = input->params->max_processed_dim;
  SaffronPlaneCost r = saffron_plane_cost (input->slides[0], dim);
  SaffronPlaneCost m = saffron_plane_cost (input->slides[1], dim);

  /* The reference's plane is there while the moving slide's is made. */
  cost->bytes = MAX (r.making_bytes, r.bytes + m.making_bytes);
  cost->seconds = r.making_seconds + m.making_seconds;
}
