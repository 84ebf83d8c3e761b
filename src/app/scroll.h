/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * saffron_scroll_past:
 *
 * Lets the wheel scroll the page that @widget is on. GTK's spin buttons and
 * scales take it for a change of their value, wherever the focus is, and so
 * does a person who only passes by.
 */
void saffron_scroll_past (GtkWidget *widget);

G_END_DECLS
