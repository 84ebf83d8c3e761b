/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/parallel.h"

#include "base/background.h"

/* The state of one call. It lives until the last helper has released it, which
 * may be after the call has returned: a helper that starts late finds no index
 * left and ends. */
typedef struct {
  gatomicrefcount ref_count;
  SaffronJob *job;
  SaffronParallelFunc func;
  gpointer data;
  gint64 n;

  GMutex lock;
  GCond idle;
  gint64 next;
  guint n_busy;
} Loop;

static void
loop_unref (Loop *loop)
{
  if (!g_atomic_ref_count_dec (&loop->ref_count))
    return;
  g_mutex_clear (&loop->lock);
  g_cond_clear (&loop->idle);
  g_free (loop);
}

static gboolean
loop_take (Loop *loop, gint64 *index)
{
  if (loop->next >= loop->n)
    return FALSE;
  if (saffron_job_is_cancelled (loop->job))
    {
      loop->next = loop->n;
      return FALSE;
    }
  *index = loop->next++;
  return TRUE;
}

static void
loop_work (Loop *loop)
{
  gint64 index;

  g_mutex_lock (&loop->lock);
  loop->n_busy++;
  while (loop_take (loop, &index))
    {
      g_mutex_unlock (&loop->lock);
      loop->func (index, loop->data);
      g_mutex_lock (&loop->lock);
    }
  loop->n_busy--;
  if (loop->n_busy == 0)
    g_cond_broadcast (&loop->idle);
  g_mutex_unlock (&loop->lock);
}

static void
pool_run (gpointer data, gpointer user_data)
{
  Loop *loop = data;

  loop_work (loop);
  loop_unref (loop);
}

static void
pool_run_in_background (gpointer data, gpointer user_data)
{
  if (!saffron_background_entered ())
    saffron_background_enter ();
  pool_run (data, user_data);
}

/* The helper threads that the whole process shares, started when first
 * needed. */
static GThreadPool *
get_shared_pool (void)
{
  static gsize once = 0;

  if (g_once_init_enter (&once))
    {
      GThreadPool *pool = g_thread_pool_new (pool_run, NULL, 64, FALSE, NULL);

      g_once_init_leave (&once, GPOINTER_TO_SIZE (pool));
    }
  return GSIZE_TO_POINTER (once);
}

/* The helper threads of loops in the background. This pool is exclusive,
 * because GLib lends the threads of other pools to every pool, and a lowered
 * priority cannot be taken back. */
static GThreadPool *
get_background_pool (void)
{
  static gsize once = 0;

  if (g_once_init_enter (&once))
    {
      GThreadPool *pool =
          g_thread_pool_new (pool_run_in_background, NULL,
                             (int) g_get_num_processors (), TRUE, NULL);

      g_once_init_leave (&once, GPOINTER_TO_SIZE (pool));
    }
  return GSIZE_TO_POINTER (once);
}

void
saffron_parallel_for (SaffronJob *job,
                      gint64 n,
                      SaffronParallelFunc func,
                      gpointer data)
{
  gint64 n_helpers = MIN ((gint64) saffron_job_get_threads (job), n) - 1;
  GThreadPool *pool = NULL;
  Loop *loop = NULL;

  if (n <= 0)
    return;

  loop = g_new0 (Loop, 1);
  g_atomic_ref_count_init (&loop->ref_count);
  g_mutex_init (&loop->lock);
  g_cond_init (&loop->idle);
  loop->job = job;
  loop->func = func;
  loop->data = data;
  loop->n = n;

  if (n_helpers > 0)
    pool = saffron_background_entered () ? get_background_pool ()
                                         : get_shared_pool ();
  for (gint64 i = 0; i < n_helpers; i++)
    {
      g_atomic_ref_count_inc (&loop->ref_count);
      /* The loop is queued even when no thread can be started for it now. */
      g_thread_pool_push (pool, loop, NULL);
    }

  loop_work (loop);
  g_mutex_lock (&loop->lock);
  while (loop->n_busy > 0)
    g_cond_wait (&loop->idle, &loop->lock);
  /* The caller may free the job once we return, so late helpers must not touch
   * it. */
  loop->next = loop->n;
  loop->job = NULL;
  g_mutex_unlock (&loop->lock);
  loop_unref (loop);
}

typedef struct {
  SaffronParallelSumFunc func;
  gpointer data;
  double *parts;
} Sum;

static void
sum_one (gint64 index, gpointer data)
{
  Sum *sum = data;

  sum->parts[index] = sum->func (index, sum->data);
}

double
saffron_parallel_sum (SaffronJob *job,
                      gint64 n,
                      SaffronParallelSumFunc func,
                      gpointer data)
{
  g_autofree double *parts = g_new0 (double, MAX (n, 1));
  Sum sum = { func, data, parts };
  double total = 0.0;

  saffron_parallel_for (job, n, sum_one, &sum);
  for (gint64 i = 0; i < n; i++)
    total += parts[i];
  return total;
}
