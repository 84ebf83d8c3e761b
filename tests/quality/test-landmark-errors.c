/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/landmark-errors.h"

#include <math.h>

#define WIDTH 20000.0
#define HEIGHT 15000.0
#define N 16

static SaffronTransform *
turned (void)
{
  const SaffronAffine affine = { 0.99, -0.1, 300, 0.1, 0.99, -200 };

  return saffron_transform_new (WIDTH, HEIGHT, &affine, NULL);
}

static SaffronLandmark *
nth (GArray *landmarks, guint i)
{
  return &g_array_index (landmarks, SaffronLandmark, i);
}

/* A grid that follows @transform to within a pixel or so. */
static GArray *
grid (const SaffronTransform *transform)
{
  GArray *landmarks = saffron_landmarks_new ();

  for (int i = 0; i < N; i++)
    {
      SaffronRefPoint p = { 2000.0 + 5000.0 * (i % 4),
                            1500.0 + 4000.0 * (i / 4) };
      SaffronMovPoint q = saffron_transform_pull (transform, p);

      q.x += i % 3 - 1.0;
      q.y += i % 2;
      saffron_landmarks_add (landmarks, p, q, NULL, NULL);
    }
  return landmarks;
}

static void
test_outlier (void)
{
  g_autoptr (SaffronTransform) base = turned ();
  SaffronTransform *const bases[] = { base, NULL };

  for (guint b = 0; b < G_N_ELEMENTS (bases); b++)
    {
      g_autoptr (GArray) landmarks = grid (base);
      SaffronLandmarkError errors[N];
      guint n = 0;

      nth (landmarks, 6)->moving.x += 100.0;
      /* One that is not active counts nowhere. */
      nth (landmarks, 9)->moving.y += 500.0;
      nth (landmarks, 9)->active = FALSE;
      g_assert_true (saffron_landmark_errors_measure (
          bases[b], WIDTH, HEIGHT, landmarks, NULL, errors, NULL, NULL));
      for (int i = 0; i < N; i++)
        n += errors[i].outlier ? 1 : 0;
      g_assert_true (errors[6].outlier);
      g_assert_false (errors[9].outlier);
      g_assert_true (isnan (errors[9].left_out));
      g_assert_cmpfloat (errors[6].left_out, >, 50.0);
      g_assert_true (isnan (errors[6].residual) == (b == 1));
      /* Alone, those around the wrong one are missed as well. */
      if (b == 0)
        {
          g_assert_cmpuint (n, ==, 1);
          g_assert_cmpfloat_with_epsilon (errors[6].residual, 100.0, 3.0);
          g_assert_cmpfloat (
              saffron_landmark_errors_sum_up (landmarks, errors).max, <, 103.0);
          g_assert_cmpfloat (
              saffron_landmark_errors_sum_up (landmarks, errors).median, <,
              2.0);
        }
    }
}

static void
test_good_ones_are_none (void)
{
  g_autoptr (SaffronTransform) base = turned ();
  g_autoptr (GArray) landmarks = grid (base);
  SaffronLandmarkError errors[N];

  g_assert_true (saffron_landmark_errors_measure (
      base, WIDTH, HEIGHT, landmarks, NULL, errors, NULL, NULL));
  for (int i = 0; i < N; i++)
    g_assert_false (errors[i].outlier);
}

/* The fit: without landmarks the run or the place; one shifts the place; some
 * near a run correct it; some far from it replace it. */
static void
test_fit (void)
{
  const SaffronAffine scaled = { 0.5, 0, 40, 0, 0.5, 0 };
  g_autoptr (SaffronTransform) base = turned ();
  g_autoptr (SaffronTransform) place =
      saffron_transform_new (WIDTH, HEIGHT, &scaled, NULL);
  g_autoptr (GArray) landmarks = grid (base);
  g_autoptr (GArray) none = saffron_landmarks_new ();
  g_autoptr (SaffronTransform) kept =
      saffron_landmark_fit_active (base, place, none, NULL, NULL);
  g_autoptr (SaffronTransform) placed =
      saffron_landmark_fit_active (NULL, place, none, NULL, NULL);
  g_autoptr (SaffronTransform) near =
      saffron_landmark_fit_active (base, place, landmarks, NULL, NULL);
  g_autoptr (SaffronTransform) alone =
      saffron_landmark_fit_active (place, place, landmarks, NULL, NULL);
  g_autoptr (SaffronTransform) shifted = NULL;

  g_assert_true (kept == base);
  g_assert_true (placed == place);
  g_assert_false (saffron_landmarks_stand_alone (base, landmarks));
  g_assert_true (saffron_landmarks_stand_alone (place, landmarks));
  for (int i = 0; i < N; i++)
    {
      g_assert_cmpfloat (saffron_landmark_residual (near, nth (landmarks, i)),
                         <, 0.1);
      g_assert_cmpfloat (saffron_landmark_residual (alone, nth (landmarks, i)),
                         <, 1.0);
    }
  for (int i = 1; i < N; i++)
    nth (landmarks, i)->active = FALSE;
  shifted = saffron_landmark_fit_active (NULL, place, landmarks, NULL, NULL);
  g_assert_cmpfloat (saffron_landmark_residual (shifted, nth (landmarks, 0)), <,
                     0.01);
  g_assert_cmpfloat (saffron_transform_get_affine (shifted)->xx, ==, 0.5);
}

