/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/edited.h"

#include <math.h>

#include "register/memory-slide.h"
#include "register/pipeline.h"
#include "transform/landmark-fit.h"

static SaffronSynth *synth;
static SaffronSlide *slides[2];
static SaffronRun *whole; /* verified, not bent */

/* @n places of both slides, the moving ends off by @off. */
static GArray *
marks (guint n, double off)
{
  GArray *landmarks = saffron_landmarks_new ();
  const SaffronRefPoint *points = saffron_synth_get_points (synth);

  for (guint i = 0; i < n; i++)
    {
      SaffronMovPoint p = saffron_synth_pull (synth, 1, points[i]);

      p.x += i % 2 == 0 ? off : -off;
      p.y += i % 3 == 0 ? off : -off;
      saffron_landmarks_add (landmarks, points[i], p, NULL, NULL);
    }
  return landmarks;
}

static SaffronTransform *
fit (GArray *landmarks)
{
  g_autofree SaffronPointPair *pairs = g_new (SaffronPointPair, landmarks->len);
  SaffronTransform *corrected = NULL;

  for (guint i = 0; i < landmarks->len; i++)
    {
      const SaffronLandmark *l = &g_array_index (landmarks, SaffronLandmark, i);

      pairs[i] = (SaffronPointPair){ l->reference, l->moving, 1.0 };
    }
  corrected =
      saffron_landmark_fit (saffron_transform_get_width (whole->transform),
                            saffron_transform_get_height (whole->transform),
                            whole->transform, pairs, landmarks->len, NULL);
  g_assert_nonnull (corrected);
  return corrected;
}

static SaffronRun *
judge (const SaffronEdited *edited)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SaffronJob) job = saffron_job_new ();
  SaffronRun *run =
      saffron_edited_judge (edited, slides[0], slides[1], job, &error);

  g_assert_no_error (error);
  g_assert_true (saffron_transform_equal (run->transform, edited->transform));
  g_assert_cmpuint (run->reasons->len, >, 0);
  return run;
}

static gboolean
says (SaffronRun *run, SaffronReasonCode code)
{
  return saffron_reasons_find (run->reasons, code) != NULL;
}

/* The run's own transform gets the run's own verdict. */
static void
test_same (void)
{
  g_autoptr (GArray) none = saffron_landmarks_new ();
  const SaffronEdited edited = { whole, none, whole->transform, NAN };
  g_autoptr (SaffronRun) run = judge (&edited);

  g_assert_true (run->verified);
  g_assert_cmpfloat (run->quality, ==, whole->quality);
  g_assert_cmpfloat (run->certainty, ==, whole->certainty);
  g_assert_cmpfloat (run->overlap, ==, whole->overlap);
  g_assert_cmpfloat (run->prior_scale, ==, whole->prior_scale);
  g_assert_cmpstr (run->landmarks, ==, "0");
  g_assert_cmpuint (run->stages->len, ==, whole->stages->len);
}

/* Landmarks where they belong leave it verified, and count where they say
 * something. */
static void
test_right (void)
{
  g_autoptr (GArray) landmarks = marks (20, 0.0);
  g_autoptr (SaffronTransform) corrected = fit (landmarks);
  g_autofree char *digest = saffron_landmarks_digest (landmarks);
  const SaffronEdited heard = { whole, landmarks, corrected, 2.0 };
  const SaffronEdited unheard = { whole, landmarks, corrected, NAN };
  g_autoptr (SaffronRun) one = judge (&heard);
  g_autoptr (SaffronRun) two = judge (&unheard);

  g_assert_true (one->verified);
  g_assert_true (says (one, SAFFRON_REASON_LANDMARKS_AGREE));
  g_assert_cmpstr (one->landmarks, ==, digest);
  g_assert_true (two->verified);
  g_assert_false (says (two, SAFFRON_REASON_LANDMARKS_AGREE));
}

/* Landmarks that take a verified run away are not believed. */
static void
test_wrong (void)
{
  g_autoptr (GArray) landmarks = marks (20, 0.0);
  g_autoptr (SaffronTransform) corrected = NULL;
  SaffronEdited edited = { whole, landmarks, NULL, 2.0 };
  g_autoptr (SaffronRun) run = NULL;

  for (guint i = 0; i < landmarks->len; i++)
    g_array_index (landmarks, SaffronLandmark, i).moving.x += 150.0;
  edited.transform = corrected = fit (landmarks);
  run = judge (&edited);
  g_assert_false (run->verified);
  g_assert_true (says (run, SAFFRON_REASON_LANDMARKS_UNLIKE));
  g_assert_true (whole->verified);
}

static void
test_cancelled (void)
{
  g_autoptr (GArray) none = saffron_landmarks_new ();
  const SaffronEdited edited = { whole, none, whole->transform, NAN };
  g_autoptr (SaffronJob) job = saffron_job_new ();
  g_autoptr (GError) error = NULL;

  saffron_job_cancel (job);
  g_assert_null (
      saffron_edited_judge (&edited, slides[0], slides[1], job, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  SaffronSynthOptions options = SAFFRON_SYNTH_OPTIONS_INIT;
  g_autoptr (SaffronParams) params = saffron_params_new ();
  SaffronRegisterOptions registering = { .params = params };
  g_autoptr (GError) error = NULL;
  int failed;

  g_test_init (&argc, &argv, NULL);
  options.width = options.height = 1200;
  options.n_channels = 1;
  options.amplitude = (SaffronSynthRange){ 6.0, 12.0 };
  synth = saffron_synth_new (&options, &error);
  g_assert_no_error (error);
  for (int i = 0; i < 2; i++)
    slides[i] = memory_slide_of_synth (synth, i);
  g_assert_true (saffron_params_set (params, "deformable", "false", NULL));
  whole = saffron_register (slides[0], slides[1], &registering, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (whole->verified);
  g_test_add_func ("/edited/same", test_same);
  g_test_add_func ("/edited/right", test_right);
  g_test_add_func ("/edited/wrong", test_wrong);
  g_test_add_func ("/edited/cancelled", test_cancelled);
  failed = g_test_run ();
  saffron_run_unref (whole);
  for (int i = 0; i < 2; i++)
    g_object_unref (slides[i]);
  saffron_synth_free (synth);
  return failed;
}
