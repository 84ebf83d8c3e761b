/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/landmark-reading.h"

#include <math.h>

#include "base/error.h"
#include "quality/landmark-words.h"

#define N 40

/* Two slides that differ in size and pixel size. */
static const SaffronLandmarkSide unlike[2] = {
  { 4000.0, 3000.0, 0.5, 0.5 },
  { 2600.0, 2400.0, 0.8, 0.8 },
};
/* Two that do not, without pixel sizes. */
static const SaffronLandmarkSide like[2] = {
  { 4000.0, 3000.0, 0.0, 0.0 },
  { 4000.0, 3000.0, 0.0, 0.0 },
};

/* Turned by 20° about the centre of the slides, by the scale of their pixel
 * sizes. */
static SaffronTransform *
make_transform (const SaffronLandmarkSide sides[2])
{
  double scale = sides[0].um_x > 0.0 ? sides[0].um_x / sides[1].um_x : 1.0;
  double c = scale * cos (G_PI / 9.0), s = scale * sin (G_PI / 9.0);
  double x = 0.5 * sides[0].width, y = 0.5 * sides[0].height;
  SaffronAffine affine = { c, -s, 0.5 * sides[1].width - c * x + s * y,
                           s, c,  0.5 * sides[1].height - s * x - c * y };

  return saffron_transform_new (sides[0].width, sides[0].height, &affine, NULL);
}

/* Places all over the middle of the reference, off by a few pixels. */
static GArray *
make_landmarks (const SaffronTransform *transform, guint n)
{
  GArray *landmarks = saffron_landmarks_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);

  for (guint i = 0; i < n; i++)
    {
      SaffronRefPoint p = { g_rand_double_range (rand, 1000.0, 3000.0),
                            g_rand_double_range (rand, 800.0, 2200.0) };
      SaffronMovPoint q = saffron_transform_pull (transform, p);
      g_autofree char *name = g_strdup_printf ("p%u", i);

      q.x += g_rand_double_range (rand, -4.0, 4.0);
      q.y += g_rand_double_range (rand, -4.0, 4.0);
      saffron_landmarks_add (landmarks, p, q, name, "a.csv");
    }
  return landmarks;
}

/* What a person gets who makes that mistake: the inverse of read_as(). */
static GArray *
spoil (GArray *landmarks,
       const SaffronLandmarkReading *reading,
       const SaffronLandmarkSide sides[2])
{
  GArray *out = saffron_landmarks_copy (landmarks);
  const double factors[SAFFRON_N_LANDMARK_UNITS] = { 1.0, 0.0, 0.5, 0.25 };

  for (guint i = 0; i < out->len; i++)
    {
      SaffronLandmark *l = &g_array_index (out, SaffronLandmark, i);
      guint k = (i + out->len - (guint) reading->shift) % out->len;
      SaffronRefPoint p =
          g_array_index (landmarks, SaffronLandmark, i).reference;
      SaffronMovPoint q = g_array_index (landmarks, SaffronLandmark, k).moving;
      double f[2];

      for (int s = 0; s < 2; s++)
        f[s] = reading->units == SAFFRON_LANDMARKS_UM ? sides[s].um_x
                                                      : factors[reading->units];
      p = (SaffronRefPoint){ p.x * f[0], p.y * f[0] };
      q = (SaffronMovPoint){ q.x * f[1], q.y * f[1] };
      l->reference = reading->swapped ? (SaffronRefPoint){ q.x, q.y } : p;
      l->moving = reading->swapped ? (SaffronMovPoint){ p.x, p.y } : q;
    }
  return out;
}

static void
assert_reading (const SaffronLandmarkReading *a,
                const SaffronLandmarkReading *b)
{
  g_assert_cmpint (a->units, ==, b->units);
  g_assert_cmpint (a->swapped, ==, b->swapped);
  g_assert_cmpint (a->shift, ==, b->shift);
}

/* With a transform to compare with, each mistake is found, and undone by
 * reading the landmarks so; with one of them wrong by far as well. */
