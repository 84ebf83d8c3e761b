/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * saffron_accessible_name:
 * @text: what a screen reader says
 *
 * Names a control. What GTK builds around a button of its own (menu buttons,
 * colour buttons, drop-downs) has the focus in that button, which is named
 * too.
 */
void saffron_accessible_name (GtkWidget *widget, const char *text);

G_END_DECLS
