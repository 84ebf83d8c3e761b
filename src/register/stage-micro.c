/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "register/cost.h"
#include "register/micro.h"
#include "register/piecewise.h"
#include "register/pipeline-private.h"
#include "register/stage-deformable.h"

/* The least longest side at which it works, pixels: a fraction of a small slide
 * would be coarser than what the fine stage has seen. */
#define LEAST_DIM 4000.0
/* It starts at a size at which what the fine stage left is a pixel or two: each
 * size is twice the one before, and the first is at least this times the fine
 * stage's. */
#define FIRST_RATIO 1.25
/* The radius of the windows, pixels: they hold a few nuclei. */
#define RADIUS 6

/* Bytes per pixel of both slides for the blocks and the lattice, the most bytes
 * of tiles, decoded ones too, and seconds per pixel of both slides, with two
 * passes and what goes before at coarser sizes. */
#define BLOCK_BYTES 1.2
#define TILE_BYTES 100e6
#define SECONDS 0.15e-6

/* Level-0 pixels of @slide per pixel of the working size. */
static double
working_downsample (SaffronSlide *slide, const SaffronParams *params)
{
  double side = (double) MAX (saffron_slide_get_width (slide),
                              saffron_slide_get_height (slide));
  double dim = MAX (side * params->micro_reg_fraction, LEAST_DIM);

  return MAX (side / dim, 1.0);
}

/* How many sizes come before the working size. */
static int
count_coarser (SaffronSlide *slide, const SaffronParams *params)
{
  double side = (double) MAX (saffron_slide_get_width (slide),
                              saffron_slide_get_height (slide));
  double dim = side / working_downsample (slide, params);
  double first = FIRST_RATIO * saffron_deformable_options (params, TRUE).finest;
  int n = 0;

  while (dim / 2.0 >= first)
    {
      dim /= 2.0;
      n++;
    }
  return n;
}

static gboolean
make_sources (SaffronPipeline *pipeline,
              double downsample,
              SaffronMicro *micro,
              SaffronJob *job,
              GError **error)
{
  const SaffronAffine *affine =
      saffron_transform_get_affine (pipeline->transform);
  double scale = sqrt (fabs (saffron_affine_determinant (affine)));

  for (int i = 0; i < 2; i++)
    if (!saffron_micro_source_init (
            &micro->sources[i], pipeline->slides[i], &pipeline->looks[i],
            pipeline->planes[i],
            i == 0 ? downsample : MAX (downsample * scale, 1.0), job, error))
      return FALSE;
  return TRUE;
}

/* Corrects the transform at one size. What is recorded is that of the finest
 * size that changed something, or of the last one if none did. */
static gboolean
run_size (SaffronPipeline *pipeline,
          double downsample,
          SaffronMicro *best,
          SaffronJob *job,
          GError **error)
{
  SaffronMicro micro = { .radius = RADIUS };
  g_autoptr (SaffronTransform) better = NULL;
  double before = best->evidence.before;

  if (make_sources (pipeline, downsample, &micro, job, error))
    better = saffron_piecewise (saffron_micro, pipeline->planes[0],
                                pipeline->planes[1], pipeline->transform, NULL,
                                &micro, job, error);
  if (better == NULL || (best->kept && !micro.kept))
    {
      saffron_evidence_clear (&micro.evidence);
      return better != NULL;
    }
  if (best->kept)
    micro.evidence.before = before;
  saffron_evidence_clear (&best->evidence);
  *best = micro;
  if (micro.kept)
    saffron_pipeline_set_transform (pipeline, g_steal_pointer (&better));
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
  SaffronMicro best = { 0 };
  double downsample;
  int coarser;
  gboolean ok = TRUE;

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
  downsample = working_downsample (pipeline->slides[0], pipeline->params);
  coarser = count_coarser (pipeline->slides[0], pipeline->params);
  for (int k = coarser; k >= 0 && ok; k--)
    {
      /* The last size takes three quarters of the time, and so on. */
      g_autoptr (SaffronJob) part = saffron_job_new_part (
          job, k == coarser ? 0.0 : pow (0.25, k + 1), pow (0.25, k));

      ok = run_size (pipeline, downsample * (1 << k), &best, part, error);
    }
  if (ok)
    saffron_pipeline_record (pipeline, best.kept, best.evidence.before,
                             best.evidence.after, explain (&best));
  saffron_evidence_clear (&best.evidence);
  return ok;
}

void
saffron_cost_micro (const SaffronStageInput *input, SaffronStageCost *cost)
{
  const SaffronParams *params = input->params;
  double downsample = working_downsample (input->slides[0], params);
  double pixels = 0.0, stored = 0.0;

  *cost = (SaffronStageCost){ 0 };
  if (!params->deformable || params->micro_reg_fraction <= 0.0
      || g_str_equal (params->section, "serial"))
    return;
  for (int i = 0; i < 2; i++)
    {
      SaffronSlide *slide = input->slides[i];
      double all = (double) saffron_slide_get_width (slide)
                   * (double) saffron_slide_get_height (slide);

      pixels += all / (downsample * downsample);
      stored += all
                * (double) saffron_sample_type_size (
                    saffron_slide_get_channel (slide, 0)->type);
    }
  cost->bytes = pixels * BLOCK_BYTES + MIN (stored, TILE_BYTES);
  cost->seconds = pixels * SECONDS;
}
