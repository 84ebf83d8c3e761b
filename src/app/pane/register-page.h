/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/document/document.h"
#include "app/work/forecaster.h"

G_BEGIN_DECLS

/* The parameters of the next run: a preset and one row for each, from the
 * table, by stage; under them what registering is going to take. */
GtkWidget *saffron_register_page_new (SaffronDocument *document,
                                      GSettings *settings,
                                      SaffronForecaster *forecaster);

/* Brings one parameter's row into view and the focus to it. */
void saffron_register_page_show_param (GtkWidget *page, const char *name);

G_END_DECLS
