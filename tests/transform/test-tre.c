/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "transform/tre.h"

#include <math.h>

/* Numbers worked out by hand from the definitions. */
static void
test_stats (void)
{
  const double values[] = { 5, NAN, 1, 3, 2, 4 };
  SaffronTreStats s = saffron_tre_stats (values, 6);
  SaffronTreStats one = saffron_tre_stats (values, 1);
  SaffronTreStats none = saffron_tre_stats (values + 1, 1);

  g_assert_cmpfloat (s.median, ==, 3.0);
  g_assert_cmpfloat (s.mean, ==, 3.0);
  g_assert_cmpfloat_with_epsilon (s.p90, 4.6, 1e-12);
  g_assert_cmpfloat (s.max, ==, 5.0);
  g_assert_cmpfloat (one.median, ==, 5.0);
  g_assert_cmpfloat (one.p90, ==, 5.0);
  g_assert_true (isnan (none.median) && isnan (none.max));
  s = saffron_tre_stats (values, 4);
  g_assert_cmpfloat (s.median, ==, 3.0);
}

static void
test_measure (void)
{
  /* The moving slide is the reference at half size, moved by (10, 0). */
  const SaffronAffine affine = { 0.5, 0, 10, 0, 0.5, 0 };
  g_autoptr (SaffronTransform) transform =
      saffron_transform_new (300, 400, &affine, NULL);
  const SaffronRefPoint reference[] = {
    { 100, 100 }, { 200, 100 }, { 50, 60 }, { 0, 0 }
  };
  const SaffronMovPoint moving[] = { { 60, 50 },     /* where it should be */
                                     { 110, 52 },    /* 4 px below on ours */
                                     { 25, 30 },     /* right unregistered */
                                     { NAN, NAN } }; /* nowhere */
  SaffronTre tre;
  double errors[4];

  saffron_tre_measure (transform, reference, moving, 4, 150, 200, &tre, errors);
  g_assert_cmpuint (tre.n, ==, 4);
  g_assert_cmpuint (tre.n_unmapped, ==, 1);
  g_assert_cmpfloat (tre.diagonal, ==, 500.0);
  g_assert_cmpfloat_with_epsilon (errors[0], 0.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (errors[1], 4.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (errors[2], 20.0, 1e-9);
  g_assert_true (isnan (errors[3]));
  g_assert_cmpfloat_with_epsilon (tre.tre.median, 4.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (tre.tre.mean, 8.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (tre.tre.p90, 16.8, 1e-9);
  g_assert_cmpfloat_with_epsilon (tre.tre.max, 20.0, 1e-9);
  /* Before: 20, hypot (20, 4), 0. */
  g_assert_cmpfloat_with_epsilon (tre.before.median, 20.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (tre.before.max, hypot (20, 4), 1e-9);
  g_assert_cmpfloat (tre.robustness, ==, 0.5);

  saffron_tre_measure (transform, reference, moving, 4, 0, 0, &tre, NULL);
  g_assert_true (isnan (tre.robustness) && isnan (tre.before.median));
  g_assert_cmpfloat_with_epsilon (tre.tre.median, 4.0, 1e-9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tre/stats", test_stats);
  g_test_add_func ("/tre/measure", test_measure);
  return g_test_run ();
}
