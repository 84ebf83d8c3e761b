/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/blobs.h"

/* Slides of blobs that are displaced by a smooth wave. */
#define WAVES_AMPLITUDE 12.0
#define WAVES_LENGTH 500.0

static inline void
waves_displacement (double x, double y, double amplitude, double *u, double *v)
{
  double k = 2.0 * G_PI / WAVES_LENGTH;

  *u = amplitude * sin (k * y + 0.3) * cos (0.5 * k * x);
  *v = amplitude * cos (k * x + 0.7) * sin (0.6 * k * y + 1.0);
}

static inline SaffronRegPlane *
waves_plane (guint32 seed, double amplitude)
{
  SaffronRegPlane *plane = g_new0 (SaffronRegPlane, 1);
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  int w = (int) (BLOBS_WIDTH / BLOBS_DOWNSAMPLE);
  int h = (int) (BLOBS_HEIGHT / BLOBS_DOWNSAMPLE);

  plane->downsample = BLOBS_DOWNSAMPLE;
  plane->intensity = saffron_plane_new (w, h);
  plane->weight = saffron_validity (w, h, NULL, NULL);
  plane->tissue = saffron_plane_copy (plane->weight);
  for (int k = 0; k < 1500; k++)
    {
      double x = g_rand_double_range (rand, -0.1, 1.1) * BLOBS_WIDTH;
      double y = g_rand_double_range (rand, -0.1, 1.1) * BLOBS_HEIGHT;
      double sigma = g_rand_double_range (rand, 4.0, 12.0);
      double bright = g_rand_double_range (rand, 0.1, 0.5);
      double u, v;

      waves_displacement (x, y, amplitude, &u, &v);
      blobs_draw (plane->intensity, (x + u) / BLOBS_DOWNSAMPLE,
                  (y + v) / BLOBS_DOWNSAMPLE, sigma / BLOBS_DOWNSAMPLE, bright);
    }
  return plane;
}

/* The median distance, level-0 pixels, between @transform and the wave's
 * displacement. */
static inline double
waves_error (const SaffronTransform *transform, double amplitude)
{
  double error[64 * 64];
  int n = 0;

  for (double y = 60.0; y < BLOBS_HEIGHT - 60.0; y += 20.0)
    for (double x = 60.0; x < BLOBS_WIDTH - 60.0; x += 20.0)
      {
        SaffronMovPoint q =
            saffron_transform_pull (transform, (SaffronRefPoint){ x, y });
        double u, v, e;
        int i = n++;

        waves_displacement (x, y, amplitude, &u, &v);
        e = hypot (q.x - x - u, q.y - y - v);
        for (; i > 0 && error[i - 1] > e; i--)
          error[i] = error[i - 1];
        error[i] = e;
      }
  return error[n / 2];
}
