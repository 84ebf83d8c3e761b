/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/document/document.h"
#include "session/forecast.h"

G_BEGIN_DECLS

/**
 * SaffronEstimateRow:
 *
 * What registering the shown pair is going to take, on this machine and on the
 * cluster; where that is more memory than there is, a button that sets the
 * nearest parameters that fit. Worked out on a thread each time that slides,
 * parameters or settings change.
 *
 * SaffronEstimateRow::changed: there is another forecast, or none any more.
 */
#define SAFFRON_TYPE_ESTIMATE_ROW (saffron_estimate_row_get_type ())
G_DECLARE_FINAL_TYPE (SaffronEstimateRow,
                      saffron_estimate_row,
                      SAFFRON,
                      ESTIMATE_ROW,
                      GtkWidget)

GtkWidget *saffron_estimate_row_new (SaffronDocument *document,
                                     GSettings *settings);

/* (nullable): of the present parameters; %NULL while it is worked out. */
const SaffronForecast *
saffron_estimate_row_get_forecast (SaffronEstimateRow *self);

/* Sets the nearest parameters that fit, if some are offered. */
void saffron_estimate_row_apply_fitting (SaffronEstimateRow *self);

G_END_DECLS
