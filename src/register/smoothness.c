/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/smoothness.h"

#include <fftw3.h>
#include <math.h>
#include <string.h>

#include "register/fft-lock.h"

struct _SaffronSmoothness {
  int n_x, n_y;
  /* The size of the cosine transform: that of the lattice, extended until it
   * has small prime factors only. Nothing pulls on the added nodes. */
  int m_x, m_y;
  SaffronSmoothnessKind kind;
  double weight, shift;
  float *data;
  float *factor;
  fftwf_plan forward, backward;
};

static int
quick_size (int n)
{
  for (;; n++)
    {
      int rest = n;

      for (int factor = 2; factor <= 7; factor++)
        while (rest % factor == 0)
          rest /= factor;
      if (rest == 1)
        return n;
    }
}

SaffronSmoothness *
saffron_smoothness_new (int n_x,
                        int n_y,
                        SaffronSmoothnessKind kind,
                        double weight,
                        double shift)
{
  SaffronSmoothness *d = g_new0 (SaffronSmoothness, 1);
  int m_x = quick_size (n_x), m_y = quick_size (n_y);
  gsize n = (gsize) m_x * (gsize) m_y;

  d->n_x = n_x;
  d->n_y = n_y;
  d->m_x = m_x;
  d->m_y = m_y;
  d->weight = weight;
  d->shift = shift;
  d->kind = kind;
  d->factor = g_new (float, n);
  saffron_fft_lock ();
  d->data = fftwf_alloc_real (n);
  d->forward = fftwf_plan_r2r_2d (m_y, m_x, d->data, d->data, FFTW_REDFT10,
                                  FFTW_REDFT10, FFTW_ESTIMATE);
  d->backward = fftwf_plan_r2r_2d (m_y, m_x, d->data, d->data, FFTW_REDFT01,
                                   FFTW_REDFT01, FFTW_ESTIMATE);
  saffron_fft_unlock ();
  for (int y = 0; y < m_y; y++)
    for (int x = 0; x < m_x; x++)
      {
        double lambda =
            4.0 - 2.0 * cos (G_PI * x / m_x) - 2.0 * cos (G_PI * y / m_y);

        if (kind == SAFFRON_SMOOTHNESS_BENDING)
          lambda *= lambda;
        /* FFTW does not normalise the transform, which leaves a factor 2 n per
         * axis. */
        d->factor[y * m_x + x] =
            (float) (1.0 / ((weight * lambda + shift) * 4.0 * m_x * m_y));
      }
  return d;
}

void
saffron_smoothness_free (SaffronSmoothness *d)
{
  if (d == NULL)
    return;
  saffron_fft_lock ();
  fftwf_destroy_plan (d->forward);
  fftwf_destroy_plan (d->backward);
  fftwf_free (d->data);
  saffron_fft_unlock ();
  g_free (d->factor);
  g_free (d);
}

/* Returns e², and adds the derivatives of weight / 2 · e², where e is the sum
 * of
 * @n coefficients at @at, each times its @factor. */
static inline double
add_square (double weight,
            const double *c,
            double *gradient,
            const gsize *at,
            const double *factors,
            int n)
{
  double e = 0.0;

  for (int k = 0; k < n; k++)
    e += factors[k] * c[at[k]];
  for (int k = 0; k < n; k++)
    gradient[at[k]] += weight * factors[k] * e;
  return e * e;
}

static double
stretch (const SaffronSmoothness *d, const double *c, double *gradient)
{
  static const double edge[2] = { -1.0, 1.0 };
  gsize row = (gsize) d->n_x;
  double sum = 0.0;

  for (int y = 0; y < d->n_y; y++)
    for (int x = 0; x < d->n_x; x++)
      {
        gsize i = (gsize) y * row + (gsize) x;

        if (x + 1 < d->n_x)
          sum += add_square (d->weight, c, gradient, (gsize[]){ i, i + 1 },
                             edge, 2);
        if (y + 1 < d->n_y)
          sum += add_square (d->weight, c, gradient, (gsize[]){ i, i + row },
                             edge, 2);
      }
  return sum;
}

static double
bend (const SaffronSmoothness *d, const double *c, double *gradient)
{
  static const double straight[3] = { 1.0, -2.0, 1.0 };
  /* √2, since c_xy counts twice. */
  static const double mixed[4] = { G_SQRT2, -G_SQRT2, -G_SQRT2, G_SQRT2 };
  gsize row = (gsize) d->n_x;
  double sum = 0.0;

  for (int y = 0; y < d->n_y; y++)
    for (int x = 0; x < d->n_x; x++)
      {
        gsize i = (gsize) y * row + (gsize) x;

        if (x > 0 && x + 1 < d->n_x)
          sum += add_square (d->weight, c, gradient,
                             (gsize[]){ i - 1, i, i + 1 }, straight, 3);
        if (y > 0 && y + 1 < d->n_y)
          sum += add_square (d->weight, c, gradient,
                             (gsize[]){ i - row, i, i + row }, straight, 3);
        if (x + 1 < d->n_x && y + 1 < d->n_y)
          sum += add_square (d->weight, c, gradient,
                             (gsize[]){ i, i + 1, i + row, i + row + 1 }, mixed,
                             4);
      }
  return sum;
}

double
saffron_smoothness_energy (const SaffronSmoothness *d,
                           const double *c,
                           double *gradient)
{
  double sum = d->kind == SAFFRON_SMOOTHNESS_BENDING ? bend (d, c, gradient)
                                                     : stretch (d, c, gradient);

  return 0.5 * d->weight * sum;
}

void
saffron_smoothness_solve (SaffronSmoothness *d, double *c)
{
  gsize n = (gsize) d->n_x * (gsize) d->n_y;
  gsize m = (gsize) d->m_x * (gsize) d->m_y;
  double scale = 0.0;

  /* Scaled so that the largest value is 1, because single precision might
   * overflow or underflow otherwise. */
  for (gsize i = 0; i < n; i++)
    scale = MAX (scale, fabs (c[i]));
  if (!(scale > 0.0))
    return;
  memset (d->data, 0, sizeof (float) * m);
  for (int y = 0; y < d->n_y; y++)
    for (int x = 0; x < d->n_x; x++)
      d->data[y * d->m_x + x] = (float) (c[y * d->n_x + x] / scale);
  fftwf_execute (d->forward);
  for (gsize i = 0; i < m; i++)
    d->data[i] *= d->factor[i];
  fftwf_execute (d->backward);
  for (int y = 0; y < d->n_y; y++)
    for (int x = 0; x < d->n_x; x++)
      c[y * d->n_x + x] = d->data[y * d->m_x + x] * scale;
}
