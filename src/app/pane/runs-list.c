/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pane/runs-list.h"

#include <glib/gi18n.h>

#include "app/pane/run-row.h"

typedef struct {
  SaffronDocument *document;
  GListStore *rows; /* SaffronRunRow, by number */
  GtkSingleSelection *selection;
  gboolean updating;
} RunsList;

static void
runs_list_free (gpointer data)
{
  RunsList *self = data;

  g_object_unref (self->document);
  g_object_unref (self->rows);
  g_free (self);
}

static int
compare_rows (gconstpointer a, gconstpointer b, gpointer column)
{
  return saffron_run_row_compare ((gpointer) a, (gpointer) b,
                                  GPOINTER_TO_INT (column));
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer column)
{
  GtkWidget *label = NULL;

  if (GPOINTER_TO_INT (column) == SAFFRON_RUN_COLUMN_STAR)
    {
      label = gtk_button_new ();
      gtk_widget_add_css_class (label, "flat");
      gtk_widget_add_css_class (label, "saffron-star");
    }
  else
    {
      label = gtk_label_new (NULL);
      gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
      gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
      gtk_widget_add_css_class (label, "numeric");
    }
  gtk_list_item_set_child (item, label);
}

static void
bind_star (GtkWidget *button, SaffronRunRow *row)
{
  gboolean starred = saffron_run_row_get_starred (row);
  g_autofree char *text = saffron_run_row_text (row, SAFFRON_RUN_COLUMN_STAR);
  g_autofree char *tip = g_strdup_printf (
      starred ? _ ("Take the star off run %u") : _ ("Star run %u"),
      saffron_run_row_get_number (row));

  gtk_button_set_label (GTK_BUTTON (button), text);
  gtk_widget_set_tooltip_text (button, tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, tip, -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u",
                                    saffron_run_row_get_number (row));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.star-run");
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer column)
{
  SaffronRunRow *row = gtk_list_item_get_item (item);
  GtkWidget *child = gtk_list_item_get_child (item);
  g_autofree char *text = NULL;

  if (GPOINTER_TO_INT (column) == SAFFRON_RUN_COLUMN_STAR)
    {
      bind_star (child, row);
      return;
    }
  text = saffron_run_row_text (row, GPOINTER_TO_INT (column));
  gtk_label_set_label (GTK_LABEL (child), text);
  if (GPOINTER_TO_INT (column) != SAFFRON_RUN_COLUMN_NUMBER)
    return;
  gtk_widget_set_tooltip_text (child, saffron_run_row_get_run (row)->verified
                                          ? _ ("Verified")
                                          : _ ("Unverified"));
  if (saffron_run_row_get_run (row)->verified)
    gtk_widget_remove_css_class (child, "warning");
  else
    gtk_widget_add_css_class (child, "warning");
}

static void
add_column (GtkColumnView *view, SaffronRunColumn column)
{
  gpointer data = GINT_TO_POINTER (column);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) made = NULL;
  g_autoptr (GtkSorter) sorter =
      GTK_SORTER (gtk_custom_sorter_new (compare_rows, data, NULL));

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), data);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), data);
  made =
      gtk_column_view_column_new (saffron_run_column_title (column), factory);
  gtk_column_view_column_set_sorter (made, sorter);
  gtk_column_view_append_column (view, made);
}

/* A head is a few letters: what they mean is said by its tooltip, and to a
 * screen reader. The widgets are GTK's own, in the columns' order. */
static void
explain_heads (GtkWidget *view)
{
  GtkWidget *head = gtk_widget_get_first_child (view);
  GtkWidget *title = head != NULL ? gtk_widget_get_first_child (head) : NULL;

  for (int i = 0; i < SAFFRON_RUN_N_COLUMNS && title != NULL; i++)
    {
      const char *help = saffron_run_column_help (i);

      gtk_widget_set_tooltip_text (title, help);
      gtk_accessible_update_property (GTK_ACCESSIBLE (title),
                                      GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, help,
                                      -1);
      title = gtk_widget_get_next_sibling (title);
    }
}

static void
on_selected (GtkSingleSelection *selection,
             GParamSpec *pspec,
             gpointer user_data)
{
  RunsList *self = user_data;
  SaffronSession *session = saffron_document_get_session (self->document);
  SaffronRunRow *row = gtk_single_selection_get_selected_item (selection);
  int shown = saffron_document_get_shown (self->document);
  int run;

  if (self->updating || row == NULL || session == NULL)
    return;
  run = saffron_session_find_run (session, shown,
                                  saffron_run_row_get_number (row));
  if (run < 0)
    return;
  saffron_session_set_current_run (session, shown, run);
  saffron_document_run_changed (self->document);
}

