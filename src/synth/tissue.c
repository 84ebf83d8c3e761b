/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "synth/tissue.h"

#include <math.h>

#include "synth/random.h"

#include "synth/noise.h"

/* Each cell of a grid with this spacing, content pixels, has at most one
 * hole. */
#define HOLE_PITCH 850.0

enum {
  KEY_SHAPE = 1,
  KEY_OUTLINE,
  KEY_EDGE,
  KEY_BORDER,
  KEY_TEAR,
  KEY_TEAR_WIDTH,
  KEY_HOLE,
  KEY_DENSITY,
  KEY_LYMPHOID,
  KEY_GLANDULAR,
  KEY_ALONG,
  KEY_ACROSS,
  KEY_GLOW,
  KEY_APART,
  KEY_APART_WAVE,
  KEY_APART_EDGE,
};

static guint64
field_key (const SaffronTissue *tissue, guint64 field)
{
  return saffron_synth_key (tissue->seed, field << 8);
}

void
saffron_tissue_init (SaffronTissue *tissue,
                     guint64 seed,
                     double width,
                     double height)
{
  SaffronSynthRng rng = { saffron_synth_key (seed, KEY_SHAPE) };
  double angle = 0.0;

  tissue->seed = seed;
  tissue->width = width;
  tissue->height = height;
  tissue->size = MIN (width, height);
  tissue->cx = width * saffron_synth_rng_range (&rng, 0.48, 0.52);
  tissue->cy = height * saffron_synth_rng_range (&rng, 0.48, 0.52);
  tissue->ax = width * saffron_synth_rng_range (&rng, 0.40, 0.44);
  tissue->ay = height * saffron_synth_rng_range (&rng, 0.36, 0.42);
  angle = saffron_synth_rng_range (&rng, 0.0, 2.0 * G_PI);
  tissue->fibre_cos = cos (angle);
  tissue->fibre_sin = sin (angle);

  rng = (SaffronSynthRng){ saffron_synth_key (seed, KEY_APART) };
  angle = saffron_synth_rng_range (&rng, 0.0, 2.0 * G_PI);
  tissue->tear_cos = cos (angle);
  tissue->tear_sin = sin (angle);
  tissue->tear_at = -tissue->size * saffron_synth_rng_range (&rng, 0.04, 0.1);
  tissue->side = 0;
}

/* The depth inside the outline, without holes: a rounded box with a wavy, rough
 * edge. */
static double
outline_depth (const SaffronTissue *tissue, double x, double y)
{
  double ux = (x - tissue->cx) / tissue->ax;
  double uy = (y - tissue->cy) / tissue->ay;
  double radius = sqrt (sqrt (ux * ux * ux * ux + uy * uy * uy * uy));
  double wave = 0.42 * tissue->size;
  double depth = (1.0 - radius) * MIN (tissue->ax, tissue->ay);
  double border = MIN (MIN (x, tissue->width - x), MIN (y, tissue->height - y));

  depth += 0.17 * tissue->size
           * saffron_synth_fractal (field_key (tissue, KEY_OUTLINE), x / wave,
                                    y / wave, 4);
  /* The roughness matters only near the edge. */
  if (fabs (depth) < 150.0)
    depth += 22.0
             * saffron_synth_fractal (field_key (tissue, KEY_EDGE), x / 170.0,
                                      y / 170.0, 3);
  /* Where the tissue ends at the reference's border, that edge is wavy, too. */
  if (border < 0.1 * tissue->size)
    border -= 0.022 * tissue->size
              * (1.0
                 + saffron_synth_fractal (field_key (tissue, KEY_BORDER),
                                          5.0 * x / wave, 5.0 * y / wave, 4));
  return MIN (depth, border - 0.004 * tissue->size);
}

/* Tears of varying width along the zero line of a smooth noise. */
static double
tear_depth (const SaffronTissue *tissue, double x, double y)
{
  double wave = CLAMP (0.5 * tissue->size, 300.0, 6000.0);
  double open = saffron_synth_noise (field_key (tissue, KEY_TEAR_WIDTH),
                                     2.6 * x / wave, 2.6 * y / wave);
  double line = 0.0;

  if (open < 0.12)
    return G_MAXDOUBLE;
  line = saffron_synth_fractal (field_key (tissue, KEY_TEAR), x / wave,
                                y / wave, 5);
  return fabs (line) * wave * 0.6
         - MIN (90.0 * (open - 0.12), 0.008 * wave + 8.0);
}

