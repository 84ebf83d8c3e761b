/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/work/pair.h"
#include "session/forecast.h"

G_BEGIN_DECLS

/**
 * SaffronForecastRequest:
 *
 * What registering a pair would take, to be worked out on a thread:
 * once for each set of parameters that is added, in their order.
 */
typedef struct _SaffronForecastRequest SaffronForecastRequest;

/* (transfer full) (nullable): %NULL when one of the slides is not open.
 * Processors and the limit of memory are those of the settings. */
SaffronForecastRequest *saffron_forecast_request_new (const SaffronPair *pair,
                                                      GSettings *settings);
void saffron_forecast_request_free (SaffronForecastRequest *request);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronForecastRequest,
                               saffron_forecast_request_free)

void saffron_forecast_request_add (SaffronForecastRequest *request,
                                   const SaffronParams *params);
/* It is about this region alone; see saffron_register(). */
void saffron_forecast_request_set_region (SaffronForecastRequest *request,
                                          const SaffronRect *region,
                                          SaffronTransform *start);

/**
 * saffron_forecast_async:
 * @source: (nullable): kept until @callback was called
 * @request: (transfer full):
 */
void saffron_forecast_async (gpointer source,
                             SaffronForecastRequest *request,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
/* (transfer full) (element-type SaffronForecast): %NULL with an error when it
 * was cancelled, or too little of the region lies on the slides. */
GPtrArray *saffron_forecast_finish (GAsyncResult *result, GError **error);

G_END_DECLS
