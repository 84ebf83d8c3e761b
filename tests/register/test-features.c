/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/features.h"

#include <string.h>

#include "blobs.h"

/* One blob on an even background, at a place between pixels. */
static SaffronRegPlane *
single_blob (double x, double y, double sigma)
{
  SaffronRegPlane *plane = g_new0 (SaffronRegPlane, 1);

  plane->downsample = 2.0;
  plane->intensity = saffron_plane_new (120, 100);
  plane->weight = saffron_plane_copy (plane->intensity);
  saffron_plane_fill (plane->weight, 1.0f);
  plane->tissue = saffron_plane_copy (plane->weight);
  blobs_draw (plane->intensity, x, y, sigma, 0.8);
  return plane;
}

static const SaffronKeypoint *
nearest (const SaffronFeatures *features, double x, double y)
{
  const SaffronKeypoint *best = NULL;

  for (guint i = 0; i < features->keypoints->len; i++)
    {
      const SaffronKeypoint *k =
          &g_array_index (features->keypoints, SaffronKeypoint, i);

      if (best == NULL
          || hypot (k->x - x, k->y - y) < hypot (best->x - x, best->y - y))
        best = k;
    }
  return best;
}

static void
test_blobs (void)
{
  static const double places[][3] = {
    { 60.0, 50.0, 2.5 }, { 61.3, 47.6, 2.5 }, { 55.71, 52.24, 3.2 },
    { 63.5, 49.9, 5.0 }, { 58.2, 50.7, 6.4 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      const double *p = places[i];
      g_autoptr (SaffronRegPlane) plane = single_blob (p[0], p[1], p[2]);
      g_autoptr (SaffronFeatures) features =
          saffron_features_new (plane, 2.0, 1000, NULL);
      const SaffronKeypoint *found = nearest (features, 2.0 * p[0], 2.0 * p[1]);

      g_assert_nonnull (found);
      g_test_message ("%g %g sigma %g: off %.3f %.3f, sigma %.2f", p[0], p[1],
                      p[2], found->x / 2.0 - p[0], found->y / 2.0 - p[1],
                      found->sigma / 2.0);
      g_assert_cmpfloat (hypot (found->x / 2.0 - p[0], found->y / 2.0 - p[1]),
                         <, 0.1);
      g_assert_cmpfloat (found->sigma / 2.0, >, 0.7 * p[2]);
      g_assert_cmpfloat (found->sigma / 2.0, <, 1.4 * p[2]);
    }
}

static void
test_spread_and_number (void)
{
  g_autoptr (SaffronRegPlane) plane =
      blobs_plane (3, &SAFFRON_AFFINE_IDENTITY, BLOBS_WIDTH, BLOBS_HEIGHT);
  guint quarters[4] = { 0 };
  guint few, many;

  /* One half is much fainter than the other. */
  for (int y = 0; y < plane->intensity->height; y++)
    for (int x = 0; x < plane->intensity->width / 2; x++)
      saffron_plane_row (plane->intensity, y)[x] *= 0.2f;
  {
    g_autoptr (SaffronFeatures) features =
        saffron_features_new (plane, BLOBS_DOWNSAMPLE, 100, NULL);

    few = features->keypoints->len;
    for (guint i = 0; i < few; i++)
      {
        const SaffronKeypoint *k =
            &g_array_index (features->keypoints, SaffronKeypoint, i);

        quarters[(k->x > BLOBS_WIDTH / 2) + 2 * (k->y > BLOBS_HEIGHT / 2)]++;
      }
  }
  /* At most two angles each. */
  g_assert_cmpuint (few, >=, 90);
  g_assert_cmpuint (few, <=, 200);
  for (int i = 0; i < 4; i++)
    g_assert_cmpuint (quarters[i], >, few / 8);
  {
    g_autoptr (SaffronFeatures) features =
        saffron_features_new (plane, BLOBS_DOWNSAMPLE, 400, NULL);

    many = features->keypoints->len;
  }
  g_assert_cmpuint (many, >, 2 * few);
}

static GArray *
match_turned (const SaffronAffine *truth, gboolean flip)
{
  SaffronMatchOptions options = { flip, 0.25, 4.0 };
  g_autoptr (SaffronRegPlane) ref =
      blobs_plane (3, &SAFFRON_AFFINE_IDENTITY, BLOBS_WIDTH, BLOBS_HEIGHT);
  g_autoptr (SaffronRegPlane) mov =
      blobs_plane (3, truth, BLOBS_WIDTH, BLOBS_HEIGHT);
  g_autoptr (SaffronFeatures) a =
      saffron_features_new (ref, BLOBS_DOWNSAMPLE, 600, NULL);
  g_autoptr (SaffronFeatures) b =
      saffron_features_new (mov, BLOBS_DOWNSAMPLE, 600, NULL);

  return saffron_features_match (a, b, &options, NULL);
}

/* Most matches are right in place, scale and angle, whatever the transform. */
static void
test_descriptors (void)
{
  static const double cases[][3] = { { 0, 1, 0 },     { 37, 1, 0 },
                                     { 90, 1, 0 },    { -141, 1.2, 0 },
                                     { 200, 0.7, 0 }, { 15, 1, 1 },
                                     { -100, 0.8, 1 } };

  for (guint c = 0; c < G_N_ELEMENTS (cases); c++)
    {
      gboolean flip = cases[c][2] > 0.0;
      SaffronAffine t = blobs_affine (cases[c][0], cases[c][1], flip, 0, 0);
      g_autoptr (GArray) matches = match_turned (&t, flip);
      guint right = 0;

      for (guint i = 0; i < matches->len; i++)
        {
          const SaffronMatch *m = &g_array_index (matches, SaffronMatch, i);
          double x = flip ? -m->reference.x : m->reference.x;
          double y = m->reference.y;
          double off = hypot (t.xx * x + t.xy * y + t.x0 - m->moving.x,
                              t.yx * x + t.yy * y + t.y0 - m->moving.y);
          double turn = remainder (m->moving.angle - m->reference.angle
                                       - cases[c][0] * G_PI / 180.0,
                                   2.0 * G_PI);
          double scale = m->moving.sigma / m->reference.sigma / cases[c][1];

          right += off < m->moving.sigma && fabs (turn) < 0.3 && scale < 1.5
                   && scale > 0.67;
        }
      g_test_message ("%g° ×%g flip %d: %u of %u right", cases[c][0],
                      cases[c][1], flip, right, matches->len);
      g_assert_cmpuint (matches->len, >, 60);
      g_assert_cmpuint (right, >, 3 * matches->len / 4);
    }
}

/* Matches of a known similarity among random ones, each with a place, a scale
 * and an angle. */
static GArray *
random_matches (guint n_right, guint n_wrong, const SaffronAffine *truth)
{
  GArray *matches = g_array_new (FALSE, TRUE, sizeof (SaffronMatch));
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  double scale = sqrt (fabs (saffron_affine_determinant (truth)));
  double angle = atan2 (truth->yx, truth->xx);

  for (guint i = 0; i < n_right + n_wrong; i++)
    {
      gboolean right = i % (n_right + n_wrong) < n_right;
      SaffronMatch m = { { 0 } };

      m.reference.x = g_rand_double_range (rand, 0, BLOBS_WIDTH);
      m.reference.y = g_rand_double_range (rand, 0, BLOBS_HEIGHT);
      m.reference.sigma = g_rand_double_range (rand, 5, 20);
      m.reference.angle = g_rand_double_range (rand, -3, 3);
      m.moving.x = right ? truth->xx * m.reference.x + truth->xy * m.reference.y
                               + truth->x0 + g_rand_double_range (rand, -4, 4)
                         : g_rand_double_range (rand, 0, BLOBS_WIDTH);
      m.moving.y = right ? truth->yx * m.reference.x + truth->yy * m.reference.y
                               + truth->y0 + g_rand_double_range (rand, -4, 4)
                         : g_rand_double_range (rand, 0, BLOBS_HEIGHT);
      m.moving.sigma = m.reference.sigma
                       * (right ? scale * g_rand_double_range (rand, 0.8, 1.25)
                                : g_rand_double_range (rand, 0.3, 3));
      m.moving.angle = right ? m.reference.angle + angle
                                   + g_rand_double_range (rand, -0.2, 0.2)
                             : g_rand_double_range (rand, -3, 3);
      m.ratio = g_rand_double (rand);
      g_array_append_val (matches, m);
    }
  return matches;
}

static const SaffronConsensusOptions fit_options = {
  { FALSE, 0.25, 4.0 },     180.0, 10.0, 30.0, BLOBS_WIDTH, BLOBS_HEIGHT,
  BLOBS_WIDTH *BLOBS_HEIGHT
};

static double
far_off (const SaffronAffine *a, const SaffronAffine *b)
{
  double worst = 0.0;

  for (int i = 0; i < 4; i++)
    {
      double x = (i & 1) * BLOBS_WIDTH, y = (i >> 1) * BLOBS_HEIGHT;

      worst = MAX (
          worst,
          hypot ((a->xx - b->xx) * x + (a->xy - b->xy) * y + a->x0 - b->x0,
                 (a->yx - b->yx) * x + (a->yy - b->yy) * y + a->y0 - b->y0));
    }
  return worst;
}

static void
test_outliers (void)
{
  SaffronAffine truth = blobs_affine (63.0, 1.7, FALSE, 0.1, -0.05);
  /* 70 % and 92 % wrong. */
  static const guint numbers[][2] = { { 60, 140 }, { 24, 276 } };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autoptr (GArray) matches =
          random_matches (numbers[i][0], numbers[i][1], &truth);
      g_autoptr (GArray) answers =
          saffron_features_fit (matches, &fit_options, 3, NULL);
      const SaffronConsensus *best = NULL;

      g_assert_cmpuint (answers->len, >=, 1);
      best = &g_array_index (answers, SaffronConsensus, 0);
      g_test_message ("%u of %u agree, %.1f off, surprise %.1f",
                      best->n_inliers, matches->len,
                      far_off (&best->affine, &truth), best->surprise);
      g_assert_cmpint (best->n_inliers, >=, 9 * (int) numbers[i][0] / 10);
      g_assert_cmpint (best->n_inliers, <=, (int) numbers[i][0] + 6);
      g_assert_cmpfloat (far_off (&best->affine, &truth), <, 10.0);
      g_assert_cmpfloat (best->surprise, >, 5.0);
    }
}

