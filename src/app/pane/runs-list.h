/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/document/document.h"

G_BEGIN_DECLS

/* The shown moving slide's runs in columns that sort; the selected row is the
 * run that is shown. A click on a star activates win.star-run. */
GtkWidget *saffron_runs_list_new (SaffronDocument *document);
/* Gives the focus to the row of the current run, if there is one. */
void saffron_runs_list_focus (GtkWidget *list);

G_END_DECLS
