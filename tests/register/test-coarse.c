/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/coarse.h"

#include <dlfcn.h>
#include <string.h>
#include <time.h>

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

/* The largest error at a corner of the reference. */
static double
corner_error (const SaffronAffine *a, const SaffronAffine *b)
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
check_case (double degrees,
            double scale,
            gboolean flip,
            double dx,
            double dy,
            double prior)
{
  SaffronParams params = plain_params ();
  SaffronAffine truth = blobs_affine (degrees, scale, flip, dx, dy);
  g_autoptr (SaffronRegPlane) ref =
      blobs_plane (3, &SAFFRON_AFFINE_IDENTITY, BLOBS_WIDTH, BLOBS_HEIGHT);
  g_autoptr (SaffronRegPlane) mov =
      blobs_plane (3, &truth, BLOBS_WIDTH, BLOBS_HEIGHT);
  g_auto (SaffronCoarse) coarse = { 0 };
  double error;

  params.allow_flips = flip;
  g_assert_true (
      saffron_coarse (ref, mov, &params, prior, NULL, &coarse, NULL));
  error = corner_error (&coarse.candidates[0].affine, &truth);
  g_test_message ("%g° ×%g flip %d: %.1f px off", degrees, scale, flip, error);
  g_assert_cmpfloat (error, <, 12.0 * MAX (scale, 1.0));
  g_assert_cmpint (coarse.candidates[0].flipped, ==, flip);
  g_assert_nonnull (saffron_reasons_find (coarse.reasons,
                                          flip ? SAFFRON_REASON_PLACED_MIRRORED
                                               : SAFFRON_REASON_PLACED));
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

/* A true pair has one clear place; slides that do not match have many. */
static void
test_stands_out (void)
{
  SaffronParams params = plain_params ();
  SaffronAffine truth = blobs_affine (47.0, 1.1, FALSE, 0.02, 0.03);

  for (guint32 seed = 3; seed <= 4; seed++)
    {
      g_autoptr (SaffronRegPlane) ref =
          blobs_plane (3, &SAFFRON_AFFINE_IDENTITY, BLOBS_WIDTH, BLOBS_HEIGHT);
      g_autoptr (SaffronRegPlane) mov =
          blobs_plane (seed, &truth, BLOBS_WIDTH, BLOBS_HEIGHT);
      g_auto (SaffronCoarse) coarse = { 0 };

      g_assert_true (
          saffron_coarse (ref, mov, &params, 0.0, NULL, &coarse, NULL));
      g_assert_true (coarse.stands_out == (seed == 3));
    }
}

/* Features find what the correlation cannot: another scale and a small
 * overlap. */
static void
test_features (void)
{
  static const double cases[][4] = { { 50.0, 2.6, 0.3, 0.2 },
                                     { -120.0, 0.36, 0.25, 0.2 },
                                     { 20, 1.0, 0.6, 0.3 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check_case (cases[i][0], cases[i][1], FALSE, cases[i][2], cases[i][3], 0);
}

static void
test_same_bits (void)
{
  SaffronParams params = plain_params ();
  SaffronAffine truth = blobs_affine (47.0, 1.1, FALSE, 0.02, 0.03);
  g_autoptr (SaffronRegPlane) ref =
      blobs_plane (3, &SAFFRON_AFFINE_IDENTITY, BLOBS_WIDTH, BLOBS_HEIGHT);
  /* A slide that does not match, so that all steps are run. */
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
  static const int sizes[][2] = {
    { 1, 1 }, { 2, 1 }, { 3, 9 }, { 5, 5000 }, { 40, 30 }
  };
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

/* Watches every check for cancellation. A person may have to wait for the
 * processor time between two checks. */
typedef struct {
  SaffronJob *job;
  gint64 n;       /* checks so far */
  gint64 stop_at; /* cancels at this check; -1: never */
  double last;    /* processor time of the last check, seconds */
  double worst;   /* the longest time between two checks */
  double stopped; /* the time of cancelling */
} Watch;

static Watch *watch = NULL;

static double
processor_time (void)
{
  struct timespec t;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double) t.tv_sec + 1e-9 * (double) t.tv_nsec;
}

gboolean
g_cancellable_is_cancelled (GCancellable *cancellable)
{
  static gboolean (*original) (GCancellable *) = NULL;

  if (original == NULL)
    *(void **) &original = dlsym (RTLD_NEXT, "g_cancellable_is_cancelled");
  if (watch != NULL)
    {
      double now = processor_time ();

      watch->worst = MAX (watch->worst, now - watch->last);
      watch->last = now;
      if (watch->n++ == watch->stop_at)
        {
          watch->stopped = now;
          saffron_job_cancel (watch->job);
        }
    }
  return original (cancellable);
}

/* Runs slides that do not match, so that everything is tried, with one
 * thread. */
static Watch
watched_run (const SaffronRegPlane *ref,
             const SaffronRegPlane *mov,
             gint64 stop_at)
{
  SaffronParams params = plain_params ();
  g_autoptr (SaffronJob) job = saffron_job_new ();
  g_auto (SaffronCoarse) coarse = { 0 };
  g_autoptr (GError) error = NULL;
  Watch mine = { job, 0, stop_at };
  gboolean done;

  saffron_job_set_threads (job, 1);
  params.num_features = 3000;
  mine.last = processor_time ();
  watch = &mine;
  done = saffron_coarse (ref, mov, &params, 0.0, job, &coarse, &error);
  watch = NULL;
  mine.worst = MAX (mine.worst, processor_time () - mine.last);
  g_assert_true (done == (stop_at < 0));
  if (!done)
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  return mine;
}

/* With planes of the largest default size. */
static void
test_cancel (void)
{
  const double size = 1800.0 * BLOBS_DOWNSAMPLE;
  double zoom = size / BLOBS_WIDTH;
  SaffronAffine larger = { zoom, 0, 0, 0, zoom, 0 };
  g_autoptr (SaffronRegPlane) ref = blobs_plane (3, &larger, size, size);
  g_autoptr (SaffronRegPlane) mov = blobs_plane (4, &larger, size, size);
  Watch whole = watched_run (ref, mov, -1);
  /* With a sanitizer everything takes several times as long. */
  double limit = g_getenv ("SAFFRON_SANITIZED") != NULL ? 1.0 : 0.2;

  g_test_message ("%" G_GINT64_FORMAT " looks, at most %.0f ms apart", whole.n,
                  1000.0 * whole.worst);
  g_assert_cmpfloat (whole.worst, <, limit);
  for (int i = 0; i < 6; i++)
    {
      gint64 at = i * whole.n / 6;
      Watch cut = watched_run (ref, mov, at);
      double seconds = processor_time () - cut.stopped;

      g_test_message ("cancelled at look %" G_GINT64_FORMAT ": %.0f ms", at,
                      1000.0 * seconds);
      g_assert_cmpfloat (seconds, <, limit);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/coarse/rotations", test_rotations);
  g_test_add_func ("/coarse/scales", test_scales);
  g_test_add_func ("/coarse/flips", test_flips);
  g_test_add_func ("/coarse/shift", test_shift);
  g_test_add_func ("/coarse/stands-out", test_stands_out);
  g_test_add_func ("/coarse/features", test_features);
  g_test_add_func ("/coarse/same-bits", test_same_bits);
  g_test_add_func ("/coarse/tiny-and-empty", test_tiny_and_empty);
  g_test_add_func ("/coarse/cancel", test_cancel);
  return g_test_run ();
}
