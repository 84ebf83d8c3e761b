/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/document/document.h"
#include "app/work/forecaster.h"

G_BEGIN_DECLS

/**
 * SaffronEstimateRow:
 *
 * What registering the shown pair is going to take, on this machine and on the
 * cluster; where that is more memory than there is, a button that sets the
 * nearest parameters that fit.
 */
#define SAFFRON_TYPE_ESTIMATE_ROW (saffron_estimate_row_get_type ())
G_DECLARE_FINAL_TYPE (SaffronEstimateRow,
                      saffron_estimate_row,
                      SAFFRON,
                      ESTIMATE_ROW,
                      GtkWidget)

GtkWidget *saffron_estimate_row_new (SaffronDocument *document,
                                     GSettings *settings,
                                     SaffronForecaster *forecaster);

G_END_DECLS
