/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/micro-moments.h"

#include <math.h>

#include "base/vector.h"

/* Added to the variances, so that noise on empty glass does not look like
 * structure: a hundredth of the variance of tissue of which a twentieth is
 * nuclei of brightness 1. */
#define FLOOR 5e-4f

/* Of each column: Σ r, Σ t, Σ r², Σ t², Σ r t over the window's rows. */
enum { R, T, RR, TT, RT, N_SUMS };

struct _SaffronMicroMoments {
  const SaffronPlane *r, *t;
  int radius, y;
  double *columns[N_SUMS];
  float *means[N_SUMS]; /* of the windows of one row */
};

VECTOR static void
micro_add_columns (double *restrict sr,
                   double *restrict st,
                   double *restrict srr,
                   double *restrict stt,
                   double *restrict srt,
                   const float *restrict r,
                   const float *restrict t,
                   double sign,
                   int n)
{
  for (int x = 0; x < n; x++)
    {
      double a = r[x], b = t[x];

      sr[x] += sign * a;
      st[x] += sign * b;
      srr[x] += sign * (a * a);
      stt[x] += sign * (b * b);
      srt[x] += sign * (a * b);
    }
}

static void
add_columns (SaffronMicroMoments *m, int y, double sign)
{
  micro_add_columns (m->columns[R], m->columns[T], m->columns[RR],
                     m->columns[TT], m->columns[RT],
                     saffron_plane_row (m->r, y), saffron_plane_row (m->t, y),
                     sign, m->r->width);
}

SaffronMicroMoments *
saffron_micro_moments_new (const SaffronPlane *r,
                           const SaffronPlane *t,
                           int radius)
{
  SaffronMicroMoments *m = g_new0 (SaffronMicroMoments, 1);
  gsize n = (gsize) r->width;

  m->r = r;
  m->t = t;
  m->radius = radius;
  m->y = radius;
  m->columns[0] = g_new0 (double, N_SUMS *n);
  m->means[0] = g_new0 (float, N_SUMS *n);
  for (int k = 1; k < N_SUMS; k++)
    {
      m->columns[k] = m->columns[k - 1] + n;
      m->means[k] = m->means[k - 1] + n;
    }
  for (int y = 0; y < 2 * radius; y++)
    add_columns (m, y, 1.0);
  return m;
}

void
saffron_micro_moments_free (SaffronMicroMoments *m)
{
  if (m == NULL)
    return;
  g_free (m->columns[0]);
  g_free (m->means[0]);
  g_free (m);
}

/* The means of the windows of a row, by running sums over the columns. */
static void
average (const double *column, int n, int radius, float *mean)
{
  double sum = 0.0, scale = 1.0 / ((2.0 * radius + 1.0) * (2.0 * radius + 1.0));

  for (int x = 0; x < 2 * radius; x++)
    sum += column[x];
  for (int x = radius; x < n - radius; x++)
    {
      sum += column[x + radius];
      mean[x] = (float) (sum * scale);
      sum -= column[x - radius];
    }
}

VECTOR static void
micro_normalise (float *const means[],
                 const float *restrict r,
                 const float *restrict t,
                 int from,
                 int to,
                 float *restrict sum,
                 float *restrict difference,
                 float *restrict c)
{
  const float *mr = means[R], *mt = means[T], *mrr = means[RR];
  const float *mtt = means[TT], *mrt = means[RT];

  for (int x = from; x < to; x++)
    {
      float vr = mrr[x] - mr[x] * mr[x], vt = mtt[x] - mt[x] * mt[x];
      float sr, st, rh, th;

      vr = (vr > 0.0f ? vr : 0.0f) + FLOOR;
      vt = (vt > 0.0f ? vt : 0.0f) + FLOOR;
      sr = 1.0f / sqrtf (vr);
      st = 1.0f / sqrtf (vt);
      rh = (r[x] - mr[x]) * sr;
      th = (t[x] - mt[x]) * st;
      sum[x] = rh + th;
      difference[x] = rh - th;
      c[x] = (mrt[x] - mr[x] * mt[x]) * sr * st;
    }
}

void
saffron_micro_moments_next (SaffronMicroMoments *m,
                            float *sum,
                            float *difference,
                            float *c)
{
  int n = m->r->width;

  g_assert (m->y + m->radius < m->r->height);
  add_columns (m, m->y + m->radius, 1.0);
  for (int k = 0; k < N_SUMS; k++)
    average (m->columns[k], n, m->radius, m->means[k]);
  micro_normalise (m->means, saffron_plane_row (m->r, m->y),
                   saffron_plane_row (m->t, m->y), m->radius, n - m->radius,
                   sum, difference, c);
  add_columns (m, m->y - m->radius, -1.0);
  m->y++;
}

float
saffron_micro_moments_variance (const SaffronMicroMoments *m, int x)
{
  float r = m->means[RR][x] - m->means[R][x] * m->means[R][x];
  float t = m->means[TT][x] - m->means[T][x] * m->means[T][x];

  return MAX (MIN (r, t), 0.0f);
}
