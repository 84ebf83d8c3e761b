/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "transform/transform.h"

#include "transform/random-transform.h"

static double
pull_distance (const SaffronTransform *a,
               const SaffronTransform *b,
               SaffronRefPoint p)
{
  SaffronMovPoint x = saffron_transform_pull (a, p);
  SaffronMovPoint y = saffron_transform_pull (b, p);

  return hypot (x.x - y.x, x.y - y.y);
}

/* Resampling to the same spacing is exact, also at the borders. */
static void
test_resample_same (void)
{
  for (guint32 seed = 0; seed < 20; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr (SaffronTransform) transform =
          random_transform (rand, 3000, 2000, 97, 60, 700);
      g_autoptr (SaffronTransform) same =
          saffron_transform_resample (transform, 97);

      for (int k = 0; k < 300; k++)
        {
          SaffronRefPoint p = { uniform (rand, 0, 3000),
                                uniform (rand, 0, 2000) };

          g_assert_cmpfloat (pull_distance (transform, same, p), <, 1e-4);
        }
    }
}

static void
test_resample_finer (void)
{
  for (guint32 seed = 0; seed < 20; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr (SaffronTransform) transform =
          random_transform (rand, 3000, 2000, 100, 60, 1500);
      g_autoptr (SaffronTransform) half =
          saffron_transform_resample (transform, 50);
      g_autoptr (SaffronTransform) other =
          saffron_transform_resample (transform, 43);

      for (int k = 0; k < 300; k++)
        {
          SaffronRefPoint p = { uniform (rand, 0, 3000),
                                uniform (rand, 0, 2000) };

          /* The knots are nested, so the spline is the same. */
          g_assert_cmpfloat (pull_distance (transform, half, p), <, 1e-4);
          g_assert_cmpfloat (pull_distance (transform, other, p), <, 0.02);
        }
    }
}

static void
test_compose (void)
{
  double worst = 0.0;

  for (guint32 seed = 0; seed < 20; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr (SaffronTransform) first =
          random_transform (rand, 4000, 3000, 80, 40, 1500);
      g_autoptr (SaffronTransform) second =
          random_transform (rand, 9000, 9000, 60, 40, 1500);
      g_autoptr (SaffronTransform) both = NULL;

      /* Keeps the image of the first inside the second's reference. */
      {
        SaffronAffine a = *saffron_transform_get_affine (first);
        SaffronMovPoint middle =
            saffron_transform_pull (first, (SaffronRefPoint){ 2000, 1500 });
        SaffronTransform *moved;

        a.x0 += 4500 - middle.x;
        a.y0 += 4500 - middle.y;
        moved = saffron_transform_new (
            4000, 3000, &a,
            saffron_lattice_copy (saffron_transform_get_lattice (first)));
        saffron_transform_unref (first);
        first = moved;
      }
      both = saffron_transform_compose (first, second, 50);
      g_assert_cmpfloat (saffron_transform_get_width (both), ==, 4000);
      for (int k = 0; k < 500; k++)
        {
          SaffronRefPoint p = { uniform (rand, 0, 4000),
                                uniform (rand, 0, 3000) };
          SaffronMovPoint q = saffron_transform_pull (first, p);
          SaffronMovPoint r =
              saffron_transform_pull (second, (SaffronRefPoint){ q.x, q.y });
          SaffronMovPoint got = saffron_transform_pull (both, p);

          worst = MAX (worst, hypot (r.x - got.x, r.y - got.y));
        }
    }
  g_test_message ("worst %.5f px", worst);
  g_assert_cmpfloat (worst, <, 0.005);
}

static void
test_compose_affine (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  SaffronAffine a = random_similarity (rand), b = random_similarity (rand);
  g_autoptr (SaffronTransform) first = saffron_transform_new (9, 9, &a, NULL);
  g_autoptr (SaffronTransform) second = saffron_transform_new (9, 9, &b, NULL);
  g_autoptr (SaffronTransform) both =
      saffron_transform_compose (first, second, 1);
  SaffronMovPoint q = saffron_transform_pull (first, (SaffronRefPoint){ 3, 4 });
  SaffronMovPoint r =
      saffron_transform_pull (second, (SaffronRefPoint){ q.x, q.y });
  SaffronMovPoint got =
      saffron_transform_pull (both, (SaffronRefPoint){ 3, 4 });

  g_assert_null (saffron_transform_get_lattice (both));
  g_assert_cmpfloat_with_epsilon (r.x, got.x, 1e-9);
  g_assert_cmpfloat_with_epsilon (r.y, got.y, 1e-9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/compose/resample-same", test_resample_same);
  g_test_add_func ("/compose/resample-finer", test_resample_finer);
  g_test_add_func ("/compose/compose", test_compose);
  g_test_add_func ("/compose/affine", test_compose_affine);
  return g_test_run ();
}
