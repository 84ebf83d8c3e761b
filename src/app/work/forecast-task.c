/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/work/forecast-task.h"

#include "register/region.h"
#include "slide/crop.h"

struct _SaffronForecastRequest {
  SaffronSlide *reference;
  SaffronSlide *moving;
  GPtrArray *params;  /* SaffronParams */
  SaffronRect region; /* of width 0: the whole */
  SaffronTransform *start;
  guint cpus, cluster_cpus;
  gint64 limit;
};

static void
free_params (gpointer data)
{
  saffron_params_free (data);
}

static void
free_forecast (gpointer data)
{
  saffron_forecast_free (data);
}

static void
free_request (gpointer data)
{
  saffron_forecast_request_free (data);
}

SaffronForecastRequest *
saffron_forecast_request_new (const SaffronPair *pair, GSettings *settings)
{
  SaffronForecastRequest *self = NULL;

  if (!saffron_pair_is_complete (pair))
    return NULL;
  self = g_new0 (SaffronForecastRequest, 1);
  self->reference = g_object_ref (pair->reference_slide);
  self->moving = g_object_ref (pair->moving_slide);
  self->params = g_ptr_array_new_with_free_func (free_params);
  self->cpus = g_settings_get_int (settings, "threads");
  self->cluster_cpus = g_settings_get_int (settings, "cluster-cpus");
  self->limit =
      (gint64) g_settings_get_int (settings, "memory-limit") * 1000000;
  return self;
}

void
saffron_forecast_request_free (SaffronForecastRequest *self)
{
  g_object_unref (self->reference);
  g_object_unref (self->moving);
  g_ptr_array_unref (self->params);
  g_clear_pointer (&self->start, saffron_transform_unref);
  g_free (self);
}

void
saffron_forecast_request_add (SaffronForecastRequest *self,
                              const SaffronParams *params)
{
  g_ptr_array_add (self->params, saffron_params_copy (params));
}

void
saffron_forecast_request_set_region (SaffronForecastRequest *self,
                                     const SaffronRect *region,
                                     SaffronTransform *start)
{
  self->region = *region;
  g_clear_pointer (&self->start, saffron_transform_unref);
  if (start != NULL)
    self->start = saffron_transform_ref (start);
}

/* A region is registered on parts of the slides, so those are what the forecast
 * looks at. */
static gboolean
crop (SaffronForecastRequest *self, GError **error)
{
  SaffronRect reference_part, moving_part;
  SaffronSlide *part = NULL;

  if (!saffron_region_find_parts (self->reference, self->moving, &self->region,
                                  self->start, &reference_part, &moving_part,
                                  error))
    return FALSE;
  part = saffron_slide_crop (self->reference, &reference_part);
  g_object_unref (self->reference);
  self->reference = part;
  part = saffron_slide_crop (self->moving, &moving_part);
  g_object_unref (self->moving);
  self->moving = part;
  return TRUE;
}

static void
run_in_thread (GTask *task,
               gpointer source,
               gpointer task_data,
               GCancellable *cancellable)
{
  SaffronForecastRequest *self = task_data;
  g_autoptr (GPtrArray) forecasts =
      g_ptr_array_new_with_free_func (free_forecast);
  GError *error = NULL;

  if (self->region.width > 0 && !crop (self, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  for (guint i = 0; i < self->params->len; i++)
    {
      if (g_task_return_error_if_cancelled (task))
        return;
      g_ptr_array_add (forecasts,
                       saffron_forecast_new (self->reference, self->moving,
                                             self->params->pdata[i], self->cpus,
                                             self->cluster_cpus, self->limit));
    }
  g_task_return_pointer (task, g_steal_pointer (&forecasts),
                         (GDestroyNotify) g_ptr_array_unref);
}

void
saffron_forecast_async (gpointer source,
                        SaffronForecastRequest *request,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task =
      g_task_new (source, cancellable, callback, user_data);

  g_task_set_task_data (task, request, free_request);
  g_task_run_in_thread (task, run_in_thread);
}

GPtrArray *
saffron_forecast_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
