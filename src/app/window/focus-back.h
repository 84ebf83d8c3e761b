/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Gives @button the focus when its popover closes and leaves the focus where no
 * key reaches the window. */
void saffron_focus_back (GtkMenuButton *button);

/* Gives @to the focus whenever the popover of @button closes. @to lives as long
 * as @button. */
void saffron_focus_back_to (GtkMenuButton *button, GtkWidget *to);

G_END_DECLS
