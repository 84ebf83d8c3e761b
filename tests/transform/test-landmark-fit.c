/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "transform/landmark-fit.h"

#include "base/error.h"
#include "transform/landmark-drag.h"
#include "transform/random-transform.h"

#define WIDTH 20000.0
#define HEIGHT 15000.0

static double
miss (const SaffronTransform *transform, const SaffronPointPair *pair)
{
  SaffronMovPoint q = saffron_transform_pull (transform, pair->reference);

  return hypot (q.x - pair->moving.x, q.y - pair->moving.y);
}

static SaffronPointPair
pair_of (const SaffronTransform *truth, double x, double y)
{
  SaffronRefPoint p = { x, y };

  return (SaffronPointPair){ p, saffron_transform_pull (truth, p), 1.0 };
}

/* A pair whose reference end lies in x0..x1 and y0..y1. Its numbers are drawn
 * one after the other, since compilers differ in the order of arguments. */
static SaffronPointPair
random_pair (const SaffronTransform *truth,
             GRand *rand,
             double x0,
             double x1,
             double y0,
             double y1)
{
  double x = uniform (rand, x0, x1);
  double y = uniform (rand, y0, y1);

  return pair_of (truth, x, y);
}

/* The i-th of twenty pairs that lie apart, one in each cell of five by four.
 * How well the fit meets one of them says nothing where two nearly touch. */
static SaffronPointPair
spread_pair (const SaffronTransform *truth, GRand *rand, int i)
{
  double w = WIDTH / 5, h = HEIGHT / 4;
  double x = w * (i % 5), y = h * (i / 5);

  return random_pair (truth, rand, x + w / 4, x + w * 3 / 4, y + h / 4,
                      y + h * 3 / 4);
}

static void
test_one_two_three (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  SaffronAffine affine = random_similarity (rand);
  g_autoptr (SaffronTransform) turned =
      saffron_transform_new (WIDTH, HEIGHT, &affine, NULL);
  g_autoptr (SaffronTransform) sheared = NULL;
  SaffronPointPair pairs[3];

  affine.xy += 0.1;
  sheared = saffron_transform_new (WIDTH, HEIGHT, &affine, NULL);
  for (gsize n = 1; n <= 3; n++)
    {
      g_autoptr (SaffronTransform) fit = NULL;

      for (gsize i = 0; i < n; i++)
        pairs[i] =
            random_pair (n < 3 ? turned : sheared, rand, 0, WIDTH, 0, HEIGHT);
      fit = saffron_landmark_fit (WIDTH, HEIGHT, NULL, pairs, n, NULL);
      g_assert_null (saffron_transform_get_lattice (fit));
      for (gsize i = 0; i < n; i++)
        g_assert_cmpfloat (miss (fit, &pairs[i]), <, 1e-5);
      if (n == 1)
        g_assert_cmpfloat (saffron_transform_get_affine (fit)->xx, ==, 1.0);
      if (n == 2)
        g_assert_cmpfloat_with_epsilon (
            saffron_transform_get_affine (fit)->xx,
            saffron_transform_get_affine (turned)->xx, 1e-9);
    }
}

static void
test_four_bend (void)
{
  for (guint32 seed = 0; seed < 10; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr (SaffronTransform) truth =
          random_transform (rand, WIDTH, HEIGHT, 500, 80, 12000);
      g_autoptr (SaffronTransform) fit = NULL;
      SaffronPointPair pairs[60], others[200];
      double worst = 0.0, sum = 0.0;

      for (int i = 0; i < 60; i++)
        pairs[i] = random_pair (truth, rand, 0, WIDTH, 0, HEIGHT);
      for (int i = 0; i < 200; i++)
        others[i] =
            random_pair (truth, rand, 2000, WIDTH - 2000, 2000, HEIGHT - 2000);
      fit = saffron_landmark_fit (WIDTH, HEIGHT, NULL, pairs, 60, NULL);
      for (int i = 0; i < 60; i++)
        worst = MAX (worst, miss (fit, &pairs[i]));
      for (int i = 0; i < 200; i++)
        sum += miss (fit, &others[i]) / 200;
      g_test_message ("landmarks missed by at most %.3f px, others on average "
                      "by %.2f px",
                      worst, sum);
      g_assert_cmpfloat (worst, <, 1.0);
      g_assert_cmpfloat (sum, <, 10.0);
      g_assert_cmpfloat (saffron_transform_min_jacobian (fit, NULL), >, 0.5);
    }
}

