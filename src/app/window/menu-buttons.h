/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The window's buttons that open a menu or a popover, and the list of moving
 * slides. */
typedef struct {
  GtkMenuButton *open;
  GtkMenuButton *mode;
  GtkMenuButton *export;
  GtkMenuButton *menu;
  GtkMenuButton *pill;
  GtkMenuButton *verdict;
  GtkMenuButton *legend;
  GtkMenuButton *map;
  GtkWidget *choice;
} SaffronMenuButtons;

/* Names them for screen readers, shows keys in their menus, and has the focus
 * go on from them: after a button over the canvas was used, keys go to @canvas
 * again; after another, to that button. */
void saffron_menu_buttons_set_up (const SaffronMenuButtons *buttons,
                                  GtkWidget *canvas);

G_END_DECLS
