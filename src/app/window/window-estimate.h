/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/window/shell.h"
#include "app/work/forecaster.h"

G_BEGIN_DECLS

/**
 * SaffronWindowEstimate:
 *
 * The parameters of the next run and what it is going to take, with their page:
 * win.set-parameter and win.estimate.
 */
#define SAFFRON_TYPE_WINDOW_ESTIMATE (saffron_window_estimate_get_type ())
G_DECLARE_FINAL_TYPE (SaffronWindowEstimate,
                      saffron_window_estimate,
                      SAFFRON,
                      WINDOW_ESTIMATE,
                      GObject)

/* @verdict: whose advice sets parameters; it is closed then */
SaffronWindowEstimate *saffron_window_estimate_new (SaffronShell *shell,
                                                    GtkMenuButton *verdict);

SaffronForecaster *
saffron_window_estimate_get_forecaster (SaffronWindowEstimate *self);
/* For the pane. */
GtkWidget *saffron_window_estimate_get_page (SaffronWindowEstimate *self);

G_END_DECLS
