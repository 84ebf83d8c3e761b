/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "register/cost.h"
#include "register/micro.h"
#include "register/piecewise.h"
#include "register/pipeline-private.h"

/* The least longest side at which it works, pixels: a fraction of a small slide
 * would be coarser than what the fine stage has seen. */
#define LEAST_DIM 4000.0
/* The radius of the windows, pixels: they hold a few nuclei. */
#define RADIUS 6

/* Bytes per block of pixels and per row of blocks' nodes, bytes of a tile, and
 * seconds per pixel of both slides, with three passes. */
#define BLOCK_BYTES 1.2
#define TILE_BYTES 8e6
#define SECONDS 0.25e-6

/* Level-0 pixels of @slide per pixel of the working size. */
static double
working_downsample (SaffronSlide *slide, const SaffronParams *params)
{
  double side = (double) MAX (saffron_slide_get_width (slide),
                              saffron_slide_get_height (slide));
  double dim = MAX (side * params->micro_reg_fraction, LEAST_DIM);

  return MAX (side / dim, 1.0);
}

static gboolean
make_sources (SaffronPipeline *pipeline,
              SaffronMicro *micro,
              SaffronJob *job,
              GError **error)
{
  const SaffronAffine *affine =
      saffron_transform_get_affine (pipeline->transform);
  double scale = sqrt (fabs (saffron_affine_determinant (affine)));
  double own = working_downsample (pipeline->slides[0], pipeline->params);

  for (int i = 0; i < 2; i++)
    if (!saffron_micro_source_init (&micro->sources[i], pipeline->slides[i],
                                    &pipeline->looks[i], pipeline->planes[i],
                                    i == 0 ? own : MAX (own * scale, 1.0), job,
                                    error))
      return FALSE;
  return TRUE;
}

static GPtrArray *
explain (const SaffronMicro *micro)
{
  GPtrArray *reasons = saffron_reasons_new ();

  if (micro->folds && !micro->kept)
    saffron_reasons_add (reasons, SAFFRON_REASON_STILL_FOLDS, NULL, NULL);
  else
    g_ptr_array_add (reasons, saffron_evidence_reason (&micro->evidence));
  saffron_reasons_add (reasons, SAFFRON_REASON_SMOOTHNESS, &micro->alpha, NULL);
  return reasons;
}

/* Goes once more over the same section, at a fraction of full resolution. */
gboolean
saffron_run_micro (SaffronPipeline *pipeline, SaffronJob *job, GError **error)
{
  SaffronMicro micro = { .radius = RADIUS };
  g_autoptr (SaffronTransform) better = NULL;
  gboolean ok;

  /* The fine stage has told why. */
  if (!pipeline->same_section)
    {
      pipeline->was_needed = FALSE;
      return TRUE;
    }
  if (pipeline->params->micro_reg_fraction <= 0.0)
    {
      saffron_pipeline_record_unmeasured (pipeline, FALSE,
                                          SAFFRON_REASON_NOT_ASKED);
      return TRUE;
    }
  if (!make_sources (pipeline, &micro, job, error))
    return FALSE;
  better = saffron_piecewise (saffron_micro, pipeline->planes[0],
                              pipeline->planes[1], pipeline->transform, NULL,
                              &micro, job, error);
  ok = better != NULL;
  if (ok)
    {
      saffron_pipeline_record (pipeline, micro.kept, micro.evidence.before,
                               micro.evidence.after, explain (&micro));
      if (micro.kept)
        saffron_pipeline_set_transform (pipeline, g_steal_pointer (&better));
    }
  saffron_evidence_clear (&micro.evidence);
  return ok;
}

void
saffron_cost_micro (const SaffronStageInput *input, SaffronStageCost *cost)
{
  const SaffronParams *params = input->params;
  double downsample = working_downsample (input->slides[0], params);
  double pixels = 0.0;

  *cost = (SaffronStageCost){ 0 };
  if (!params->deformable || params->micro_reg_fraction <= 0.0
      || g_str_equal (params->section, "serial"))
    return;
  for (int i = 0; i < 2; i++)
    pixels += (double) saffron_slide_get_width (input->slides[i])
              * (double) saffron_slide_get_height (input->slides[i])
              / (downsample * downsample);
  cost->bytes = pixels * BLOCK_BYTES + TILE_BYTES;
  cost->seconds = pixels * SECONDS;
}
