/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "synth/truth.h"

#include <math.h>

#include "synth/random.h"

/* The least Jacobian determinant that is allowed. */
#define LEAST_JACOBIAN 0.3

void
saffron_truth_displacement (const SaffronTruth *truth,
                            double x,
                            double y,
                            double *u,
                            double *v,
                            double du[4])
{
  *u = 0.0;
  *v = 0.0;
  if (du != NULL)
    du[0] = du[1] = du[2] = du[3] = 0.0;

  for (int k = 0; k < truth->n_terms; k++)
    {
      const SaffronTruthTerm *term = &truth->terms[k];
      double angle = term->kx * x + term->ky * y + term->phase;
      double s = sin (angle);

      *u += term->ax * s;
      *v += term->ay * s;
      if (du != NULL)
        {
          double c = cos (angle);

          du[0] += term->ax * term->kx * c;
          du[1] += term->ax * term->ky * c;
          du[2] += term->ay * term->kx * c;
          du[3] += term->ay * term->ky * c;
        }
    }
}

/* A lower bound of the determinant for the terms scaled by @scale. The
 * determinant is 1 + tr ∇u + det ∇u, where ∇u is a sum of products a kᵀ cos;
 * the bound takes all cosines at their worst. */
static double
jacobian_bound (const SaffronTruth *truth, double scale)
{
  double bound = 1.0;

  for (int k = 0; k < truth->n_terms; k++)
    {
      const SaffronTruthTerm *a = &truth->terms[k];

      bound -= scale * fabs (a->ax * a->kx + a->ay * a->ky);
      for (int l = 0; l < k; l++)
        {
          const SaffronTruthTerm *b = &truth->terms[l];

          bound -= scale * scale * fabs (a->ax * b->ay - a->ay * b->ax)
                   * fabs (a->kx * b->ky - a->ky * b->kx);
        }
    }
  return bound;
}

/* The largest displacement, searched on a grid; people mean this by
 * amplitude. */
static double
largest_displacement (const SaffronTruth *truth, double width, double height)
{
  double step = MAX (width, height) / 160.0;
  double largest = 0.0;

  for (double y = 0.0; y <= height; y += step)
    for (double x = 0.0; x <= width; x += step)
      {
        double u = 0.0, v = 0.0;

        saffron_truth_displacement (truth, x, y, &u, &v, NULL);
        largest = MAX (largest, hypot (u, v));
      }
  return largest;
}

static void
scale_terms (SaffronTruth *truth, double scale)
{
  for (int k = 0; k < truth->n_terms; k++)
    {
      truth->terms[k].ax *= scale;
      truth->terms[k].ay *= scale;
    }
}

void
saffron_truth_init (SaffronTruth *truth,
                    guint64 key,
                    double width,
                    double height,
                    double amplitude,
                    double shortest,
                    double longest)
{
  SaffronSynthRng rng = { key };
  double low = 0.0, high = 1.0;

  *truth = (SaffronTruth){ .affine = SAFFRON_AFFINE_IDENTITY,
                           .inverse = SAFFRON_AFFINE_IDENTITY,
                           .wished = amplitude,
                           .min_jacobian = 1.0 };
  if (amplitude <= 0.0)
    return;

  truth->n_terms = SAFFRON_TRUTH_TERMS;
  for (int k = 0; k < truth->n_terms; k++)
    {
      SaffronTruthTerm *term = &truth->terms[k];
      double length =
          shortest * pow (longest / shortest, saffron_synth_rng_unit (&rng));
      double along = saffron_synth_rng_range (&rng, 0.0, 2.0 * G_PI);
      double toward = saffron_synth_rng_range (&rng, 0.0, 2.0 * G_PI);
      double weight = saffron_synth_rng_range (&rng, 0.5, 1.0) * length;

      term->ax = weight * cos (toward);
      term->ay = weight * sin (toward);
      term->kx = 2.0 * G_PI / length * cos (along);
      term->ky = 2.0 * G_PI / length * sin (along);
      term->phase = saffron_synth_rng_range (&rng, 0.0, 2.0 * G_PI);
    }
  scale_terms (truth, amplitude / largest_displacement (truth, width, height));

  /* The bound falls with growing scale, so bisection finds the largest scale
   * that is allowed. */
  if (jacobian_bound (truth, 1.0) < LEAST_JACOBIAN)
    {
      for (int k = 0; k < 50; k++)
        {
          double middle = 0.5 * (low + high);

          if (jacobian_bound (truth, middle) < LEAST_JACOBIAN)
            high = middle;
          else
            low = middle;
        }
      scale_terms (truth, low);
    }
  truth->amplitude = largest_displacement (truth, width, height);
  truth->min_jacobian = jacobian_bound (truth, 1.0);
}

