/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/landmark-lay.h"

#include <math.h>

#include "register/blobs.h"
#include "register/memory-slide.h"
#include "register/pipeline-private.h"

/* Where the automatic result has laid the moving slide, and where it lies. */
#define OFF 4.0

static SaffronParams *params;

static SaffronTransform *
shift (double x)
{
  return saffron_transform_new (BLOBS_WIDTH, BLOBS_HEIGHT,
                                &(SaffronAffine){ 1, 0, x, 0, 1, 0 }, NULL);
}

/* What the stages before have come to. */
static void
work_init (SaffronPipeline *pipeline, GArray *landmarks, double off)
{
  *pipeline = (SaffronPipeline){ .params = params, .landmarks = landmarks };
  pipeline->run = saffron_run_draft_new ();
  pipeline->stage = saffron_stage_find ("landmarks");
  pipeline->transform = shift (off);
}

/* @n places beside each other that truly lie @by to the right. */
static GArray *
marks (int n, double by)
{
  GArray *landmarks = saffron_landmarks_new ();

  for (int i = 0; i < n; i++)
    {
      double x = 400.0 + 28.0 * (i % 6), y = 300.0 + 28.0 * (i / 6 % 5);

      saffron_landmarks_add (landmarks, (SaffronRefPoint){ x, y },
                             (SaffronMovPoint){ x + by, y }, NULL, NULL);
    }
  return landmarks;
}

static SaffronLandmark *
mark (GArray *landmarks, guint i)
{
  return &g_array_index (landmarks, SaffronLandmark, i);
}

