/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/work/registration.h"

#include "base/background.h"
#include "base/peak-memory.h"
#include "session/landmark.h"

struct _SaffronRegistration {
  GObject parent_instance;

  char *reference;
  char *moving;
  SaffronPairSpec spec; /* its own */
  SaffronJob *job;
  gint64 started;
};

enum {
  PROGRESS,
  TRANSFORM,
  FINISHED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaffronRegistration, saffron_registration, G_TYPE_OBJECT)

static void
saffron_registration_finalize (GObject *object)
{
  SaffronRegistration *self = SAFFRON_REGISTRATION (object);

  g_free (self->reference);
  g_free (self->moving);
  saffron_params_free ((SaffronParams *) self->spec.params);
  g_clear_pointer (&self->spec.landmarks, g_array_unref);
  g_clear_pointer (&self->spec.start, saffron_transform_unref);
  g_clear_object (&self->job);
  G_OBJECT_CLASS (saffron_registration_parent_class)->finalize (object);
}

static void
saffron_registration_class_init (SaffronRegistrationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_registration_finalize;

  signals[PROGRESS] = g_signal_new (
      "progress", SAFFRON_TYPE_REGISTRATION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
      NULL, G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[TRANSFORM] =
      g_signal_new ("transform", SAFFRON_TYPE_REGISTRATION, G_SIGNAL_RUN_LAST,
                    0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[FINISHED] = g_signal_new (
      "finished", SAFFRON_TYPE_REGISTRATION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
      NULL, G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_STRING);
}

static void
saffron_registration_init (SaffronRegistration *self)
{
  self->job = saffron_job_new ();
  self->started = g_get_monotonic_time ();
}

/* What the worker sends over to the main thread. */
typedef struct {
  SaffronRegistration *self;
  char *stage;
  double fraction;
  SaffronTransform *transform;
} Message;

static void
message_free (gpointer data)
{
  Message *message = data;

  g_object_unref (message->self);
  g_free (message->stage);
  g_clear_pointer (&message->transform, saffron_transform_unref);
  g_free (message);
}

static gboolean
deliver (gpointer data)
{
  Message *message = data;
  SaffronRegistration *self = message->self;
  double seconds =
      (double) (g_get_monotonic_time () - self->started) / G_USEC_PER_SEC;
  double left = -1.0;

  if (saffron_job_is_cancelled (self->job))
    return G_SOURCE_REMOVE;
  if (message->transform != NULL)
    {
      g_signal_emit (self, signals[TRANSFORM], 0, message->transform);
      return G_SOURCE_REMOVE;
    }
  if (message->fraction > 0.1)
    left = seconds * (1.0 - message->fraction) / message->fraction;
  g_signal_emit (self, signals[PROGRESS], 0, message->stage, message->fraction,
                 left);
  return G_SOURCE_REMOVE;
}

static void
send (SaffronRegistration *self,
      const char *stage,
      double fraction,
      SaffronTransform *transform)
{
  Message *message = g_new0 (Message, 1);

  message->self = g_object_ref (self);
  message->stage = g_strdup (stage);
  message->fraction = fraction;
  message->transform =
      transform != NULL ? saffron_transform_ref (transform) : NULL;
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, deliver, message, message_free);
}

static void
on_progress (SaffronJob *job,
             const char *stage,
             double fraction,
             gpointer user_data)
{
  send (user_data, stage, fraction, NULL);
}

static void
on_stage_done (SaffronTransform *transform, gpointer user_data)
{
  send (user_data, "", 0.0, transform);
}

static void
run (GTask *task, SaffronRegistration *self)
{
  g_autoptr (SaffronSlide) reference = NULL;
  g_autoptr (SaffronSlide) moving = NULL;
  SaffronMemoryMeter meter;
  SaffronRun *run = NULL;
  GError *error = NULL;
  gint64 peak;

  saffron_memory_meter_start (&meter);
  reference = saffron_slide_open (self->reference, NULL, &error);
  if (reference != NULL)
    moving = saffron_slide_open (self->moving, NULL, &error);
  if (moving != NULL)
    run = saffron_register_pair (reference, moving, &self->spec, self->job,
                                 on_stage_done, self, &error);
  peak = saffron_memory_meter_stop (&meter);
  /* Nobody else has it yet. What it recorded is the whole app's. */
  if (run != NULL)
    run->peak_memory = peak;
  if (run != NULL)
    g_task_return_pointer (task, run, (GDestroyNotify) saffron_run_unref);
  else
    g_task_return_error (task, error);
}

/* Tiles, and whatever else a person waits for, go first. */
static gpointer
run_in_thread (gpointer data)
{
  g_autoptr (GTask) task = data;

  saffron_background_enter ();
  run (task, g_task_get_source_object (task));
  return NULL;
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaffronRegistration *self = SAFFRON_REGISTRATION (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (SaffronRun) run = NULL;
  gboolean cancelled;

  run = g_task_propagate_pointer (G_TASK (result), &error);
  /* A run that was complete when it was cancelled is not wanted either. */
  cancelled = saffron_job_is_cancelled (self->job);
  if (cancelled)
    g_clear_pointer (&run, saffron_run_unref);
  g_signal_emit (self, signals[FINISHED], 0, run,
                 cancelled || error == NULL ? NULL : error->message);
}

SaffronRegistration *
saffron_registration_new (const char *reference,
                          const char *moving,
                          const SaffronPairSpec *spec,
                          guint n_threads)
{
  SaffronRegistration *self = g_object_new (SAFFRON_TYPE_REGISTRATION, NULL);
  g_autoptr (GTask) task = NULL;

  self->reference = g_strdup (reference);
  self->moving = g_strdup (moving);
  self->spec = *spec;
  self->spec.params = saffron_params_copy (spec->params);
  if (spec->landmarks != NULL)
    self->spec.landmarks = saffron_landmarks_copy (spec->landmarks);
  if (spec->start != NULL)
    self->spec.start = saffron_transform_ref (spec->start);
  saffron_job_set_threads (self->job, n_threads);
  saffron_job_set_callback (self->job, on_progress, self);
  /* The task holds a reference until "finished" has been emitted. */
  task = g_task_new (self, NULL, on_done, NULL);
  g_thread_unref (
      g_thread_new ("registration", run_in_thread, g_object_ref (task)));
  return self;
}

void
saffron_registration_cancel (SaffronRegistration *self)
{
  saffron_job_cancel (self->job);
}

const char *
saffron_registration_get_moving (SaffronRegistration *self)
{
  return self->moving;
}

const char *
saffron_registration_get_reference (SaffronRegistration *self)
{
  return self->reference;
}

const SaffronRect *
saffron_registration_get_region (SaffronRegistration *self)
{
  return &self->spec.region;
}
