/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include <fftw3.h>

#include "register/cosine.h"
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

  saffron_smoothness_solve (smoothness, &(double *){ back }, 1, NULL);
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

  saffron_smoothness_solve (smoothness, &(double *){ pa }, 1, NULL);
  saffron_smoothness_solve (smoothness, &(double *){ pb }, 1, NULL);
  g_assert_cmpfloat_with_epsilon (dot (pa, b, n), dot (a, pb, n), 1e-4);
  g_assert_cmpfloat (dot (pa, a, n), >, 0.0);
  saffron_smoothness_solve (smoothness, &(double *){ back }, 1, NULL);
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
  saffron_smoothness_solve (smoothness, &(double *){ back }, 1, NULL);
  for (int i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (back[i], c[i], 2e-3);
}

/* Several vectors at once, on any number of threads, come to the same bits. */
static void
test_same_bits (void)
{
  const int n_x = 121, n_y = 107, n = n_x * n_y;
  g_autoptr (SaffronSmoothness) smoothness = saffron_smoothness_new (
      n_x, n_y, SAFFRON_SMOOTHNESS_BENDING, WEIGHT, SHIFT);
  g_autofree double *zero = g_new0 (double, n);
  g_autofree double *a = random_values (n, 1);
  g_autofree double *b = random_values (n, 2);

  saffron_smoothness_solve (smoothness, &(double *){ a }, 1, NULL);
  saffron_smoothness_solve (smoothness, &(double *){ b }, 1, NULL);
  for (guint threads = 1; threads <= 5; threads++)
    {
      g_autoptr (SaffronJob) job = saffron_job_new ();
      g_autofree double *c = random_values (n, 1);
      g_autofree double *d = random_values (n, 2);

      saffron_job_set_threads (job, threads);
      saffron_smoothness_solve (smoothness, (double *[]){ c, zero, d }, 3, job);
      g_assert_cmpmem (c, sizeof (double) * n, a, sizeof (double) * n);
      g_assert_cmpmem (d, sizeof (double) * n, b, sizeof (double) * n);
      for (int i = 0; i < n; i++)
        g_assert_cmpfloat (zero[i], ==, 0.0);
    }
}

/* Blocks of rows and columns come to the bits of the whole. */
static void
test_cosine (void)
{
  const int sizes[][2] = { { 120, 108 }, { 8, 7 }, { 315, 320 }, { 1, 5 } };

  for (gsize k = 0; k < G_N_ELEMENTS (sizes); k++)
    for (int inverse = 0; inverse < 2; inverse++)
      {
        int n_x = sizes[k][0], n_y = sizes[k][1], n = n_x * n_y;
        fftwf_r2r_kind kind = inverse ? FFTW_REDFT01 : FFTW_REDFT10;
        SaffronCosine *cosine = saffron_cosine_new (n_x, n_y);
        float *whole = fftwf_alloc_real (n);
        g_autofree float *blocks = g_new (float, n);
        fftwf_plan plan = fftwf_plan_r2r_2d (n_y, n_x, whole, whole, kind, kind,
                                             FFTW_ESTIMATE);

        for (int i = 0; i < n; i++)
          whole[i] = blocks[i] = (float) sin (i * i);
        fftwf_execute (plan);
        for (int y = 0; y < n_y; y += saffron_cosine_row_block (cosine))
          saffron_cosine_rows (cosine, blocks, y, inverse);
        for (int x = 0; x < n_x; x += saffron_cosine_column_block (cosine))
          saffron_cosine_columns (cosine, blocks, x, inverse);
        g_assert_cmpmem (whole, sizeof (float) * n, blocks, sizeof (float) * n);
        fftwf_destroy_plan (plan);
        fftwf_free (whole);
        saffron_cosine_free (cosine);
      }
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
  g_test_add_func ("/register/smoothness/same-bits", test_same_bits);
  g_test_add_func ("/register/smoothness/cosine", test_cosine);
  return g_test_run ();
}
