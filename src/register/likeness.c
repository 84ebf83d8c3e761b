/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/likeness.h"

#include "register/affine.h"
#include "register/deformable.h"
#include "register/field.h"
#include "register/levels.h"
#include "register/lncc.h"

#define RADIUS 8

/* Planes with a side smaller than this have no window to compare. */
#define LEAST_SIDE 16

static gboolean
is_too_small (const SaffronRegPlane *plane)
{
  return MIN (plane->intensity->width, plane->intensity->height) < LEAST_SIDE;
}

double
saffron_likeness (const SaffronRegPlane *reference,
                  const SaffronRegPlane *moving,
                  const SaffronTransform *transform,
                  SaffronJob *job)
{
  const SaffronAffine *affine = saffron_transform_get_affine (transform);
  g_autoptr (SaffronLevels) levels = NULL;
  g_autoptr (SaffronField) field = NULL;
  g_autoptr (SaffronLncc) lncc = NULL;
  const SaffronRegPlane *ref = NULL;

  if (is_too_small (reference) || is_too_small (moving))
    return 0.0;
  levels = saffron_levels_new (reference, moving, affine, SAFFRON_LIKENESS_DIM,
                               SAFFRON_LIKENESS_DIM, job);
  if (saffron_job_is_cancelled (job))
    return 0.0;
  ref = levels->reference[levels->n - 1];
  field = saffron_field_new (ref->intensity->width, ref->intensity->height, 4,
                             TRUE);
  if (saffron_transform_bends (transform))
    saffron_field_from_transform (field, transform, ref->downsample, job);
  lncc = saffron_lncc_new (ref, levels->moving[levels->n - 1], affine, field,
                           NULL, RADIUS, job);
  if (saffron_lncc_get_area (lncc) < 1.0)
    return 0.0;
  return 1.0 - saffron_lncc_eval (lncc, field, NULL, job);
}

double
saffron_likeness_fitted (const SaffronRegPlane *reference,
                         const SaffronRegPlane *moving,
                         const SaffronAffine *affine,
                         SaffronJob *job,
                         SaffronTransform **fitted)
{
  double width = reference->intensity->width * reference->downsample;
  double height = reference->intensity->height * reference->downsample;
  const SaffronAffineOptions rigid = { 128, SAFFRON_LIKENESS_DIM, RADIUS, 15,
                                       NULL };
  g_autoptr (SaffronTransform) start =
      saffron_transform_new (width, height, affine, NULL);
  g_autoptr (SaffronTransform) straight = NULL;
  g_autoptr (SaffronTransform) bent = NULL;
  g_autoptr (SaffronJob) laying = saffron_job_new_part (job, 0.0, 0.3);
  g_autoptr (SaffronJob) bending = saffron_job_new_part (job, 0.3, 1.0);
  double value;

  if (fitted != NULL)
    *fitted = NULL;
  if (is_too_small (reference) || is_too_small (moving))
    return 0.0;
  straight =
      saffron_affine_stage (reference, moving, start, &rigid, laying, NULL);
  if (straight == NULL)
    return 0.0;
  bent = saffron_deformable (reference, moving, straight,
                             &SAFFRON_DEFORMABLE_SHORT, bending, NULL);
  if (bent == NULL)
    return 0.0;
  value = saffron_likeness (reference, moving, bent, job);
  if (fitted != NULL)
    *fitted = g_steal_pointer (&bent);
  return value;
}
