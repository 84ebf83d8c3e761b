/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/work/sweep-plan.h"

#include <glib/gi18n.h>

#include "app/work/forecast-task.h"
#include "base/duration.h"
#include "base/join.h"

#include "session/sweep.h"

static void
on_forecast (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) forecasts = saffron_forecast_finish (result, &error);
  g_autofree SaffronSweepPlan *plan = NULL;

  if (forecasts == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  plan = g_memdup2 (g_task_get_task_data (task), sizeof *plan);
  for (guint i = 0; i < forecasts->len; i++)
    plan->seconds += ((SaffronForecast *) forecasts->pdata[i])->here.seconds;
  g_task_return_pointer (task, g_steal_pointer (&plan), g_free);
}

/* The combinations of which the shown slide has no run. */
static SaffronSweep *
find_sweep (const SaffronPair *pair, const char *const *axes, GError **error)
{
  SaffronSweep *sweep = saffron_sweep_new (
      saffron_session_get_params (pair->session), axes, error);

  if (sweep == NULL)
    return NULL;
  saffron_sweep_set_landmarks (sweep,
                               saffron_moving_get_landmarks (pair->moving));
  saffron_sweep_set_start (sweep, saffron_moving_get_start (pair->moving));
  saffron_sweep_find_runs (sweep, pair->moving);
  return sweep;
}

void
saffron_sweep_plan_async (const SaffronPair *pair,
                          GSettings *settings,
                          const char *const *axes,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (SaffronSweep) sweep = NULL;
  g_autofree SaffronSweepPlan *plan = g_new0 (SaffronSweepPlan, 1);
  SaffronForecastRequest *request = NULL;
  GError *error = NULL;

  g_return_if_fail (pair->session != NULL && pair->moving != NULL);

  sweep = find_sweep (pair, axes, &error);
  if (sweep == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  plan->n = saffron_sweep_get_n (sweep);
  plan->n_done = saffron_sweep_get_n_done (sweep);
  request = saffron_forecast_request_new (pair, settings);
  if (request == NULL)
    {
      g_task_return_pointer (task, g_steal_pointer (&plan), g_free);
      return;
    }
  for (guint i = 0; i < plan->n; i++)
    if (saffron_sweep_get_run (sweep, i) == NULL)
      saffron_forecast_request_add (request,
                                    saffron_sweep_get_params (sweep, i));
  g_task_set_task_data (task, g_steal_pointer (&plan), g_free);
  saffron_forecast_async (NULL, request, cancellable, on_forecast,
                          g_steal_pointer (&task));
}

SaffronSweepPlan *
saffron_sweep_plan_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

char *
saffron_sweep_plan_to_words (const SaffronSweepPlan *plan)
{
  g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *time = saffron_describe_seconds (plan->seconds);

  g_ptr_array_add (
      facts,
      g_strdup_printf (ngettext ("%u run", "%u runs", plan->n), plan->n));
  if (plan->n_done > 0)
    g_ptr_array_add (
        facts, g_strdup_printf (ngettext ("%u of them is there",
                                          "%u of them are there", plan->n_done),
                                plan->n_done));
  if (plan->seconds > 0.0)
    g_ptr_array_add (facts, g_strdup_printf (_ ("about %s"), time));
  return saffron_join_facts (facts);
}
