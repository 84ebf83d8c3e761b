/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/document/compare.h"

G_BEGIN_DECLS

/* The pane's page of runs: the list, what compares the shown one with another,
 * and why the shown one is what it is. Its controls activate win.* actions. */
GtkWidget *saffron_runs_page_new (SaffronDocument *document,
                                  SaffronCompare *compare);

G_END_DECLS