static double
hole_depth (const SaffronTissue *tissue, double x, double y)
{
  gint64 i0 = (gint64) floor (x / HOLE_PITCH - 0.5);
  gint64 j0 = (gint64) floor (y / HOLE_PITCH - 0.5);
  double depth = G_MAXDOUBLE;

  for (gint64 j = j0; j <= j0 + 1; j++)
    for (gint64 i = i0; i <= i0 + 1; i++)
      {
        guint64 key = saffron_synth_key2 (field_key (tissue, KEY_HOLE), i, j);
        SaffronSynthRng rng = { key };
        double hx = 0.0, hy = 0.0, a = 0.0, b = 0.0, angle = 0.0;
        double dx = 0.0, dy = 0.0, u = 0.0, v = 0.0, wobble = 0.0;

        if (saffron_synth_rng_unit (&rng) > 0.36)
          continue;
        hx = ((double) i + saffron_synth_rng_range (&rng, 0.3, 0.7))
             * HOLE_PITCH;
        hy = ((double) j + saffron_synth_rng_range (&rng, 0.3, 0.7))
             * HOLE_PITCH;
        a = saffron_synth_rng_unit (&rng);
        a = 40.0 + 150.0 * a * a;
        b = a * saffron_synth_rng_range (&rng, 0.35, 0.9);
        angle = saffron_synth_rng_range (&rng, 0.0, G_PI);
        dx = x - hx;
        dy = y - hy;
        if (dx * dx + dy * dy > 4.0 * a * a + 2500.0)
          continue;
        u = (dx * cos (angle) + dy * sin (angle)) / a;
        v = (dy * cos (angle) - dx * sin (angle)) / b;
        wobble = 0.45
                 * saffron_synth_fractal (saffron_synth_key (key, 1),
                                          dx / (0.9 * a), dy / (0.9 * a), 3);
        depth = MIN (depth, (sqrt (u * u + v * v) - 1.0 + wobble) * b);
      }
  return depth;
}

double
saffron_tissue_tear (const SaffronTissue *tissue, double x, double y)
{
  double wave = 0.25 * tissue->size;

  return (x - tissue->cx) * tissue->tear_cos
         + (y - tissue->cy) * tissue->tear_sin - tissue->tear_at
         + 0.06 * tissue->size
               * saffron_synth_fractal (field_key (tissue, KEY_APART_WAVE),
                                        x / wave, y / wave, 3)
         + 12.0
               * saffron_synth_fractal (field_key (tissue, KEY_APART_EDGE),
                                        x / 60.0, y / 60.0, 3);
}

void
saffron_tissue_tear_normal (const SaffronTissue *tissue, double *x, double *y)
{
  *x = tissue->tear_cos;
  *y = tissue->tear_sin;
}

double
saffron_tissue_depth (const SaffronTissue *tissue, double x, double y)
{
  double depth = outline_depth (tissue, x, y);

  if (depth < -60.0)
    return depth;
  if (tissue->side != 0)
    depth = MIN (depth, tissue->side * saffron_tissue_tear (tissue, x, y));
  depth = MIN (depth, tear_depth (tissue, x, y));
  return MIN (depth, hole_depth (tissue, x, y));
}

double
saffron_tissue_density (const SaffronTissue *tissue, double x, double y)
{
  double n = saffron_synth_fractal (field_key (tissue, KEY_DENSITY), x / 900.0,
                                    y / 900.0, 4);

  return CLAMP (0.48 + 0.75 * n, 0.06, 1.0);
}

double
saffron_tissue_lymphoid (const SaffronTissue *tissue, double x, double y)
{
  double n = saffron_synth_fractal (field_key (tissue, KEY_LYMPHOID), x / 780.0,
                                    y / 780.0, 3);

  return saffron_synth_step (0.42, 0.62, n);
}

double
saffron_tissue_glandular (const SaffronTissue *tissue, double x, double y)
{
  double wave = CLAMP (0.3 * tissue->size, 900.0, 4000.0);
  double n = saffron_synth_fractal (field_key (tissue, KEY_GLANDULAR), x / wave,
                                    y / wave, 3);

  return 0.05 + 0.92 * saffron_synth_step (-0.24, 0.02, n);
}

void
saffron_tissue_fibre (const SaffronTissue *tissue,
                      double x,
                      double y,
                      double *along,
                      double *across)
{
  double c = tissue->fibre_cos;
  double s = tissue->fibre_sin;

  *along = c * x + s * y
           + 170.0
                 * saffron_synth_fractal (field_key (tissue, KEY_ALONG),
                                          x / 640.0, y / 640.0, 2);
  *across = c * y - s * x
            + 230.0
                  * saffron_synth_fractal (field_key (tissue, KEY_ACROSS),
                                           x / 560.0, y / 560.0, 3);
}

double
saffron_tissue_glow (const SaffronTissue *tissue, double x, double y)
{
  return 1.0
         + 0.7
               * saffron_synth_fractal (field_key (tissue, KEY_GLOW),
                                        x / 1500.0, y / 1500.0, 5);
}
