/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/job.h"

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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/job/progress-never-falls", test_progress_never_falls);
  g_test_add_func ("/job/cancel", test_cancel);
  g_test_add_func ("/job/none", test_none);
  return g_test_run ();
}
