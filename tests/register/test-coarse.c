/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/coarse.h"

#include <string.h>

#include "blobs.h"

static SaffronParams
plain_params (void)
{
  SaffronParams params = { 0 };

  params.rotation_range = 180.0;
  params.scale_range = 1.6;
  params.num_features = 1000;
  return params;
}

/* The farthest that a corner of the reference lands from where it belongs. */
static double
corner_error (const SaffronAffine *a, const SaffronAffine *b)
{
  double worst = 0.0;

  for (int i = 0; i < 4; i++)
    {
      double x = (i & 1) * BLOBS_WIDTH, y = (i >> 1) * BLOBS_HEIGHT;

      worst = MAX (worst, hypot ((a->xx - b->xx) * x + (a->xy - b->xy) * y
                                     + a->x0 - b->x0,
                                 (a->yx - b->yx) * x + (a->yy - b->yy) * y
                                     + a->y0 - b->y0));
    }
  return worst;
}

static void
check_case (double degrees,
            double scale,
            gboolean flip,
            double dx,
            double dy,
            double prior)
{
  SaffronParams params = plain_params ();
  SaffronAffine truth = blobs_affine (degrees, scale, flip, dx, dy);
  g_autoptr (SaffronRegPlane) ref = blobs_plane (
      3, &SAFFRON_AFFINE_IDENTITY, BLOBS_WIDTH, BLOBS_HEIGHT);
  g_autoptr (SaffronRegPlane) mov =
      blobs_plane (3, &truth, BLOBS_WIDTH, BLOBS_HEIGHT);
  g_auto (SaffronCoarse) coarse = { 0 };
  double error;

  params.allow_flips = flip;
  g_assert_true (saffron_coarse (ref, mov, &params, prior, NULL, &coarse,
      NULL));
  error = corner_error (&coarse.candidates[0].affine, &truth);
  g_test_message ("%g° ×%g flip %d: %s, %.1f px off", degrees, scale, flip,
                  coarse.note, error);
  g_assert_cmpfloat (error, <, 12.0 * MAX (scale, 1.0));
  g_assert_cmpint (coarse.candidates[0].flipped, ==, flip);
  if (flip)
    g_assert_nonnull (strstr (coarse.note, "mirrored"));
}

static void
test_rotations (void)
{
  check_case (0.0, 1.0, FALSE, 0.0, 0.0, 0.0);
  check_case (93.0, 1.0, FALSE, 0.05, -0.04, 0.0);
  check_case (180.0, 1.0, FALSE, 0.0, 0.0, 1.0);
  check_case (-141.0, 1.0, FALSE, -0.1, 0.1, 0.0);
}

static void
test_scales (void)
{
  check_case (31.0, 0.82, FALSE, 0.0, 0.0, 0.0);
  check_case (-75.0, 1.22, FALSE, 0.0, 0.05, 0.0);
  check_case (160.0, 1.5, FALSE, 0.0, 0.0, 0.0);
}

static void
test_flips (void)
{
  check_case (40.0, 1.0, TRUE, 0.0, 0.0, 0.0);
  check_case (-110.0, 0.9, TRUE, 0.05, 0.0, 0.0);
}

static void
test_shift (void)
{
  check_case (10.0, 1.0, FALSE, 0.35, 0.1, 1.0);
  check_case (-60.0, 1.0, FALSE, -0.2, 0.25, 1.0);
}

