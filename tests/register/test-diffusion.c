/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "register/diffusion.h"

#define WEIGHT 0.7
#define SHIFT 0.1

static double *
random_values (int n, guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  double *values = g_new (double, n);

  for (int i = 0; i < n; i++)
    values[i] = g_rand_double_range (rand, -1.0, 1.0);
  return values;
}

static double
dot (const double *a, const double *b, int n)
{
  double sum = 0.0;

  for (int i = 0; i < n; i++)
    sum += a[i] * b[i];
  return sum;
}

/* Applies the operator whose inverse is tested: the energy's gradient plus the
 * shift. */
static double *
apply (const SaffronDiffusion *diffusion, const double *c, int n)
{
  double *out = g_new0 (double, n);

  saffron_diffusion_energy (diffusion, c, out);
  for (int i = 0; i < n; i++)
    out[i] += SHIFT * c[i];
  return out;
}

/* 20 and 24 have small prime factors, so the inverse is exact. */
static void
test_inverse (void)
{
  const int n_x = 20, n_y = 24, n = n_x * n_y;
  g_autoptr (SaffronDiffusion) diffusion =
      saffron_diffusion_new (n_x, n_y, WEIGHT, SHIFT);
  g_autofree double *c = random_values (n, 1);
  g_autofree double *back = apply (diffusion, c, n);

  saffron_diffusion_solve (diffusion, back);
  for (int i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (back[i], c[i], 1e-4);
}

/* 19 × 23 is extended to 20 × 24: the inverse is still symmetric and positive,
 * which the optimiser requires, and close. */
static void
test_padded (void)
{
  const int n_x = 19, n_y = 23, n = n_x * n_y;
  g_autoptr (SaffronDiffusion) diffusion =
      saffron_diffusion_new (n_x, n_y, WEIGHT, SHIFT);
  g_autofree double *a = random_values (n, 2);
  g_autofree double *b = random_values (n, 3);
  g_autofree double *pa = g_memdup2 (a, sizeof (double) * (gsize) n);
  g_autofree double *pb = g_memdup2 (b, sizeof (double) * (gsize) n);
  g_autofree double *back = apply (diffusion, a, n);
  double error = 0.0;

  saffron_diffusion_solve (diffusion, pa);
  saffron_diffusion_solve (diffusion, pb);
  g_assert_cmpfloat_with_epsilon (dot (pa, b, n), dot (a, pb, n), 1e-4);
  g_assert_cmpfloat (dot (pa, a, n), >, 0.0);
  saffron_diffusion_solve (diffusion, back);
  for (int i = 0; i < n; i++)
    error += (back[i] - a[i]) * (back[i] - a[i]);
  g_assert_cmpfloat (sqrt (error / dot (a, a, n)), <, 0.3);
}

/* The gradient belongs to the energy. */
static void
test_energy (void)
{
  const int n_x = 7, n_y = 5, n = n_x * n_y;
  g_autoptr (SaffronDiffusion) diffusion =
      saffron_diffusion_new (n_x, n_y, WEIGHT, SHIFT);
  g_autofree double *c = random_values (n, 4);
  g_autofree double *gradient = g_new0 (double, n);
  double at = saffron_diffusion_energy (diffusion, c, gradient);

  g_assert_cmpfloat_with_epsilon (at, 0.5 * dot (c, gradient, n), 1e-12);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/register/diffusion/inverse", test_inverse);
  g_test_add_func ("/register/diffusion/padded", test_padded);
  g_test_add_func ("/register/diffusion/energy", test_energy);
  return g_test_run ();
}
