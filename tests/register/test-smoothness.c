/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "register/smoothness.h"

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
apply (const SaffronSmoothness *smoothness, const double *c, int n)
{
  double *out = g_new0 (double, n);

  saffron_smoothness_energy (smoothness, c, out);
  for (int i = 0; i < n; i++)
    out[i] += SHIFT * c[i];
  return out;
}

/* 20 and 24 have small prime factors, so the inverse is exact. */
static void
test_inverse (void)
{
  const int n_x = 20, n_y = 24, n = n_x * n_y;
  g_autoptr (SaffronSmoothness) smoothness = saffron_smoothness_new (
      n_x, n_y, SAFFRON_SMOOTHNESS_DIFFUSION, WEIGHT, SHIFT);
  g_autofree double *c = random_values (n, 1);
  g_autofree double *back = apply (smoothness, c, n);

  saffron_smoothness_solve (smoothness, back);
  for (int i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (back[i], c[i], 1e-4);
}

/* 19 × 23 is extended to 20 × 24: the inverse is still symmetric and positive,
 * which the optimiser requires, and close. */
static void
test_padded (void)
{
  const int n_x = 19, n_y = 23, n = n_x * n_y;
  g_autoptr (SaffronSmoothness) smoothness = saffron_smoothness_new (
      n_x, n_y, SAFFRON_SMOOTHNESS_DIFFUSION, WEIGHT, SHIFT);
  g_autofree double *a = random_values (n, 2);
  g_autofree double *b = random_values (n, 3);
  g_autofree double *pa = g_memdup2 (a, sizeof (double) * (gsize) n);
  g_autofree double *pb = g_memdup2 (b, sizeof (double) * (gsize) n);
  g_autofree double *back = apply (smoothness, a, n);
  double error = 0.0;

  saffron_smoothness_solve (smoothness, pa);
  saffron_smoothness_solve (smoothness, pb);
  g_assert_cmpfloat_with_epsilon (dot (pa, b, n), dot (a, pb, n), 1e-4);
  g_assert_cmpfloat (dot (pa, a, n), >, 0.0);
  saffron_smoothness_solve (smoothness, back);
  for (int i = 0; i < n; i++)
    error += (back[i] - a[i]) * (back[i] - a[i]);
  g_assert_cmpfloat (sqrt (error / dot (a, a, n)), <, 0.3);
}

/* The gradient belongs to the energy. */
static void
test_energy (gconstpointer data)
{
  const int n_x = 7, n_y = 5, n = n_x * n_y;
  g_autoptr (SaffronSmoothness) smoothness =
      saffron_smoothness_new (n_x, n_y, GPOINTER_TO_INT (data), WEIGHT, SHIFT);
  g_autofree double *c = random_values (n, 4);
  g_autofree double *gradient = g_new0 (double, n);
  double at = saffron_smoothness_energy (smoothness, c, gradient);

  g_assert_cmpfloat_with_epsilon (at, 0.5 * dot (c, gradient, n), 1e-12);
  for (int i = 0; i < n; i++)
    {
      g_autofree double *ignored = g_new0 (double, n);
      double left, right, middle = c[i];

      c[i] = middle - 1e-3;
      left = saffron_smoothness_energy (smoothness, c, ignored);
      c[i] = middle + 1e-3;
      right = saffron_smoothness_energy (smoothness, c, ignored);
      c[i] = middle;
      g_assert_cmpfloat_with_epsilon ((right - left) / 2e-3, gradient[i], 1e-8);
    }
}

/* What rises evenly costs first differences, and no second ones; what bends
 * costs both. */
static void
test_kinds (void)
{
  const int n_x = 9, n_y = 8, n = n_x * n_y;
  g_autoptr (SaffronSmoothness) first = saffron_smoothness_new (
      n_x, n_y, SAFFRON_SMOOTHNESS_DIFFUSION, 1.0, SHIFT);
  g_autoptr (SaffronSmoothness) second =
      saffron_smoothness_new (n_x, n_y, SAFFRON_SMOOTHNESS_BENDING, 1.0, SHIFT);
  g_autofree double *c = g_new (double, n);
  g_autofree double *ignored = g_new0 (double, n);

  for (int i = 0; i < n; i++)
    c[i] = 2.0 * (i % n_x) - 3.0 * (i / n_x);
  g_assert_cmpfloat (saffron_smoothness_energy (first, c, ignored), >, 1.0);
  g_assert_cmpfloat_with_epsilon (
      saffron_smoothness_energy (second, c, ignored), 0.0, 1e-12);
  /* x²: a second difference of 2 at each inner node of a row. */
  for (int i = 0; i < n; i++)
    c[i] = (i % n_x) * (i % n_x);
  g_assert_cmpfloat_with_epsilon (
      saffron_smoothness_energy (second, c, ignored),
      0.5 * 4.0 * (n_x - 2) * n_y, 1e-9);
  /* xy: a mixed difference of 1 in each cell, which counts twice. */
  for (int i = 0; i < n; i++)
    c[i] = (i % n_x) * (i / n_x);
  g_assert_cmpfloat_with_epsilon (
      saffron_smoothness_energy (second, c, ignored),
      0.5 * 2.0 * (n_x - 1) * (n_y - 1), 1e-9);
}

/* Away from the border the inverse of second differences is right, too: a bump
 * comes back. */
static void
test_bending_inverse (void)
{
  const int n_x = 40, n_y = 48, n = n_x * n_y;
  g_autoptr (SaffronSmoothness) smoothness = saffron_smoothness_new (
      n_x, n_y, SAFFRON_SMOOTHNESS_BENDING, WEIGHT, SHIFT);
  g_autofree double *c = g_new (double, n);
  g_autofree double *back = NULL;

  for (int i = 0; i < n; i++)
    c[i] =
        exp (-0.02 * (pow (i % n_x - 19.0, 2.0) + pow (i / n_x - 23.0, 2.0)));
  back = apply (smoothness, c, n);
  saffron_smoothness_solve (smoothness, back);
  for (int i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (back[i], c[i], 2e-3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/register/smoothness/inverse", test_inverse);
  g_test_add_func ("/register/smoothness/padded", test_padded);
  g_test_add_data_func ("/register/smoothness/energy/diffusion",
                        GINT_TO_POINTER (SAFFRON_SMOOTHNESS_DIFFUSION),
                        test_energy);
  g_test_add_data_func ("/register/smoothness/energy/bending",
                        GINT_TO_POINTER (SAFFRON_SMOOTHNESS_BENDING),
                        test_energy);
  g_test_add_func ("/register/smoothness/kinds", test_kinds);
  g_test_add_func ("/register/smoothness/bending-inverse",
                   test_bending_inverse);
  return g_test_run ();
}
