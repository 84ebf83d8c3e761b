/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <math.h>

#include "register/masks.h"
#include "register/planes.h"
#include "transform/transform.h"

/* Planes of random blobs. Each plane is drawn from the blobs' places, so a
 * moving slide is exact under any affine map. A pixel is 2.5 level-0 pixels
 * wide. */
#define BLOBS_DOWNSAMPLE 2.5
#define BLOBS_WIDTH 1000.0
#define BLOBS_HEIGHT 800.0

static inline void
blobs_draw (SaffronPlane *plane,
            double x,
            double y,
            double sigma,
            double height)
{
  int reach = (int) ceil (3.0 * sigma);

  for (int j = MAX ((int) y - reach, 0);
       j <= MIN ((int) y + reach, plane->height - 1); j++)
    for (int i = MAX ((int) x - reach, 0);
         i <= MIN ((int) x + reach, plane->width - 1); i++)
      {
        double d =
            (i + 0.5 - x) * (i + 0.5 - x) + (j + 0.5 - y) * (j + 0.5 - y);

        saffron_plane_row (plane, j)[i] +=
            (float) (height * exp (-0.5 * d / (sigma * sigma)));
      }
}

/* Draws a slide. @affine maps the blobs' places to the slide's level-0
 * pixels. */
static inline SaffronRegPlane *
blobs_plane (guint32 seed,
             const SaffronAffine *affine,
             double width,
             double height)
{
  SaffronRegPlane *plane = g_new0 (SaffronRegPlane, 1);
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  double scale = sqrt (fabs (saffron_affine_determinant (affine)));
  int w = (int) (width / BLOBS_DOWNSAMPLE);
  int h = (int) (height / BLOBS_DOWNSAMPLE);

  plane->downsample = BLOBS_DOWNSAMPLE;
  plane->intensity = saffron_plane_new (w, h);
  plane->weight = saffron_validity (w, h, NULL, NULL);
  plane->tissue = saffron_plane_copy (plane->weight);
  for (int k = 0; k < 400; k++)
    {
      double x = g_rand_double_range (rand, -0.2, 1.2) * BLOBS_WIDTH;
      double y = g_rand_double_range (rand, -0.2, 1.2) * BLOBS_HEIGHT;
      double sigma = exp (g_rand_double_range (rand, log (6.0), log (30.0)));
      double bright = g_rand_double_range (rand, 0.2, 0.7);

      blobs_draw (
          plane->intensity,
          (affine->xx * x + affine->xy * y + affine->x0) / BLOBS_DOWNSAMPLE,
          (affine->yx * x + affine->yy * y + affine->y0) / BLOBS_DOWNSAMPLE,
          sigma * scale / BLOBS_DOWNSAMPLE, bright);
    }
  return plane;
}

/* A rotation about the middle, then a shift by a share of the size. */
static inline SaffronAffine
blobs_affine (double degrees, double scale, gboolean flip, double dx, double dy)
{
  double c = scale * cos (degrees * G_PI / 180.0);
  double s = scale * sin (degrees * G_PI / 180.0);
  double f = flip ? -1.0 : 1.0;
  SaffronAffine a = { c * f, -s, 0.0, s * f, c, 0.0 };

  a.x0 = BLOBS_WIDTH * (0.5 + dx)
         - (a.xx * BLOBS_WIDTH + a.xy * BLOBS_HEIGHT) / 2.0;
  a.y0 = BLOBS_HEIGHT * (0.5 + dy)
         - (a.yx * BLOBS_WIDTH + a.yy * BLOBS_HEIGHT) / 2.0;
  return a;
}