static void
test_degenerate (void)
{
  SaffronPointPair line[5], same[5];
  g_autoptr (SaffronTransform) a = NULL;
  g_autoptr (SaffronTransform) b = NULL;
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 5; i++)
    {
      line[i] = (SaffronPointPair){ { 1000 * i, 500 * i },
                                    { 1000 * i + 30, 500 * i - 20 },
                                    1 };
      same[i] = (SaffronPointPair){ { 700, 900 }, { 800, 950 }, 1 };
    }
  a = saffron_landmark_fit (WIDTH, HEIGHT, NULL, line, 5, &error);
  g_assert_no_error (error);
  b = saffron_landmark_fit (WIDTH, HEIGHT, NULL, same, 5, &error);
  g_assert_no_error (error);
  for (int i = 0; i < 5; i++)
    {
      g_assert_cmpfloat (miss (a, &line[i]), <, 0.01);
      g_assert_cmpfloat (miss (b, &same[i]), <, 0.01);
    }
  g_assert_null (saffron_landmark_fit (WIDTH, HEIGHT, NULL, NULL, 0, &error));
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT);
  g_clear_error (&error);
  line[2].moving.x = INFINITY;
  g_assert_null (saffron_landmark_fit (WIDTH, HEIGHT, a, line, 5, &error));
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT);
}

/* With a base: landmarks are met, nothing changes far away, and nothing
 * folds. */
static void
test_correction_is_local (void)
{
  const double spacings[] = { 0, 250, 4000 };

  for (guint s = 0; s < G_N_ELEMENTS (spacings); s++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (s);
      SaffronAffine affine = random_similarity (rand);
      g_autoptr (SaffronTransform) base = saffron_transform_new (
          WIDTH, HEIGHT, &affine,
          spacings[s] > 0
              ? random_lattice (rand, WIDTH, HEIGHT, spacings[s], 50, 16000)
              : NULL);
      SaffronPointPair pairs[3];
      g_autoptr (SaffronTransform) fit = NULL;
      gint64 start;
      double far = 0.0;

      for (int i = 0; i < 3; i++)
        {
          pairs[i] = pair_of (base, 4000 + 1200 * i, 5000 + 900 * i);
          pairs[i].moving.x += uniform (rand, -150, 150);
          pairs[i].moving.y += uniform (rand, -150, 150);
        }
      start = g_get_monotonic_time ();
      fit = saffron_landmark_fit (WIDTH, HEIGHT, base, pairs, 3, NULL);
      for (int i = 0; i < 3; i++)
        g_assert_cmpfloat (miss (fit, &pairs[i]), <, 4.0);
      for (int k = 0; k < 500; k++)
        {
          SaffronPointPair there =
              random_pair (base, rand, 13000, WIDTH, 0, HEIGHT);

          far = MAX (far, miss (fit, &there));
        }
      g_test_message ("base %.0f: %.0f ms, missed by %.2f %.2f %.2f, far away "
                      "changed by %.4f px",
                      spacings[s],
                      (double) (g_get_monotonic_time () - start) / 1e3,
                      miss (fit, &pairs[0]), miss (fit, &pairs[1]),
                      miss (fit, &pairs[2]), far);
      g_assert_cmpfloat (far, <, 0.5);
      g_assert_cmpfloat (saffron_transform_min_jacobian (fit, NULL), >, 0.1);
    }
}

static void
test_large_pull_does_not_fold (void)
{
  const SaffronAffine affine = SAFFRON_AFFINE_IDENTITY;
  g_autoptr (SaffronTransform) base =
      saffron_transform_new (WIDTH, HEIGHT, &affine, NULL);
  const SaffronPointPair pair = { { 9000, 7000 }, { 11500, 7400 }, 1 };
  g_autoptr (SaffronTransform) fit =
      saffron_landmark_fit (WIDTH, HEIGHT, base, &pair, 1, NULL);
  double bound;

  saffron_transform_min_jacobian (fit, &bound);
  g_assert_cmpfloat (bound, >, 0.1);
  g_assert_cmpfloat (miss (fit, &pair), <, 40.0);
}

