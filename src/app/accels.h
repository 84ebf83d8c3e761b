/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The keys of all actions, one table; the shortcuts window and the menus show
 * the same and a test checks that each action exists. */
void saffron_accels_install (GtkApplication *application);

/**
 * saffron_accels_add_to_window:
 *
 * Adds the keys that would type something in a text. They come after what the
 * focus does with them, and not at all while it is in a text.
 */
void saffron_accels_add_to_window (GtkWindow *window);

/**
 * saffron_accels_get:
 * @i: which row, from 0
 * @group: (out) (transfer none): the heading it stands under, untranslated
 * @keys: (out) (transfer none): GTK's names of keys, separated by blanks
 * @title: (out) (transfer none): what they do, untranslated
 *
 * The keys as the manual page lists them.
 *
 * Returns: FALSE behind the last row
 */
gboolean saffron_accels_get (guint i,
                             const char **group,
                             const char **keys,
                             const char **title);

/* Escape closes @window, as it closes every dialog. */
void saffron_accels_add_escape (GtkWidget *window);

/**
 * saffron_accels_show_in_menu:
 *
 * Says beside each item of @menu, and of what hangs below it, which key does
 * the same.
 */
void saffron_accels_show_in_menu (GMenu *menu);

/**
 * saffron_accels_build_window:
 *
 * Returns: (transfer full): the shortcuts window, made from the table
 */
GtkWidget *saffron_accels_build_window (void);

G_END_DECLS
