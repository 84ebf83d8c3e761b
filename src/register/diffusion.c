/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/diffusion.h"

#include <fftw3.h>
#include <math.h>
#include <string.h>

#include "register/fft-lock.h"

struct _SaffronDiffusion {
  int n_x, n_y;
  /* The size of the cosine transform: that of the lattice, extended until it
   * has small prime factors only. Nothing pulls on the added nodes. */
  int m_x, m_y;
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

SaffronDiffusion *
saffron_diffusion_new (int n_x, int n_y, double weight, double shift)
{
  SaffronDiffusion *d = g_new0 (SaffronDiffusion, 1);
  int m_x = quick_size (n_x), m_y = quick_size (n_y);
  gsize n = (gsize) m_x * (gsize) m_y;

  d->n_x = n_x;
  d->n_y = n_y;
  d->m_x = m_x;
  d->m_y = m_y;
  d->weight = weight;
  d->shift = shift;
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

        /* FFTW does not normalise the transform, which leaves a factor 2 n per
         * axis. */
        d->factor[y * m_x + x] =
            (float) (1.0 / ((weight * lambda + shift) * 4.0 * m_x * m_y));
      }
  return d;
}

void
saffron_diffusion_free (SaffronDiffusion *d)
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

double
saffron_diffusion_energy (const SaffronDiffusion *d,
                          const double *c,
                          double *gradient)
{
  double sum = 0.0;

  for (int y = 0; y < d->n_y; y++)
    for (int x = 0; x < d->n_x; x++)
      {
        gsize i = (gsize) y * (gsize) d->n_x + (gsize) x;

        if (x + 1 < d->n_x)
          {
            double e = c[i + 1] - c[i];

            sum += e * e;
            gradient[i] -= d->weight * e;
            gradient[i + 1] += d->weight * e;
          }
        if (y + 1 < d->n_y)
          {
            gsize j = i + (gsize) d->n_x;
            double e = c[j] - c[i];

            sum += e * e;
            gradient[i] -= d->weight * e;
            gradient[j] += d->weight * e;
          }
      }
  return 0.5 * d->weight * sum;
}

void
saffron_diffusion_solve (SaffronDiffusion *d, double *c)
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
