/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/work/sweep-runner.h"

#include <glib/gi18n.h>

#include "app/work/forecast-task.h"
#include "app/work/registration.h"
#include "base/error.h"
#include "register/stages.h"

typedef enum {
  IDLE,
  CHECKING, /* asks whether the memory is enough */
  ASKING,   /* waits for an answer about memory */
  RUNNING,
} State;

struct _SaffronSweepRunner {
  GObject parent_instance;

  GSettings *settings;
  SaffronWorkList *works;
  SaffronPair pair;        /* the pair that is shown; references of its own */
  SaffronSession *session; /* the moving slide that the sweep is of; NULL before
                              the first */
  SaffronMoving *moving;   /* and of which slide */
  SaffronSweep *sweep;
  State state;
  GCancellable *checking;
  gint64 limit;                      /* bytes; 0: not known */
  int item;                          /* the registration under way */
  SaffronRegistration *registration; /* its combination, while RUNNING */
  SaffronWork *work; /* the whole sweep as one piece of work; NULL while IDLE */
};

enum {
  CHANGED,
  RESTORED,
  MEMORY,
  SHOW,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaffronSweepRunner, saffron_sweep_runner, G_TYPE_OBJECT)

static void start_next (SaffronSweepRunner *self, guint from);

static void
describe_loss (SaffronSweepRunner *self)
{
  g_autofree char *loss =
      g_strdup_printf (_ ("A sweep is under way, %u of %u done. Its finished "
                          "runs are kept, the one under way would be lost."),
                       saffron_sweep_get_n_done (self->sweep),
                       saffron_sweep_get_n (self->sweep));

  saffron_work_set_loss (self->work, loss);
}

static void
on_cancelled (SaffronWork *work, gpointer user_data)
{
  saffron_sweep_runner_stop (user_data);
}

/* The whole sweep is one piece of work, whatever step it is at. */
static void
set_state (SaffronSweepRunner *self, State state)
{
  g_autoptr (SaffronWork) ended = NULL;

  self->state = state;
  if (state == IDLE && self->work != NULL)
    {
      ended = g_steal_pointer (&self->work);
      g_signal_handlers_disconnect_by_data (ended, self);
      saffron_work_finish (ended, NULL);
    }
  else if (state != IDLE && self->work == NULL)
    {
      self->work = saffron_work_new (_ ("Sweep"));
      g_signal_connect (self->work, "cancelled", G_CALLBACK (on_cancelled),
                        self);
      describe_loss (self);
      saffron_work_list_add (self->works, self->work);
    }
}

/* Drops the result of the registration under way. */
static void
drop (SaffronSweepRunner *self)
{
  set_state (self, IDLE);
  g_cancellable_cancel (self->checking);
  g_clear_object (&self->checking);
  if (self->registration == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->registration, self);
  saffron_work_cancel (SAFFRON_WORK (self->registration));
  g_clear_object (&self->registration);
}

static void
saffron_sweep_runner_finalize (GObject *object)
{
  SaffronSweepRunner *self = SAFFRON_SWEEP_RUNNER (object);

  drop (self);
  saffron_pair_clear (&self->pair);
  g_object_unref (self->settings);
  g_object_unref (self->works);
  g_clear_object (&self->session);
  g_clear_object (&self->moving);
  g_clear_pointer (&self->sweep, saffron_sweep_free);
  G_OBJECT_CLASS (saffron_sweep_runner_parent_class)->finalize (object);
}

