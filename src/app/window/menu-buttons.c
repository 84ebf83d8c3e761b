/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/menu-buttons.h"

#include <glib/gi18n.h>

#include "app/accels.h"
#include "app/accessible.h"
#include "app/window/focus-back.h"

static void
name_all (const SaffronMenuButtons *buttons)
{
  saffron_accessible_name (GTK_WIDGET (buttons->open), C_ ("button", "Open"));
  saffron_accessible_name (GTK_WIDGET (buttons->menu), _ ("Menu"));
  saffron_accessible_name (GTK_WIDGET (buttons->mode), _ ("View mode"));
  saffron_accessible_name (GTK_WIDGET (buttons->export),
                           C_ ("button", "Export"));
  saffron_accessible_name (GTK_WIDGET (buttons->pill), _ ("Zoom and level"));
  saffron_accessible_name (GTK_WIDGET (buttons->map), _ ("Map of the run"));
  saffron_accessible_name (buttons->choice, _ ("Moving slide"));
}

void
saffron_menu_buttons_set_up (const SaffronMenuButtons *buttons,
                             GtkWidget *canvas)
{
  GtkMenuButton *over[] = { buttons->mode, buttons->pill, buttons->verdict,
                            buttons->legend, buttons->map };
  GtkMenuButton *others[] = { buttons->open, buttons->export, buttons->menu };
  GtkMenuButton *menus[] = { buttons->open,   buttons->mode, buttons->pill,
                             buttons->export, buttons->menu, buttons->map };

  name_all (buttons);
  for (guint i = 0; i < G_N_ELEMENTS (menus); i++)
    saffron_accels_show_in_menu (
        G_MENU (gtk_menu_button_get_menu_model (menus[i])));
  for (guint i = 0; i < G_N_ELEMENTS (over); i++)
    saffron_focus_back_to (over[i], canvas);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    saffron_focus_back (others[i]);
}
