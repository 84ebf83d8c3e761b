/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/parallel.h"

#include <math.h>
#ifdef __linux__
#include <sys/resource.h>
#endif

#include "base/background.h"

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

static void
count_range (gsize from, gsize to, gpointer data)
{
  g_assert_cmpuint (from, <, to);
  for (gsize i = from; i < to; i++)
    g_atomic_int_inc (&((int *) data)[i]);
}

static gsize
count_odd (gsize from, gsize to, gpointer data)
{
  gsize n = 0;

  for (gsize i = from; i < to; i++)
    n += i % 2;
  return n;
}

/* Ranges cover each element once, with a job and without one. */
static void
test_ranges (void)
{
  const gsize sizes[] = { 0, 1, 32768, 32769, 100001 };

  for (gsize k = 0; k < G_N_ELEMENTS (sizes); k++)
    for (guint threads = 0; threads <= 3; threads++)
      {
        gsize n = sizes[k];
        g_autoptr (SaffronJob) job = threads > 0 ? saffron_job_new () : NULL;
        g_autofree int *counts = g_new0 (int, n + 1);

        if (job != NULL)
          saffron_job_set_threads (job, threads);
        saffron_parallel_ranges (job, n, count_range, counts);
        for (gsize i = 0; i < n; i++)
          g_assert_cmpint (counts[i], ==, 1);
        g_assert_cmpuint (saffron_parallel_count (job, n, count_odd, NULL), ==,
                          n / 2);
      }
}

static double
harmonic (gint64 index, gpointer data)
{
  return 1.0 / (1.0 + index) * sin ((double) index);
}

/* The order of additions decides the last bits, so it must not vary. */
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

/* Notes the nice value of the thread that runs each index; on Linux only. The
 * first indices wait for each other, one in each thread, so that every helper
 * gets an index. */
typedef struct {
  int nice[1000];
  guint n_threads, n_here;
  GMutex lock;
  GCond all_here;
} Nice;

static void
note_nice (gint64 index, gpointer data)
{
  Nice *nice = data;

#ifdef __linux__
  nice->nice[index] = getpriority (PRIO_PROCESS, 0);
#endif
  if (index >= nice->n_threads)
    return;
  g_mutex_lock (&nice->lock);
  nice->n_here++;
  g_cond_broadcast (&nice->all_here);
  while (nice->n_here < nice->n_threads)
    g_cond_wait (&nice->all_here, &nice->lock);
  g_mutex_unlock (&nice->lock);
}

static void
note_all (Nice *nice)
{
  nice->n_threads = saffron_job_get_threads (NULL);
  nice->n_here = 0;
  saffron_parallel_for (NULL, G_N_ELEMENTS (nice->nice), note_nice, nice);
}

static gpointer
work_in_background (gpointer data)
{
  Nice *nice = data;

  saffron_background_enter ();
  g_assert_true (saffron_background_entered ());
  note_all (nice);
  return g_memdup2 (&(double){ saffron_parallel_sum (NULL, N, harmonic, NULL) },
                    sizeof (double));
}

/* A thread in the background has helpers in the background, and other threads
 * have none of these. */
static void
test_background (void)
{
  double expected = saffron_parallel_sum (NULL, N, harmonic, NULL);
  g_autofree double *sum = NULL;
  Nice before = { 0 }, behind = { 0 }, after = { 0 };

  note_all (&before);
  sum =
      g_thread_join (g_thread_new ("background", work_in_background, &behind));
  g_assert_false (saffron_background_entered ());
  note_all (&after);
  for (int i = 0; i < 1000; i++)
    {
      g_assert_cmpint (before.nice[i], ==, before.nice[0]);
      g_assert_cmpint (after.nice[i], ==, before.nice[0]);
#ifdef __linux__
      g_assert_cmpint (behind.nice[i], ==, MIN (before.nice[0] + 5, 19));
#endif
    }
  g_assert_true (*sum == expected);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/parallel/each-once", test_each_once);
  g_test_add_func ("/parallel/ranges", test_ranges);
  g_test_add_func ("/parallel/sum-same-bits", test_sum_same_bits);
  g_test_add_func ("/parallel/nested", test_nested);
  g_test_add_func ("/parallel/cancel-stops", test_cancel_stops);
  g_test_add_func ("/parallel/background", test_background);
  return g_test_run ();
}
