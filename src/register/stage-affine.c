/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/affine.h"

#include "register/cost.h"
#include "register/piecewise.h"
#include "register/pipeline-private.h"

/* It works at fixed sizes. */
#define SECONDS 0.35
/* The share of that before the evidence. */
#define FIT_SHARE 0.5

/* The stage as a SaffronFitFunc, which @mask restricts to a part of the
 * reference. */
static SaffronTransform *
fit_piece (const SaffronRegPlane *reference,
           const SaffronRegPlane *moving,
           const SaffronTransform *start,
           const SaffronPlane *mask,
           gpointer data,
           SaffronJob *job,
           GError **error)
{
  SaffronAffineOptions options = SAFFRON_AFFINE_STAGE;

  options.mask = mask;
  return saffron_affine_stage (reference, moving, start, &options, job, error);
}

static SaffronTransform *
fit (const SaffronRegPlane *reference,
     const SaffronRegPlane *moving,
     const SaffronTransform *start,
     const SaffronPlane *mask,
     gpointer data,
     SaffronJob *job,
     GError **error)
{
  return saffron_piecewise (fit_piece, reference, moving, start, mask, data,
                            job, error);
}

gboolean
saffron_run_affine (SaffronPipeline *pipeline, SaffronJob *job, GError **error)
{
  g_autoptr (SaffronJob) fitting = saffron_job_new_part (job, 0.0, FIT_SHARE);
  g_autoptr (SaffronJob) judging = saffron_job_new_part (job, FIT_SHARE, 1.0);
  SaffronTransform *better =
      fit (pipeline->planes[0], pipeline->planes[1], pipeline->transform, NULL,
           NULL, fitting, error);

  return better != NULL
         && saffron_pipeline_accept (pipeline, better, fit, NULL, judging,
                                     error);
}

void
saffron_cost_affine (const SaffronStageInput *input, SaffronStageCost *cost)
{
  cost->bytes = saffron_planes_held (input);
  cost->seconds = SECONDS;
}
