/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * saffron_help_show:
 * @parent: the window that asks
 *
 * Shows the help: its pages in the desktop's help viewer; where there is none,
 * the same pages as HTML in what opens web pages; and where that is missing,
 * too, a dialog that says in which folder they are. Returns at once.
 */
void saffron_help_show (GtkWindow *parent);

G_END_DECLS