static void
test_same_bits (void)
{
  SaffronParams params = plain_params ();
  SaffronAffine truth = blobs_affine (47.0, 1.1, FALSE, 0.02, 0.03);
  g_autoptr (SaffronRegPlane) ref = blobs_plane (
      3, &SAFFRON_AFFINE_IDENTITY, BLOBS_WIDTH, BLOBS_HEIGHT);
  /* Another slide, so that the long way through is taken, too. */
  g_autoptr (SaffronRegPlane) mov =
      blobs_plane (4, &truth, BLOBS_WIDTH, BLOBS_HEIGHT);
  SaffronCandidate first[SAFFRON_COARSE_MAX];
  int n = 0;

  for (guint threads = 1; threads <= 5; threads += threads == 1 ? 1 : 3)
    {
      g_autoptr (SaffronJob) job = saffron_job_new ();
      g_auto (SaffronCoarse) coarse = { 0 };

      saffron_job_set_threads (job, threads);
      g_assert_true (
          saffron_coarse (ref, mov, &params, 0.0, job, &coarse, NULL));
      if (threads == 1)
        {
          n = coarse.n;
          memcpy (first, coarse.candidates, sizeof first);
        }
      g_assert_cmpint (coarse.n, ==, n);
      for (int i = 0; i < n; i++)
        g_assert_cmpmem (&first[i].affine, sizeof (SaffronAffine),
                         &coarse.candidates[i].affine, sizeof (SaffronAffine));
    }
}

static void
test_tiny_and_empty (void)
{
  static const int sizes[][2] = { { 1, 1 }, { 2, 1 },  { 3, 9 },
                                  { 5, 5000 }, { 40, 30 } };
  SaffronParams params = plain_params ();

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (int full = 0; full < 2; full++)
      {
        g_autoptr (SaffronRegPlane) plane = g_new0 (SaffronRegPlane, 1);
        g_autoptr (SaffronRegPlane) blobs = blobs_plane (
            3, &SAFFRON_AFFINE_IDENTITY, BLOBS_WIDTH, BLOBS_HEIGHT);
        g_auto (SaffronCoarse) a = { 0 };
        g_auto (SaffronCoarse) b = { 0 };

        plane->downsample = 1.0;
        plane->intensity = saffron_plane_new (sizes[i][0], sizes[i][1]);
        plane->weight = saffron_plane_copy (plane->intensity);
        saffron_plane_fill (plane->weight, (float) full);
        plane->tissue = saffron_plane_copy (plane->weight);
        g_assert_true (
            saffron_coarse (plane, plane, &params, 0.0, NULL, &a, NULL));
        g_assert_true (
            saffron_coarse (blobs, plane, &params, 0.0, NULL, &b, NULL));
        g_assert_cmpint (a.n, >=, 1);
        g_assert_cmpint (b.n, >=, 1);
        g_assert_true (isfinite (b.candidates[0].affine.xx));
        g_assert_true (isfinite (b.candidates[0].affine.x0));
      }
}

static gpointer
cancel_later (gpointer data)
{
  g_usleep (60000);
  saffron_job_cancel (data);
  return NULL;
}

static void
test_cancel (void)
{
  SaffronParams params = plain_params ();
  g_autoptr (SaffronJob) job = saffron_job_new ();
  g_autoptr (SaffronRegPlane) ref = blobs_plane (
      3, &SAFFRON_AFFINE_IDENTITY, BLOBS_WIDTH, BLOBS_HEIGHT);
  g_autoptr (SaffronRegPlane) mov = blobs_plane (
      4, &SAFFRON_AFFINE_IDENTITY, BLOBS_WIDTH, BLOBS_HEIGHT);
  g_auto (SaffronCoarse) coarse = { 0 };
  g_autoptr (GError) error = NULL;
  GThread *thread = NULL;
  gint64 started = g_get_monotonic_time ();

  params.allow_flips = TRUE;
  saffron_job_set_threads (job, 1);
  thread =
      g_thread_new ("cancel", cancel_later, job);
  g_assert_false (saffron_coarse (ref, mov, &params, 0.0, job, &coarse,
      &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - started, <, 460000);
  g_thread_join (thread);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/coarse/rotations", test_rotations);
  g_test_add_func ("/coarse/scales", test_scales);
  g_test_add_func ("/coarse/flips", test_flips);
  g_test_add_func ("/coarse/shift", test_shift);
  g_test_add_func ("/coarse/same-bits", test_same_bits);
  g_test_add_func ("/coarse/tiny-and-empty", test_tiny_and_empty);
  g_test_add_func ("/coarse/cancel", test_cancel);
  return g_test_run ();
}
