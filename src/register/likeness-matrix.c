/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/likeness-matrix.h"

#include <math.h>

#include "register/chain.h"
#include "register/coarse.h"
#include "register/likeness.h"
#include "register/planes.h"

/* Longest side of the planes, in which features are found, too. */
#define PLANE_DIM 512

/* One slide's planes. Beside a slide of another kind it is looked at otherwise,
 * so that it may have two. */
typedef struct {
  SaffronLook looks[2];
  SaffronRegPlane *planes[2];
  guint n;
} Planes;

typedef struct {
  SaffronSlide *const *slides;
  const SaffronParams *params;
  guint reference;
  Planes *planes;
} Measuring;

SaffronLikenessMatrix *
saffron_likeness_matrix_new (guint n)
{
  SaffronLikenessMatrix *matrix = g_new0 (SaffronLikenessMatrix, 1);

  matrix->n = n;
  matrix->values = g_new (double, (gsize) n *n);
  for (gsize i = 0; i < (gsize) n * n; i++)
    matrix->values[i] = NAN;
  return matrix;
}

void
saffron_likeness_matrix_free (SaffronLikenessMatrix *matrix)
{
  if (matrix == NULL)
    return;
  g_free (matrix->values);
  g_free (matrix);
}

double
saffron_likeness_matrix_get (const SaffronLikenessMatrix *matrix,
                             guint a,
                             guint b)
{
  return matrix->values[(gsize) a * matrix->n + b];
}

void
saffron_likeness_matrix_set (SaffronLikenessMatrix *matrix,
                             guint a,
                             guint b,
                             double value)
{
  matrix->values[(gsize) a * matrix->n + b] = value;
  matrix->values[(gsize) b * matrix->n + a] = value;
}

static void
planes_clear (Planes *planes)
{
  for (guint i = 0; i < planes->n; i++)
    {
      saffron_look_clear (&planes->looks[i]);
      saffron_reg_plane_free (planes->planes[i]);
    }
}

/* (nullable): the slide's plane by that look, made at the first call. A third
 * look takes the place of the second. */
static const SaffronRegPlane *
get_plane (Planes *planes,
           SaffronSlide *slide,
           const SaffronLook *look,
           const SaffronParams *params,
           SaffronJob *job)
{
  SaffronRegPlane *plane = NULL;
  guint at;

  for (guint i = 0; i < planes->n; i++)
    if (planes->looks[i].kind == look->kind
        && planes->looks[i].channel == look->channel)
      return planes->planes[i];
  plane = saffron_reg_plane_new (slide, look, PLANE_DIM, params->max_image_dim,
                                 job, NULL);
  if (plane == NULL)
    return NULL;
  at = MIN (planes->n, 1);
  if (planes->n == 2)
    {
      saffron_look_clear (&planes->looks[at]);
      saffron_reg_plane_free (planes->planes[at]);
    }
  planes->n = at + 1;
  planes->looks[at] = saffron_look_copy (look);
  planes->planes[at] = plane;
  return plane;
}

/* How alike the slides are when they are laid as alike as can be. */
static gboolean
compare (const SaffronRegPlane *a,
         const SaffronRegPlane *b,
         const SaffronParams *params,
         double prior,
         SaffronJob *job,
         double *likeness,
         GError **error)
{
  g_auto (SaffronCoarse) coarse = { 0 };
  const SaffronCandidate *best = &coarse.candidates[0];

  if (!saffron_coarse (a, b, params, prior, job, &coarse, error))
    return FALSE;
  *likeness = best->likeness;
  if (!isfinite (*likeness))
    *likeness = saffron_likeness_fitted (a, b, &best->affine, NULL, NULL)
                * sqrt (best->overlap * best->balance);
  return saffron_job_check (job, error);
}

/* @likeness: (inout): left alone where the slides cannot be compared */
static gboolean
measure (Measuring *m,
         guint a,
         guint b,
         SaffronJob *job,
         double *likeness,
         GError **error)
{
  g_autoptr (SaffronParams) params =
      a == m->reference ? saffron_params_copy (m->params)
                        : saffron_chain_link_params (m->params);
  SaffronSlide *slides[2] = { m->slides[a], m->slides[b] };
  const SaffronRegPlane *planes[2] = { NULL, NULL };
  SaffronLook looks[2] = { { 0 }, { 0 } };

  if (slides[0] != NULL && slides[1] != NULL
      && saffron_look_choose (slides[0], slides[1], params, &looks[0],
                              &looks[1], NULL))
    {
      g_autoptr (SaffronJob) reading = saffron_job_new_part (job, 0.0, 0.0);

      planes[0] =
          get_plane (&m->planes[a], slides[0], &looks[0], params, reading);
      planes[1] =
          get_plane (&m->planes[b], slides[1], &looks[1], params, reading);
    }
  saffron_look_clear (&looks[0]);
  saffron_look_clear (&looks[1]);
  if (!saffron_job_check (job, error))
    return FALSE;
  if (planes[0] == NULL || planes[1] == NULL)
    return TRUE;
  return compare (planes[0], planes[1], params,
                  saffron_prior_scale (slides[0], slides[1], params), job,
                  likeness, error);
}

/* Whether the pair is compared, of which @a is never the later one but for the
 * reference. */
static gboolean
is_wanted (guint n, guint reference, guint a, guint b)
{
  if (b == reference || a == b)
    return FALSE;
  if (a == reference)
    return TRUE;
  return a < b
         && (n <= SAFFRON_LIKENESS_ALL || b - a <= SAFFRON_LIKENESS_BESIDE);
}

SaffronLikenessMatrix *
saffron_likeness_matrix_measure (SaffronSlide *const *slides,
                                 guint n,
                                 guint reference,
                                 const SaffronParams *params,
                                 SaffronJob *job,
                                 GError **error)
{
  g_autoptr (SaffronLikenessMatrix) matrix = saffron_likeness_matrix_new (n);
  g_autofree Planes *planes = g_new0 (Planes, n);
  Measuring m = { slides, params, reference, planes };
  guint n_pairs = 0, at = 0;
  gboolean good = TRUE;

  for (guint i = 0; i < n * n; i++)
    n_pairs += is_wanted (n, reference, i / n, i % n) ? 1 : 0;
  for (guint i = 0; i < n * n && good; i++)
    {
      g_autoptr (SaffronJob) part = NULL;
      double likeness = NAN;

      if (!is_wanted (n, reference, i / n, i % n))
        continue;
      part = saffron_job_new_part (job, (double) at / n_pairs,
                                   (double) (at + 1) / n_pairs);
      at++;
      good = measure (&m, i / n, i % n, part, &likeness, error);
      saffron_likeness_matrix_set (matrix, i / n, i % n, likeness);
    }
  for (guint i = 0; i < n; i++)
    planes_clear (&planes[i]);
  return good ? g_steal_pointer (&matrix) : NULL;
}