static const SaffronStageRecord *
run (SaffronPipeline *pipeline)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (saffron_run_landmarks (pipeline, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (pipeline->run->stages->len, ==, 1);
  return &g_array_index (pipeline->run->stages, SaffronStageRecord, 0);
}

static double
pull_x (SaffronPipeline *pipeline, double x, double y)
{
  return saffron_transform_pull (pipeline->transform, (SaffronRefPoint){ x, y })
             .x
         - x;
}

static gboolean
says (const SaffronStageRecord *record, SaffronReasonCode code)
{
  return saffron_reasons_find (record->reasons, code) != NULL;
}

/* A single one moves its surroundings, by a person's word. */
static void
test_one (void)
{
  g_autoptr (GArray) landmarks = marks (1, OFF);
  g_auto (SaffronPipeline) pipeline = { 0 };
  const SaffronStageRecord *record = NULL;

  work_init (&pipeline, landmarks, 0.0);
  record = run (&pipeline);
  g_assert_cmpstr (record->name, ==, "landmarks");
  g_assert_true (record->kept);
  g_assert_true (says (record, SAFFRON_REASON_LANDMARKS_TRUSTED));
  g_assert_cmpfloat_with_epsilon (record->before, OFF, 0.01);
  g_assert_cmpfloat_with_epsilon (pull_x (&pipeline, 400.0, 300.0), OFF, 0.2);
  g_assert_true (pipeline.stands_out);
  g_assert_cmpuint (pipeline.witnesses.n, ==, 1);
}

static void
test_many (void)
{
  g_autoptr (GArray) landmarks = marks (30, OFF);
  g_auto (SaffronPipeline) pipeline = { 0 };
  const SaffronStageRecord *record = NULL;

  work_init (&pipeline, landmarks, 0.0);
  mark (landmarks, 3)->active = FALSE;
  record = run (&pipeline);
  g_assert_true (record->kept);
  g_assert_true (says (record, SAFFRON_REASON_LANDMARKS_IMPROVED));
  /* Held out, each gains from its neighbours. */
  g_assert_cmpfloat (record->after, <, 0.5 * record->before);
  g_assert_true (pipeline.witnesses.kept);
  g_assert_cmpuint (pipeline.witnesses.n, ==, 29);
  g_assert_cmpfloat (pipeline.witnesses.missed, ==, record->after);
}

/* Where they scatter more than the automatic result errs, that is better. */
static void
test_dropped (void)
{
  g_autoptr (GArray) landmarks = marks (30, 0.0);
  g_auto (SaffronPipeline) pipeline = { 0 };
  const SaffronStageRecord *record = NULL;
  const SaffronReason *worst = NULL;

  for (guint i = 0; i < landmarks->len; i++)
    {
      mark (landmarks, i)->moving.x += i % 2 == 0 ? 3.0 : -3.0;
      mark (landmarks, i)->moving.y += i % 3 == 0 ? 3.0 : -3.0;
    }
  g_free (mark (landmarks, 7)->name);
  mark (landmarks, 7)->name = g_strdup ("p70");
  mark (landmarks, 7)->moving.x += 25.0;
  work_init (&pipeline, landmarks, 0.0);
  record = run (&pipeline);
  g_assert_false (record->kept);
  g_assert_true (says (record, SAFFRON_REASON_LANDMARKS_NOT_IMPROVED));
  worst = saffron_reasons_find (record->reasons, SAFFRON_REASON_WORST_LANDMARK);
  g_assert_cmpstr (worst->text, ==, "p70");
  g_assert_cmpfloat (worst->numbers[0], ==, 8.0);
  g_assert_cmpfloat (pull_x (&pipeline, 400.0, 300.0), ==, 0.0);
  g_assert_false (pipeline.stands_out);
  g_assert_false (pipeline.witnesses.kept);
  /* What the automatic result misses them by. */
  g_assert_cmpfloat (pipeline.witnesses.missed, ==, record->before);
}

/* Ten places far from each other, picked as on serial sections within @off, and
 * one that is missed by far more. */
static GArray *
picks (double off)
{
  GArray *landmarks = saffron_landmarks_new ();

  for (int i = 0; i < 10; i++)
    {
      double x = 100.0 + 160.0 * (i % 5), y = 150.0 + 250.0 * (i / 5);
      double by = i % 4 < 2 ? off : -off; /* no trend */

      if (i == 7)
        by = 24.0;
      saffron_landmarks_add (landmarks, (SaffronRefPoint){ x, y },
                             (SaffronMovPoint){ x + by, y }, NULL, NULL);
    }
  return landmarks;
}

/* On serial sections, of many landmarks that do not help each other only the
 * one that stands out pulls; on the same section, or if all are to be met, each
 * does. */
static void
test_weighed (void)
{
  static const struct {
    const char *section, *use;
    gboolean weighed;
  } cases[] = { { "serial", "correct", TRUE },
                { "serial", "meet", FALSE },
                { "same", "correct", FALSE } };
  g_autoptr (GArray) landmarks = picks (2.0);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (SaffronPipeline) pipeline = { 0 };
      const SaffronStageRecord *record = NULL;
      const SaffronReason *weighed = NULL;
      double like_others, standing_out;

      saffron_params_set (params, "section", cases[i].section, NULL);
      saffron_params_set (params, "landmark_use", cases[i].use, NULL);
      work_init (&pipeline, landmarks, 0.0);
      record = run (&pipeline);
      g_assert_true (record->kept);
      weighed = saffron_reasons_find (record->reasons,
                                      SAFFRON_REASON_LANDMARKS_WEIGHED);
      like_others = pull_x (&pipeline, 100.0, 150.0);
      standing_out = pull_x (&pipeline, 420.0, 400.0);
      g_test_message ("%s, %s: %.2f and %.2f px", cases[i].section,
                      cases[i].use, like_others, standing_out);
      g_assert_cmpint (weighed != NULL, ==, cases[i].weighed);
      g_assert_cmpfloat_with_epsilon (like_others, weighed != NULL ? 0.0 : 2.0,
                                      0.2);
      g_assert_cmpfloat_with_epsilon (standing_out,
                                      weighed != NULL ? 21.3 : 24.0, 0.5);
      if (weighed != NULL)
        g_assert_cmpfloat (weighed->numbers[2], ==, 1.0);
    }
  saffron_params_set (params, "section", "auto", NULL);
  saffron_params_set (params, "landmark_use", "correct", NULL);
}

