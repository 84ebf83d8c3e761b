/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/work/sweep-runner.h"

G_BEGIN_DECLS

/* The pane's page of a sweep: up to three parameters with their values, and
 * a row for what each combination has come to. Its buttons activate win.sweep,
 * win.resume-sweep and win.stop-sweep. */
#define SAFFRON_TYPE_SWEEP_PAGE (saffron_sweep_page_get_type ())
G_DECLARE_FINAL_TYPE (SaffronSweepPage,
                      saffron_sweep_page,
                      SAFFRON,
                      SWEEP_PAGE,
                      AdwPreferencesPage)

GtkWidget *saffron_sweep_page_new (SaffronSweepRunner *runner);

/* (transfer full): what it says: the axes that would start, and below them a
 * line for each combination. */
char *saffron_sweep_page_describe (SaffronSweepPage *self);

G_END_DECLS
