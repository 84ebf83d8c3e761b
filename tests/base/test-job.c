/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/job.h"

#include "base/duration.h"
#include "base/parallel.h"

static void
note (SaffronJob *job, const char *stage, double fraction, gpointer user_data)
{
  double *last = user_data;

  g_assert_cmpfloat (fraction, >=, *last);
  *last = fraction;
}

static void
test_progress_never_falls (void)
{
  g_autoptr (SaffronJob) job = saffron_job_new ();
  g_autofree char *stage = NULL;
  double last = 0.0;

  saffron_job_set_callback (job, note, &last);
  saffron_job_begin_stage (job, "coarse", 0.0, 0.4);
  saffron_job_set_fraction (job, 0.5);
  g_assert_cmpfloat_with_epsilon (last, 0.2, 1e-12);
  saffron_job_set_fraction (job, 0.1);
  g_assert_cmpfloat_with_epsilon (last, 0.2, 1e-12);
  saffron_job_begin_stage (job, "affine", 0.4, 1.0);
  saffron_job_set_fraction (job, 7.0);
  g_assert_cmpfloat_with_epsilon (saffron_job_get_progress (job, &stage), 1.0,
                                  1e-12);
  g_assert_cmpstr (stage, ==, "affine");
}

static void
test_cancel (void)
{
  g_autoptr (SaffronJob) job = saffron_job_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (saffron_job_check (job, &error));
  g_assert_no_error (error);
  saffron_job_cancel (job);
  g_assert_true (saffron_job_is_cancelled (job));
  g_assert_false (saffron_job_check (job, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_none (void)
{
  g_assert_true (saffron_job_check (NULL, NULL));
  g_assert_false (saffron_job_is_cancelled (NULL));
  g_assert_cmpuint (saffron_job_get_threads (NULL), >=, 1);
  saffron_job_begin_stage (NULL, "x", 0, 1);
  saffron_job_set_fraction (NULL, 0.5);
}

static double
progress (SaffronJob *job)
{
  return saffron_job_get_progress (job, NULL);
}

static void
test_parts (void)
{
  g_autoptr (SaffronJob) job = saffron_job_new ();
  g_autoptr (SaffronJob) part = NULL;
  g_autoptr (SaffronJob) inner = NULL;
  g_autoptr (SaffronJob) quiet = NULL;
  g_autofree char *stage = NULL;
  double last = 0.0;

  saffron_job_set_threads (job, 3);
  saffron_job_set_callback (job, note, &last);
  saffron_job_begin_stage (job, "fine", 0.2, 0.7);
  part = saffron_job_new_part (job, 0.2, 0.6);
  saffron_job_set_fraction (part, 0.5);
  g_assert_cmpfloat_with_epsilon (progress (job), 0.2 + 0.5 * 0.4, 1e-12);
  inner = saffron_job_new_part (part, 0.5, 1.0);
  saffron_job_set_fraction (inner, 1.0);
  g_assert_cmpfloat_with_epsilon (progress (job), 0.2 + 0.5 * 0.6, 1e-12);
  g_assert_cmpfloat_with_epsilon (last, 0.5, 1e-12);

  quiet = saffron_job_new_part (job, 0.0, 0.0);
  saffron_job_set_fraction (quiet, 1.0);
  g_assert_cmpfloat_with_epsilon (progress (job), 0.5, 1e-12);
  g_assert_cmpuint (saffron_job_get_threads (inner), ==, 3);

  saffron_job_begin_stage (inner, "nuclei", 0.0, 1.0);
  saffron_job_get_progress (job, &stage);
  g_assert_cmpstr (stage, ==, "nuclei");

  saffron_job_cancel (job);
  g_assert_true (saffron_job_is_cancelled (inner));
  g_assert_null (saffron_job_new_part (NULL, 0.0, 1.0));
  g_assert_null (saffron_job_new_share (NULL, 1.0));
}

#define N_SHARES 40

static void
work_one (gint64 index, gpointer data)
{
  g_autoptr (SaffronJob) share = saffron_job_new_share (data, 1.0 / N_SHARES);

  for (int i = 1; i <= 10; i++)
    saffron_job_set_fraction (share, i / 10.0);
}

static void
test_shares (void)
{
  g_autoptr (SaffronJob) job = saffron_job_new ();
  g_autoptr (SaffronJob) half = NULL;
  g_autoptr (SaffronJob) a = NULL;
  g_autoptr (SaffronJob) b = NULL;

  saffron_job_begin_stage (job, "evidence", 0.6, 1.0);
  half = saffron_job_new_part (job, 0.0, 0.5);
  a = saffron_job_new_share (half, 0.25);
  b = saffron_job_new_share (half, 0.25);
  saffron_job_set_fraction (b, 1.0);
  saffron_job_set_fraction (a, 0.5);
  /* What one has done is added to what the other has. */
  g_assert_cmpfloat_with_epsilon (progress (half), 0.375, 1e-12);
  g_assert_cmpfloat_with_epsilon (progress (job), 0.6 + 0.4 * 0.5 * 0.375,
                                  1e-12);

  saffron_job_begin_stage (job, "several", 0.8, 0.9);
  saffron_parallel_for (job, N_SHARES, work_one, job);
  g_assert_cmpfloat_with_epsilon (progress (job), 0.9, 1e-9);
}

static const SaffronJobStage stages[] = {
  { "planes", 10.0 },
  { "coarse", 30.0 },
  { "off", 0.0 },
  { "fine", 60.0 },
};

static void
test_plan_shares (void)
{
  g_autoptr (SaffronJob) job = saffron_job_new ();
  g_autofree char *stage = NULL;

  saffron_job_set_plan (job, stages, G_N_ELEMENTS (stages));
  saffron_job_begin_planned (job, 0);
  g_assert_cmpfloat (progress (job), ==, 0.0);
  saffron_job_set_fraction (job, 1.0);
  g_assert_cmpfloat_with_epsilon (progress (job), 0.1, 1e-12);
  saffron_job_begin_planned (job, 1);
  saffron_job_set_fraction (job, 0.5);
  g_assert_cmpfloat_with_epsilon (progress (job), 0.25, 1e-12);
  saffron_job_begin_planned (job, 2);
  saffron_job_set_fraction (job, 1.0);
  g_assert_cmpfloat_with_epsilon (progress (job), 0.4, 1e-12);
  saffron_job_begin_planned (job, 3);
  saffron_job_set_fraction (job, 1.0);
  g_assert_cmpfloat (progress (job), ==, 1.0);
  saffron_job_get_progress (job, &stage);
  g_assert_cmpstr (stage, ==, "fine");
}

/* A clock that stands where the test sets it. */
static double
read_clock (gpointer user_data)
{
  return *(double *) user_data;
}

static double
seconds_left (SaffronJob *job)
{
  double seconds = -1.0;

  g_assert_cmpint (saffron_job_get_time_left (job, &seconds), ==,
                   SAFFRON_TIME_LEFT_SECONDS);
  return seconds;
}

static SaffronTimeLeft
kind_left (SaffronJob *job)
{
  double seconds;

  return saffron_job_get_time_left (job, &seconds);
}

static SaffronJob *
new_planned (double *now)
{
  SaffronJob *job = saffron_job_new ();

  saffron_job_set_clock (job, read_clock, now);
  saffron_job_set_plan (job, stages, G_N_ELEMENTS (stages));
  return job;
}

static void
test_time_left (void)
{
  double now = 100.0;
  g_autoptr (SaffronJob) job = new_planned (&now);
  double before;

  g_assert_cmpint (kind_left (job), ==, SAFFRON_TIME_LEFT_UNKNOWN);
  saffron_job_begin_planned (job, 0);
  g_assert_cmpfloat_with_epsilon (seconds_left (job), 100.0, 1e-9);
  saffron_job_set_fraction (job, 0.5);
  now += 5.0;
  g_assert_cmpfloat_with_epsilon (seconds_left (job), 95.0, 1e-9);

  /* What takes three times its estimate makes the rest longer, too. */
  saffron_job_set_fraction (job, 1.0);
  now += 25.0;
  saffron_job_begin_planned (job, 1);
  before = seconds_left (job);
  g_assert_cmpfloat (before, >, 1.5 * 90.0);
  g_assert_cmpfloat (before, <, 3.0 * 90.0);

  /* It falls as the stage goes on. */
  for (int i = 1; i <= 30; i++)
    {
      double left;

      now += 2.0;
      saffron_job_set_fraction (job, i / 30.0);
      left = seconds_left (job);
      g_assert_cmpfloat (left, <, before);
      before = left;
    }
}

static void
test_longer_than_estimated (void)
{
  double now = 0.0;
  g_autoptr (SaffronJob) job = new_planned (&now);
  g_autofree char *says = NULL;

  saffron_job_begin_planned (job, 0);
  saffron_job_set_fraction (job, 0.9);
  now = 14.0;
  g_assert_cmpint (kind_left (job), ==, SAFFRON_TIME_LEFT_SECONDS);
  /* The fraction stands still, and nobody reports anything. */
  now = 16.0;
  g_assert_cmpint (kind_left (job), ==, SAFFRON_TIME_LEFT_LONGER);
  says = saffron_describe_time_left (SAFFRON_TIME_LEFT_LONGER, 0.0);
  g_assert_cmpstr (says, ==, "longer than estimated");

  /* The next stage is predicted again, by what the first one has taken. */
  saffron_job_begin_planned (job, 1);
  g_assert_cmpfloat (seconds_left (job), >, 90.0);
}

static void
test_skipped_stage (void)
{
  double now = 0.0;
  g_autoptr (SaffronJob) job = new_planned (&now);

  saffron_job_begin_planned (job, 0);
  now = 10.0;
  saffron_job_begin_planned (job, 1);
  saffron_job_skip_stage (job);
  now = 10.1;
  saffron_job_begin_planned (job, 3);
  /* Had it counted, the rest would be told three times too short. */
  g_assert_cmpfloat_with_epsilon (seconds_left (job), 60.0, 1e-9);
}

static void
test_pace (void)
{
  double now = 0.0;
  g_autoptr (SaffronJob) job = saffron_job_new ();

  saffron_job_set_clock (job, read_clock, &now);
  saffron_job_set_pace (job, 2.0);
  saffron_job_set_plan (job, stages, G_N_ELEMENTS (stages));
  saffron_job_begin_planned (job, 0);
  g_assert_cmpfloat_with_epsilon (seconds_left (job), 200.0, 1e-9);
}

static void
test_without_plan (void)
{
  double now = 0.0;
  g_autoptr (SaffronJob) job = saffron_job_new ();
  g_autofree char *says = NULL;

  saffron_job_set_clock (job, read_clock, &now);
  saffron_job_begin_stage (job, "warping", 0.0, 1.0);
  now = 3.0;
  g_assert_cmpint (kind_left (job), ==, SAFFRON_TIME_LEFT_UNKNOWN);
  g_assert_null (saffron_describe_time_left (SAFFRON_TIME_LEFT_UNKNOWN, 0.0));
  saffron_job_set_fraction (job, 0.25);
  g_assert_cmpfloat_with_epsilon (seconds_left (job), 9.0, 1e-9);
  says = saffron_describe_time_left (SAFFRON_TIME_LEFT_SECONDS, 8.2);
  g_assert_cmpstr (says, ==, "9 s left");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/job/progress-never-falls", test_progress_never_falls);
  g_test_add_func ("/job/cancel", test_cancel);
  g_test_add_func ("/job/none", test_none);
  g_test_add_func ("/job/parts", test_parts);
  g_test_add_func ("/job/shares", test_shares);
  g_test_add_func ("/job/plan-shares", test_plan_shares);
  g_test_add_func ("/job/time-left", test_time_left);
  g_test_add_func ("/job/longer-than-estimated", test_longer_than_estimated);
  g_test_add_func ("/job/skipped-stage", test_skipped_stage);
  g_test_add_func ("/job/pace", test_pace);
  g_test_add_func ("/job/without-plan", test_without_plan);
  return g_test_run ();
}