static void
saffron_sweep_runner_class_init (SaffronSweepRunnerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_sweep_runner_finalize;

  signals[CHANGED] =
      g_signal_new ("changed", SAFFRON_TYPE_SWEEP_RUNNER, G_SIGNAL_RUN_LAST, 0,
                    NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[RESTORED] =
      g_signal_new ("restored", SAFFRON_TYPE_SWEEP_RUNNER, G_SIGNAL_RUN_LAST, 0,
                    NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[MEMORY] =
      g_signal_new ("memory", SAFFRON_TYPE_SWEEP_RUNNER, G_SIGNAL_RUN_LAST, 0,
                    NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SHOW] =
      g_signal_new ("show", SAFFRON_TYPE_SWEEP_RUNNER, G_SIGNAL_RUN_LAST, 0,
                    NULL, NULL, NULL, G_TYPE_NONE, 1, SAFFRON_TYPE_MOVING);
}

static void
saffron_sweep_runner_init (SaffronSweepRunner *self)
{
  self->pair = (SaffronPair){ 0 };
}

/* Whether the slides of the sweep are still open: not after another session or
 * another reference was opened, nor after the slide was removed. */
static gboolean
is_open (SaffronSweepRunner *self)
{
  SaffronSession *session = self->pair.session;

  return session != NULL && session == self->session
         && saffron_session_has_moving (session, self->moving);
}

static void
on_progress (SaffronWork *registration, gpointer user_data)
{
  SaffronSweepRunner *self = user_data;
  guint n = saffron_sweep_get_n (self->sweep);
  double fraction = saffron_work_get_fraction (registration);
  double seconds =
      saffron_sweep_seconds_left (self->sweep, self->item, fraction);
  g_autofree char *title =
      g_strdup_printf (_ ("Sweep, %d of %u"), self->item + 1, n);
  g_autofree char *stage = g_strdup_printf (
      "%s (%s)", saffron_sweep_get_label (self->sweep, self->item),
      saffron_stage_title (saffron_work_get_stage (registration)));

  saffron_work_set_title (self->work, title);
  saffron_work_set_progress (self->work, stage, (self->item + fraction) / n,
                             seconds < 0.0 ? SAFFRON_TIME_LEFT_UNKNOWN
                                           : SAFFRON_TIME_LEFT_SECONDS,
                             seconds);
}

static void
on_finished (SaffronWork *work, gpointer user_data)
{
  SaffronSweepRunner *self = user_data;
  g_autoptr (SaffronRegistration) registration =
      g_steal_pointer (&self->registration);
  SaffronRun *run = saffron_registration_get_run (registration);
  const GError *error = saffron_work_get_error (work);

  g_signal_handlers_disconnect_by_data (work, self);
  if (run != NULL || error != NULL)
    saffron_sweep_set_result (self->sweep, self->item, run,
                              error != NULL ? error->message : NULL);
  describe_loss (self);
  if (run != NULL && is_open (self))
    saffron_session_add_run_to_group (self->session, self->moving, run,
                                      saffron_sweep_get_name (self->sweep));
  /* A run that the person has deleted meanwhile is not made again at once. */
  if (self->state == RUNNING)
    start_next (self, self->item + 1);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
start_next (SaffronSweepRunner *self, guint from)
{
  SaffronRegisterOptions spec = { 0 };

  self->item = saffron_sweep_next (self->sweep, from);
  set_state (self, self->item >= 0 ? RUNNING : IDLE);
  if (self->item < 0)
    return;
  spec.params = saffron_sweep_get_params (self->sweep, self->item);
  spec.landmarks = saffron_moving_get_landmarks (self->moving);
  spec.by_hand = saffron_moving_get_start (self->moving);
  self->registration =
      saffron_registration_new (self->session, self->moving, &spec, NULL,
                                g_settings_get_int (self->settings, "threads"));
  g_signal_connect (self->registration, "changed", G_CALLBACK (on_progress),
                    self);
  g_signal_connect (self->registration, "finished", G_CALLBACK (on_finished),
                    self);
}

/* @sweep: (transfer full) (nullable): of the slide that is shown. */
static void
set_sweep (SaffronSweepRunner *self, SaffronSweep *sweep)
{
  gboolean any = sweep != NULL;

  g_clear_pointer (&self->sweep, saffron_sweep_free);
  g_set_object (&self->session, (any ? self->pair.session : NULL));
  g_set_object (&self->moving, (any ? self->pair.moving : NULL));
  self->sweep = sweep;
}

/* The session was edited, or other slides are shown. */
static void
follow (SaffronSweepRunner *self)
{
  SaffronMoving *shown = self->pair.moving;
  gboolean open = is_open (self);

  if (!open)
    drop (self);
  if (open && (self->state != IDLE || self->moving == shown))
    saffron_sweep_find_runs (self->sweep, self->moving);
  else
    {
      set_sweep (self, shown != NULL ? saffron_sweep_restore (shown) : NULL);
      if (self->sweep != NULL)
        g_signal_emit (self, signals[RESTORED], 0);
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

SaffronSweepRunner *
saffron_sweep_runner_new (GSettings *settings, SaffronWorkList *works)
{
  SaffronSweepRunner *self = g_object_new (SAFFRON_TYPE_SWEEP_RUNNER, NULL);

  self->settings = g_object_ref (settings);
  self->works = g_object_ref (works);
  return self;
}

void
saffron_sweep_runner_set_pair (SaffronSweepRunner *self,
                               const SaffronPair *pair)
{
  saffron_pair_set (&self->pair, pair);
  follow (self);
}

static gboolean
any_too_large (SaffronSweepRunner *self)
{
  for (guint i = 0; i < saffron_sweep_get_n (self->sweep); i++)
    if (saffron_sweep_runner_is_too_large (self, i))
      return TRUE;
  return FALSE;
}

static void
on_forecast (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaffronSweepRunner *self = SAFFRON_SWEEP_RUNNER (source);
  g_autoptr (GPtrArray) forecasts = saffron_forecast_finish (result, NULL);

  /* The sweep was stopped, and perhaps started again, meanwhile. */
  if (forecasts == NULL
      || g_task_get_cancellable (G_TASK (result)) != self->checking)
    return;
  g_clear_object (&self->checking);
  for (guint i = 0; i < forecasts->len; i++)
    {
      const SaffronForecast *forecast = forecasts->pdata[i];

      self->limit = forecast->limit;
      saffron_sweep_set_estimate (self->sweep, i, forecast->here.peak_memory,
                                  forecast->here.seconds);
    }
  if (any_too_large (self))
    {
      set_state (self, ASKING);
      g_signal_emit (self, signals[MEMORY], 0);
      return;
    }
  start_next (self, 0);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Nothing runs before the memory that all combinations take is known. */
static void
check_memory (SaffronSweepRunner *self)
{
  if (saffron_sweep_next (self->sweep, 0) >= 0)
    {
      SaffronForecastRequest *request =
          saffron_forecast_request_new (&self->pair, self->settings);

      set_state (self, CHECKING);
      self->checking = g_cancellable_new ();
      for (guint i = 0; i < saffron_sweep_get_n (self->sweep); i++)
        saffron_forecast_request_add (
            request, saffron_sweep_get_params (self->sweep, i));
      saffron_forecast_async (self, request, self->checking, on_forecast, NULL);
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Runs that are there already count only if the same landmarks corrected them
 * as will correct the new ones, and the slide was laid the same by hand. */
static void
find_runs (SaffronSweepRunner *self)
{
  saffron_sweep_set_landmarks (self->sweep,
                               saffron_moving_get_landmarks (self->moving));
  saffron_sweep_set_start (self->sweep,
                           saffron_moving_get_start (self->moving));
  saffron_sweep_find_runs (self->sweep, self->moving);
}

gboolean
saffron_sweep_runner_start (SaffronSweepRunner *self,
                            const char *const *axes,
                            GError **error)
{
  SaffronSession *session = self->pair.session;
  SaffronSweep *sweep = NULL;

  if (self->state != IDLE || session == NULL
      || !saffron_pair_is_complete (&self->pair))
    {
      g_set_error_literal (error, SAFFRON_ERROR, SAFFRON_ERROR_FAILED,
                           self->state != IDLE
                               ? _ ("a sweep is running; stop it first")
                               : _ ("there is nothing to register"));
      return FALSE;
    }
  sweep = saffron_sweep_new (saffron_session_get_params (session), axes, error);
  if (sweep == NULL)
    return FALSE;
  set_sweep (self, sweep);
  find_runs (self);
  check_memory (self);
  return TRUE;
}

void
saffron_sweep_runner_resume (SaffronSweepRunner *self)
{
  if (!saffron_sweep_runner_can_resume (self))
    return;
  saffron_sweep_forget_errors (self->sweep);
  find_runs (self);
  check_memory (self);
}

gboolean
saffron_sweep_runner_can_resume (SaffronSweepRunner *self)
{
  return self->state == IDLE && self->sweep != NULL
         && saffron_pair_is_complete (&self->pair) && is_open (self)
         && self->moving == self->pair.moving
         && saffron_sweep_get_n_done (self->sweep)
                < saffron_sweep_get_n (self->sweep);
}

SaffronSweepLikeness
saffron_sweep_runner_compare (SaffronSweepRunner *self, const char *const *axes)
{
  return saffron_sweep_compare (self->sweep, self->pair.session,
                                is_open (self) ? self->moving : NULL, axes);
}

gint64
saffron_sweep_runner_get_limit (SaffronSweepRunner *self)
{
  return self->limit;
}

gboolean
saffron_sweep_runner_is_too_large (SaffronSweepRunner *self, guint i)
{
  return self->limit > 0
         && saffron_sweep_get_memory (self->sweep, i) > self->limit
         && saffron_sweep_get_run (self->sweep, i) == NULL
         && saffron_sweep_get_error (self->sweep, i) == NULL;
}

void
saffron_sweep_runner_answer (SaffronSweepRunner *self, gboolean all)
{
  if (self->state != ASKING)
    return;
  for (guint i = 0; i < saffron_sweep_get_n (self->sweep); i++)
    if (!all && saffron_sweep_runner_is_too_large (self, i))
      {
        g_autofree char *memory =
            g_format_size (saffron_sweep_get_memory (self->sweep, i));
        g_autofree char *why =
            g_strdup_printf (_ ("it would take about %s"), memory);

        saffron_sweep_leave_out (self->sweep, i, why);
      }
  start_next (self, 0);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
saffron_sweep_runner_stop (SaffronSweepRunner *self)
{
  if (self->state == IDLE)
    return;
  drop (self);
  /* By now another slide may be on the screen. */
  follow (self);
}

gboolean
saffron_sweep_runner_is_running (SaffronSweepRunner *self)
{
  return self->state != IDLE;
}

int
saffron_sweep_runner_get_item (SaffronSweepRunner *self)
{
  return self->state == RUNNING ? self->item : -1;
}

const SaffronSweep *
saffron_sweep_runner_get_sweep (SaffronSweepRunner *self)
{
  return self->sweep;
}

const SaffronPair *
saffron_sweep_runner_get_pair (SaffronSweepRunner *self)
{
  return &self->pair;
}

GSettings *
saffron_sweep_runner_get_settings (SaffronSweepRunner *self)
{
  return self->settings;
}

void
saffron_sweep_runner_show (SaffronSweepRunner *self, guint i)
{
  SaffronRun *run = saffron_sweep_get_run (self->sweep, i);
  SaffronRunEntry *entry =
      is_open (self) ? saffron_moving_find_run (self->moving, run) : NULL;

  if (entry == NULL)
    return;
  saffron_session_set_current_run (self->session, entry);
  g_signal_emit (self, signals[SHOW], 0, self->moving);
}
