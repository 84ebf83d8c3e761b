/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/job.h"

struct _SaffronJob {
  GObject parent_instance;

  GCancellable *cancellable;
  SaffronJobFunc func;
  gpointer user_data;
  guint n_threads;

  GMutex lock; /* guards what follows */
  char *stage;
  double from, to;
  double fraction;
};

G_DEFINE_FINAL_TYPE (SaffronJob, saffron_job, G_TYPE_OBJECT)

static void
saffron_job_finalize (GObject *object)
{
  SaffronJob *self = SAFFRON_JOB (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->stage, g_free);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (saffron_job_parent_class)->finalize (object);
}

static void
saffron_job_class_init (SaffronJobClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_job_finalize;
}

static void
saffron_job_init (SaffronJob *self)
{
  g_mutex_init (&self->lock);
  self->cancellable = g_cancellable_new ();
  self->stage = g_strdup ("");
  self->to = 1.0;
}

SaffronJob *
saffron_job_new (void)
{
  return g_object_new (SAFFRON_TYPE_JOB, NULL);
}

void
saffron_job_set_threads (SaffronJob *job, guint n_threads)
{
  job->n_threads = n_threads;
}

guint
saffron_job_get_threads (SaffronJob *job)
{
  if (job == NULL || job->n_threads == 0)
    return g_get_num_processors ();
  return job->n_threads;
}

void
saffron_job_set_callback (SaffronJob *job,
                          SaffronJobFunc func,
                          gpointer user_data)
{
  job->func = func;
  job->user_data = user_data;
}

GCancellable *
saffron_job_get_cancellable (SaffronJob *job)
{
  return job != NULL ? job->cancellable : NULL;
}

void
saffron_job_cancel (SaffronJob *job)
{
  g_cancellable_cancel (job->cancellable);
}

gboolean
saffron_job_is_cancelled (SaffronJob *job)
{
  return job != NULL && g_cancellable_is_cancelled (job->cancellable);
}

gboolean
saffron_job_check (SaffronJob *job, GError **error)
{
  if (job == NULL)
    return TRUE;
  return !g_cancellable_set_error_if_cancelled (job->cancellable, error);
}

/* Takes the lock's part of the work only; the callback runs outside it. */
static void
saffron_job_report (SaffronJob *job)
{
  g_autofree char *stage = NULL;
  double fraction;

  if (job->func == NULL)
    return;
  fraction = saffron_job_get_progress (job, &stage);
  job->func (job, stage, fraction, job->user_data);
}

void
saffron_job_begin_stage (SaffronJob *job,
                         const char *stage,
                         double from,
                         double to)
{
  if (job == NULL)
    return;

  g_mutex_lock (&job->lock);
  if (g_strcmp0 (job->stage, stage) != 0)
    {
      g_free (job->stage);
      job->stage = g_strdup (stage);
    }
  job->from = from;
  job->to = to;
  job->fraction = MAX (job->fraction, from);
  g_mutex_unlock (&job->lock);

  saffron_job_report (job);
}

void
saffron_job_set_fraction (SaffronJob *job, double fraction)
{
  double whole;
  gboolean moved;

  if (job == NULL)
    return;

  g_mutex_lock (&job->lock);
  whole = job->from + CLAMP (fraction, 0.0, 1.0) * (job->to - job->from);
  moved = whole > job->fraction;
  if (moved)
    job->fraction = whole;
  g_mutex_unlock (&job->lock);

  if (moved)
    saffron_job_report (job);
}

double
saffron_job_get_progress (SaffronJob *job, char **stage)
{
  double fraction;

  g_mutex_lock (&job->lock);
  fraction = job->fraction;
  if (stage != NULL)
    *stage = g_strdup (job->stage);
  g_mutex_unlock (&job->lock);
  return fraction;
}