/* By how far a fit without pair @i of @n misses it. */
static double
miss_without (const SaffronTransform *base,
              SaffronPointPair *pairs,
              int n,
              int i)
{
  g_autofree SaffronPointPair *others =
      g_memdup2 (pairs, (gsize) n * sizeof *pairs);
  g_autoptr (SaffronTransform) fit = NULL;
  SaffronRefPoint back;

  others[i] = others[n - 1];
  fit = saffron_landmark_fit (WIDTH, HEIGHT, base, others, (gsize) n - 1, NULL);
  g_assert_true (saffron_transform_push (fit, pairs[i].moving, &back));
  return hypot (back.x - pairs[i].reference.x, back.y - pairs[i].reference.y);
}

/* What is foretold from one fit is what fits without each pair give, on a base,
 * with one wrong pair that makes the correction wider, and without a base. */
static void
test_foretold (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (8);
  g_autoptr (SaffronTransform) truth =
      random_transform (rand, WIDTH, HEIGHT, 900, 12, 6000);
  g_autoptr (SaffronTransform) base = saffron_transform_new (
      WIDTH, HEIGHT, saffron_transform_get_affine (truth), NULL);
  SaffronPointPair pairs[70];

  for (int i = 0; i < 70; i++)
    pairs[i] = random_pair (truth, rand, 0, WIDTH, 0, HEIGHT);
  for (int way = 0; way < 3; way++)
    {
      const SaffronTransform *from = way < 2 ? base : NULL;
      double errors[70];
      SaffronRefPoint ways[70];
      int worst = 0;

      if (way == 1)
        pairs[13].moving.x += 3000.0;
      g_assert_true (saffron_landmark_leave_one_out_ways (
          WIDTH, HEIGHT, from, pairs, 70, errors, ways, NULL, NULL));
      /* Next to a wrong pair the transform nearly folds, and the first order
       * says less. */
      for (int i = 0; i < 70; i++)
        {
          double real = i % 3 == 1 ? miss_without (from, pairs, 70, i) : 0.0;

          if (i % 3 == 1)
            g_assert_cmpfloat_with_epsilon (
                errors[i], real, 0.1 + real * (way == 0 ? 0.01 : 0.25));
          worst = errors[i] > errors[worst] ? i : worst;
          g_assert_cmpfloat_with_epsilon (hypot (ways[i].x, ways[i].y),
                                          errors[i], 1e-9 * errors[i]);
        }
      g_assert_true (way == 0 || worst == 13);
    }
}

static void
test_leave_one_out (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  g_autoptr (SaffronTransform) truth =
      random_transform (rand, WIDTH, HEIGHT, 500, 20, 15000);
  SaffronPointPair pairs[12];
  double errors[12];

  for (int i = 0; i < 12; i++)
    pairs[i] = pair_of (truth, 2500 + 5000 * (i % 4), 2500 + 5000 * (i / 4));
  pairs[5].moving.x += 900;
  g_assert_true (saffron_landmark_leave_one_out (WIDTH, HEIGHT, NULL, pairs, 12,
                                                 errors, NULL, NULL));
  for (int i = 0; i < 12; i++)
    if (i != 5)
      g_assert_cmpfloat (errors[i], <, errors[5]);
  g_assert_true (saffron_landmark_leave_one_out (WIDTH, HEIGHT, NULL, pairs, 1,
                                                 errors, NULL, NULL));
  g_assert_true (isnan (errors[0]));
}

/* The largest distance between what two transforms make of the same place. */
static double
difference (const SaffronTransform *a, const SaffronTransform *b, GRand *rand)
{
  double most = 0.0;

  for (int k = 0; k < 500; k++)
    {
      SaffronPointPair there = random_pair (a, rand, 0, WIDTH, 0, HEIGHT);

      most = MAX (most, miss (b, &there));
    }
  return most;
}

/* Each event of a drag gives what a fit from scratch gives, also where a long
 * pull needs a wider correction: then near the landmark. */
