/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/cost.h"
#include "register/pipeline-private.h"

gboolean
saffron_run_planes (SaffronPipeline *pipeline, SaffronJob *job, GError **error)
{
  return saffron_look_choose (pipeline->slides[0], pipeline->slides[1],
                              pipeline->params, &pipeline->looks[0],
                              &pipeline->looks[1], error)
         && saffron_pipeline_make_planes (pipeline, job, error);
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