static void
test_found (void)
{
  g_autoptr (SaffronTransform) transform = make_transform (unlike);
  g_autoptr (GArray) right = make_landmarks (transform, N);

  g_array_index (right, SaffronLandmark, 7).moving.x += 700.0;
  for (guint i = 0; i < 4 * 2 * 3; i++)
    {
      SaffronLandmarkReading reading = { i % 4, i / 4 % 2 == 1,
                                         (int) (i / 8) - 1 };
      g_autoptr (GArray) wrong = NULL;
      g_autoptr (GArray) back = NULL;
      SaffronLandmarkFinding finding = { 0 };

      wrong = spoil (right, &reading, unlike);
      g_test_message ("units %d, swapped %d, shift %d", reading.units,
                      reading.swapped, reading.shift);
      if (saffron_landmark_reading_is_plain (&reading))
        {
          g_assert_false (saffron_landmarks_find_reading (wrong, unlike,
                                                          transform, &finding));
          continue;
        }
      g_assert_true (
          saffron_landmarks_find_reading (wrong, unlike, transform, &finding));
      assert_reading (&finding.reading, &reading);
      g_assert_cmpfloat (finding.missed, <, 8.0);
      back = saffron_landmarks_read_as (wrong, &finding.reading, unlike, NULL);
      g_assert_cmpuint (back->len, ==,
                        right->len - (guint) abs (reading.shift));
    }
}

/* What is read back is what was spoiled. */
static void
test_read_as (void)
{
  g_autoptr (SaffronTransform) transform = make_transform (unlike);
  g_autoptr (GArray) right = make_landmarks (transform, N);
  const SaffronLandmarkReading reading = { SAFFRON_LANDMARKS_UM, TRUE, 0 };
  g_autoptr (GArray) wrong = spoil (right, &reading, unlike);
  g_autoptr (GArray) back = NULL;
  g_autoptr (GError) error = NULL;

  g_array_index (wrong, SaffronLandmark, 4).active = FALSE;
  back = saffron_landmarks_read_as (wrong, &reading, unlike, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (back->len, ==, N);
  for (guint i = 0; i < N; i++)
    {
      const SaffronLandmark *a = &g_array_index (right, SaffronLandmark, i);
      const SaffronLandmark *b = &g_array_index (back, SaffronLandmark, i);

      g_assert_cmpfloat_with_epsilon (a->reference.x, b->reference.x, 1e-9);
      g_assert_cmpfloat_with_epsilon (a->reference.y, b->reference.y, 1e-9);
      g_assert_cmpfloat_with_epsilon (a->moving.x, b->moving.x, 1e-9);
      g_assert_cmpfloat_with_epsilon (a->moving.y, b->moving.y, 1e-9);
      g_assert_cmpstr (a->name, ==, b->name);
      g_assert_cmpstr (b->source, ==, "a.csv");
      g_assert_cmpint (b->active, ==, i != 4);
    }
  g_assert_null (saffron_landmarks_read_as (wrong, &reading, like, &error));
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT);
}

/* Landmarks that are right, and those that nothing explains, have no other
 * reading; nor have too few. */
static void
test_not_found (void)
{
  g_autoptr (SaffronTransform) transform = make_transform (unlike);
  g_autoptr (GArray) right = make_landmarks (transform, N);
  g_autoptr (GArray) one = make_landmarks (transform, 1);
  g_autoptr (GArray) random = make_landmarks (transform, N);
  const SaffronTransform *with[2] = { transform, NULL };
  SaffronLandmarkFinding finding;
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);

  for (guint i = 0; i < N; i++)
    g_array_index (random, SaffronLandmark, i).moving =
        (SaffronMovPoint){ g_rand_double_range (rand, 100.0, 2400.0),
                           g_rand_double_range (rand, 100.0, 2300.0) };
  for (int k = 0; k < 2; k++)
    {
      g_assert_false (
          saffron_landmarks_find_reading (right, unlike, with[k], &finding));
      g_assert_false (
          saffron_landmarks_find_reading (one, unlike, with[k], &finding));
      g_assert_false (
          saffron_landmarks_find_reading (random, unlike, with[k], &finding));
    }
}