/* Micrometres follow from the way along each axis, which the length in pixels
 * does not tell. */
static void
test_um (void)
{
  const SaffronLandmarkPixels pixels = { 0.325, 0.65 };
  const SaffronAffine identity = SAFFRON_AFFINE_IDENTITY;
  g_autoptr (SaffronTransform) base =
      saffron_transform_new (WIDTH, HEIGHT, &identity, NULL);
  g_autoptr (GArray) landmarks = saffron_landmarks_new ();
  SaffronTransform *const bases[] = { base, NULL };

  for (int i = 0; i < N; i++)
    {
      SaffronRefPoint p = { 2000.0 + 5000.0 * (i % 4),
                            1500.0 + 4000.0 * (i / 4) };

      saffron_landmarks_add (landmarks, p, (SaffronMovPoint){ p.x, p.y }, NULL,
                             NULL);
    }
  nth (landmarks, 5)->moving.x += 40.0;
  nth (landmarks, 10)->moving.y += 40.0;
  for (guint b = 0; b < G_N_ELEMENTS (bases); b++)
    {
      SaffronLandmarkError errors[N];

      g_assert_true (saffron_landmark_errors_measure (
          bases[b], WIDTH, HEIGHT, landmarks, &pixels, errors, NULL, NULL));
      for (int k = 5; k <= 10; k += 5)
        {
          double um = k == 5 ? 0.325 : 0.65;

          g_assert_cmpfloat (errors[k].left_out, >, 30.0);
          g_assert_cmpfloat_with_epsilon (errors[k].left_out_um,
                                          um * errors[k].left_out, 1.0);
          if (b == 0)
            g_assert_cmpfloat_with_epsilon (errors[k].residual_um, um * 40.0,
                                            1e-6);
        }
      g_assert_true (isnan (errors[0].residual_um) == (b == 1));
    }
}

/* Of @p by a turn of the tissue, with pixels as in test_squares(). */
static SaffronMovPoint
turn (SaffronRefPoint p, double bend)
{
  double x = p.x + bend * sin (p.y / 1500.0), y = 2.0 * p.y;

  return (SaffronMovPoint){ (0.8 * x - 0.6 * y) / 2.0 + 300.0,
                            0.6 * x + 0.8 * y };
}

/* Between pixels that are not square, few landmarks give a similarity of the
 * tissue, which those that are held out and other places confirm. */
static void
test_squares (void)
{
  const SaffronLandmarkPixels pixels = {
    0.325, 0.65, TRUE, { { 1, 0, 0, 0, 2, 0 }, { 2, 0, 0, 0, 1, 0 } }
  };
  const SaffronLandmarkPixels *const as[] = { &pixels, NULL };
  const SaffronAffine identity = SAFFRON_AFFINE_IDENTITY;
  g_autoptr (SaffronTransform) place =
      saffron_transform_new (WIDTH, HEIGHT, &identity, NULL);
  g_autoptr (GArray) landmarks = saffron_landmarks_new ();
  const SaffronRefPoint p[] = { { 2000, 3000 },
                                { 15000, 5000 },
                                { 9000, 900 } };

  for (guint i = 0; i < G_N_ELEMENTS (p); i++)
    saffron_landmarks_add (landmarks, p[i], turn (p[i], 0.0), NULL, NULL);
  for (guint k = 0; k < G_N_ELEMENTS (as); k++)
    {
      SaffronLandmarkError errors[G_N_ELEMENTS (p)];
      g_autoptr (SaffronTransform) fit = NULL;

      nth (landmarks, 2)->active = TRUE;
      g_assert_true (saffron_landmark_errors_measure (
          NULL, WIDTH, HEIGHT, landmarks, as[k], errors, NULL, NULL));
      for (guint i = 0; i < G_N_ELEMENTS (p); i++)
        g_assert_true ((errors[i].left_out < 0.01) == (k == 0));
      nth (landmarks, 2)->active = FALSE;
      fit = saffron_landmark_fit_active (NULL, place, landmarks, as[k], NULL);
      g_assert_true (
          (saffron_landmark_residual (fit, nth (landmarks, 2)) < 0.01)
          == (k == 0));
    }
}

