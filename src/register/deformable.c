/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/deformable.h"

#include <math.h>
#include <string.h>

#include "base/parallel.h"
#include "register/smoothness.h"
#include "register/field.h"
#include "register/lbfgs.h"
#include "register/levels.h"
#include "register/lncc.h"

/* What is added to the regularisation's curvature in the preconditioner in
 * place of the data's. Without it, the mean displacement would be undetermined
 * there. It affects the speed only. With first differences it is a share of the
 * weight. With second ones it is about what the data have on slides of nuclei,
 * per node and per weight of all windows: where little weight is on bending,
 * they alone say what most of the waves cost. */
#define STRETCH_SHIFT 0.05
#define BEND_SHIFT 4.0

/* For fewer nodes than this, a second thread takes longer to wake than it
 * saves. */
#define SMALL 8192

/* After this many iterations about two thirds of a level's work is done. It
 * affects the progress only. */
#define USUAL_ITERATIONS 15.0

/* The problem at one level. Its unknowns are the coefficients of u, then those
 * of v. */
typedef struct {
  SaffronLncc *lncc;
  SaffronField *field;
  SaffronField *gradient;
  SaffronSmoothness *smoothness;
  int max_iterations;
  SaffronJob *job;
} Problem;

/* What is done to u and to v alike. */
typedef struct {
  const Problem *problem;
  const double *x;
  double *gradient;
  double energy[2];
} Half;

static void
take_unknowns (gint64 k, gpointer data)
{
  const Half *h = data;
  const SaffronField *f = h->problem->field;
  gsize n = (gsize) f->n_x * (gsize) f->n_y;
  const double *x = h->x + (gsize) k * n;
  float *to = k == 0 ? f->u : f->v;

  for (gsize i = 0; i < n; i++)
    to[i] = (float) x[i];
}

static void
add_smoothness (gint64 k, gpointer data)
{
  Half *h = data;
  const SaffronField *g = h->problem->gradient;
  gsize n = (gsize) g->n_x * (gsize) g->n_y;
  double *gradient = h->gradient + (gsize) k * n;
  const float *from = k == 0 ? g->u : g->v;

  for (gsize i = 0; i < n; i++)
    gradient[i] = from[i];
  h->energy[k] = saffron_smoothness_energy (h->problem->smoothness,
                                            h->x + (gsize) k * n, gradient);
}

static void
both (Half *half, SaffronParallelFunc func)
{
  const SaffronField *f = half->problem->field;

  if ((gsize) f->n_x * (gsize) f->n_y >= SMALL)
    saffron_parallel_for (half->problem->job, 2, func, half);
  else
    for (int k = 0; k < 2; k++)
      func (k, half);
}

static double
evaluate (const double *x, double *gradient, gpointer data)
{
  Problem *p = data;
  Half half = { p, x, gradient };
  double loss;

  both (&half, take_unknowns);
  loss = saffron_lncc_eval (p->lncc, p->field, p->gradient, p->job);
  both (&half, add_smoothness);
  loss += half.energy[0];
  loss += half.energy[1];
  return loss;
}

static void
precondition (double *const *vectors, int n_vectors, gpointer data)
{
  Problem *p = data;
  gsize n = (gsize) p->field->n_x * (gsize) p->field->n_y;
  double *parts[4];

  for (int k = 0; k < MIN (n_vectors, 2); k++)
    {
      parts[2 * k] = vectors[k];
      parts[2 * k + 1] = vectors[k] + n;
    }
  saffron_smoothness_solve (p->smoothness, parts, 2 * MIN (n_vectors, 2),
                            p->job);
}

static gboolean
is_cancelled (gpointer data)
{
  Problem *p = data;

  return saffron_job_is_cancelled (p->job);
}

/* Most levels converge long before they reach the most iterations. So the first
 * iterations move the progress most, and there is no jump at the end. */
static void
progress (double fraction, gpointer data)
{
  Problem *p = data;
  double most = p->max_iterations / USUAL_ITERATIONS;

  saffron_job_set_fraction (p->job, expm1 (-fraction * most) / expm1 (-most));
}

typedef struct {
  SaffronLevels *levels;
  const SaffronTransform *start;
  const SaffronDeformableOptions *options;
  SaffronField *field; /* from the level before; NULL before the first */
  double downsample;
} Climb;

/* Brings the field of the level before to this level. */
static void
refine_field (Climb *climb, const SaffronRegPlane *reference, SaffronJob *job)
{
  const SaffronLattice *before = saffron_transform_get_lattice (climb->start);
  int w = reference->intensity->width, h = reference->intensity->height;
  SaffronField *next = NULL;

  if (climb->field != NULL)
    next = saffron_field_refine (climb->field, w, h);
  else
    next = saffron_field_new (w, h, climb->options->node_spacing, TRUE);
  if (climb->field == NULL && before != NULL)
    saffron_field_from_transform (next, climb->start, reference->downsample,
                                  job);
  saffron_field_free (climb->field);
  climb->field = next;
  climb->downsample = reference->downsample;
}

