/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/stage-deformable.h"

#include <math.h>

#include "register/cost.h"
#include "register/local-choice.h"
#include "register/piecewise.h"
#include "register/symmetric.h"
#include "register/unfolded.h"
#include "transform/pieces.h"
#include "register/pipeline-private.h"

/* It works at fixed sizes. */
#define SECONDS 0.9
/* The share of that before the evidence. */
#define FIT_SHARE 0.7

/* Of what is left, before the evidence of the softer fit. */
#define STIFF_SHARE 0.2

/* The stiffer fit, for where the softer one is not confirmed: so many times its
 * weight of smoothness, up to this level, beyond which so stiff a lattice finds
 * nothing. */
#define STIFFER 6.0
#define STIFF_DIM 256

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

/* What is tried of the stage: the softer fit, and the stiffer one for where
 * that is not confirmed. */
typedef struct {
  SaffronDeformableOptions options[2];
  SaffronTransform *fitted[2]; /* the second %NULL where there are pieces */
  SaffronEvidence evidence[2];
} Tries;

static void
tries_clear (Tries *tries)
{
  for (int i = 0; i < 2; i++)
    {
      g_clear_pointer (&tries->fitted[i], saffron_transform_unref);
      saffron_evidence_clear (&tries->evidence[i]);
    }
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Tries, tries_clear)

/* Fits again, stiffer. A piece has its own lattice, and little tissue to tell
 * by: there the softer fit stays. */
static gboolean
fit_stiffer (SaffronPipeline *pipeline,
             Tries *tries,
             SaffronJob *job,
             GError **error)
{
  if (saffron_transform_get_n_pieces (pipeline->transform) > 1)
    return TRUE;
  tries->options[1] = tries->options[0];
  tries->options[1].alpha *= STIFFER;
  tries->options[1].finest = MIN (tries->options[0].finest, STIFF_DIM);
  return saffron_unfolded (bend, pipeline, &tries->options[1], job,
                           &tries->fitted[1], error);
}

/* Judges both by the same held-out squares. */
static gboolean
judge (SaffronPipeline *pipeline, Tries *tries, SaffronJob *job, GError **error)
{
  g_autoptr (SaffronJob) before = saffron_job_new_part (job, 0.0, 0.1);
  g_autoptr (SaffronHeldOut) held_out = saffron_held_out_new (
      pipeline->planes[0], pipeline->planes[1], pipeline->transform,
      &SAFFRON_EVIDENCE_ROUGH, NULL, before, error);

  for (int i = 0; held_out != NULL && i < 2; i++)
    {
      g_autoptr (SaffronJob) part =
          saffron_job_new_part (job, 0.1 + 0.45 * i, 0.55 + 0.45 * i);

      if (tries->fitted[i] != NULL
          && !saffron_held_out_judge (held_out, fit, &tries->options[i], part,
                                      &tries->evidence[i], error))
        return FALSE;
    }
  return held_out != NULL;
}

/* Takes the softer fit if the evidence is for it, and the stiffer one where it
 * is against. */
static void
take (SaffronPipeline *pipeline, Tries *tries, SaffronJob *job)
{
  const SaffronEvidence *soft = &tries->evidence[0];
  GPtrArray *reasons = saffron_reasons_new ();

  g_ptr_array_add (reasons, saffron_evidence_reason (soft));
  saffron_pipeline_record (pipeline, soft->better, soft->before, soft->after,
                           reasons);
  if (!soft->better)
    return;
  saffron_held_out_gain_add (&pipeline->held_out, soft);
  saffron_pipeline_set_transform (
      pipeline, tries->fitted[1] == NULL ? g_steal_pointer (&tries->fitted[0])
                                         : saffron_choose_locally (
                                             tries->fitted[0], tries->fitted[1],
                                             soft, &tries->evidence[1], job));
}

gboolean
saffron_run_deformable (SaffronPipeline *pipeline,
                        SaffronJob *job,
                        GError **error)
{
  double stiff = FIT_SHARE + STIFF_SHARE * (1.0 - FIT_SHARE);
  g_autoptr (SaffronJob) fitting = saffron_job_new_part (job, 0.0, FIT_SHARE);
  g_autoptr (SaffronJob) again = saffron_job_new_part (job, FIT_SHARE, stiff);
  g_autoptr (SaffronJob) judging = saffron_job_new_part (job, stiff, 1.0);
  g_auto (Tries) tries = { 0 };

  if (!pipeline->params->deformable)
    {
      saffron_pipeline_record_unmeasured (pipeline, FALSE,
                                          SAFFRON_REASON_NOT_ASKED);
      return TRUE;
    }
  tries.options[0] = saffron_deformable_options (pipeline->params, FALSE);
  if (!saffron_unfolded (bend, pipeline, &tries.options[0], fitting,
                         &tries.fitted[0], error))
    return FALSE;
  if (tries.fitted[0] == NULL)
    {
      saffron_pipeline_record_unmeasured (pipeline, FALSE,
                                          SAFFRON_REASON_STILL_FOLDS);
      return TRUE;
    }
  if (!fit_stiffer (pipeline, &tries, again, error)
      || !judge (pipeline, &tries, judging, error))
    return FALSE;
  take (pipeline, &tries, job);
  return TRUE;
}

void
saffron_cost_deformable (const SaffronStageInput *input, SaffronStageCost *cost)
{
  cost->bytes = saffron_planes_held (input);
  cost->seconds = input->params->deformable ? SECONDS : 0.0;
}