/* Where most are missed by more than a hundredth of the diagonal, they are no
 * picks of serial sections, and where no bending was asked for nobody can
 * tell. */
static void
test_weighed_limits (void)
{
  const double percent = hypot (BLOBS_WIDTH, BLOBS_HEIGHT) / 100.0;
  const struct {
    double off;
    const char *deformable;
    gboolean weighed;
  } cases[] = { { 0.9 * percent, "true", TRUE },
                { 1.1 * percent, "true", FALSE },
                { 0.9 * percent, "false", FALSE } };

  saffron_params_set (params, "section", "serial", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) landmarks = picks (cases[i].off);
      g_auto (SaffronPipeline) pipeline = { 0 };
      const SaffronStageRecord *record = NULL;

      saffron_params_set (params, "deformable", cases[i].deformable, NULL);
      work_init (&pipeline, landmarks, 0.0);
      record = run (&pipeline);
      g_assert_cmpint (says (record, SAFFRON_REASON_LANDMARKS_WEIGHED), ==,
                       cases[i].weighed);
    }
  saffron_params_set (params, "section", "auto", NULL);
  saffron_params_set (params, "deformable", "true", NULL);
}

/* What lies far from them has found something else. */
static void
test_alone (void)
{
  g_autoptr (GArray) landmarks = marks (12, 300.0);
  g_auto (SaffronPipeline) pipeline = { 0 };
  const SaffronStageRecord *record = NULL;

  work_init (&pipeline, landmarks, 0.0);
  record = run (&pipeline);
  g_assert_true (record->kept);
  g_assert_true (says (record, SAFFRON_REASON_AUTOMATIC_LEFT_OUT));
  /* Also where there are none. */
  g_assert_cmpfloat_with_epsilon (pull_x (&pipeline, 900.0, 700.0), 300.0, 1.0);
  g_assert_cmpfloat (record->after, <, 1.0);
}

static void
test_fold (void)
{
  g_autoptr (GArray) landmarks = saffron_landmarks_new ();
  g_auto (SaffronPipeline) pipeline = { 0 };
  const SaffronStageRecord *record = NULL;

  /* Two neighbours changed their places. */
  saffron_landmarks_add (landmarks, (SaffronRefPoint){ 480, 400 },
                         (SaffronMovPoint){ 520, 400 }, "a", NULL);
  saffron_landmarks_add (landmarks, (SaffronRefPoint){ 520, 400 },
                         (SaffronMovPoint){ 480, 400 }, "b", NULL);
  work_init (&pipeline, landmarks, 0.0);
  record = run (&pipeline);
  g_assert_false (record->kept);
  g_assert_true (says (record, SAFFRON_REASON_LANDMARKS_FOLD));
  g_assert_true (says (record, SAFFRON_REASON_WORST_LANDMARK));
}