/* The bending through many is met, and what is held out is missed in pixels of
 * the reference. */
static void
test_squares_bent (void)
{
  const SaffronLandmarkPixels pixels = {
    0.325, 0.65, TRUE, { { 1, 0, 0, 0, 2, 0 }, { 2, 0, 0, 0, 1, 0 } }
  };
  const SaffronAffine identity = SAFFRON_AFFINE_IDENTITY;
  g_autoptr (SaffronTransform) place =
      saffron_transform_new (WIDTH, HEIGHT, &identity, NULL);
  g_autoptr (GArray) landmarks = saffron_landmarks_new ();
  g_autoptr (GArray) others = NULL;
  g_autoptr (SaffronTransform) fit = NULL;
  g_autoptr (SaffronTransform) without = NULL;
  SaffronLandmarkError errors[N];
  double missed;

  for (int i = 0; i < N; i++)
    {
      SaffronRefPoint p = { 2000.0 + 5000.0 * (i % 4),
                            1500.0 + 4000.0 * (i / 4) };

      saffron_landmarks_add (landmarks, p, turn (p, 60.0), NULL, NULL);
    }
  nth (landmarks, 6)->moving.y += 80.0;
  fit = saffron_landmark_fit_active (NULL, place, landmarks, &pixels, NULL);
  g_assert_cmpfloat (saffron_transform_get_width (fit), ==, WIDTH);
  g_assert_cmpfloat (saffron_transform_get_height (fit), ==, HEIGHT);
  for (int i = 0; i < N; i++)
    g_assert_cmpfloat (saffron_landmark_residual (fit, nth (landmarks, i)), <,
                       1.0);
  others = saffron_landmarks_copy (landmarks);
  nth (others, 6)->active = FALSE;
  without = saffron_landmark_fit_active (NULL, place, others, &pixels, NULL);
  missed = saffron_landmark_residual (without, nth (landmarks, 6));
  g_assert_true (saffron_landmark_errors_measure (
      NULL, WIDTH, HEIGHT, landmarks, &pixels, errors, NULL, NULL));
  g_assert_cmpfloat (missed, >, 20.0);
  g_assert_cmpfloat_with_epsilon (errors[6].left_out, missed, 0.05 * missed);
}

/* The totals are those of the micrometres, whose order is another. */
static void
test_totals_um (void)
{
  g_autoptr (GArray) landmarks = saffron_landmarks_new ();
  const SaffronLandmarkError errors[] = {
    { .residual = 10.0, .residual_um = 3.0 },
    { .residual = 8.0, .residual_um = 5.0 },
    { .residual = NAN, .left_out = 9.0, .left_out_um = 4.0 },
    { .residual = 99.0, .residual_um = 99.0 },
  };
  const SaffronLandmarkPixels unknown = { 0.0, 0.0 };
  SaffronTreStats um;

  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    saffron_landmarks_add (landmarks, (SaffronRefPoint){ i, i },
                           (SaffronMovPoint){ i, i }, NULL, NULL);
  nth (landmarks, 3)->active = FALSE;
  um = saffron_landmark_errors_sum_up_um (landmarks, errors);
  g_assert_cmpfloat (um.median, ==, 4.0);
  g_assert_cmpfloat (um.max, ==, 5.0);
  g_assert_cmpfloat (saffron_landmark_errors_sum_up (landmarks, errors).max, ==,
                     10.0);
  g_assert_true (isnan (saffron_landmark_pixels_to_um (&unknown, 3.0, 4.0)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/landmark-errors/outlier", test_outlier);
  g_test_add_func ("/landmark-errors/none", test_good_ones_are_none);
  g_test_add_func ("/landmark-errors/fit", test_fit);
  g_test_add_func ("/landmark-errors/um", test_um);
  g_test_add_func ("/landmark-errors/squares", test_squares);
  g_test_add_func ("/landmark-errors/squares-bent", test_squares_bent);
  g_test_add_func ("/landmark-errors/totals-um", test_totals_um);
  return g_test_run ();
}
