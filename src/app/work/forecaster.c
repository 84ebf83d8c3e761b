/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/work/forecaster.h"

#include "app/work/forecast-task.h"

struct _SaffronForecaster {
  GObject parent_instance;

  GSettings *settings;
  SaffronPair pair; /* references of its own */
  SaffronForecast *forecast;
  gboolean working; /* runs on a thread */
  gboolean dirty;   /* whether anything has changed since it began */
};

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaffronForecaster, saffron_forecaster, G_TYPE_OBJECT)

static void
saffron_forecaster_finalize (GObject *object)
{
  SaffronForecaster *self = SAFFRON_FORECASTER (object);

  saffron_pair_clear (&self->pair);
  g_clear_pointer (&self->forecast, saffron_forecast_free);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (saffron_forecaster_parent_class)->finalize (object);
}

static void
saffron_forecaster_class_init (SaffronForecasterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_forecaster_finalize;

  signals[CHANGED] =
      g_signal_new ("changed", SAFFRON_TYPE_FORECASTER, G_SIGNAL_RUN_LAST, 0,
                    NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
saffron_forecaster_init (SaffronForecaster *self)
{
  self->pair = (SaffronPair){ 0 };
}

static void start (SaffronForecaster *self);

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaffronForecaster *self = SAFFRON_FORECASTER (source);
  g_autoptr (GPtrArray) forecasts = saffron_forecast_finish (result, NULL);

  self->working = FALSE;
  /* The forecast is out of date: things have changed since it began. */
  if (self->dirty)
    {
      start (self);
      return;
    }
  self->forecast = g_ptr_array_steal_index (forecasts, 0);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* One forecast at a time: changes while one runs start the next one
 * afterwards. */
static void
start (SaffronForecaster *self)
{
  SaffronForecastRequest *request = NULL;

  if (self->working)
    {
      self->dirty = TRUE;
      return;
    }
  self->dirty = FALSE;
  if (self->pair.session != NULL)
    request = saffron_forecast_request_new (&self->pair, self->settings);
  if (request == NULL)
    {
      g_signal_emit (self, signals[CHANGED], 0);
      return;
    }
  self->working = TRUE;
  saffron_forecast_request_add (
      request, saffron_session_get_params (self->pair.session));
  saffron_forecast_async (self, request, NULL, on_done, NULL);
}

/* Drops the old forecast, which is of other parameters. */
static void
restart (SaffronForecaster *self)
{
  g_clear_pointer (&self->forecast, saffron_forecast_free);
  start (self);
}

static void
on_setting (GSettings *settings, const char *key, gpointer user_data)
{
  restart (user_data);
}

SaffronForecaster *
saffron_forecaster_new (GSettings *settings)
{
  static const char *const keys[] = { "threads", "cluster-cpus",
                                      "memory-limit" };
  SaffronForecaster *self = g_object_new (SAFFRON_TYPE_FORECASTER, NULL);

  self->settings = g_object_ref (settings);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *signal = g_strdup_printf ("changed::%s", keys[i]);

      g_signal_connect_object (settings, signal, G_CALLBACK (on_setting), self,
                               0);
    }
  return self;
}

void
saffron_forecaster_set_pair (SaffronForecaster *self, const SaffronPair *pair)
{
  saffron_pair_set (&self->pair, pair);
  restart (self);
}

const SaffronForecast *
saffron_forecaster_get (SaffronForecaster *self)
{
  return self->forecast;
}
