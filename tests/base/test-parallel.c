/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/parallel.h"

#include <math.h>

#define N 10000

static void
count_one (gint64 index, gpointer data)
{
  g_atomic_int_inc (&((int *) data)[index]);
}

static void
test_each_once (void)
{
  for (guint threads = 1; threads <= 8; threads++)
    {
      g_autoptr (SaffronJob) job = saffron_job_new ();
      g_autofree int *counts = g_new0 (int, N);

      saffron_job_set_threads (job, threads);
      saffron_parallel_for (job, N, count_one, counts);
      for (int i = 0; i < N; i++)
        g_assert_cmpint (counts[i], ==, 1);
    }
  saffron_parallel_for (NULL, 0, count_one, NULL);
}

static double
harmonic (gint64 index, gpointer data)
{
  return 1.0 / (1.0 + index) * sin ((double) index);
}

/* The order of additions decides the last bits: it must not move. */
static void
test_sum_same_bits (void)
{
  double expected = 0.0;

  for (int i = 0; i < N; i++)
    expected += harmonic (i, NULL);
  for (guint threads = 1; threads <= 8; threads++)
    {
      g_autoptr (SaffronJob) job = saffron_job_new ();

      saffron_job_set_threads (job, threads);
      g_assert_true (saffron_parallel_sum (job, N, harmonic, NULL) == expected);
    }
}

static void
nested_outer (gint64 index, gpointer data)
{
  saffron_parallel_for (NULL, N / 100, count_one,
                        (int *) data + index * (N / 100));
}

static void
test_nested (void)
{
  g_autofree int *counts = g_new0 (int, N);

  saffron_parallel_for (NULL, 100, nested_outer, counts);
  for (int i = 0; i < N; i++)
    g_assert_cmpint (counts[i], ==, 1);
}

static void
cancel_at_ten (gint64 index, gpointer data)
{
  if (index == 10)
    saffron_job_cancel (data);
}

static void
test_cancel_stops (void)
{
  g_autoptr (SaffronJob) job = saffron_job_new ();

  saffron_job_set_threads (job, 4);
  saffron_parallel_for (job, G_MAXINT64, cancel_at_ten, job);
  g_assert_true (saffron_job_is_cancelled (job));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/parallel/each-once", test_each_once);
  g_test_add_func ("/parallel/sum-same-bits", test_sum_same_bits);
  g_test_add_func ("/parallel/nested", test_nested);
  g_test_add_func ("/parallel/cancel-stops", test_cancel_stops);
  return g_test_run ();
}