/* The row that shows the run of this number. */
static void
select_number (RunsList *self, guint number)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SaffronRunRow) row =
          g_list_model_get_item (G_LIST_MODEL (self->selection), i);

      if (saffron_run_row_get_number (row) == number
          && gtk_single_selection_get_selected (self->selection) != i)
        gtk_single_selection_set_selected (self->selection, i);
    }
}

static gboolean
row_is (RunsList *self, guint i, SaffronRunRow *row)
{
  g_autoptr (SaffronRunRow) old =
      g_list_model_get_item (G_LIST_MODEL (self->rows), i);

  return old != NULL
         && saffron_run_row_get_run (old) == saffron_run_row_get_run (row)
         && saffron_run_row_get_number (old) == saffron_run_row_get_number (row)
         && saffron_run_row_get_starred (old)
                == saffron_run_row_get_starred (row)
         && g_str_equal (saffron_run_row_get_note (old),
                         saffron_run_row_get_note (row));
}

static void
on_changed (SaffronDocument *document, gpointer user_data)
{
  RunsList *self = user_data;
  SaffronSession *session = saffron_document_get_session (document);
  int shown = saffron_document_get_shown (document);
  guint n = 0, old;

  if (session != NULL && shown >= 0
      && (guint) shown < saffron_session_get_n_moving (session))
    n = saffron_session_get_n_runs (session, shown);
  self->updating = TRUE;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SaffronRunRow) row = saffron_run_row_new (
          saffron_session_get_run (session, shown, i),
          saffron_session_get_run_number (session, shown, i),
          saffron_session_get_run_starred (session, shown, i),
          saffron_session_get_run_note (session, shown, i));

      old = g_list_model_get_n_items (G_LIST_MODEL (self->rows));
      if (!row_is (self, i, row))
        g_list_store_splice (self->rows, i, i < old ? 1 : 0, (gpointer *) &row,
                             1);
    }
  old = g_list_model_get_n_items (G_LIST_MODEL (self->rows));
  if (old > n)
    g_list_store_splice (self->rows, n, old - n, NULL, 0);
  if (n > 0)
    select_number (self,
                   saffron_session_get_run_number (
                       session, shown,
                       saffron_session_get_current_run_index (session, shown)));
  self->updating = FALSE;
}

static void
on_destroy (GtkWidget *widget, gpointer user_data)
{
  RunsList *self = user_data;

  g_signal_handlers_disconnect_by_data (self->document, self);
}

GtkWidget *
saffron_runs_list_new (SaffronDocument *document)
{
  RunsList *self = g_new0 (RunsList, 1);
  GtkWidget *view = gtk_column_view_new (NULL);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkSorter *sorter = gtk_column_view_get_sorter (GTK_COLUMN_VIEW (view));
  GtkSortListModel *sorted = NULL;

  self->document = g_object_ref (document);
  self->rows = g_list_store_new (SAFFRON_TYPE_RUN_ROW);
  sorted = gtk_sort_list_model_new (g_object_ref (G_LIST_MODEL (self->rows)),
                                    g_object_ref (sorter));
  self->selection = gtk_single_selection_new (G_LIST_MODEL (sorted));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_column_view_set_model (GTK_COLUMN_VIEW (view),
                             GTK_SELECTION_MODEL (self->selection));
  g_object_unref (self->selection);
  for (int i = 0; i < SAFFRON_RUN_N_COLUMNS; i++)
    add_column (GTK_COLUMN_VIEW (view), i);
  explain_heads (view);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Runs"), -1);
  gtk_widget_add_css_class (view, "data-table");
  gtk_widget_add_css_class (view, "saffron-runs");
  g_signal_connect (self->selection, "notify::selected-item",
                    G_CALLBACK (on_selected), self);
  g_signal_connect (document, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect (document, "edited", G_CALLBACK (on_changed), self);
  g_signal_connect (view, "destroy", G_CALLBACK (on_destroy), self);
  g_object_set_data_full (G_OBJECT (view), "runs-list", self, runs_list_free);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  /* The columns are wider than the pane, which a bar that hides hides. */
  gtk_scrolled_window_set_overlay_scrolling (GTK_SCROLLED_WINDOW (scrolled),
                                             FALSE);
  return scrolled;
}