static void
test_cancel (void)
{
  g_autoptr (GArray) landmarks = marks (12, OFF);
  g_auto (SaffronPipeline) pipeline = { 0 };
  g_autoptr (SaffronJob) job = saffron_job_new ();
  g_autoptr (GError) error = NULL;

  work_init (&pipeline, landmarks, 0.0);
  saffron_job_cancel (job);
  g_assert_false (saffron_run_landmarks (&pipeline, job, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (pipeline.run->stages->len, ==, 0);
}

/* The verdict on a transform that is right, or on slides that have nothing in
 * common, with what landmarks say of it. */
static void
judge (SaffronPipeline *pipeline,
       gboolean same,
       gboolean stands_out,
       const SaffronWitnesses *witnesses)
{
  static const SaffronAffine identity = SAFFRON_AFFINE_IDENTITY;
  g_autoptr (GError) error = NULL;

  *pipeline = (SaffronPipeline){ .params = params };
  pipeline->run = saffron_run_draft_new ();
  pipeline->stage = saffron_stage_find ("evidence");
  pipeline->transform = shift (0.0);
  pipeline->planes[0] = blobs_plane (1, &identity, BLOBS_WIDTH, BLOBS_HEIGHT);
  pipeline->planes[1] =
      blobs_plane (same ? 1 : 2, &identity, BLOBS_WIDTH, BLOBS_HEIGHT);
  pipeline->stands_out = stands_out;
  pipeline->witnesses = *witnesses;
  g_assert_true (saffron_run_evidence (pipeline, NULL, &error));
  g_assert_no_error (error);
}

static void
test_verdict (void)
{
  static const struct {
    gboolean same, stands_out;
    SaffronWitnesses witnesses;
    gboolean verified;
    SaffronReasonCode code; /* that is among the reasons */
  } cases[] = {
    { TRUE, TRUE, { 0 }, TRUE, SAFFRON_REASON_LIKENESS },
    { TRUE, FALSE, { 0 }, FALSE, SAFFRON_REASON_AMBIGUOUS },
    { FALSE, TRUE, { 0 }, FALSE, SAFFRON_REASON_UNLIKE },
    /* Four that are met verify, three do not. */
    { FALSE, TRUE, { 4, TRUE, 5.0 }, TRUE, SAFFRON_REASON_LANDMARKS_AGREE },
    { FALSE, TRUE, { 3, TRUE, 5.0 }, FALSE, SAFFRON_REASON_UNLIKE },
    { TRUE, FALSE, { 9, FALSE, 5.0 }, TRUE, SAFFRON_REASON_AUTOMATIC_NEAR },
    /* Far away they contradict; in between they say nothing. */
    { TRUE,
      TRUE,
      { 9, TRUE, 90.0 },
      FALSE,
      SAFFRON_REASON_LANDMARKS_CONTRADICT },
    { TRUE, TRUE, { 9, FALSE, 90.0 }, FALSE, SAFFRON_REASON_AUTOMATIC_FAR },
    { TRUE, TRUE, { 9, FALSE, 25.0 }, TRUE, SAFFRON_REASON_LANDMARKS_DROPPED },
    { TRUE, TRUE, { 9, TRUE, NAN }, TRUE, SAFFRON_REASON_LIKENESS },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (SaffronPipeline) pipeline = { 0 };

      g_test_message ("case %u", i);
      judge (&pipeline, cases[i].same, cases[i].stands_out,
             &cases[i].witnesses);
      g_assert_cmpint (pipeline.run->verified, ==, cases[i].verified);
      g_assert_nonnull (
          saffron_reasons_find (pipeline.run->reasons, cases[i].code));
    }
}

/* Without automatic stages they are all that there is, whatever they were laid
 * by, and are kept although they agree badly. */
static void
test_only (void)
{
  g_autoptr (GArray) landmarks = marks (30, 300.0);
  g_auto (SaffronPipeline) pipeline = { 0 };
  const SaffronStageRecord *record = NULL;

  mark (landmarks, 3)->moving.x += 20.0;
  work_init (&pipeline, landmarks, 299.0);
  saffron_params_set (params, "landmark_use", "only", NULL);
  record = run (&pipeline);
  saffron_params_set (params, "landmark_use", "correct", NULL);
  g_assert_true (record->kept);
  g_assert_true (isnan (record->before));
  g_assert_true (says (record, SAFFRON_REASON_LANDMARKS_TRUSTED));
  g_assert_false (says (record, SAFFRON_REASON_AUTOMATIC_LEFT_OUT));
  g_assert_null (pipeline.witnesses.automatic);
  g_assert_cmpfloat_with_epsilon (pull_x (&pipeline, 900.0, 700.0), 300.0, 9.0);
}

static void
test_use (void)
{
  static const struct {
    const char *use;
    SaffronLandmarkUse by_number[3];
  } cases[] = {
    { "correct",
      { SAFFRON_LANDMARKS_CORRECT, SAFFRON_LANDMARKS_CORRECT,
        SAFFRON_LANDMARKS_CORRECT } },
    { "start",
      { SAFFRON_LANDMARKS_CORRECT, SAFFRON_LANDMARKS_CORRECT,
        SAFFRON_LANDMARKS_START } },
    { "only",
      { SAFFRON_LANDMARKS_CORRECT, SAFFRON_LANDMARKS_ONLY,
        SAFFRON_LANDMARKS_ONLY } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      saffron_params_set (params, "landmark_use", cases[i].use, NULL);
      for (guint n = 0; n < 3; n++)
        g_assert_cmpint (saffron_landmark_use (params, n), ==,
                         cases[i].by_number[n]);
    }
  saffron_params_set (params, "landmark_use", "correct", NULL);
}

/* Three landmarks nearly on a line do not shear the slide. */
static void
test_lay (void)
{
  g_autoptr (GArray) landmarks = saffron_landmarks_new ();
  SaffronAffine affine;

  for (int i = 0; i < 3; i++)
    {
      double x = 100.0 + 200.0 * i, y = 300.0 + (i == 1 ? 3.0 : 0.0);

      saffron_landmarks_add (
          landmarks, (SaffronRefPoint){ x, y },
          (SaffronMovPoint){ 700.0 - 2.0 * 300.0, 2.0 * x + (i == 1 ? 9 : 0) },
          NULL, NULL);
      affine = saffron_landmarks_lay (landmarks);
      g_assert_cmpfloat_with_epsilon (affine.yx, i == 0 ? 0.0 : 2.0, 0.05);
      g_assert_cmpfloat_with_epsilon (affine.xy, -affine.yx, 1e-9);
    }
  /* Turned over, which only an affine map can say. */
  saffron_landmarks_add (landmarks, (SaffronRefPoint){ 300.0, 900.0 },
                         (SaffronMovPoint){ 1300.0, 600.0 }, NULL, NULL);
  affine = saffron_landmarks_lay (landmarks);
  g_assert_cmpfloat (saffron_affine_determinant (&affine), <, 0.0);
}

/* One that is wrong by far is named also where the landmarks are kept. */
static void
test_outlier (void)
{
  for (int wrong = 0; wrong < 2; wrong++)
    {
      g_autoptr (GArray) landmarks = marks (30, 300.0);
      g_auto (SaffronPipeline) pipeline = { 0 };
      const SaffronStageRecord *record = NULL;
      const SaffronReason *worst = NULL;

      if (wrong)
        mark (landmarks, 11)->moving.y += 100.0;
      work_init (&pipeline, landmarks, 0.0);
      record = run (&pipeline);
      g_assert_true (record->kept);
      worst =
          saffron_reasons_find (record->reasons, SAFFRON_REASON_WORST_LANDMARK);
      g_assert_cmpint (worst != NULL, ==, wrong);
      if (wrong)
        g_assert_cmpfloat (worst->numbers[0], ==, 12.0);
    }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  params = saffron_params_new ();
  saffron_params_set (params, "use_pixel_size", "false", NULL);
  g_test_add_func ("/landmarks/one", test_one);
  g_test_add_func ("/landmarks/many", test_many);
  g_test_add_func ("/landmarks/dropped", test_dropped);
  g_test_add_func ("/landmarks/weighed", test_weighed);
  g_test_add_func ("/landmarks/weighed-limits", test_weighed_limits);
  g_test_add_func ("/landmarks/alone", test_alone);
  g_test_add_func ("/landmarks/fold", test_fold);
  g_test_add_func ("/landmarks/cancel", test_cancel);
  g_test_add_func ("/landmarks/verdict", test_verdict);
  g_test_add_func ("/landmarks/only", test_only);
  g_test_add_func ("/landmarks/use", test_use);
  g_test_add_func ("/landmarks/lay", test_lay);
  g_test_add_func ("/landmarks/outlier", test_outlier);
  status = g_test_run ();
  saffron_params_free (params);
  return status;
}
