/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-memory.h"

#include <glib/gi18n.h>

#include "app/window/memory-question.h"
#include "app/work/forecast-task.h"
#include "register/params-words.h"

struct _SaffronWindowMemory {
  GObject parent_instance;

  SaffronShell *shell;
  SaffronForecaster *forecaster;
  GCancellable *checking; /* NULL: no registration waits */
};

enum {
  ALLOWED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaffronWindowMemory, saffron_window_memory, G_TYPE_OBJECT)

static void
saffron_window_memory_dispose (GObject *object)
{
  SaffronWindowMemory *self = SAFFRON_WINDOW_MEMORY (object);

  g_cancellable_cancel (self->checking);
  g_clear_object (&self->checking);
  G_OBJECT_CLASS (saffron_window_memory_parent_class)->dispose (object);
}

static void
saffron_window_memory_finalize (GObject *object)
{
  SaffronWindowMemory *self = SAFFRON_WINDOW_MEMORY (object);

  g_object_unref (self->forecaster);
  saffron_shell_unref (self->shell);
  G_OBJECT_CLASS (saffron_window_memory_parent_class)->finalize (object);
}

static void
saffron_window_memory_class_init (SaffronWindowMemoryClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = saffron_window_memory_dispose;
  G_OBJECT_CLASS (klass)->finalize = saffron_window_memory_finalize;

  signals[ALLOWED] =
      g_signal_new ("allowed", SAFFRON_TYPE_WINDOW_MEMORY, G_SIGNAL_RUN_LAST, 0,
                    NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
saffron_window_memory_init (SaffronWindowMemory *self)
{
}

/* Starts the waiting registration once its memory is known or confirmed. */
typedef struct {
  SaffronSession *session;
  guint64 edit; /* the moving slide that the forecast is about */
  SaffronMoving *shown;
  SaffronRect region;
  SaffronParams *fitting;
} Waiting;

static void
waiting_free (gpointer data)
{
  Waiting *waiting = data;

  g_object_unref (waiting->session);
  g_object_unref (waiting->shown);
  g_clear_pointer (&waiting->fitting, saffron_params_free);
  g_free (waiting);
}

static void
on_answered (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  SaffronWindowMemory *self = user_data;
  const Waiting *waiting = g_object_get_data (G_OBJECT (dialog), "waiting");

  if (saffron_document_get_session (self->shell->document) != waiting->session)
    return;
  if (g_str_equal (response, "fit"))
    saffron_session_set_params (waiting->session, waiting->fitting);
  else if (g_str_equal (response, "run"))
    g_signal_emit (self, signals[ALLOWED], 0, &waiting->region);
}

/* A registration without enough memory is killed midway and may take other
 * programs with it, so it is asked about first. */
static void
ask (SaffronWindowMemory *self,
     Waiting *waiting,
     const SaffronForecast *forecast)
{
  g_autofree char *need = g_format_size (forecast->here.peak_memory);
  g_autofree char *limit = g_format_size (forecast->limit);
  g_autofree char *text = NULL;
  GtkWidget *dialog = NULL;

  if (forecast->fitting != NULL)
    {
      g_autofree char *changes = saffron_params_describe_changes (
          forecast->fitting, saffron_session_get_params (waiting->session));

      text = g_strdup_printf (
          _ ("Registering would take about %s of memory; only %s may be used. "
             "These parameters fit: %s."),
          need, limit, changes);
      waiting->fitting = saffron_params_copy (forecast->fitting);
    }
  else
    text = g_strdup_printf (_ ("Registering would take about %s of memory; "
                               "only %s may be used."),
                            need, limit);
  dialog = saffron_memory_question_new (self->shell->window, text);
  saffron_memory_question_add (dialog, "run", _ ("_Register Anyway"),
                               ADW_RESPONSE_DESTRUCTIVE);
  if (waiting->fitting != NULL)
    {
      saffron_memory_question_add (dialog, "fit", _ ("_Set What Fits"),
                                   ADW_RESPONSE_SUGGESTED);
      adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog),
                                               "fit");
    }
  g_object_set_data_full (G_OBJECT (dialog), "waiting", waiting, waiting_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_answered), self,
                           0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_forecast (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaffronWindowMemory *self = SAFFRON_WINDOW_MEMORY (source);
  Waiting *waiting = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) forecasts = saffron_forecast_finish (result, &error);
  const SaffronForecast *forecast =
      forecasts != NULL ? forecasts->pdata[0] : NULL;

  if (g_task_get_cancellable (G_TASK (result)) == self->checking)
    g_clear_object (&self->checking);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      || self->shell->window == NULL
      || saffron_document_get_session (self->shell->document)
             != waiting->session
      || saffron_document_get_shown (self->shell->document) != waiting->shown)
    waiting_free (waiting);
  else if (saffron_session_get_edit (waiting->session) != waiting->edit)
    {
      saffron_window_memory_check (self, &waiting->region);
      waiting_free (waiting);
    }
  else if (forecast != NULL && !forecast->fits)
    ask (self, waiting, forecast);
  else
    {
      /* An error in the region is reported when the region is registered. */
      g_signal_emit (self, signals[ALLOWED], 0, &waiting->region);
      waiting_free (waiting);
    }
}

void
saffron_window_memory_check (SaffronWindowMemory *self,
                             const SaffronRect *region)
{
  SaffronSession *session =
      saffron_document_get_session (self->shell->document);
  SaffronMoving *shown = saffron_document_get_shown (self->shell->document);
  SaffronPair pair = saffron_document_get_pair (self->shell->document);
  const SaffronForecast *known = saffron_forecaster_get (self->forecaster);
  SaffronForecastRequest *request = NULL;
  SaffronRunEntry *whole = NULL;
  Waiting *waiting = NULL;

  if (session == NULL || shown == NULL)
    return;
  request = saffron_forecast_request_new (&pair, self->shell->settings);
  if (request == NULL)
    return;
  waiting = g_new0 (Waiting, 1);
  waiting->session = g_object_ref (session);
  waiting->edit = saffron_session_get_edit (session);
  waiting->shown = g_object_ref (shown);
  waiting->region = *region;
  if (region->width == 0 && known != NULL && !known->fits)
    ask (self, waiting, known);
  else if (region->width == 0 && known != NULL)
    {
      g_signal_emit (self, signals[ALLOWED], 0, region);
      waiting_free (waiting);
    }
  else
    {
      saffron_forecast_request_add (request,
                                    saffron_session_get_params (session));
      whole = saffron_moving_get_whole (shown);
      saffron_forecast_request_set_region (
          request, region,
          whole != NULL ? saffron_run_entry_get_run (whole)->transform : NULL);
      g_cancellable_cancel (self->checking);
      g_clear_object (&self->checking);
      self->checking = g_cancellable_new ();
      saffron_forecast_async (self, g_steal_pointer (&request), self->checking,
                              on_forecast, waiting);
    }
  g_clear_pointer (&request, saffron_forecast_request_free);
}

SaffronWindowMemory *
saffron_window_memory_new (SaffronShell *shell, SaffronForecaster *forecaster)
{
  SaffronWindowMemory *self = g_object_new (SAFFRON_TYPE_WINDOW_MEMORY, NULL);

  self->shell = saffron_shell_ref (shell);
  self->forecaster = g_object_ref (forecaster);
  return self;
}
