/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "transform/transform.h"

#include "transform/random-transform.h"

static double
distance (SaffronRefPoint a, SaffronRefPoint b)
{
  return hypot (a.x - b.x, a.y - b.y);
}

static void
test_affine_invert (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  SaffronAffine singular = { 1, 2, 3, 2, 4, 5 };
  SaffronAffine untouched = SAFFRON_AFFINE_IDENTITY;

  for (int k = 0; k < 100; k++)
    {
      SaffronAffine a = random_similarity (rand), inverse;
      SaffronAffine both;

      g_assert_true (saffron_affine_invert (&a, &inverse));
      both = saffron_affine_compose (&a, &inverse);
      g_assert_cmpfloat_with_epsilon (both.xx, 1.0, 1e-12);
      g_assert_cmpfloat_with_epsilon (both.xy, 0.0, 1e-12);
      g_assert_cmpfloat_with_epsilon (both.x0, 0.0, 1e-8);
      g_assert_cmpfloat_with_epsilon (both.yx, 0.0, 1e-12);
      g_assert_cmpfloat_with_epsilon (both.yy, 1.0, 1e-12);
      g_assert_cmpfloat_with_epsilon (both.y0, 0.0, 1e-8);
      g_assert_cmpfloat_with_epsilon (saffron_affine_determinant (&inverse)
                                          * saffron_affine_determinant (&a),
                                      1.0, 1e-12);
    }
  g_assert_false (saffron_affine_invert (&singular, &untouched));
  g_assert_cmpfloat (untouched.xx, ==, 1.0);
}

static void
test_round_trip (void)
{
  for (guint32 seed = 0; seed < 100; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr (SaffronTransform) transform =
          random_transform (rand, 20000, 30000, uniform (rand, 60, 400),
                            uniform (rand, 5, 120), uniform (rand, 1500, 6000));

      g_assert_cmpfloat (saffron_transform_min_jacobian (transform, NULL), >,
                         0.1);
      for (int k = 0; k < 300; k++)
        {
          SaffronRefPoint p = { uniform (rand, -500, 20500),
                                uniform (rand, -500, 30500) };
          SaffronMovPoint q = saffron_transform_pull (transform, p);
          SaffronRefPoint back;

          g_assert_true (saffron_transform_push (transform, q, &back));
          g_assert_cmpfloat (distance (p, back), <, 1e-3);
        }
    }
}

static void
test_without_lattice (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  SaffronAffine affine = random_similarity (rand);
  const SaffronAffine singular = { 1, 0, 0, 1, 0, 0 };
  g_autoptr (SaffronTransform) transform =
      saffron_transform_new (100, 100, &affine, NULL);
  g_autoptr (SaffronTransform) flat =
      saffron_transform_new (100, 100, &singular, NULL);
  SaffronRefPoint p = { 12.5, -7 }, back;

  g_assert_true (saffron_transform_push (
      transform, saffron_transform_pull (transform, p), &back));
  g_assert_cmpfloat (distance (p, back), <, 1e-8);
  g_assert_false (
      saffron_transform_push (flat, (SaffronMovPoint){ 1, 2 }, &back));
  g_assert_false (
      saffron_transform_push (transform, (SaffronMovPoint){ NAN, 2 }, &back));
}

/* In a fold several places map to one. Any of them is right, but a reported
 * success must be true. */
static void
test_folds (void)
{
  int found = 0, all = 0;

  for (guint32 seed = 0; seed < 40; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr (SaffronTransform) transform = random_transform (
          rand, 5000, 4000, 50, 300, uniform (rand, 300, 1200));

      for (int k = 0; k < 200; k++)
        {
          SaffronRefPoint p = { uniform (rand, 0, 5000),
                                uniform (rand, 0, 4000) };
          SaffronMovPoint q = saffron_transform_pull (transform, p), q2;
          SaffronRefPoint back;

          all++;
          if (saffron_transform_push (transform, q, &back))
            {
              found++;
              q2 = saffron_transform_pull (transform, back);
              g_assert_cmpfloat (hypot (q.x - q2.x, q.y - q2.y), <, 1e-3);
            }
          g_assert_true (isfinite (back.x) && isfinite (back.y));
        }
    }
  g_test_message ("found %d of %d through folds", found, all);
  g_assert_cmpint (found, >, all * 98 / 100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/push/affine-invert", test_affine_invert);
  g_test_add_func ("/push/round-trip", test_round_trip);
  g_test_add_func ("/push/without-lattice", test_without_lattice);
  g_test_add_func ("/push/folds", test_folds);
  return g_test_run ();
}
