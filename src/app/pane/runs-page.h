/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/document/compare.h"

G_BEGIN_DECLS

/* The pane's page of runs: the list, what compares the shown one with another,
 * and why the shown one is what it is. Its controls activate win.* actions. */
#define SAFFRON_TYPE_RUNS_PAGE (saffron_runs_page_get_type ())
G_DECLARE_FINAL_TYPE (SaffronRunsPage,
                      saffron_runs_page,
                      SAFFRON,
                      RUNS_PAGE,
                      AdwBin)

GtkWidget *saffron_runs_page_new (SaffronDocument *document,
                                  SaffronCompare *compare);

G_END_DECLS