static void
test_drag (void)
{
  const double spacings[] = { 0, 250, 4000 };

  for (guint s = 0; s < G_N_ELEMENTS (spacings); s++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (10 + s);
      SaffronAffine affine = random_similarity (rand);
      g_autoptr (SaffronTransform) base = saffron_transform_new (
          WIDTH, HEIGHT, &affine,
          spacings[s] > 0
              ? random_lattice (rand, WIDTH, HEIGHT, spacings[s], 50, 16000)
              : NULL);
      g_autoptr (SaffronLandmarkDrag) drag = NULL;
      SaffronPointPair pairs[20];

      for (int i = 0; i < 20; i++)
        {
          pairs[i] = spread_pair (base, rand, i);
          pairs[i].moving.x += uniform (rand, -40, 40);
        }
      drag = saffron_landmark_drag_new (base, pairs, 20, 7, NULL);
      for (int step = 0; step < 6; step++)
        {
          g_autoptr (SaffronTransform) fast = NULL;
          g_autoptr (SaffronTransform) slow = NULL;

          pairs[7].moving.x += step == 4 ? 2000 : 11;
          pairs[7].moving.y -= 5;
          g_assert_true (saffron_landmark_drag_suits (drag, pairs[7].reference,
                                                      pairs[7].moving)
                         == (step != 4));
          if (step == 4)
            {
              saffron_landmark_drag_free (drag);
              drag = saffron_landmark_drag_new (base, pairs, 20, 7, NULL);
            }
          fast = saffron_landmark_drag_fit (drag, pairs[7].reference,
                                            pairs[7].moving, NULL);
          slow = saffron_landmark_fit (WIDTH, HEIGHT, base, pairs, 20, NULL);
          if (step < 4)
            g_assert_cmpfloat (difference (slow, fast, rand), <, 0.01);
          else
            /* The other landmarks hold it back. */
            g_assert_cmpfloat (miss (fast, &pairs[7]), <,
                               0.3 * miss (base, &pairs[7]));
        }
      pairs[7].moving.x = NAN;
      g_assert_null (saffron_landmark_drag_fit (drag, pairs[7].reference,
                                                pairs[7].moving, NULL));
    }
}

/* The tissue that was pressed follows the pointer, and the rest is about as a
 * fit from scratch has it. */
static void
test_drag_reference (void)
{
  const double spacings[] = { 0, 250, 4000 };

  for (guint s = 0; s < G_N_ELEMENTS (spacings); s++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (20 + s);
      SaffronAffine affine = random_similarity (rand);
      g_autoptr (SaffronTransform) base = saffron_transform_new (
          WIDTH, HEIGHT, &affine,
          spacings[s] > 0
              ? random_lattice (rand, WIDTH, HEIGHT, spacings[s], 50, 16000)
              : NULL);
      g_autoptr (SaffronLandmarkDrag) drag = NULL;
      SaffronPointPair pairs[20];
      int n_new = 0;

      for (int i = 0; i < 20; i++)
        {
          pairs[i] = spread_pair (base, rand, i);
          pairs[i].moving.x += i == 7 ? 0 : uniform (rand, -40, 40);
        }
      drag = saffron_landmark_drag_new (base, pairs, 20, 7, NULL);
      for (int step = 0; step < 20; step++)
        {
          g_autoptr (SaffronTransform) fast = NULL;
          g_autoptr (SaffronTransform) slow = NULL;

          pairs[7].reference.x += 40;
          pairs[7].reference.y -= 15;
          if (!saffron_landmark_drag_suits (drag, pairs[7].reference,
                                            pairs[7].moving))
            {
              g_assert_cmpint (step, >, 3);
              n_new++;
              saffron_landmark_drag_free (drag);
              drag = saffron_landmark_drag_new (base, pairs, 20, 7, NULL);
            }
          fast = saffron_landmark_drag_fit (drag, pairs[7].reference,
                                            pairs[7].moving, NULL);
          slow = saffron_landmark_fit (WIDTH, HEIGHT, base, pairs, 20, NULL);
          g_assert_cmpfloat (miss (fast, &pairs[7]), <,
                             0.02 * miss (base, &pairs[7]));
          g_assert_cmpfloat (difference (slow, fast, rand), <,
                             0.3 * miss (base, &pairs[7]));
        }
      g_assert_cmpint (n_new, >, 0);
      g_assert_cmpint (n_new, <, 10);
      pairs[7].reference.x = NAN;
      g_assert_null (saffron_landmark_drag_fit (drag, pairs[7].reference,
                                                pairs[7].moving, NULL));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/landmark/one-two-three", test_one_two_three);
  g_test_add_func ("/landmark/four-bend", test_four_bend);
  g_test_add_func ("/landmark/degenerate", test_degenerate);
  g_test_add_func ("/landmark/local", test_correction_is_local);
  g_test_add_func ("/landmark/large-pull", test_large_pull_does_not_fold);
  g_test_add_func ("/landmark/drag", test_drag);
  g_test_add_func ("/landmark/drag-reference", test_drag_reference);
  g_test_add_func ("/landmark/leave-one-out", test_leave_one_out);
  g_test_add_func ("/landmark/foretold", test_foretold);
  return g_test_run ();
}
