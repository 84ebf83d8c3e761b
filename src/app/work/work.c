/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/work/work.h"

#include <glib/gi18n.h>

#include "base/background.h"
#include "base/duration.h"
#include "base/join.h"
#include "register/stages.h"

/* Progress is handled this often at most, in microseconds. A window without a
 * graphics card is drawn anew for each, which can take more time than the work
 * itself. */
#define PACE (G_USEC_PER_SEC / 2)

/* What the thread reports to the main thread: a message, or its progress. */
typedef struct {
  gpointer message; /* NULL: stage and fraction */
  GDestroyNotify free_message;
  char *stage;
  double fraction;
} Event;

typedef struct {
  SaffronJob *job;
  char *title;
  char *stage;
  char *loss;
  double fraction;
  SaffronTimeLeft left;
  double seconds;
  guint tick; /* timer that updates the time left */
  SaffronWorkState state;
  GError *error;

  /* Shared with the thread. */
  GMutex lock;
  GQueue events; /* Event, oldest first */
  gboolean queued;
  gboolean is_paced; /* a delivery waits until PACE has passed */
  gint64 delivered;  /* when reports were handled last */
  gboolean returned;
  GError *returned_error;
} SaffronWorkPrivate;

enum {
  CHANGED,
  MESSAGE,
  CANCELLED,
  FINISHED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_TYPE_WITH_PRIVATE (SaffronWork, saffron_work, G_TYPE_OBJECT)

static SaffronWorkPrivate *
get (SaffronWork *self)
{
  return saffron_work_get_instance_private (self);
}

static void
free_event (gpointer data)
{
  Event *event = data;

  if (event->free_message != NULL)
    event->free_message (event->message);
  g_free (event->stage);
  g_free (event);
}

static void
saffron_work_finalize (GObject *object)
{
  SaffronWorkPrivate *self = get (SAFFRON_WORK (object));

  g_queue_clear_full (&self->events, free_event);
  g_mutex_clear (&self->lock);
  g_clear_object (&self->job);
  g_free (self->title);
  g_free (self->stage);
  g_free (self->loss);
  g_clear_error (&self->error);
  g_clear_error (&self->returned_error);
  G_OBJECT_CLASS (saffron_work_parent_class)->finalize (object);
}

static void
saffron_work_class_init (SaffronWorkClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = saffron_work_finalize;

  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[MESSAGE] = g_signal_new ("message", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[CANCELLED] = g_signal_new ("cancelled", type, G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FINISHED] = g_signal_new ("finished", type, G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
saffron_work_init (SaffronWork *work)
{
  SaffronWorkPrivate *self = get (work);

  self->job = saffron_job_new ();
  self->title = g_strdup ("");
  self->stage = g_strdup ("");
  g_mutex_init (&self->lock);
}

SaffronWork *
saffron_work_new (const char *title)
{
  SaffronWork *self = g_object_new (SAFFRON_TYPE_WORK, NULL);

  saffron_work_set_title (self, title);
  return self;
}

static void
hold (SaffronWork *self, gboolean holds)
{
  GApplication *application = g_application_get_default ();

  if (application == NULL
      || !(SAFFRON_WORK_GET_CLASS (self)->flags & SAFFRON_WORK_HOLDS))
    return;
  if (holds)
    g_application_hold (application);
  else
    g_application_release (application);
}

/* @error: (transfer full) (nullable) */
static void
end (SaffronWork *work, GError *error)
{
  SaffronWorkPrivate *self = get (work);
  SaffronWorkFlags flags = SAFFRON_WORK_GET_CLASS (work)->flags;
  gboolean cancelled = saffron_job_is_cancelled (self->job);

  g_clear_handle_id (&self->tick, g_source_remove);
  if (cancelled && (error != NULL || !(flags & SAFFRON_WORK_STAYS_DONE)))
    self->state = SAFFRON_WORK_CANCELLED;
  else
    self->state = error != NULL ? SAFFRON_WORK_FAILED : SAFFRON_WORK_DONE;
  if (self->state == SAFFRON_WORK_FAILED)
    self->error = g_steal_pointer (&error);
  g_clear_error (&error);
  g_signal_emit (work, signals[FINISHED], 0);
}

static void
take_event (SaffronWork *work, const Event *event)
{
  SaffronWorkPrivate *self = get (work);
  SaffronWorkFlags flags = SAFFRON_WORK_GET_CLASS (work)->flags;
  gboolean cancelled = saffron_job_is_cancelled (self->job);

  if (event->message != NULL)
    {
      if (!cancelled || (flags & SAFFRON_WORK_DELIVERS))
        g_signal_emit (work, signals[MESSAGE], 0, event->message);
    }
  else if (!cancelled)
    {
      double seconds = 0.0;
      SaffronTimeLeft left = saffron_job_get_time_left (self->job, &seconds);

      saffron_work_set_progress (work, event->stage, event->fraction, left,
                                 seconds);
    }
}

/* Time passes also while nothing is reported. */
static gboolean
on_tick (gpointer user_data)
{
  SaffronWork *work = user_data;
  SaffronWorkPrivate *self = get (work);
  double seconds = 0.0;
  SaffronTimeLeft left = saffron_job_get_time_left (self->job, &seconds);

  saffron_work_set_progress (work, self->stage, self->fraction, left, seconds);
  return G_SOURCE_CONTINUE;
}

/* In the main thread: handles everything reported since the last time. */
static gboolean
deliver (gpointer data)
{
  SaffronWork *work = data;
  SaffronWorkPrivate *self = get (work);
  GQueue events = G_QUEUE_INIT;
  GError *error = NULL;
  gboolean returned;

  g_mutex_lock (&self->lock);
  events = self->events;
  g_queue_init (&self->events);
  self->queued = FALSE;
  if (!g_queue_is_empty (&events))
    self->delivered = g_get_monotonic_time ();
  returned = self->returned;
  self->returned = FALSE;
  error = g_steal_pointer (&self->returned_error);
  g_mutex_unlock (&self->lock);

  for (GList *l = events.head; l != NULL; l = l->next)
    take_event (work, l->data);
  g_queue_clear_full (&events, free_event);
  if (returned)
    {
      end (work, error);
      hold (work, FALSE);
    }
  return G_SOURCE_REMOVE;
}

/* Call with the lock held. Reports that come while the main thread is busy are
 * handled together. */
static void
queue_delivery (SaffronWork *work)
{
  SaffronWorkPrivate *self = get (work);

  if (self->queued)
    return;
  self->queued = TRUE;
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, deliver, g_object_ref (work),
                   g_object_unref);
}

/* In the main thread. */
static gboolean
deliver_paced (gpointer data)
{
  SaffronWorkPrivate *self = get (data);

  g_mutex_lock (&self->lock);
  self->is_paced = FALSE;
  g_mutex_unlock (&self->lock);
  return deliver (data);
}

/* Call with the lock held. */
static void
queue_paced_delivery (SaffronWork *work)
{
  SaffronWorkPrivate *self = get (work);
  gint64 wait = self->delivered + PACE - g_get_monotonic_time ();

  if (self->is_paced || self->queued)
    return;
  if (self->delivered == 0 || wait <= 0)
    {
      queue_delivery (work);
      return;
    }
  self->is_paced = TRUE;
  g_timeout_add_full (G_PRIORITY_DEFAULT_IDLE, (guint) (wait / 1000 + 1),
                      deliver_paced, g_object_ref (work), g_object_unref);
}

/* On the thread. Of several unhandled reports of one stage only the last is
 * kept. */
static void
on_progress (SaffronJob *job,
             const char *stage,
             double fraction,
             gpointer user_data)
{
  SaffronWork *work = user_data;
  SaffronWorkPrivate *self = get (work);
  Event *event = NULL;

  g_mutex_lock (&self->lock);
  event = g_queue_peek_tail (&self->events);
  if (event == NULL || event->message != NULL
      || !g_str_equal (event->stage, stage))
    {
      event = g_new0 (Event, 1);
      event->stage = g_strdup (stage);
      g_queue_push_tail (&self->events, event);
    }
  event->fraction = fraction;
  queue_paced_delivery (work);
  g_mutex_unlock (&self->lock);
}

void
saffron_work_send (SaffronWork *work, gpointer data, GDestroyNotify free_data)
{
  SaffronWorkPrivate *self = get (work);
  Event *event = g_new0 (Event, 1);

  g_return_if_fail (data != NULL);

  event->message = data;
  event->free_message = free_data;
  g_mutex_lock (&self->lock);
  g_queue_push_tail (&self->events, event);
  queue_delivery (work);
  g_mutex_unlock (&self->lock);
}

static gpointer
run_in_thread (gpointer data)
{
  SaffronWork *work = data;
  SaffronWorkPrivate *self = get (work);
  SaffronWorkClass *klass = SAFFRON_WORK_GET_CLASS (work);
  GError *error = NULL;

  if (klass->flags & SAFFRON_WORK_GIVES_WAY)
    saffron_background_enter ();
  klass->run (work, self->job, &error);
  g_mutex_lock (&self->lock);
  self->returned = TRUE;
  self->returned_error = error;
  g_mutex_unlock (&self->lock);
  /* Runs before anything that can wait, and holds a reference for the
   * thread. */
  g_idle_add_full (G_PRIORITY_DEFAULT, deliver, work, g_object_unref);
  return NULL;
}

void
saffron_work_start (SaffronWork *work, guint n_threads)
{
  SaffronWorkPrivate *self = get (work);

  g_return_if_fail (SAFFRON_WORK_GET_CLASS (work)->run != NULL);

  hold (work, TRUE);
  saffron_job_set_threads (self->job, n_threads);
  saffron_job_set_callback (self->job, on_progress, work);
  self->tick = g_timeout_add_seconds (1, on_tick, work);
  g_thread_unref (g_thread_new ("work", run_in_thread, g_object_ref (work)));
}

void
saffron_work_finish (SaffronWork *work, const GError *error)
{
  g_return_if_fail (SAFFRON_WORK_GET_CLASS (work)->run == NULL);

  if (get (work)->state == SAFFRON_WORK_RUNNING)
    end (work, error != NULL ? g_error_copy (error) : NULL);
}

/* Whether that changed anything. */
static gboolean
set_text (char **place, const char *text)
{
  if (g_strcmp0 (*place, text) == 0)
    return FALSE;
  g_free (*place);
  *place = g_strdup (text);
  return TRUE;
}

static void
tell_changed (SaffronWork *work)
{
  SaffronWorkPrivate *self = get (work);

  if (self->state == SAFFRON_WORK_RUNNING
      && !saffron_job_is_cancelled (self->job))
    g_signal_emit (work, signals[CHANGED], 0);
}

void
saffron_work_set_title (SaffronWork *self, const char *title)
{
  if (set_text (&get (self)->title, title))
    tell_changed (self);
}

const char *
saffron_work_get_title (SaffronWork *self)
{
  return get (self)->title;
}

void
saffron_work_set_progress (SaffronWork *work,
                           const char *stage,
                           double fraction,
                           SaffronTimeLeft left,
                           double seconds)
{
  SaffronWorkPrivate *self = get (work);

  set_text (&self->stage, stage);
  self->fraction = fraction;
  self->left = left;
  self->seconds = seconds;
  tell_changed (work);
}

const char *
saffron_work_get_stage (SaffronWork *self)
{
  return get (self)->stage;
}

double
saffron_work_get_fraction (SaffronWork *self)
{
  return get (self)->fraction;
}

char *
saffron_work_describe (SaffronWork *work)
{
  SaffronWorkPrivate *self = get (work);
  SaffronWorkFlags flags = SAFFRON_WORK_GET_CLASS (work)->flags;
  g_autofree char *stage = g_strdup (saffron_stage_title (self->stage));
  g_autofree char *text = NULL;
  g_autofree char *time = NULL;
  g_autoptr (GPtrArray) facts = g_ptr_array_new ();

  if ((flags & SAFFRON_WORK_PERCENT) && self->stage[0] != '\0')
    {
      g_free (stage);
      stage = g_strdup_printf (_ ("%.0f %%"), 100.0 * self->fraction);
    }
  text = stage[0] != '\0' ? g_strdup_printf (_ ("%s: %s"), self->title, stage)
                          : g_strdup (self->title);
  time = saffron_describe_time_left (self->left, self->seconds);
  g_ptr_array_add (facts, text);
  if (time != NULL)
    g_ptr_array_add (facts, time);
  return saffron_join_facts (facts);
}

void
saffron_work_set_loss (SaffronWork *self, const char *loss)
{
  set_text (&get (self)->loss, loss);
}

const char *
saffron_work_get_loss (SaffronWork *self)
{
  return get (self)->loss;
}

void
saffron_work_cancel (SaffronWork *work)
{
  SaffronWorkPrivate *self = get (work);

  if (self->state != SAFFRON_WORK_RUNNING
      || saffron_job_is_cancelled (self->job))
    return;
  saffron_job_cancel (self->job);
  g_signal_emit (work, signals[CANCELLED], 0);
}

gboolean
saffron_work_is_cancelled (SaffronWork *self)
{
  return saffron_job_is_cancelled (get (self)->job);
}

SaffronWorkState
saffron_work_get_state (SaffronWork *self)
{
  return get (self)->state;
}

const GError *
saffron_work_get_error (SaffronWork *self)
{
  return get (self)->error;
}

SaffronJob *
saffron_work_get_job (SaffronWork *self)
{
  return get (self)->job;
}