static double
find_shift (const SaffronDeformableOptions *options, double area)
{
  double shift = options->smoothness == SAFFRON_SMOOTHNESS_BENDING
                     ? BEND_SHIFT
                     : STRETCH_SHIFT * options->alpha;

  return shift / area;
}

/* Improves the field on one level. */
static void
improve_field (const SaffronRegPlane *reference,
               const SaffronRegPlane *moving,
               Climb *climb,
               SaffronJob *job)
{
  const SaffronDeformableOptions *options = climb->options;
  SaffronField *field = climb->field;
  gsize n = (gsize) field->n_x * (gsize) field->n_y;
  g_autoptr (SaffronLncc) lncc = saffron_lncc_new (
      reference, moving, saffron_transform_get_affine (climb->start), field,
      options->mask, options->radius, job);
  g_autoptr (SaffronField) gradient =
      saffron_field_new (field->width, field->height, field->step, TRUE);
  g_autoptr (SaffronSmoothness) smoothness = NULL;
  g_autofree double *x = g_new (double, 2 * n);
  Problem problem = {
    lncc, field, gradient, NULL, options->max_iterations, job
  };
  double area = saffron_lncc_get_area (lncc);
  double weight = 0.0;

  if (reference == climb->levels->reference[climb->levels->n - 1])
    saffron_levels_drop_masks (climb->levels);
  if (area < 1.0 || saffron_job_is_cancelled (job))
    return;
  /* Σ |∇u|² over pixels: an edge of the lattice stands for step² pixels, and
   * its difference divided by step is the gradient, so the steps cancel. Second
   * differences are taken in steps, too. */
  weight = options->alpha / area;
  smoothness =
      saffron_smoothness_new (field->n_x, field->n_y, options->smoothness,
                              weight, find_shift (options, area));
  problem.smoothness = smoothness;
  for (gsize i = 0; i < n; i++)
    {
      x[i] = field->u[i];
      x[n + i] = field->v[i];
    }
  saffron_lbfgs_minimise (
      &(SaffronLbfgs){ .n = (int) (2 * n),
                       .evaluate = evaluate,
                       .precondition = precondition,
                       .is_cancelled = is_cancelled,
                       .progress = progress,
                       .data = &problem,
                       .job = job,
                       .max_iterations = options->max_iterations,
                       .first_step = 1.0,
                       .max_step = 2.0,
                       .min_step = 0.005,
                       .min_decrease = 2e-6 },
      x);
  for (gsize i = 0; i < n; i++)
    {
      field->u[i] = (float) x[i];
      field->v[i] = (float) x[n + i];
    }
}

static void
solve_level (const SaffronRegPlane *reference,
             const SaffronRegPlane *moving,
             gpointer data,
             SaffronJob *job)
{
  refine_field (data, reference, job);
  improve_field (reference, moving, data, job);
}

static SaffronTransform *
climb (SaffronLevels *levels,
       const SaffronTransform *start,
       const SaffronDeformableOptions *options,
       SaffronJob *job,
       GError **error)
{
  double width = saffron_transform_get_width (start);
  double height = saffron_transform_get_height (start);
  Climb climb = { levels, start, options, NULL, 0.0 };
  SaffronTransform *found = NULL;

  if (saffron_levels_climb (levels, solve_level, &climb, job, error))
    found = saffron_transform_new (
        width, height, saffron_transform_get_affine (start),
        saffron_field_to_lattice (climb.field, width, height,
                                  climb.downsample));
  saffron_field_free (climb.field);
  return found;
}

SaffronTransform *
saffron_deformable (const SaffronRegPlane *reference,
                    const SaffronRegPlane *moving,
                    const SaffronTransform *start,
                    const SaffronDeformableOptions *options,
                    SaffronJob *job,
                    GError **error)
{
  g_autoptr (SaffronLevels) levels = saffron_levels_new (
      reference, moving, saffron_transform_get_affine (start),
      options->coarsest, options->finest, job);

  return climb (levels, start, options, job, error);
}

SaffronTransform *
saffron_deformable_masked (const SaffronRegPlane *reference,
                           const SaffronRegPlane *moving,
                           const SaffronTransform *start,
                           const SaffronPlane *mask,
                           gpointer options,
                           SaffronJob *job,
                           GError **error)
{
  SaffronDeformableOptions masked = *(SaffronDeformableOptions *) options;

  masked.mask = mask;
  return saffron_deformable (reference, moving, start, &masked, job, error);
}

SaffronTransform *
saffron_deformable_take (SaffronRegPlane *reference,
                         SaffronRegPlane *moving,
                         const SaffronTransform *start,
                         const SaffronDeformableOptions *options,
                         SaffronJob *job,
                         GError **error)
{
  g_autoptr (SaffronLevels) levels = saffron_levels_new_take (
      reference, moving, saffron_transform_get_affine (start),
      options->coarsest, options->finest, job);

  return climb (levels, start, options, job, error);
}