void
saffron_truth_set_affine (SaffronTruth *truth, const SaffronAffine *affine)
{
  const SaffronAffine a = *affine;
  double det = a.xx * a.yy - a.xy * a.yx;

  truth->affine = a;
  truth->inverse = (SaffronAffine){
    .xx = a.yy / det,
    .xy = -a.xy / det,
    .x0 = (a.xy * a.y0 - a.yy * a.x0) / det,
    .yx = -a.yx / det,
    .yy = a.xx / det,
    .y0 = (a.yx * a.x0 - a.xx * a.y0) / det,
  };
}

SaffronRefPoint
saffron_truth_push (const SaffronTruth *truth, SaffronMovPoint p)
{
  const SaffronAffine *a = &truth->affine;
  double x = a->xx * p.x + a->xy * p.y + a->x0;
  double y = a->yx * p.x + a->yy * p.y + a->y0;
  double u = 0.0, v = 0.0;

  saffron_truth_displacement (truth, x, y, &u, &v, NULL);
  return (SaffronRefPoint){ x + u, y + v };
}

/* The difference between @p and q + u (q). */
static double
residual (const SaffronTruth *truth,
          SaffronRefPoint p,
          double x,
          double y,
          double *ex,
          double *ey,
          double du[4])
{
  double u = 0.0, v = 0.0;

  saffron_truth_displacement (truth, x, y, &u, &v, du);
  *ex = p.x - x - u;
  *ey = p.y - y - v;
  return hypot (*ex, *ey);
}

SaffronMovPoint
saffron_truth_pull (const SaffronTruth *truth, SaffronRefPoint p)
{
  const SaffronAffine *b = &truth->inverse;
  double x = p.x;
  double y = p.y;
  double du[4];
  double ex = 0.0, ey = 0.0;
  double size = residual (truth, p, x, y, &ex, &ey, du);

  for (int k = 0; k < 100 && size > 1e-10; k++)
    {
      double det = (1.0 + du[0]) * (1.0 + du[3]) - du[1] * du[2];
      double sx = ((1.0 + du[3]) * ex - du[1] * ey) / det;
      double sy = ((1.0 + du[0]) * ey - du[2] * ex) / det;
      double next = 0.0;

      for (int half = 0; half < 12; half++)
        {
          next = residual (truth, p, x + sx, y + sy, &ex, &ey, du);
          if (next < size)
            break;
          sx *= 0.5;
          sy *= 0.5;
        }
      /* No shorter step helps, so only rounding is left. */
      if (next >= size)
        break;
      x += sx;
      y += sy;
      size = next;
    }
  return (SaffronMovPoint){ b->xx * x + b->xy * y + b->x0,
                            b->yx * x + b->yy * y + b->y0 };
}

void
saffron_truth_add_json (const SaffronTruth *truth, JsonBuilder *builder)
{
  const SaffronAffine *a = &truth->affine;
  const double affine[] = { a->xx, a->xy, a->x0, a->yx, a->yy, a->y0 };

  json_builder_set_member_name (builder, "affine");
  json_builder_begin_array (builder);
  for (guint k = 0; k < G_N_ELEMENTS (affine); k++)
    json_builder_add_double_value (builder, affine[k]);
  json_builder_end_array (builder);

  json_builder_set_member_name (builder, "terms");
  json_builder_begin_array (builder);
  for (int k = 0; k < truth->n_terms; k++)
    {
      const SaffronTruthTerm *term = &truth->terms[k];
      const double values[] = { term->ax, term->ay, term->kx, term->ky,
                                term->phase };

      json_builder_begin_array (builder);
      for (guint n = 0; n < G_N_ELEMENTS (values); n++)
        json_builder_add_double_value (builder, values[n]);
      json_builder_end_array (builder);
    }
  json_builder_end_array (builder);

  json_builder_set_member_name (builder, "amplitude");
  json_builder_add_double_value (builder, truth->amplitude);
  json_builder_set_member_name (builder, "amplitude_wished");
  json_builder_add_double_value (builder, truth->wished);
  json_builder_set_member_name (builder, "min_jacobian");
  json_builder_add_double_value (builder, truth->min_jacobian);
}
