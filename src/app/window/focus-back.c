/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/focus-back.h"

/* GTK leaves the focus in a menu that is closed while one of its submenus is
 * shown. */
static void
on_closed (GtkPopover *popover, gpointer user_data)
{
  GtkWidget *focus =
      gtk_window_get_focus (GTK_WINDOW (gtk_widget_get_root (user_data)));

  if (focus == NULL || gtk_widget_is_ancestor (focus, GTK_WIDGET (popover)))
    gtk_widget_grab_focus (user_data);
}

void
saffron_focus_back (GtkMenuButton *button)
{
  g_signal_connect_object (gtk_menu_button_get_popover (button), "closed",
                           G_CALLBACK (on_closed), button, 0);
}

static void
on_closed_over (GtkPopover *popover, gpointer user_data)
{
  gtk_widget_grab_focus (user_data);
}

void
saffron_focus_back_to (GtkMenuButton *button, GtkWidget *to)
{
  g_signal_connect_object (gtk_menu_button_get_popover (button), "closed",
                           G_CALLBACK (on_closed_over), to, 0);
}
