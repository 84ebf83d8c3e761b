/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/document.h"

G_BEGIN_DECLS

/* The pane's page of parameters: a preset, and a row for each parameter of the
 * table, with its unit, range and help, what differs from the preset and the
 * way back. What it edits are the session's parameters for the next run. */
GtkWidget *saffron_register_page_new (SaffronDocument *document);

G_END_DECLS
