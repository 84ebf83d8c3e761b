/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/job.h"

/* The fraction is reported each time it has grown by this much: often enough
 * for a progress bar, but not for every step of every loop. */
#define REPORT_STEP 1e-3

/* Without a plan, the time left is unknown until this fraction is done. */
#define LEAST_FRACTION 0.05

struct _SaffronJob {
  GObject parent_instance;

  SaffronJob *whole;         /* (nullable): the job that this is a part of */
  double part_from, part_to; /* fractions of the whole; a share starts at 0 */
  gboolean is_share;

  GCancellable *cancellable;
  SaffronJobFunc func;
  gpointer user_data;
  guint n_threads;
  SaffronJobClock clock;
  gpointer clock_data;
  double started;

  /* Held while the callback runs, so that reports come one by one and never
   * fall; recursive, since a callback may report. */
  GRecMutex telling;
  GMutex lock; /* guards the members below */
  char *stage;
  double from, to;
  double fraction;
  double reported;
  double pace;
  SaffronJobPlan *plan;
};

G_DEFINE_FINAL_TYPE (SaffronJob, saffron_job, G_TYPE_OBJECT)

static void
saffron_job_finalize (GObject *object)
{
  SaffronJob *self = SAFFRON_JOB (object);

  g_clear_object (&self->whole);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->stage, g_free);
  g_clear_pointer (&self->plan, saffron_job_plan_free);
  g_rec_mutex_clear (&self->telling);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (saffron_job_parent_class)->finalize (object);
}

static void
saffron_job_class_init (SaffronJobClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_job_finalize;
}

static double
monotonic_seconds (gpointer user_data)
{
  return (double) g_get_monotonic_time () / G_USEC_PER_SEC;
}

static void
saffron_job_init (SaffronJob *self)
{
  g_rec_mutex_init (&self->telling);
  g_mutex_init (&self->lock);
  self->cancellable = g_cancellable_new ();
  self->stage = g_strdup ("");
  self->to = 1.0;
  self->pace = 1.0;
  self->clock = monotonic_seconds;
  self->started = self->clock (NULL);
}

SaffronJob *
saffron_job_new (void)
{
  return g_object_new (SAFFRON_TYPE_JOB, NULL);
}

static SaffronJob *
new_child (SaffronJob *job)
{
  SaffronJob *child = saffron_job_new ();

  child->whole = g_object_ref (job);
  g_set_object (&child->cancellable, job->cancellable);
  child->n_threads = job->n_threads;
  child->clock = job->clock;
  child->clock_data = job->clock_data;
  child->started = child->clock (child->clock_data);
  return child;
}

SaffronJob *
saffron_job_new_part (SaffronJob *job, double from, double to)
{
  SaffronJob *child = NULL;

  if (job == NULL)
    return NULL;
  child = new_child (job);
  g_mutex_lock (&job->lock);
  child->part_from = job->from + from * (job->to - job->from);
  child->part_to = job->from + to * (job->to - job->from);
  g_mutex_unlock (&job->lock);
  return child;
}

