/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/grow.h"

#include "register/cost.h"
#include "register/pipeline-private.h"

/* It works at a fixed size. */
#define SECONDS 0.3

/* A guess that was found by one part of the tissue may be slightly rotated on
 * the other parts. */
gboolean
saffron_run_grow (SaffronPipeline *pipeline, SaffronJob *job, GError **error)
{
  g_autoptr (SaffronTransform) grown = NULL;

  if (pipeline->over != NULL)
    {
      pipeline->was_needed = FALSE;
      return TRUE;
    }
  grown = saffron_grow (pipeline->planes[0], pipeline->planes[1],
                        pipeline->transform, job);
  if (!saffron_job_check (job, error))
    return FALSE;
  if (grown == NULL)
    return TRUE;
  saffron_pipeline_set_transform (pipeline, g_steal_pointer (&grown));
  saffron_pipeline_record_unmeasured (pipeline, TRUE, SAFFRON_REASON_GREW);
  return TRUE;
}

void
saffron_cost_grow (const SaffronStageInput *input, SaffronStageCost *cost)
{
  cost->bytes = saffron_planes_held (input);
  cost->seconds = SECONDS;
}
