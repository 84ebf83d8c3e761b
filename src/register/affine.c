/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/affine.h"

#include <math.h>
#include <string.h>

#include "register/field.h"
#include "register/lbfgs.h"
#include "register/levels.h"
#include "register/lncc.h"

typedef struct {
  SaffronLncc *lncc;
  SaffronField *field;
  SaffronField *gradient;
  SaffronJob *job;
} Problem;

static double
evaluate (const double *x, double *gradient, gpointer data)
{
  Problem *p = data;
  double loss = 0.0;

  memcpy (p->field->affine, x, 6 * sizeof (double));
  loss = saffron_lncc_eval (p->lncc, p->field, p->gradient, p->job);
  memcpy (gradient, p->gradient->affine, 6 * sizeof (double));
  return loss;
}

static gboolean
is_cancelled (gpointer data)
{
  Problem *p = data;

  return saffron_job_is_cancelled (p->job);
}

static void
progress (double fraction, gpointer data)
{
  Problem *p = data;

  saffron_job_set_fraction (p->job, fraction);
}

/* The map p → p + u (p) in reference level-0 pixels, where u is the field's
 * affine part. */
static SaffronAffine
field_to_affine (const SaffronField *field, double downsample)
{
  double half = MAX (field->width, field->height) / 2.0;
  double cx = field->width / 2.0, cy = field->height / 2.0;
  const double *a = field->affine;
  double b[4] = { a[1] / half, a[2] / half, a[4] / half, a[5] / half };

  return (SaffronAffine){
    .xx = 1.0 + b[0],
    .xy = b[1],
    .x0 = (a[0] - b[0] * cx - b[1] * cy) * downsample,
    .yx = b[2],
    .yy = 1.0 + b[3],
    .y0 = (a[3] - b[2] * cx - b[3] * cy) * downsample,
  };
}

typedef struct {
  const SaffronAffineOptions *options;
  SaffronAffine affine;
} Climb;

/* Fits one level and composes the map with the change that it finds. */
static void
solve_level (const SaffronRegPlane *reference,
             const SaffronRegPlane *moving,
             gpointer data,
             SaffronJob *job)
{
  Climb *climb = data;
  const SaffronAffineOptions *options = climb->options;
  int w = reference->intensity->width, h = reference->intensity->height;
  g_autoptr (SaffronField) field = saffron_field_new (w, h, 1, FALSE);
  g_autoptr (SaffronField) gradient = saffron_field_new (w, h, 1, FALSE);
  g_autoptr (SaffronLncc) lncc =
      saffron_lncc_new (reference, moving, &climb->affine, NULL, options->mask,
                        options->radius, job);
  Problem problem = { lncc, field, gradient, job };
  double x[6] = { 0, 0, 0, 0, 0, 0 };
  SaffronAffine change;

  if (saffron_lncc_get_area (lncc) < 1.0 || saffron_job_is_cancelled (job))
    return;
  saffron_lbfgs_minimise (
      &(SaffronLbfgs){ .n = 6,
                       .evaluate = evaluate,
                       .is_cancelled = is_cancelled,
                       .progress = progress,
                       .data = &problem,
                       .max_iterations = options->max_iterations,
                       .first_step = 1.0,
                       .max_step = 2.0,
                       .min_step = 0.005,
                       .min_decrease = 1e-6 },
      x);
  memcpy (field->affine, x, sizeof (x));
  change = field_to_affine (field, reference->downsample);
  climb->affine = saffron_affine_compose (&climb->affine, &change);
}

SaffronTransform *
saffron_affine_stage (const SaffronRegPlane *reference,
                      const SaffronRegPlane *moving,
                      const SaffronTransform *start,
                      const SaffronAffineOptions *options,
                      SaffronJob *job,
                      GError **error)
{
  Climb climb = { options, *saffron_transform_get_affine (start) };
  g_autoptr (SaffronLevels) levels =
      saffron_levels_new (reference, moving, &climb.affine, options->coarsest,
                          options->finest, job);

  if (!saffron_levels_climb (levels, solve_level, &climb, job, error))
    return NULL;
  return saffron_transform_new (saffron_transform_get_width (start),
                                saffron_transform_get_height (start),
                                &climb.affine, NULL);
}
