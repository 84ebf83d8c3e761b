/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <math.h>

#include "transform/transform.h"

/* Random transforms for the tests of this folder: a similarity with a smooth
 * displacement of a few waves. */

static inline double
uniform (GRand *rand, double from, double to)
{
  return g_rand_double_range (rand, from, to);
}

static inline SaffronAffine
random_similarity (GRand *rand)
{
  double angle = uniform (rand, 0.0, 2.0 * G_PI);
  double scale = uniform (rand, 0.8, 1.25);
  double c = scale * cos (angle), s = scale * sin (angle);

  return (SaffronAffine){ c, -s, uniform (rand, -3000.0, 3000.0),
                          s, c,  uniform (rand, -3000.0, 3000.0) };
}

/* Waves of @wavelength in all directions; up to @amplitude pixels in x and in
 * y. */
static inline SaffronLattice *
random_lattice (GRand *rand,
                double width,
                double height,
                double spacing,
                double amplitude,
                double wavelength)
{
  SaffronLattice *lattice = saffron_lattice_new (width, height, spacing);
  gsize n = (gsize) lattice->n_x * (gsize) lattice->n_y;
  double *values[2];
  double wave[2][4][3];

  for (int k = 0; k < 2; k++)
    for (int w = 0; w < 4; w++)
      {
        double angle = uniform (rand, 0.0, 2.0 * G_PI);

        wave[k][w][0] = 2.0 * G_PI / wavelength * cos (angle);
        wave[k][w][1] = 2.0 * G_PI / wavelength * sin (angle);
        wave[k][w][2] = uniform (rand, 0.0, 2.0 * G_PI);
      }
  values[0] = g_new (double, n);
  values[1] = g_new (double, n);
  for (int j = 0; j < lattice->n_y; j++)
    for (int i = 0; i < lattice->n_x; i++)
      for (int k = 0; k < 2; k++)
        {
          double x = lattice->x0 + i * spacing, y = lattice->y0 + j * spacing;
          double sum = 0.0;

          for (int w = 0; w < 4; w++)
            sum +=
                0.25 * amplitude
                * sin (wave[k][w][0] * x + wave[k][w][1] * y + wave[k][w][2]);
          values[k][j * lattice->n_x + i] = sum;
        }
  saffron_lattice_fit (lattice, values[0], values[1]);
  g_free (values[0]);
  g_free (values[1]);
  return lattice;
}

static inline SaffronTransform *
random_transform (GRand *rand,
                  double width,
                  double height,
                  double spacing,
                  double amplitude,
                  double wavelength)
{
  SaffronAffine affine = random_similarity (rand);

  return saffron_transform_new (
      width, height, &affine,
      random_lattice (rand, width, height, spacing, amplitude, wavelength));
}
