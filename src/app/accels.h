/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The keys of all actions, one table; the shortcuts window shows the same and
 * a test checks that each action exists. */
void saffron_accels_install (GtkApplication *application);

/**
 * saffron_accels_build_window:
 *
 * Returns: (transfer full): the shortcuts window, made from the table
 */
GtkWidget *saffron_accels_build_window (void);

G_END_DECLS
