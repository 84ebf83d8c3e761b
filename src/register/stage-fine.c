/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/fine.h"

#include <math.h>

#include "register/cost.h"
#include "register/stage-deformable.h"
#include "register/pipeline-private.h"

/* Longest side of the planes that are kept for what follows. It is larger, up
 * to the second one, where the tissue would have less than the first: a biopsy
 * of a fifth of the slide's width still has the pixels that the verdict looks
 * at (SAFFRON_CROPS_DIM). */
#define EVIDENCE_DIM 512
#define MOST_EVIDENCE_DIM 1280
#define IS_TISSUE 0.3f

/* Bytes per pixel of both planes with their coarser levels; bytes per pixel of
 * the reference for the measure at half that size; seconds per pixel, with the
 * evidence. */
#define PLANE_BYTES 16.0
#define WORK_BYTES 7.0
#define SECONDS 1.0e-6

/* The longest side of the box around a slide's tissue, level-0 pixels. */
static double
tissue_side (const SaffronRegPlane *plane)
{
  const SaffronPlane *tissue = plane->tissue;
  int x0 = tissue->width, x1 = 0, y0 = tissue->height, y1 = 0;

  for (int y = 0; y < tissue->height; y++)
    for (int x = 0; x < tissue->width; x++)
      if (saffron_plane_row (tissue, y)[x] > IS_TISSUE)
        {
          x0 = MIN (x0, x);
          x1 = MAX (x1, x + 1);
          y0 = MIN (y0, y);
          y1 = MAX (y1, y + 1);
        }
  return MAX (MAX (x1 - x0, y1 - y0), 1) * plane->downsample;
}

/* Later stages look at tissue, not at nuclei. So small planes are enough for
 * them, and the fine planes have the memory. */
static void
shrink_planes (SaffronPipeline *pipeline, SaffronJob *job)
{
  const SaffronAffine *affine =
      saffron_transform_get_affine (pipeline->transform);
  const SaffronRegPlane *ref = pipeline->planes[0];
  double scale = sqrt (fabs (saffron_affine_determinant (affine)));
  double side =
      MAX (ref->intensity->width, ref->intensity->height) * ref->downsample;
  double shared =
      MIN (tissue_side (ref), tissue_side (pipeline->planes[1]) / scale);
  double downsample =
      MAX (MIN (side, shared) / EVIDENCE_DIM, side / MOST_EVIDENCE_DIM);

  downsample = MAX (downsample, ref->downsample);
  for (int i = 0; i < 2; i++)
    {
      SaffronRegPlane *small = saffron_reg_plane_scale (
          pipeline->planes[i], i == 0 ? downsample : downsample * scale, job);

      saffron_reg_plane_free (pipeline->planes[i]);
      pipeline->planes[i] = small;
    }
  pipeline->shrunken = TRUE;
}

/* Takes ownership of @section, which says why both slides show the same
 * section. */
static GPtrArray *
explain (const SaffronFine *fine, SaffronReason *section)
{
  GPtrArray *reasons = saffron_reasons_new ();

  if (fine->folds)
    saffron_reasons_add (reasons, SAFFRON_REASON_STILL_FOLDS, NULL, NULL);
  else
    g_ptr_array_add (reasons, saffron_evidence_reason (&fine->evidence));
  saffron_reasons_add (reasons, SAFFRON_REASON_SMOOTHNESS, &fine->alpha, NULL);
  g_ptr_array_add (reasons, section);
  return reasons;
}

/* Whether single nuclei have counterparts, so that the stage can run; if not,
 * records the reason. @section: (out) (transfer full): the reason if so */
static gboolean
is_wanted (SaffronPipeline *pipeline, SaffronJob *job, SaffronReason **section)
{
  GPtrArray *reasons = NULL;

  if (!pipeline->params->deformable)
    {
      saffron_pipeline_record_unmeasured (pipeline, FALSE,
                                          SAFFRON_REASON_NOT_ASKED);
      return FALSE;
    }
  if (saffron_same_section (pipeline->planes[0], pipeline->planes[1],
                            pipeline->transform, pipeline->params->section, job,
                            section))
    {
      pipeline->same_section = TRUE;
      return TRUE;
    }
  pipeline->was_needed = FALSE;
  reasons = saffron_reasons_new ();
  g_ptr_array_add (reasons, g_steal_pointer (section));
  saffron_pipeline_record (pipeline, FALSE, NAN, NAN, reasons);
  return FALSE;
}

/* Repeats the deformable stage on finer planes, down to single nuclei. */
gboolean
saffron_run_fine (SaffronPipeline *pipeline, SaffronJob *job, GError **error)
{
  const SaffronParams *params = pipeline->params;
  SaffronDeformableOptions before = saffron_deformable_options (params, FALSE);
  SaffronDeformableOptions options = saffron_deformable_options (params, TRUE);
  gboolean choose = params->regularisation <= 0.0;
  g_auto (SaffronFine) fine = { 0 };
  g_autoptr (SaffronReason) section = NULL;

  if (!is_wanted (pipeline, job, &section))
    return TRUE;
  shrink_planes (pipeline, job);
  if (!saffron_fine (pipeline->slides, pipeline->looks, pipeline->transform,
                     &before, &options, choose, params->max_image_dim, job,
                     &fine, error))
    return FALSE;
  saffron_pipeline_record (pipeline, fine.transform != NULL,
                           fine.evidence.before, fine.evidence.after,
                           explain (&fine, g_steal_pointer (&section)));
  if (fine.transform != NULL)
    saffron_pipeline_set_transform (pipeline,
                                    g_steal_pointer (&fine.transform));
  return TRUE;
}

/* The stage counts unless the parameters say that the sections are serial: an
 * estimate that is too low is worse than one that is too high. */
void
saffron_cost_fine (const SaffronStageInput *input, SaffronStageCost *cost)
{
  const SaffronParams *params = input->params;
  int dim = saffron_deformable_options (params, TRUE).finest;
  SaffronPlaneCost r = saffron_plane_cost (input->slides[0], dim);
  SaffronPlaneCost m = saffron_plane_cost (input->slides[1], dim);

  *cost = (SaffronStageCost){ 0 };
  if (!params->deformable || g_str_equal (params->section, "serial"))
    return;
  cost->bytes = (r.pixels + m.pixels) * PLANE_BYTES + r.pixels * WORK_BYTES;
  cost->seconds = r.making_seconds + m.making_seconds + r.pixels * SECONDS;
}
