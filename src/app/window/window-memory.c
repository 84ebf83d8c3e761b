/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-private.h"

#include <glib/gi18n.h>

#include "app/work/forecast-task.h"
#include "register/params-words.h"

/* How many combinations a question names. */
#define MAX_NAMED 8

/* A registration that waits for what is known, or said, of its memory. */
typedef struct {
  SaffronSession *session;
  guint64 edit; /* of it, that the forecast is about */
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

static GtkWidget *
question_new (SaffronWindow *self, const char *text)
{
  GtkWidget *dialog =
      adw_message_dialog_new (GTK_WINDOW (self), _ ("Not Enough Memory"), text);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "cancel",
                                   _ ("_Cancel"));
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  return dialog;
}

static void
add_response (GtkWidget *dialog,
              const char *id,
              const char *label,
              AdwResponseAppearance appearance)
{
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), id, label);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), id,
                                              appearance);
}

static void
on_answered (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  SaffronWindow *self = user_data;
  const Waiting *waiting = g_object_get_data (G_OBJECT (dialog), "waiting");

  if (saffron_document_get_session (self->document) != waiting->session)
    return;
  if (g_str_equal (response, "fit"))
    saffron_session_set_params (waiting->session, waiting->fitting);
  else if (g_str_equal (response, "run"))
    saffron_window_start_registration (self, &waiting->region);
}

/* What has not the memory it needs ends in the middle, and takes other
 * programs with it. */
static void
ask (SaffronWindow *self, Waiting *waiting, const SaffronForecast *forecast)
{
  g_autofree char *need = g_format_size (forecast->here.peak_memory);
  g_autofree char *limit = g_format_size (forecast->limit);
  g_autofree char *text = NULL;
  GtkWidget *dialog = NULL;

  text = g_strdup_printf (_ ("It would take about %s; there are %s."), need,
                          limit);
  if (forecast->fitting != NULL)
    {
      g_autofree char *changes = saffron_params_describe_changes (
          forecast->fitting, saffron_session_get_params (waiting->session));
      g_autofree char *alone = g_steal_pointer (&text);

      text = g_strdup_printf (_ ("%s What fits: %s."), alone, changes);
      waiting->fitting = saffron_params_copy (forecast->fitting);
    }
  dialog = question_new (self, text);
  add_response (dialog, "run", _ ("_Register Anyway"),
                ADW_RESPONSE_DESTRUCTIVE);
  if (waiting->fitting != NULL)
    {
      add_response (dialog, "fit", _ ("_Set What Fits"),
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
  SaffronWindow *self = SAFFRON_WINDOW (source);
  Waiting *waiting = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) forecasts = saffron_forecast_finish (result, &error);
  const SaffronForecast *forecast =
      forecasts != NULL ? forecasts->pdata[0] : NULL;

  if (g_task_get_cancellable (G_TASK (result)) == self->checking)
    g_clear_object (&self->checking);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      || self->document == NULL
      || saffron_document_get_session (self->document) != waiting->session
      || saffron_document_get_shown (self->document) != waiting->shown)
    waiting_free (waiting);
  else if (saffron_session_get_edit (waiting->session) != waiting->edit)
    {
      saffron_window_register_checked (self, &waiting->region);
      waiting_free (waiting);
    }
  else if (forecast != NULL && !forecast->fits)
    ask (self, waiting, forecast);
  else
    {
      /* What is wrong with a region, registering it says. */
      saffron_window_start_registration (self, &waiting->region);
      waiting_free (waiting);
    }
}

void
saffron_window_register_checked (SaffronWindow *self, const SaffronRect *region)
{
  SaffronSession *session = saffron_document_get_session (self->document);
  SaffronMoving *shown = saffron_document_get_shown (self->document);
  SaffronPair pair = saffron_document_get_pair (self->document);
  const SaffronForecast *known = saffron_forecaster_get (self->forecaster);
  SaffronForecastRequest *request = NULL;
  SaffronRunEntry *whole = NULL;
  Waiting *waiting = NULL;

  if (self->registration != NULL || session == NULL || shown == NULL)
    return;
  request = saffron_forecast_request_new (&pair, self->settings);
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
      saffron_window_start_registration (self, region);
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
      saffron_window_stop_checking (self);
      self->checking = g_cancellable_new ();
      saffron_forecast_async (self, g_steal_pointer (&request), self->checking,
                              on_forecast, waiting);
    }
  g_clear_pointer (&request, saffron_forecast_request_free);
}

void
saffron_window_stop_checking (SaffronWindow *self)
{
  g_cancellable_cancel (self->checking);
  g_clear_object (&self->checking);
}

static void
on_sweep_answered (AdwMessageDialog *dialog,
                   const char *response,
                   gpointer user_data)
{
  SaffronWindow *self = user_data;

  if (g_str_equal (response, "cancel"))
    saffron_sweep_runner_stop (self->sweep);
  else
    saffron_sweep_runner_answer (self->sweep, g_str_equal (response, "run"));
}

/* Those that do not fit, by name, and whether any other is to come. */
static char *
name_too_large (SaffronSweepRunner *runner, gboolean *others)
{
  const SaffronSweep *sweep = saffron_sweep_runner_get_sweep (runner);
  g_autofree char *limit =
      g_format_size (saffron_sweep_runner_get_limit (runner));
  g_autoptr (GString) text = g_string_new (NULL);
  guint n = 0;

  g_string_append_printf (
      text, _ ("There are %s. These combinations would take more:"), limit);
  for (guint i = 0; i < saffron_sweep_get_n (sweep); i++)
    {
      g_autofree char *need =
          g_format_size (saffron_sweep_get_memory (sweep, i));

      if (!saffron_sweep_runner_is_too_large (runner, i))
        *others |= saffron_sweep_get_run (sweep, i) == NULL;
      else if (++n <= MAX_NAMED)
        g_string_append_printf (text, _ ("\n%s: about %s"),
                                saffron_sweep_get_label (sweep, i), need);
    }
  if (n > MAX_NAMED)
    g_string_append_printf (text, _ ("\nand %u more"), n - MAX_NAMED);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

void
saffron_window_ask_about_sweep (SaffronWindow *self)
{
  gboolean others = FALSE;
  g_autofree char *text = name_too_large (self->sweep, &others);
  GtkWidget *dialog = question_new (self, text);

  add_response (dialog, "run", _ ("_Run All"), ADW_RESPONSE_DESTRUCTIVE);
  if (others)
    {
      add_response (dialog, "leave", _ ("_Leave Them Out"),
                    ADW_RESPONSE_SUGGESTED);
      adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog),
                                               "leave");
    }
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_sweep_answered),
                           self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
