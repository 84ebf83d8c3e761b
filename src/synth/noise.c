/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "synth/noise.h"

#include <math.h>

#include "synth/random.h"

/* The contribution of the gradient at a node of the grid to the place (x, y)
 * next to it. */
static inline double
slope (guint64 key, gint64 i, gint64 j, double x, double y)
{
  guint64 h = saffron_synth_key2 (key, i, j);
  double gx = (double) (gint32) (h & 0xffffffff) * 0x1p-31;
  double gy = (double) (gint32) (h >> 32) * 0x1p-31;

  return gx * x + gy * y;
}

static inline double
fade (double t)
{
  return t * t * t * (t * (t * 6.0 - 15.0) + 10.0);
}

double
saffron_synth_noise (guint64 key, double x, double y)
{
  double floor_x = floor (x);
  double floor_y = floor (y);
  gint64 i = (gint64) floor_x;
  gint64 j = (gint64) floor_y;
  double fx = x - floor_x;
  double fy = y - floor_y;
  double tx = fade (fx);
  double ty = fade (fy);
  double top = 0.0;
  double bottom = 0.0;

  top = slope (key, i, j, fx, fy) * (1.0 - tx)
        + slope (key, i + 1, j, fx - 1.0, fy) * tx;
  bottom = slope (key, i, j + 1, fx, fy - 1.0) * (1.0 - tx)
           + slope (key, i + 1, j + 1, fx - 1.0, fy - 1.0) * tx;
  return 1.5 * (top * (1.0 - ty) + bottom * ty);
}

double
saffron_synth_fractal (guint64 key, double x, double y, int octaves)
{
  double sum = 0.0;
  double weight = 1.0;

  for (int k = 0; k < octaves; k++)
    {
      sum += weight * saffron_synth_noise (key + (guint64) k, x, y);
      /* Not exactly two, so that the grids of the octaves do not coincide. */
      x = 2.03 * x + 0.37;
      y = 2.03 * y + 0.71;
      weight *= 0.5;
    }
  return sum;
}

/* Applies a periodic Gaussian blur along one direction. */
static void
blur (float *data, double sigma)
{
  const int n = SAFFRON_SYNTH_TEXTURE;
  int reach = (int) ceil (3.0 * sigma);
  g_autofree float *kernel = g_new (float, 2 * reach + 1);
  g_autofree float *line = g_new (float, n);

  for (int k = -reach; k <= reach; k++)
    kernel[k + reach] = (float) exp (-0.5 * k * k / (sigma * sigma));
  for (int pass = 0; pass < 2; pass++)
    for (int a = 0; a < n; a++)
      {
        gsize step = pass == 0 ? 1 : (gsize) n;
        float *base = data + (pass == 0 ? (gsize) a * n : (gsize) a);

        for (int b = 0; b < n; b++)
          {
            float sum = 0.f;

            for (int k = -reach; k <= reach; k++)
              sum += kernel[k + reach] * base[((b + k) & (n - 1)) * step];
            line[b] = sum;
          }
        for (int b = 0; b < n; b++)
          base[b * step] = line[b];
      }
}

static void
normalise (float *data)
{
  const int n = SAFFRON_SYNTH_TEXTURE * SAFFRON_SYNTH_TEXTURE;
  double mean = 0.0;
  double square = 0.0;

  for (int k = 0; k < n; k++)
    mean += data[k];
  mean /= n;
  for (int k = 0; k < n; k++)
    square += (data[k] - mean) * (data[k] - mean);
  square = sqrt (square / n);
  for (int k = 0; k < n; k++)
    data[k] = (float) ((data[k] - mean) / square);
}

static float *
grains_new (guint64 key, double sigma)
{
  const int n = SAFFRON_SYNTH_TEXTURE * SAFFRON_SYNTH_TEXTURE;
  float *data = g_new (float, n);

  for (int k = 0; k < n; k++)
    data[k] = saffron_synth_normal (saffron_synth_key (key, (guint64) k));
  blur (data, sigma);
  normalise (data);
  return data;
}

SaffronSynthTexture *
saffron_synth_texture_new (guint64 key, double fine, double coarse, double mix)
{
  const int n = SAFFRON_SYNTH_TEXTURE;
  SaffronSynthTexture *texture = g_new (SaffronSynthTexture, 1);
  g_autofree float *a = grains_new (saffron_synth_key (key, 0), fine);
  g_autofree float *b = grains_new (saffron_synth_key (key, 1), coarse);

  for (int k = 0; k < n * n; k++)
    a[k] = (float) ((1.0 - mix) * a[k] + mix * b[k]);
  normalise (a);
  for (int y = 0; y <= n; y++)
    for (int x = 0; x <= n; x++)
      texture->data[y][x] = a[(gsize) (y & (n - 1)) * n + (x & (n - 1))];
  return texture;
}