/* Random matches alone give no answer with a noteworthy surprise. */
static void
test_chance (void)
{
  g_autoptr (GArray) matches =
      random_matches (0, 300, &SAFFRON_AFFINE_IDENTITY);
  g_autoptr (GArray) answers =
      saffron_features_fit (matches, &fit_options, 3, NULL);

  for (guint i = 0; i < answers->len; i++)
    g_assert_cmpfloat (g_array_index (answers, SaffronConsensus, i).surprise, <,
                       3.0);
}

static void
test_ranges (void)
{
  SaffronAffine truth = blobs_affine (63.0, 1.7, FALSE, 0.1, -0.05);
  SaffronConsensusOptions narrow = fit_options;
  g_autoptr (GArray) matches = random_matches (60, 0, &truth);
  g_autoptr (GArray) turned = NULL;
  g_autoptr (GArray) scaled = NULL;

  narrow.rotation_range = 45.0;
  turned = saffron_features_fit (matches, &narrow, 3, NULL);
  g_assert_cmpuint (turned->len, ==, 0);
  narrow = fit_options;
  narrow.match.most_scale = 1.5;
  scaled = saffron_features_fit (matches, &narrow, 3, NULL);
  g_assert_cmpuint (scaled->len, ==, 0);
}

static void
test_same_bits (void)
{
  SaffronAffine truth = blobs_affine (47.0, 1.1, FALSE, 0.02, 0.03);
  g_autoptr (SaffronRegPlane) plane =
      blobs_plane (3, &truth, BLOBS_WIDTH, BLOBS_HEIGHT);
  g_autoptr (GArray) random = random_matches (40, 160, &truth);
  g_autoptr (SaffronFeatures) first = NULL;
  g_autoptr (GArray) matches = NULL;
  g_autoptr (GArray) answers = NULL;

  for (guint threads = 1; threads <= 5; threads += 2)
    {
      g_autoptr (SaffronJob) job = saffron_job_new ();
      g_autoptr (SaffronFeatures) features = NULL;
      g_autoptr (GArray) m = NULL;
      g_autoptr (GArray) a = NULL;

      saffron_job_set_threads (job, threads);
      features = saffron_features_new (plane, BLOBS_DOWNSAMPLE, 500, job);
      m = saffron_features_match (features, features, &fit_options.match, job);
      a = saffron_features_fit (random, &fit_options, 4, job);
      if (threads == 1)
        {
          first = g_steal_pointer (&features);
          matches = g_steal_pointer (&m);
          answers = g_steal_pointer (&a);
          continue;
        }
      g_assert_cmpmem (first->keypoints->data,
                       first->keypoints->len * sizeof (SaffronKeypoint),
                       features->keypoints->data,
                       features->keypoints->len * sizeof (SaffronKeypoint));
      g_assert_cmpmem (
          first->descriptors,
          first->keypoints->len * SAFFRON_DESCRIPTOR * sizeof (gint16),
          features->descriptors,
          features->keypoints->len * SAFFRON_DESCRIPTOR * sizeof (gint16));
      g_assert_cmpmem (matches->data, matches->len * sizeof (SaffronMatch),
                       m->data, m->len * sizeof (SaffronMatch));
      g_assert_cmpmem (answers->data, answers->len * sizeof (SaffronConsensus),
                       a->data, a->len * sizeof (SaffronConsensus));
    }
}

