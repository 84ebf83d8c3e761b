/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/edited.h"

#include <math.h>

#include "register/memory-slide.h"
#include "register/pipeline.h"
#include "transform/landmark-fit.h"

static SaffronSynth *synth;
static SaffronSlide *slides[2];
static SaffronRun *whole;  /* verified, not bent */
static SaffronRun *serial; /* the same, asked as of serial sections */

static gboolean
is_apart (GArray *landmarks, SaffronRefPoint p, double distance)
{
  for (guint i = 0; i < landmarks->len; i++)
    {
      const SaffronLandmark *l = &g_array_index (landmarks, SaffronLandmark, i);

      if (hypot (l->reference.x - p.x, l->reference.y - p.y) < distance)
        return FALSE;
    }
  return TRUE;
}

/* @n places of both slides, so far apart at least, the moving ends off by
 * @off. */
static GArray *
marks (guint n, double apart, double off)
{
  GArray *landmarks = saffron_landmarks_new ();
  const SaffronRefPoint *points = saffron_synth_get_points (synth);

  for (guint i = 0; i < SAFFRON_SYNTH_POINTS && landmarks->len < n; i++)
    if (is_apart (landmarks, points[i], apart))
      {
        SaffronMovPoint p = saffron_synth_pull (synth, 1, points[i]);

        /* Neighbours agree as often as they do not. */
        p.x += (int) (points[i].x / 400.0) % 2 == 0 ? off : -off;
        saffron_landmarks_add (landmarks, points[i], p, NULL, NULL);
      }
  g_assert_cmpuint (landmarks->len, ==, n);
  return landmarks;
}

static SaffronTransform *
fit (const SaffronTransform *base, GArray *landmarks)
{
  g_autofree SaffronPointPair *pairs = g_new (SaffronPointPair, landmarks->len);
  SaffronTransform *corrected = NULL;

  for (guint i = 0; i < landmarks->len; i++)
    {
      const SaffronLandmark *l = &g_array_index (landmarks, SaffronLandmark, i);

      pairs[i] = (SaffronPointPair){ l->reference, l->moving, 1.0 };
    }
  corrected = saffron_landmark_fit (saffron_transform_get_width (base),
                                    saffron_transform_get_height (base), base,
                                    pairs, landmarks->len, NULL);
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
  const SaffronEdited edited = { whole, none, whole->transform, NAN, FALSE };
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
  g_autoptr (GArray) landmarks = marks (20, 0.0, 0.0);
  g_autoptr (SaffronTransform) corrected = fit (whole->transform, landmarks);
  g_autofree char *digest = saffron_landmarks_digest (landmarks);
  const SaffronEdited heard = { whole, landmarks, corrected, 2.0, FALSE };
  const SaffronEdited unheard = { whole, landmarks, corrected, NAN, FALSE };
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
  g_autoptr (GArray) landmarks = marks (20, 0.0, 0.0);
  g_autoptr (SaffronTransform) corrected = NULL;
  SaffronEdited edited = { whole, landmarks, NULL, 2.0, FALSE };
  g_autoptr (SaffronRun) run = NULL;

  for (guint i = 0; i < landmarks->len; i++)
    g_array_index (landmarks, SaffronLandmark, i).moving.x += 150.0;
  edited.transform = corrected = fit (whole->transform, landmarks);
  run = judge (&edited);
  g_assert_false (run->verified);
  g_assert_true (says (run, SAFFRON_REASON_LANDMARKS_UNLIKE));
  g_assert_true (whole->verified);
}

/* Where Register would let only those pull that stand out, the record says so,
 * unless all are to be met. */
static void
test_weighed (void)
{
  for (int meet = 0; meet < 2; meet++)
    {
      g_autoptr (GArray) landmarks = marks (9, 250.0, 6.0);
      g_autoptr (SaffronTransform) corrected =
          fit (serial->transform, landmarks);
      const SaffronEdited edited = { serial, landmarks, corrected, 7.0, meet };
      g_autoptr (SaffronRun) run = judge (&edited);
      const SaffronStageRecord *last = &g_array_index (
          run->stages, SaffronStageRecord, run->stages->len - 1);

      g_assert_cmpstr (last->name, ==, "landmarks");
      g_assert_cmpint (
          saffron_reasons_find (last->reasons, SAFFRON_REASON_LANDMARKS_WEIGHED)
              == NULL,
          ==, meet);
    }
}

static void
test_cancelled (void)
{
  g_autoptr (GArray) none = saffron_landmarks_new ();
  const SaffronEdited edited = { whole, none, whole->transform, NAN, FALSE };
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
  g_assert_true (saffron_params_set (params, "deformable", "true", NULL));
  g_assert_true (saffron_params_set (params, "section", "serial", NULL));
  serial = saffron_register (slides[0], slides[1], &registering, NULL, &error);
  g_assert_no_error (error);
  g_test_add_func ("/edited/same", test_same);
  g_test_add_func ("/edited/right", test_right);
  g_test_add_func ("/edited/wrong", test_wrong);
  g_test_add_func ("/edited/weighed", test_weighed);
  g_test_add_func ("/edited/cancelled", test_cancelled);
  failed = g_test_run ();
  saffron_run_unref (whole);
  saffron_run_unref (serial);
  for (int i = 0; i < 2; i++)
    g_object_unref (slides[i]);
  saffron_synth_free (synth);
  return failed;
}
