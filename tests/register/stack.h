/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <math.h>

#include "register/memory-slide.h"
#include "transform/transform.h"

/* A stack of sections in memory: cells lie at depths, and a section shows those
 * near its own. Neighbours share most of their cells, sections three apart
 * share none. Each is turned, and the tissue is round, so that its outline
 * tells nothing of the rotation. */
#define STACK_SIZE 900
#define STACK_RADIUS 390.0
#define STACK_CELLS 2600
/* Half as many depths as a cell is seen in. */
#define STACK_REACH 1.4

/* Reference → slide @k of a stack whose reference is slide 0. */
static inline SaffronAffine
stack_affine (int k)
{
  double angle = k * 83.0 * G_PI / 180.0;
  double c = cos (angle), s = sin (angle), m = 0.5 * STACK_SIZE;
  double dx = k == 0 ? 0.0 : 7.0 * k - 15.0, dy = k == 0 ? 0.0 : 12.0 - 6.0 * k;

  return (SaffronAffine){ c, -s, m - c * m + s * m + dx,
                          s, c,  m - s * m - c * m + dy };
}

static inline void
stack_draw (float *values, double x, double y, double sigma, double height)
{
  int reach = (int) ceil (3.0 * sigma);

  for (int j = MAX ((int) y - reach, 0);
       j <= MIN ((int) y + reach, STACK_SIZE - 1); j++)
    for (int i = MAX ((int) x - reach, 0);
         i <= MIN ((int) x + reach, STACK_SIZE - 1); i++)
      {
        double d = hypot (i + 0.5 - x, j + 0.5 - y);

        values[j * STACK_SIZE + i] +=
            (float) (height * exp (-0.5 * d * d / (sigma * sigma)));
      }
}

/* @depth: of the section; @k: how it is turned. @seed: of the tissue */
static inline SaffronSlide *
stack_slide (guint32 seed, double depth, int k)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (GRand) noise = g_rand_new_with_seed (seed + 1000u * (guint) k);
  g_autofree float *values = g_new0 (float, STACK_SIZE *STACK_SIZE);
  SaffronAffine a = stack_affine (k);
  double m = 0.5 * STACK_SIZE;
  MemorySlide spec = { .kind = SAFFRON_SLIDE_FLUORESCENCE,
                       .n_channels = 1,
                       .names = { "DAPI" },
                       .rasters = { saffron_raster_new (
                           STACK_SIZE, STACK_SIZE, 1, SAFFRON_SAMPLE_U16) },
                       .um = 0.5 };
  double cx = a.xx * m + a.xy * m + a.x0, cy = a.yx * m + a.yy * m + a.y0;

  for (int i = 0; i < STACK_CELLS; i++)
    {
      double angle = g_rand_double_range (rand, 0.0, 2.0 * G_PI);
      double r = STACK_RADIUS * sqrt (g_rand_double (rand));
      double x = m + r * cos (angle), y = m + r * sin (angle);
      double z = g_rand_double_range (rand, -3.0, 9.0);
      double sigma = exp (g_rand_double_range (rand, log (3.0), log (11.0)));
      double height = g_rand_double_range (rand, 0.3, 1.0);

      if (fabs (z - depth) < STACK_REACH)
        stack_draw (values, a.xx * x + a.xy * y + a.x0,
                    a.yx * x + a.yy * y + a.y0, sigma, height);
    }
  for (int y = 0; y < STACK_SIZE; y++)
    for (int x = 0; x < STACK_SIZE; x++)
      {
        gboolean inside = hypot (x - cx, y - cy) < STACK_RADIUS;
        double value = 100.0 + g_rand_double_range (noise, 0.0, 20.0)
                       + (inside ? 300.0 : 0.0)
                       + 2000.0 * values[y * STACK_SIZE + x];

        ((guint16 *) (gpointer) (spec.rasters[0]->data
                                 + spec.rasters[0]->stride * (gsize) y))[x] =
            (guint16) MIN (value, 60000.0);
      }
  return memory_slide_new (&spec);
}

/* How far @transform sends the tissue of slide @k from where it belongs, pixels
 * of the slide: the largest of a grid. */
static inline double
stack_error (const SaffronTransform *transform, int k)
{
  SaffronAffine a = stack_affine (k);
  double m = 0.5 * STACK_SIZE, largest = 0.0;

  for (int i = 0; i < 81; i++)
    {
      SaffronRefPoint p = { m + (i % 9 - 4) * 60.0, m + (i / 9 - 4) * 60.0 };
      SaffronMovPoint q = saffron_transform_pull (transform, p);

      largest = MAX (largest, hypot (a.xx * p.x + a.xy * p.y + a.x0 - q.x,
                                     a.yx * p.x + a.yy * p.y + a.y0 - q.y));
    }
  return largest;
}
