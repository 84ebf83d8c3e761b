/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/stage-deformable.h"

#include <math.h>

#include "register/cost.h"
#include "register/piecewise.h"
#include "register/symmetric.h"
#include "register/unfolded.h"
#include "transform/pieces.h"
#include "register/pipeline-private.h"

/* It works at fixed sizes. */
#define SECONDS 0.9
/* The share of that before the evidence. */
#define FIT_SHARE 0.7

/* The fine stage starts from levels of this size. */
#define LEAST_FINE_DIM 512

SaffronDeformableOptions
saffron_deformable_options (const SaffronParams *params, gboolean same)
{
  SaffronDeformableOptions options =
      same ? SAFFRON_DEFORMABLE_SAME : SAFFRON_DEFORMABLE_SERIAL;

  /* Where the micro stage follows, it finds what half the size does not show,
   * better and in a fraction of the time. */
  if (same && params->micro_reg_fraction > 0.0)
    options.finest = MIN (MAX (params->max_non_rigid_dim / 2, LEAST_FINE_DIM),
                          params->max_non_rigid_dim);
  else if (same)
    options.finest = params->max_non_rigid_dim;
  else
    options.finest = MIN (options.finest, params->max_non_rigid_dim);
  if (params->regularisation > 0.0)
    options.alpha = params->regularisation;
  options.radius = (int) lround (params->window_radius);
  return options;
}

/* The stage as a SaffronFitFunc, which @mask restricts to a part of the
 * reference. */
static SaffronTransform *
fit (const SaffronRegPlane *reference,
     const SaffronRegPlane *moving,
     const SaffronTransform *start,
     const SaffronPlane *mask,
     gpointer options,
     SaffronJob *job,
     GError **error)
{
  return saffron_piecewise (saffron_deformable_masked, reference, moving, start,
                            mask, options, job, error);
}

/* Fits in both directions and takes the mean. With pieces it fits in one
 * direction only, because the moving slide has no map of territories. */
static SaffronTransform *
bend (const SaffronDeformableOptions *options,
      gpointer data,
      SaffronJob *job,
      GError **error)
{
  SaffronPipeline *pipeline = data;
  SaffronDeformableOptions copy = *options;

  if (saffron_transform_get_n_pieces (pipeline->transform) > 1)
    return fit (pipeline->planes[0], pipeline->planes[1], pipeline->transform,
                NULL, &copy, job, error);
  return saffron_deformable_symmetric (pipeline->planes[0], pipeline->planes[1],
                                       pipeline->transform, options, job,
                                       error);
}

gboolean
saffron_run_deformable (SaffronPipeline *pipeline,
                        SaffronJob *job,
                        GError **error)
{
  g_autoptr (SaffronJob) fitting = saffron_job_new_part (job, 0.0, FIT_SHARE);
  g_autoptr (SaffronJob) judging = saffron_job_new_part (job, FIT_SHARE, 1.0);
  SaffronDeformableOptions options =
      saffron_deformable_options (pipeline->params, FALSE);
  SaffronTransform *better = NULL;

  if (!pipeline->params->deformable)
    {
      saffron_pipeline_record_unmeasured (pipeline, FALSE,
                                          SAFFRON_REASON_NOT_ASKED);
      return TRUE;
    }
  if (!saffron_unfolded (bend, pipeline, &options, fitting, &better, error))
    return FALSE;
  if (better == NULL)
    {
      saffron_pipeline_record_unmeasured (pipeline, FALSE,
                                          SAFFRON_REASON_STILL_FOLDS);
      return TRUE;
    }
  return saffron_pipeline_accept (pipeline, better, fit, &options, judging,
                                  error);
}

void
saffron_cost_deformable (const SaffronStageInput *input, SaffronStageCost *cost)
{
  cost->bytes = saffron_planes_held (input);
  cost->seconds = input->params->deformable ? SECONDS : 0.0;
}
