/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/document.h"

G_BEGIN_DECLS

/* The pane's page of runs of the shown moving slide, newest first: verdict,
 * quality, time, memory, and why; the one that is chosen is on screen. */
GtkWidget *saffron_runs_page_new (SaffronDocument *document);

G_END_DECLS
