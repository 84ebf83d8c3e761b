/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * saffron_accessible_name:
 * @text: what a screen reader says
 *
 * Names a control. What GTK builds around a button of its own (colour
 * buttons, drop-downs) has the focus in that button, which is named too.
 */
void saffron_accessible_name (GtkWidget *widget, const char *text);

/**
 * saffron_accessible_entry_row:
 *
 * Has the text inside the row, which has the focus, on the accessibility bus:
 * libadwaita 1.2 leaves it out, so that nothing was said when the focus came to
 * it. The text has the content as its description. Before the row is shown.
 */
void saffron_accessible_entry_row (AdwEntryRow *row);

/* The same for all such rows below @parent. */
void saffron_accessible_entry_rows (GtkWidget *parent);

G_END_DECLS