SaffronJob *
saffron_job_new_share (SaffronJob *job, double share)
{
  SaffronJob *child = saffron_job_new_part (job, 0.0, share);

  if (child == NULL)
    return NULL;
  child->is_share = TRUE;
  child->part_to -= child->part_from;
  child->part_from = 0.0;
  return child;
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

void
saffron_job_set_clock (SaffronJob *job,
                       SaffronJobClock clock,
                       gpointer user_data)
{
  job->clock = clock;
  job->clock_data = user_data;
  job->started = clock (user_data);
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

/* How the fraction has moved, to be told after the lock is released. */
typedef struct {
  double before, after;
  gboolean report;
} Move;

/* Called with the lock held. */
static Move
move_to (SaffronJob *job, double fraction, gboolean new_stage)
{
  Move move = { job->fraction, MAX (job->fraction, MIN (fraction, 1.0)),
                new_stage };

  job->fraction = move.after;
  if (move.after > job->reported
      && (move.after >= 1.0 || move.after - job->reported >= REPORT_STEP))
    move.report = TRUE;
  if (move.report)
    job->reported = move.after;
  return move;
}

static void set_whole (SaffronJob *job, double fraction);
static void add_to_whole (SaffronJob *job, double by);
static void name_stage (SaffronJob *job, const char *stage);

/* Tells the whole or, without one, calls the callback. Called without the lock,
 * which the callback may need. */
static void
tell (SaffronJob *job, const Move *move, const char *new_stage)
{
  if (job->whole != NULL)
    {
      double width = job->part_to - job->part_from;

      if (new_stage != NULL)
        name_stage (job->whole, new_stage);
      if (job->is_share)
        add_to_whole (job->whole, width * (move->after - move->before));
      else
        set_whole (job->whole, job->part_from + width * move->after);
    }
  else if (job->func != NULL && move->report)
    {
      g_autofree char *stage = NULL;
      double fraction;

      g_rec_mutex_lock (&job->telling);
      fraction = saffron_job_get_progress (job, &stage);
      job->func (job, stage, fraction, job->user_data);
      g_rec_mutex_unlock (&job->telling);
    }
}

static void
set_whole (SaffronJob *job, double fraction)
{
  Move move;

  g_mutex_lock (&job->lock);
  move = move_to (job, fraction, FALSE);
  g_mutex_unlock (&job->lock);
  if (move.after > move.before)
    tell (job, &move, NULL);
}

static void
add_to_whole (SaffronJob *job, double by)
{
  Move move;

  g_mutex_lock (&job->lock);
  /* Shares cannot move the whole beyond the stage that they are parts of. */
  move = move_to (job, MIN (job->fraction + by, job->to), FALSE);
  g_mutex_unlock (&job->lock);
  if (move.after > move.before)
    tell (job, &move, NULL);
}

/* Called with the lock held. */
static gboolean
take_name (SaffronJob *job, const char *stage)
{
  if (g_strcmp0 (job->stage, stage) == 0)
    return FALSE;
  g_free (job->stage);
  job->stage = g_strdup (stage);
  return TRUE;
}

static void
name_stage (SaffronJob *job, const char *stage)
{
  Move move;
  gboolean new_name;

  g_mutex_lock (&job->lock);
  new_name = take_name (job, stage);
  move = move_to (job, job->fraction, TRUE);
  g_mutex_unlock (&job->lock);
  if (new_name)
    tell (job, &move, stage);
}

void
saffron_job_begin_stage (SaffronJob *job,
                         const char *stage,
                         double from,
                         double to)
{
  Move move;

  if (job == NULL)
    return;

  g_mutex_lock (&job->lock);
  take_name (job, stage);
  job->from = from;
  job->to = to;
  move = move_to (job, from, TRUE);
  g_mutex_unlock (&job->lock);

  tell (job, &move, stage);
}

void
saffron_job_set_plan (SaffronJob *job,
                      const SaffronJobStage *stages,
                      guint n_stages)
{
  if (job == NULL)
    return;

  g_mutex_lock (&job->lock);
  g_clear_pointer (&job->plan, saffron_job_plan_free);
  job->plan = saffron_job_plan_new (stages, n_stages);
  saffron_job_plan_set_pace (job->plan, job->pace);
  g_mutex_unlock (&job->lock);
}

void
saffron_job_begin_planned (SaffronJob *job, guint stage)
{
  const char *name = NULL;
  double from = 0.0, to = 1.0;

  if (job == NULL)
    return;

  g_mutex_lock (&job->lock);
  saffron_job_plan_begin (job->plan, stage, job->clock (job->clock_data));
  saffron_job_plan_get_share (job->plan, stage, &from, &to);
  name = saffron_job_plan_get_name (job->plan, stage);
  g_mutex_unlock (&job->lock);

  saffron_job_begin_stage (job, name, from, to);
}

void
saffron_job_skip_stage (SaffronJob *job)
{
  if (job == NULL)
    return;

  g_mutex_lock (&job->lock);
  saffron_job_plan_skip (job->plan);
  g_mutex_unlock (&job->lock);
}

void
saffron_job_set_pace (SaffronJob *job, double pace)
{
  g_mutex_lock (&job->lock);
  job->pace = pace;
  g_mutex_unlock (&job->lock);
}

void
saffron_job_set_fraction (SaffronJob *job, double fraction)
{
  double whole;

  if (job == NULL)
    return;

  g_mutex_lock (&job->lock);
  whole = job->from + CLAMP (fraction, 0.0, 1.0) * (job->to - job->from);
  g_mutex_unlock (&job->lock);

  set_whole (job, whole);
}

void
saffron_job_add_fraction (SaffronJob *job, double by)
{
  double width;

  if (job == NULL)
    return;

  g_mutex_lock (&job->lock);
  width = job->to - job->from;
  g_mutex_unlock (&job->lock);

  add_to_whole (job, by * width);
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

/* Called with the lock held. */
static SaffronTimeLeft
extrapolate (SaffronJob *job, double now, double *seconds)
{
  *seconds = 0.0;
  if (job->fraction < LEAST_FRACTION)
    return SAFFRON_TIME_LEFT_UNKNOWN;
  *seconds = (now - job->started) * (1.0 - job->fraction) / job->fraction;
  return SAFFRON_TIME_LEFT_SECONDS;
}

SaffronTimeLeft
saffron_job_get_time_left (SaffronJob *job, double *seconds)
{
  double now = job->clock (job->clock_data), width;
  SaffronTimeLeft left;

  g_mutex_lock (&job->lock);
  width = job->to - job->from;
  if (job->plan == NULL)
    left = extrapolate (job, now, seconds);
  else
    left = saffron_job_plan_get_time_left (
        job->plan, width > 0.0 ? (job->fraction - job->from) / width : 1.0, now,
        seconds);
  g_mutex_unlock (&job->lock);
  return left;
}
