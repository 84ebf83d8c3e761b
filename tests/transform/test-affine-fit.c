/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "transform/affine-fit.h"

#include "transform/random-transform.h"

static SaffronPointPair
pair_by (const SaffronAffine *a, double x, double y)
{
  return (SaffronPointPair){ { x, y },
                             { a->xx * x + a->xy * y + a->x0,
                               a->yx * x + a->yy * y + a->y0 },
                             1.0 };
}

static void
assert_near (const SaffronAffine *a, const SaffronAffine *b)
{
  g_assert_cmpfloat_with_epsilon (a->xx, b->xx, 1e-9);
  g_assert_cmpfloat_with_epsilon (a->xy, b->xy, 1e-9);
  g_assert_cmpfloat_with_epsilon (a->yx, b->yx, 1e-9);
  g_assert_cmpfloat_with_epsilon (a->yy, b->yy, 1e-9);
  g_assert_cmpfloat_with_epsilon (a->x0, b->x0, 1e-5);
  g_assert_cmpfloat_with_epsilon (a->y0, b->y0, 1e-5);
}

static void
test_exact (void)
{
  for (guint32 seed = 0; seed < 50; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      SaffronAffine similarity = random_similarity (rand), found;
      SaffronAffine full = similarity;
      SaffronPointPair a[12], b[12];

      full.xy += 0.2;
      for (int i = 0; i < 12; i++)
        {
          double x = uniform (rand, 0, 50000), y = uniform (rand, 0, 40000);

          a[i] = pair_by (&similarity, x, y);
          b[i] = pair_by (&full, x, y);
        }
      g_assert_true (
          saffron_affine_fit (a, 2, SAFFRON_AFFINE_SIMILARITY, &found));
      assert_near (&found, &similarity);
      g_assert_true (
          saffron_affine_fit (a, 12, SAFFRON_AFFINE_SIMILARITY, &found));
      assert_near (&found, &similarity);
      g_assert_true (saffron_affine_fit (b, 12, SAFFRON_AFFINE_FULL, &found));
      assert_near (&found, &full);
    }
}

static double
cost (const SaffronPointPair *pairs, int n, const SaffronAffine *a)
{
  double sum = 0.0;

  for (int i = 0; i < n; i++)
    {
      SaffronPointPair p =
          pair_by (a, pairs[i].reference.x, pairs[i].reference.y);
      double dx = p.moving.x - pairs[i].moving.x;
      double dy = p.moving.y - pairs[i].moving.y;

      sum += pairs[i].weight * (dx * dx + dy * dy);
    }
  return sum;
}

/* No nearby map of the same kind has smaller residuals. */
static void
test_least_squares (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (9);
  SaffronPointPair pairs[30];
  SaffronAffine best;
  double least;

  for (int i = 0; i < 30; i++)
    pairs[i] =
        (SaffronPointPair){ { uniform (rand, 0, 100), uniform (rand, 0, 100) },
                            { uniform (rand, 0, 100), uniform (rand, 0, 100) },
                            uniform (rand, 0.1, 3.0) };
  g_assert_true (saffron_affine_fit (pairs, 30, SAFFRON_AFFINE_FULL, &best));
  least = cost (pairs, 30, &best);
  for (int k = 0; k < 200; k++)
    {
      SaffronAffine other = best;

      other.xx += uniform (rand, -0.01, 0.01);
      other.xy += uniform (rand, -0.01, 0.01);
      other.yx += uniform (rand, -0.01, 0.01);
      other.yy += uniform (rand, -0.01, 0.01);
      other.x0 += uniform (rand, -1, 1);
      other.y0 += uniform (rand, -1, 1);
      g_assert_cmpfloat (cost (pairs, 30, &other), >, least);
    }
  g_assert_true (
      saffron_affine_fit (pairs, 30, SAFFRON_AFFINE_SIMILARITY, &best));
  g_assert_cmpfloat (saffron_affine_determinant (&best), >, 0.0);
  least = cost (pairs, 30, &best);
  for (int k = 0; k < 200; k++)
    {
      SaffronAffine other = best;

      other.xx = other.yy = best.xx + uniform (rand, -0.01, 0.01);
      other.yx = best.yx + uniform (rand, -0.01, 0.01);
      other.xy = -other.yx;
      other.x0 += uniform (rand, -1, 1);
      other.y0 += uniform (rand, -1, 1);
      g_assert_cmpfloat (cost (pairs, 30, &other), >, least);
    }
}

static void
test_undetermined (void)
{
  const SaffronPointPair same[] = { { { 5, 5 }, { 1, 2 }, 1 },
                                    { { 5, 5 }, { 3, 4 }, 1 },
                                    { { 5, 5 }, { 5, 6 }, 1 } };
  const SaffronPointPair line[] = { { { 0, 0 }, { 1, 2 }, 1 },
                                    { { 1, 1 }, { 3, 4 }, 1 },
                                    { { 2, 2 }, { 5, 6 }, 1 },
                                    { { 3, 3 }, { 9, 6 }, 1 } };
  SaffronAffine a = SAFFRON_AFFINE_IDENTITY;

  g_assert_false (saffron_affine_fit (same, 0, SAFFRON_AFFINE_TRANSLATION, &a));
  g_assert_false (saffron_affine_fit (same, 3, SAFFRON_AFFINE_SIMILARITY, &a));
  g_assert_false (saffron_affine_fit (line, 4, SAFFRON_AFFINE_FULL, &a));
  g_assert_false (saffron_affine_fit (line, 2, SAFFRON_AFFINE_FULL, &a));
  g_assert_cmpfloat (a.xx, ==, 1.0);
  g_assert_true (saffron_affine_fit (same, 3, SAFFRON_AFFINE_TRANSLATION, &a));
  g_assert_cmpfloat (a.x0, ==, -2.0);
  g_assert_cmpfloat (a.y0, ==, -1.0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/affine-fit/exact", test_exact);
  g_test_add_func ("/affine-fit/least-squares", test_least_squares);
  g_test_add_func ("/affine-fit/undetermined", test_undetermined);
  return g_test_run ();
}
