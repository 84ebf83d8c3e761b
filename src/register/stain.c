/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/stain.h"

#include <math.h>

#include "base/parallel.h"
#include "register/masks.h"
#include "register/percentile.h"

#define BINS 77

/* Pixels that one index of a parallel loop counts. */
#define BLOCK ((gsize) 65536)

/* Areas of the largest value are a fill where all else is darker than this
 * share of it: fourteen bits stored in sixteen reach 25 %, tissue on glass that
 * saturates the camera 90 %. */
#define DARKER_THAN_WHITE 0.3

/* The brightest value of each channel but for a few pixels, at most. */
static double
brightest (SaffronPlane *const *channels,
           int n,
           const SaffronPlane *mask,
           SaffronJob *job)
{
  double white = 0.0;

  for (int c = 0; c < n; c++)
    white =
        MAX (white, saffron_plane_percentile (channels[c], mask, 99.5, job));
  return white;
}

double
saffron_white_level (SaffronPlane *const *channels,
                     int n,
                     SaffronSampleType type,
                     SaffronJob *job)
{
  g_autoptr (SaffronPlane) black = NULL;
  g_autoptr (SaffronPlane) fill = NULL;
  g_autoptr (SaffronPlane) rest = NULL;
  double white, darker;

  if (type == SAFFRON_SAMPLE_U8)
    return saffron_sample_type_max (type);
  black = saffron_blank_mask (channels, n, 0.0, 0.0,
                              saffron_blank_radius (channels[0]), job);
  if (black != NULL)
    rest = saffron_mask_invert (black, job);
  white = brightest (channels, n, rest, job);
  fill = saffron_white_fill (channels, n, job);
  if (fill != NULL)
    {
      saffron_mask_add (&black, g_steal_pointer (&fill), job);
      g_clear_pointer (&rest, saffron_plane_free);
      rest = saffron_mask_invert (black, job);
      darker = brightest (channels, n, rest, job);
      if (darker > 0.0 && darker < DARKER_THAN_WHITE * white)
        white = darker;
    }
  return white > 0.0 ? white : 1.0;
}

/* The histogram of each block of pixels. */
typedef struct {
  const SaffronPlane *plane, *blank;
  double scale;
  guint (*bins)[BINS];
} Histogram;

static void
count_block (gint64 block, gpointer data)
{
  const Histogram *h = data;
  guint *bins = h->bins[block];
  gsize from = (gsize) block * BLOCK;
  gsize to = MIN (from + BLOCK, saffron_plane_n_pixels (h->plane));

  for (gsize i = from; i < to; i++)
    {
      double v = h->plane->data[i] * h->scale - 179.0;

      if (v >= 0.0 && (h->blank == NULL || h->blank->data[i] <= 0.5f))
        bins[MIN ((int) v, BINS - 1)]++;
    }
}

double
saffron_background_level (const SaffronPlane *plane,
                          const SaffronPlane *blank,
                          double max,
                          SaffronJob *job)
{
  gsize n = (saffron_plane_n_pixels (plane) + BLOCK - 1) / BLOCK;
  Histogram histogram = { plane, blank, 255.0 / max };
  gsize sums[BINS] = { 0 };
  int best = -1;

  histogram.bins = g_malloc0_n (n, sizeof *histogram.bins);
  if (job != NULL)
    saffron_parallel_for (job, (gint64) n, count_block, &histogram);
  for (gsize k = 0; job == NULL && k < n; k++)
    count_block ((gint64) k, &histogram);
  for (gsize k = 0; k < n; k++)
    for (int b = 0; b < BINS; b++)
      sums[b] += histogram.bins[k][b];
  g_free (histogram.bins);
  for (int b = 0; b < BINS; b++)
    if (sums[b] > 0 && (best < 0 || sums[b] > sums[best]))
      best = b;
  return best < 0 ? 0.94 * max : MIN (best + 179.5, 255.0) / histogram.scale;
}

static inline double
density (float value, double background, double scale)
{
  return log ((background * scale + 1.0) / (MAX (value, 0.0f) * scale + 1.0));
}

/* Σ @factors × the optical density of each channel. */
typedef struct {
  SaffronPlane *const *channels;
  const double *background, *factors;
  int n;
  double scale;
  SaffronPlane *out;
} Density;

static void
density_range (gsize from, gsize to, gpointer data)
{
  const Density *d = data;

  for (gsize i = from; i < to; i++)
    {
      double sum = 0.0;

      for (int c = 0; c < d->n; c++)
        sum += d->factors[c]
               * density (d->channels[c]->data[i], d->background[c], d->scale);
      d->out->data[i] = (float) sum;
    }
}

static SaffronPlane *
weigh_densities (SaffronPlane *const *channels,
                 const double *background,
                 const double *factors,
                 int n,
                 double max,
                 SaffronJob *job)
{
  SaffronPlane *out =
      saffron_plane_new (channels[0]->width, channels[0]->height);
  Density work = { channels, background, factors, n, 255.0 / max, out };

  saffron_parallel_ranges (job, saffron_plane_n_pixels (out), density_range,
                           &work);
  return out;
}

SaffronPlane *
saffron_optical_density (SaffronPlane *const *channels,
                         const double *background,
                         int n_channels,
                         double max,
                         SaffronJob *job)
{
  static const double equal[3] = { 1.0, 1.0, 1.0 };

  return weigh_densities (channels, background, equal, n_channels, max, job);
}

SaffronPlane *
saffron_hematoxylin_density (SaffronPlane *const *rgb,
                             const double *background,
                             double max,
                             SaffronJob *job)
{
  /* Hematoxylin's column of the inverse of the matrix whose rows are the unit
   * vectors of hematoxylin (.650 .704 .286), eosin (.072 .990 .105) and DAB
   * (.268 .570 .776). */
  static const double unmix[3] = { 1.88000259, -0.0735982, -0.59521871 };

  return weigh_densities (rgb, background, unmix, 3, max, job);
}
