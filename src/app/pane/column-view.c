/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pane/column-view.h"

static void
on_unbind (GtkSignalListItemFactory *factory,
           GtkListItem *item,
           gpointer user_data)
{
  g_signal_handlers_disconnect_by_data (gtk_list_item_get_item (item), item);
}

GtkSorter *
saffron_column_view_add (GtkColumnView *view,
                         int column,
                         const char *title,
                         GCompareDataFunc compare,
                         GCallback setup,
                         GCallback bind)
{
  gpointer data = GINT_TO_POINTER (column);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) made = NULL;
  g_autoptr (GtkSorter) sorter =
      GTK_SORTER (gtk_custom_sorter_new (compare, data, NULL));

  g_signal_connect (factory, "setup", setup, data);
  g_signal_connect (factory, "bind", bind, data);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), NULL);
  made = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_sorter (made, sorter);
  gtk_column_view_append_column (view, made);
  return sorter;
}

void
saffron_column_view_explain (GtkColumnView *view,
                             const char *const *help,
                             int n_columns)
{
  /* GTK builds the heads' widgets, in the columns' order. */
  GtkWidget *head = gtk_widget_get_first_child (GTK_WIDGET (view));
  GtkWidget *title = head != NULL ? gtk_widget_get_first_child (head) : NULL;

  for (int i = 0; i < n_columns && title != NULL; i++)
    {
      gtk_widget_set_tooltip_text (title, help[i]);
      gtk_accessible_update_property (GTK_ACCESSIBLE (title),
                                      GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                      help[i], -1);
      title = gtk_widget_get_next_sibling (title);
    }
}
