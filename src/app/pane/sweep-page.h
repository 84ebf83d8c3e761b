/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/work/sweep-runner.h"

G_BEGIN_DECLS

/* The pane's page of a sweep: up to three parameters with their values, and
 * the table of what they have come to. Its buttons activate win.sweep and
 * win.stop-sweep. */
GtkWidget *saffron_sweep_page_new (SaffronSweepRunner *runner);

/* (transfer full): what it says: the axes that would start, and below them a
 * line for each combination. */
char *saffron_sweep_page_describe (GtkWidget *page);

G_END_DECLS