/* Without a transform, what the slides' sizes and pixel sizes and the landmarks
 * among each other tell. */
static void
test_alone (void)
{
  static const struct {
    const SaffronLandmarkSide *sides;
    SaffronLandmarkReading reading;
    gboolean found;
  } cases[] = {
    { like, { SAFFRON_LANDMARKS_PX, FALSE, 1 }, TRUE },
    { like, { SAFFRON_LANDMARKS_PX, FALSE, -1 }, TRUE },
    { unlike, { SAFFRON_LANDMARKS_PX, TRUE, 0 }, TRUE },
    { unlike, { SAFFRON_LANDMARKS_UM, FALSE, 0 }, TRUE },
    { unlike, { SAFFRON_LANDMARKS_PX, TRUE, 1 }, TRUE },
    /* These look like landmarks of slides that lie otherwise. */
    { like, { SAFFRON_LANDMARKS_HALF, FALSE, 0 }, FALSE },
    { like, { SAFFRON_LANDMARKS_PX, TRUE, 0 }, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const SaffronLandmarkSide *sides = cases[i].sides;
      g_autoptr (SaffronTransform) transform = make_transform (sides);
      g_autoptr (GArray) right = make_landmarks (transform, N);
      SaffronLandmarkReading reading = cases[i].reading;
      g_autoptr (GArray) wrong = spoil (right, &reading, sides);
      SaffronLandmarkFinding finding = { 0 };

      g_test_message ("case %u", i);
      g_assert_cmpint (
          saffron_landmarks_find_reading (wrong, sides, NULL, &finding), ==,
          cases[i].found);
      if (cases[i].found)
        assert_reading (&finding.reading, &reading);
    }
}

/* Turned over, landmarks agree among each other as they are. */
static void
test_mirrored (void)
{
  g_autoptr (SaffronTransform) transform = make_transform (like);
  g_autoptr (GArray) landmarks = make_landmarks (transform, N);
  SaffronLandmarkFinding finding;

  for (guint i = 0; i < N; i++)
    {
      SaffronLandmark *l = &g_array_index (landmarks, SaffronLandmark, i);

      l->moving.x = like[1].width - l->moving.x;
    }
  g_assert_false (
      saffron_landmarks_find_reading (landmarks, like, NULL, &finding));
}

/* A finding goes through a reason, as the window gets it, and has words. */
static void
test_reason (void)
{
  const SaffronLandmarkFinding finding = { { SAFFRON_LANDMARKS_HALF, TRUE, -1 },
                                           3.25,
                                           400.0 };
  g_autoptr (GPtrArray) reasons = saffron_reasons_new ();
  g_autoptr (SaffronReason) other =
      saffron_reason_new (SAFFRON_REASON_FOLDS, NULL, NULL);
  g_autofree char *words = saffron_landmark_finding_to_words (&finding);
  g_autofree char *again = NULL;
  SaffronLandmarkReading reading;

  saffron_landmark_finding_tell (&finding, reasons);
  g_assert_true (
      saffron_landmark_reading_from_reason (reasons->pdata[0], &reading));
  assert_reading (&reading, &finding.reading);
  g_assert_false (saffron_landmark_reading_from_reason (other, &reading));
  again = saffron_landmark_words (reasons->pdata[0]);
  g_assert_cmpstr (words, ==, again);
  g_assert_cmpstr (words, ==,
                   "the landmarks would agree within 3.2 px (median), read in "
                   "this way: reference and moving slide swapped, placed at "
                   "half the size, each with the row before of the moving "
                   "slide");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/landmark-reading/found", test_found);
  g_test_add_func ("/landmark-reading/read-as", test_read_as);
  g_test_add_func ("/landmark-reading/not-found", test_not_found);
  g_test_add_func ("/landmark-reading/alone", test_alone);
  g_test_add_func ("/landmark-reading/mirrored", test_mirrored);
  g_test_add_func ("/landmark-reading/reason", test_reason);
  return g_test_run ();
}
