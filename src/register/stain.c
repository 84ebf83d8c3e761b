/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/stain.h"

#include <math.h>

#include "register/filters.h"
#include "register/masks.h"

#define BINS 77

/* Areas of the largest value are a fill where all else is darker than this
 * share of it: fourteen bits stored in sixteen reach 25 %, tissue on glass that
 * saturates the camera 90 %. */
#define DARKER_THAN_WHITE 0.3

/* The brightest value of each channel but for a few pixels, at most. */
static double
brightest (SaffronPlane *const *channels, int n, const SaffronPlane *mask)
{
  double white = 0.0;

  for (int c = 0; c < n; c++)
    white = MAX (white, saffron_plane_percentile (channels[c], mask, 99.5));
  return white;
}

double
saffron_white_level (SaffronPlane *const *channels,
                     int n,
                     SaffronSampleType type)
{
  g_autoptr (SaffronPlane) black = NULL;
  g_autoptr (SaffronPlane) fill = NULL;
  g_autoptr (SaffronPlane) rest = NULL;
  double white, darker;

  if (type == SAFFRON_SAMPLE_U8)
    return saffron_sample_type_max (type);
  black = saffron_blank_mask (channels, n, 0.0, 0.0,
                              saffron_blank_radius (channels[0]), NULL);
  if (black != NULL)
    rest = saffron_mask_invert (black);
  white = brightest (channels, n, rest);
  fill = saffron_white_fill (channels, n, NULL);
  if (fill != NULL)
    {
      saffron_mask_add (&black, g_steal_pointer (&fill));
      g_clear_pointer (&rest, saffron_plane_free);
      rest = saffron_mask_invert (black);
      darker = brightest (channels, n, rest);
      if (darker > 0.0 && darker < DARKER_THAN_WHITE * white)
        white = darker;
    }
  return white > 0.0 ? white : 1.0;
}

double
saffron_background_level (const SaffronPlane *plane,
                          const SaffronPlane *blank,
                          double max)
{
  gsize n = saffron_plane_n_pixels (plane);
  double scale = 255.0 / max;
  gsize bins[BINS] = { 0 };
  int best = -1;

  for (gsize i = 0; i < n; i++)
    {
      double v = plane->data[i] * scale - 179.0;

      if (v >= 0.0 && (blank == NULL || blank->data[i] <= 0.5f))
        bins[MIN ((int) v, BINS - 1)]++;
    }
  for (int b = 0; b < BINS; b++)
    if (bins[b] > 0 && (best < 0 || bins[b] > bins[best]))
      best = b;
  return best < 0 ? 0.94 * max : MIN (best + 179.5, 255.0) / scale;
}

static inline double
density (float value, double background, double scale)
{
  return log ((background * scale + 1.0) / (MAX (value, 0.0f) * scale + 1.0));
}

SaffronPlane *
saffron_optical_density (SaffronPlane *const *channels,
                         const double *background,
                         int n_channels,
                         double max)
{
  gsize n = saffron_plane_n_pixels (channels[0]);
  SaffronPlane *out =
      saffron_plane_new (channels[0]->width, channels[0]->height);

  for (gsize i = 0; i < n; i++)
    {
      double sum = 0.0;

      for (int c = 0; c < n_channels; c++)
        sum += density (channels[c]->data[i], background[c], 255.0 / max);
      out->data[i] = (float) sum;
    }
  return out;
}

SaffronPlane *
saffron_hematoxylin_density (SaffronPlane *const *rgb,
                             const double *background,
                             double max)
{
  /* Hematoxylin's column of the inverse of the matrix whose rows are the unit
   * vectors of hematoxylin (.650 .704 .286), eosin (.072 .990 .105) and DAB
   * (.268 .570 .776). */
  static const double unmix[3] = { 1.88000259, -0.0735982, -0.59521871 };
  gsize n = saffron_plane_n_pixels (rgb[0]);
  SaffronPlane *out = saffron_plane_new (rgb[0]->width, rgb[0]->height);

  for (gsize i = 0; i < n; i++)
    {
      double sum = 0.0;

      for (int c = 0; c < 3; c++)
        sum += unmix[c] * density (rgb[c]->data[i], background[c], 255.0 / max);
      out->data[i] = (float) sum;
    }
  return out;
}
