/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/work/pair.h"
#include "session/forecast.h"

G_BEGIN_DECLS

/**
 * SaffronForecaster:
 *
 * What registering the shown pair with the session's parameters is going to
 * take, worked out on a thread each time that slides, parameters or settings
 * change.
 *
 * SaffronForecaster::changed: there is another forecast, or there is no pair to
 *   have one of.
 */
#define SAFFRON_TYPE_FORECASTER (saffron_forecaster_get_type ())
G_DECLARE_FINAL_TYPE (SaffronForecaster,
                      saffron_forecaster,
                      SAFFRON,
                      FORECASTER,
                      GObject)

/* @settings: the processors and the memory that a run may have; the forecaster
 * listens to them. */
SaffronForecaster *saffron_forecaster_new (GSettings *settings);

/* Call this whenever the pair or its session has changed. */
void saffron_forecaster_set_pair (SaffronForecaster *self,
                                  const SaffronPair *pair);

/* (nullable): for the present parameters; %NULL while it is being worked
 * out. */
const SaffronForecast *saffron_forecaster_get (SaffronForecaster *self);

G_END_DECLS
