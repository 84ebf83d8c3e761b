/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/sweep-runner.h"

#include <glib/gi18n.h>

#include "app/registration.h"
#include "base/error.h"

struct _SaffronSweepRunner {
  GObject parent_instance;

  SaffronDocument *document;
  SaffronSession *session; /* that the sweep is of; NULL before the first */
  char *reference;
  char *moving;
  SaffronSweep *sweep;
  guint n_threads;
  int item; /* under way */
  SaffronRegistration *registration; /* NULL: not running */
};

enum {
  CHANGED,
  PROGRESS,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaffronSweepRunner, saffron_sweep_runner, G_TYPE_OBJECT)

static void start_next (SaffronSweepRunner *self);

static void
drop_registration (SaffronSweepRunner *self)
{
  if (self->registration == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->registration, self);
  saffron_registration_cancel (self->registration);
  g_clear_object (&self->registration);
}

static void
saffron_sweep_runner_finalize (GObject *object)
{
  SaffronSweepRunner *self = SAFFRON_SWEEP_RUNNER (object);

  drop_registration (self);
  g_signal_handlers_disconnect_by_data (self->document, self);
  g_object_unref (self->document);
  g_clear_object (&self->session);
  g_free (self->reference);
  g_free (self->moving);
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
  signals[PROGRESS] =
    g_signal_new ("progress", SAFFRON_TYPE_SWEEP_RUNNER, G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING,
                  G_TYPE_DOUBLE);
}

static void
saffron_sweep_runner_init (SaffronSweepRunner *self)
{
}

/* The moving slide's place in the session, -1 when the sweep is not of what is
 * open any more: another session, another reference, a slide that went. */
static int
find_moving (SaffronSweepRunner *self)
{
  SaffronSession *session = saffron_document_get_session (self->document);

  if (session == NULL || session != self->session
      || g_strcmp0 (saffron_session_get_reference_path (session),
                    self->reference)
           != 0)
    return -1;
  for (guint i = 0; i < saffron_session_get_n_moving (session); i++)
    if (g_strcmp0 (saffron_session_get_moving_path (session, i), self->moving)
        == 0)
      return (int) i;
  return -1;
}

static void
on_progress (SaffronRegistration *registration,
             const char *stage,
             double fraction,
             double left,
             gpointer user_data)
{
  SaffronSweepRunner *self = user_data;
  guint n = saffron_sweep_get_n (self->sweep);
  g_autofree char *text = g_strdup_printf (
    _("Sweep, %d of %u: %s (%s)"), self->item + 1, n,
    saffron_sweep_get_label (self->sweep, self->item), stage);

  g_signal_emit (self, signals[PROGRESS], 0, text,
                 (self->item + fraction) / n);
}

static void
on_finished (SaffronRegistration *registration,
             SaffronRun *run,
             const char *message,
             gpointer user_data)
{
  SaffronSweepRunner *self = user_data;
  int moving = find_moving (self);
  gboolean cancelled = run == NULL && message == NULL;

  g_signal_handlers_disconnect_by_data (registration, self);
  g_clear_object (&self->registration);
  if (!cancelled)
    saffron_sweep_set_result (self->sweep, self->item, run, message);
  if (run != NULL && moving >= 0)
    {
      saffron_session_add_run_to_group (self->session, moving, run,
                                        saffron_sweep_get_name (self->sweep));
      saffron_document_run_changed (self->document);
    }
  if (!cancelled && moving >= 0)
    start_next (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
start_next (SaffronSweepRunner *self)
{
  self->item = saffron_sweep_next (self->sweep, 0);
  if (self->item < 0)
    return;
  self->registration = saffron_registration_new (
    self->reference, self->moving,
    saffron_sweep_get_params (self->sweep, self->item), self->n_threads);
  g_signal_connect (self->registration, "progress", G_CALLBACK (on_progress),
                    self);
  g_signal_connect (self->registration, "finished", G_CALLBACK (on_finished),
                    self);
}

static void
on_edited (SaffronDocument *document, gpointer user_data)
{
  SaffronSweepRunner *self = user_data;

  if (self->registration != NULL && find_moving (self) < 0)
    saffron_sweep_runner_stop (self);
}

SaffronSweepRunner *
saffron_sweep_runner_new (SaffronDocument *document)
{
  SaffronSweepRunner *self = g_object_new (SAFFRON_TYPE_SWEEP_RUNNER, NULL);

  self->document = g_object_ref (document);
  g_signal_connect (document, "edited", G_CALLBACK (on_edited), self);
  return self;
}

gboolean
saffron_sweep_runner_start (SaffronSweepRunner *self,
                            const char *const *axes,
                            guint n_threads,
                            GError **error)
{
  SaffronSession *session = saffron_document_get_session (self->document);
  int shown = saffron_document_get_shown (self->document);
  SaffronSweep *sweep = NULL;

  if (self->registration != NULL || session == NULL || shown < 0)
    {
      g_set_error_literal (error, SAFFRON_ERROR, SAFFRON_ERROR_FAILED,
                           self->registration != NULL
                             ? _("a sweep is running; stop it first")
                             : _("there is nothing to register"));
      return FALSE;
    }
  sweep = saffron_sweep_new (saffron_session_get_params (session), axes,
                             error);
  if (sweep == NULL)
    return FALSE;
  g_clear_pointer (&self->sweep, saffron_sweep_free);
  self->sweep = sweep;
  self->n_threads = n_threads;
  g_set_object (&self->session, session);
  g_free (self->reference);
  self->reference = g_strdup (saffron_session_get_reference_path (session));
  g_free (self->moving);
  self->moving = g_strdup (saffron_session_get_moving_path (session, shown));
  saffron_sweep_find_runs (sweep, session, shown);
  start_next (self);
  g_signal_emit (self, signals[CHANGED], 0);
  return TRUE;
}

void
saffron_sweep_runner_stop (SaffronSweepRunner *self)
{
  if (self->registration == NULL)
    return;
  drop_registration (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

gboolean
saffron_sweep_runner_is_running (SaffronSweepRunner *self)
{
  return self->registration != NULL;
}

const SaffronSweep *
saffron_sweep_runner_get_sweep (SaffronSweepRunner *self)
{
  return self->sweep;
}

void
saffron_sweep_runner_show (SaffronSweepRunner *self, guint i)
{
  SaffronRun *run = saffron_sweep_get_run (self->sweep, i);
  int moving = find_moving (self);

  for (guint r = 0;
       moving >= 0 && r < saffron_session_get_n_runs (self->session, moving);
       r++)
    if (saffron_session_get_run (self->session, moving, r) == run)
      {
        saffron_session_set_current_run (self->session, moving, r);
        saffron_document_show_moving (self->document, moving);
        saffron_document_run_changed (self->document);
        return;
      }
}
