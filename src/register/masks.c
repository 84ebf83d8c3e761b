/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/masks.h"

#include <math.h>

#include "register/filters.h"

static double
share_above (const SaffronPlane *plane, float value)
{
  gsize n = saffron_plane_n_pixels (plane);
  gsize above = 0;

  for (gsize i = 0; i < n; i++)
    above += plane->data[i] > value;
  return (double) above / n;
}

static void
set_above (SaffronPlane *plane, float value)
{
  gsize n = saffron_plane_n_pixels (plane);

  for (gsize i = 0; i < n; i++)
    plane->data[i] = plane->data[i] > value ? 1.0f : 0.0f;
}

SaffronPlane *
saffron_blank_mask (SaffronPlane *const *channels,
                    int n_channels,
                    double value,
                    SaffronJob *job)
{
  int width = channels[0]->width;
  int height = channels[0]->height;
  int radius = MAX (MAX (width, height) / 64, 2);
  g_autoptr (SaffronPlane) exact = saffron_plane_new (width, height);
  g_autoptr (SaffronPlane) core = NULL;
  g_autoptr (SaffronPlane) grown = NULL;
  gsize n = saffron_plane_n_pixels (exact);

  for (gsize i = 0; i < n; i++)
    {
      gboolean is = TRUE;

      for (int c = 0; c < n_channels; c++)
        is = is && fabs (channels[c]->data[i] - value) < 1e-3;
      exact->data[i] = is ? 1.0f : 0.0f;
    }
  if (share_above (exact, 0.5f) < 0.002)
    return NULL;

  /* A morphological opening: erodes, grows by the same amount, and keeps the
   * exact pixels. */
  core = saffron_plane_box_mean (exact, radius, job);
  set_above (core, 0.9999f);
  grown = saffron_plane_box_mean (core, radius, job);
  set_above (grown, 1e-6f);
  for (gsize i = 0; i < n; i++)
    grown->data[i] *= exact->data[i];
  if (share_above (grown, 0.5f) < 0.002)
    return NULL;
  return g_steal_pointer (&grown);
}

/* Rises from 0 at less than 0.5 px from the border to 1 at 4.5 px and more. */
static float
border_ramp (int i, int n)
{
  int inside = MIN (i, n - 1 - i);

  return CLAMP ((inside + 1 - 2) / 5.0f + 0.4f, 0.0f, 1.0f);
}

SaffronPlane *
saffron_validity (int width,
                  int height,
                  const SaffronPlane *blank,
                  SaffronJob *job)
{
  SaffronPlane *out = saffron_plane_new (width, height);
  g_autoptr (SaffronPlane) near = NULL;
  g_autoptr (SaffronPlane) soft = NULL;

  if (blank != NULL)
    {
      near = saffron_plane_box_mean (blank, 2, job);
      set_above (near, 1e-6f);
      soft = saffron_plane_box_mean (near, 2, job);
    }
  for (int y = 0; y < height; y++)
    {
      float *row = saffron_plane_row (out, y);
      float side = border_ramp (y, height);

      for (int x = 0; x < width; x++)
        row[x] = side * border_ramp (x, width);
      if (soft != NULL)
        {
          const float *empty = saffron_plane_row (soft, y);

          for (int x = 0; x < width; x++)
            row[x] *= CLAMP (1.0f - empty[x], 0.0f, 1.0f);
        }
    }
  return out;
}

SaffronPlane *
saffron_tissue (const SaffronPlane *signal,
                const SaffronPlane *weight,
                double threshold,
                SaffronJob *job)
{
  double sigma = MAX (signal->width, signal->height) / 200.0;
  SaffronPlane *out = saffron_plane_gaussian (signal, sigma, job);
  gsize n = saffron_plane_n_pixels (out);

  for (gsize i = 0; i < n; i++)
    {
      double t = (out->data[i] - 0.5 * threshold) / threshold;

      t = CLAMP (t, 0.0, 1.0);
      out->data[i] = (float) (t * t * (3.0 - 2.0 * t)) * weight->data[i];
    }
  return out;
}