/* Tiny planes and small numbers of keypoints work. */
static void
test_tiny (void)
{
  static const int sizes[][2] = {
    { 1, 1 }, { 2, 1 }, { 3, 9 }, { 5, 700 }, { 40, 30 }
  };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      SaffronMatchOptions options = { TRUE, 0.25, 4.0 };
      g_autoptr (SaffronRegPlane) plane = g_new0 (SaffronRegPlane, 1);
      g_autoptr (SaffronFeatures) features = NULL;
      g_autoptr (GArray) matches = NULL;
      g_autoptr (GArray) answers = NULL;

      plane->downsample = 1.0;
      plane->intensity = saffron_plane_new (sizes[i][0], sizes[i][1]);
      plane->weight = saffron_plane_copy (plane->intensity);
      saffron_plane_fill (plane->weight, 1.0f);
      plane->tissue = saffron_plane_copy (plane->weight);
      features = saffron_features_new (plane, 0.5, 100, NULL);
      matches = saffron_features_match (features, features, &options, NULL);
      answers = saffron_features_fit (matches, &fit_options, 3, NULL);
      g_assert_cmpuint (features->keypoints->len, ==, 0);
      g_assert_cmpuint (answers->len, ==, 0);
    }
}

/* When cancelled before they start, none of the functions does its work. */
static void
test_cancel (void)
{
  g_autoptr (SaffronJob) job = saffron_job_new ();
  g_autoptr (SaffronRegPlane) plane =
      blobs_plane (3, &SAFFRON_AFFINE_IDENTITY, BLOBS_WIDTH, BLOBS_HEIGHT);
  g_autoptr (SaffronFeatures) whole =
      saffron_features_new (plane, BLOBS_DOWNSAMPLE, 500, NULL);
  g_autoptr (GArray) random =
      random_matches (40, 160, &SAFFRON_AFFINE_IDENTITY);
  g_autoptr (SaffronFeatures) features = NULL;
  g_autoptr (GArray) matches = NULL;
  g_autoptr (GArray) answers = NULL;

  saffron_job_cancel (job);
  features = saffron_features_new (plane, BLOBS_DOWNSAMPLE, 500, job);
  matches = saffron_features_match (whole, whole, &fit_options.match, job);
  answers = saffron_features_fit (random, &fit_options, 4, job);
  g_assert_cmpuint (features->keypoints->len, ==, 0);
  g_assert_cmpuint (matches->len, ==, 0);
  g_assert_cmpuint (answers->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/features/blobs", test_blobs);
  g_test_add_func ("/features/spread-and-number", test_spread_and_number);
  g_test_add_func ("/features/descriptors", test_descriptors);
  g_test_add_func ("/features/outliers", test_outliers);
  g_test_add_func ("/features/chance", test_chance);
  g_test_add_func ("/features/ranges", test_ranges);
  g_test_add_func ("/features/same-bits", test_same_bits);
  g_test_add_func ("/features/tiny", test_tiny);
  g_test_add_func ("/features/cancel", test_cancel);
  return g_test_run ();
}
