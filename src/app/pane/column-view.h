/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What lists with columns have in common. The columns of a list have numbers,
 * which the handlers get as their data, see GINT_TO_POINTER(). */

/**
 * saffron_column_view_add:
 * @compare: gets two items and the column
 * @setup: of a GtkSignalListItemFactory
 * @bind: likewise. What it connects to the item with the list item as data is
 *   disconnected when the cell is put to another use
 *
 * Adds a column that can be sorted by.
 *
 * Returns: (transfer none): its sorter, which the column owns
 */
GtkSorter *saffron_column_view_add (GtkColumnView *view,
                                    int column,
                                    const char *title,
                                    GCompareDataFunc compare,
                                    GCallback setup,
                                    GCallback bind);

/**
 * saffron_column_view_explain:
 * @help: what the head of each column means, in the columns' order
 *
 * A column's head is a few letters; its tooltip and its description say what
 * they mean.
 */
void saffron_column_view_explain (GtkColumnView *view,
                                  const char *const *help,
                                  int n_columns);

G_END_DECLS
