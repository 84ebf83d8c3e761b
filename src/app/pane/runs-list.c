/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pane/runs-list.h"

#include <glib/gi18n.h>

#include "app/pane/column-view.h"
#include "app/pane/run-column.h"
#include "quality/verdict-words.h"

struct _SaffronRunsList {
  AdwBin parent_instance;

  SaffronDocument *document;
  SaffronMoving *moving; /* whose runs are shown; NULL: none */
  GPtrArray *entries;    /* its entries, whose notes and stars are followed */
  GtkWidget *rows;       /* GTK's own list in the column view */
  GtkSorter *sorters[SAFFRON_RUN_N_COLUMNS]; /* the columns own them */
  gboolean updating;

  GtkColumnView *view;
  GtkSingleSelection *selection;
  GtkSortListModel *sorted;
};

G_DEFINE_FINAL_TYPE (SaffronRunsList, saffron_runs_list, ADW_TYPE_BIN)

static int
compare_entries (gconstpointer a, gconstpointer b, gpointer column)
{
  return saffron_run_column_compare (GPOINTER_TO_INT (column), (gpointer) a,
                                     (gpointer) b);
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
show_star (GtkWidget *button, SaffronRunEntry *entry)
{
  guint number = saffron_run_entry_get_number (entry);
  g_autofree char *text =
      saffron_run_column_text (SAFFRON_RUN_COLUMN_STAR, entry);
  g_autofree char *tip = g_strdup_printf (saffron_run_entry_get_starred (entry)
                                              ? _ ("Take the star off run %u")
                                              : _ ("Star run %u"),
                                          number);

  gtk_button_set_label (GTK_BUTTON (button), text);
  gtk_widget_set_tooltip_text (button, tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, tip, -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u", number);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.star-run");
}

static void
show_verdict (GtkWidget *label, const SaffronRun *run)
{
  g_autofree char *verdict = saffron_verdict_to_words (run);

  gtk_widget_set_tooltip_text (label, verdict);
  if (run->verified)
    gtk_widget_remove_css_class (label, "warning");
  else
    gtk_widget_add_css_class (label, "warning");
}

static void
on_starred (SaffronRunEntry *entry, GParamSpec *pspec, gpointer item)
{
  show_star (gtk_list_item_get_child (item), entry);
}

static void
on_note (SaffronRunEntry *entry, GParamSpec *pspec, gpointer item)
{
  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)),
                       saffron_run_entry_get_note (entry));
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer column)
{
  SaffronRunEntry *entry = gtk_list_item_get_item (item);
  GtkWidget *child = gtk_list_item_get_child (item);
  g_autofree char *text = NULL;

  if (GPOINTER_TO_INT (column) == SAFFRON_RUN_COLUMN_STAR)
    {
      show_star (child, entry);
      g_signal_connect_object (entry, "notify::starred",
                               G_CALLBACK (on_starred), item, 0);
      return;
    }
  text = saffron_run_column_text (GPOINTER_TO_INT (column), entry);
  gtk_label_set_label (GTK_LABEL (child), text);
  if (GPOINTER_TO_INT (column) == SAFFRON_RUN_COLUMN_NUMBER)
    show_verdict (child, saffron_run_entry_get_run (entry));
  else if (GPOINTER_TO_INT (column) == SAFFRON_RUN_COLUMN_NOTE)
    g_signal_connect_object (entry, "notify::note", G_CALLBACK (on_note), item,
                             0);
}

static void
add_columns (SaffronRunsList *self)
{
  const char *help[SAFFRON_RUN_N_COLUMNS];

  for (int i = 0; i < SAFFRON_RUN_N_COLUMNS; i++)
    {
      self->sorters[i] = saffron_column_view_add (
          self->view, i, saffron_run_column_title (i), compare_entries,
          G_CALLBACK (on_setup), G_CALLBACK (on_bind));
      help[i] = saffron_run_column_help (i);
    }
  saffron_column_view_explain (self->view, help, SAFFRON_RUN_N_COLUMNS);
}

static void
on_selected (GtkSingleSelection *selection,
             GParamSpec *pspec,
             SaffronRunsList *self)
{
  SaffronRunEntry *entry = gtk_single_selection_get_selected_item (selection);

  if (!self->updating && entry != NULL)
    saffron_session_set_current_run (
        saffron_document_get_session (self->document), entry);
}

/* The current run's row, in the order shown. */
static guint
find_current (SaffronRunsList *self)
{
  GListModel *model = G_LIST_MODEL (self->selection);
  SaffronRunEntry *current =
      self->moving != NULL ? saffron_moving_get_current (self->moving) : NULL;

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (SaffronRunEntry) entry = g_list_model_get_item (model, i);

      if (entry == current)
        return i;
    }
  return GTK_INVALID_LIST_POSITION;
}

/* The list is sorted again after an edit of what it is sorted by. */
static void
on_written (SaffronRunEntry *entry, GParamSpec *pspec, gpointer user_data)
{
  SaffronRunsList *self = user_data;
  SaffronRunColumn column = g_str_equal (pspec->name, "note")
                                ? SAFFRON_RUN_COLUMN_NOTE
                                : SAFFRON_RUN_COLUMN_STAR;

  gtk_sorter_changed (self->sorters[column], GTK_SORTER_CHANGE_DIFFERENT);
}

static void
unfollow_entries (SaffronRunsList *self)
{
  for (guint i = 0; i < self->entries->len; i++)
    g_signal_handlers_disconnect_by_data (self->entries->pdata[i], self);
  g_ptr_array_set_size (self->entries, 0);
}

static void
follow_entries (SaffronRunsList *self)
{
  unfollow_entries (self);
  for (guint i = 0;
       self->moving != NULL && i < saffron_moving_get_n_runs (self->moving);
       i++)
    {
      SaffronRunEntry *entry = saffron_moving_get_entry (self->moving, i);

      g_ptr_array_add (self->entries, g_object_ref (entry));
      g_signal_connect (entry, "notify", G_CALLBACK (on_written), self);
    }
}

/* Another slide is shown, or a run was added, removed or chosen. */
static void
on_changed (SaffronDocument *document, gpointer user_data)
{
  SaffronRunsList *self = user_data;
  guint current;

  self->updating = TRUE;
  if (g_set_object (&self->moving, saffron_document_get_shown (document)))
    gtk_sort_list_model_set_model (
        self->sorted,
        self->moving != NULL ? G_LIST_MODEL (self->moving) : NULL);
  follow_entries (self);
  current = find_current (self);
  if (gtk_single_selection_get_selected (self->selection) != current)
    gtk_single_selection_set_selected (self->selection, current);
  self->updating = FALSE;
}

void
saffron_runs_list_focus (SaffronRunsList *self)
{
  guint current = GTK_INVALID_LIST_POSITION;

  /* The caller may hear of the edit before the list does. */
  on_changed (self->document, self);
  current = gtk_single_selection_get_selected (self->selection);
  if (current == GTK_INVALID_LIST_POSITION)
    return;
  gtk_widget_activate_action (self->rows, "list.scroll-to-item", "u", current);
  for (GtkWidget *row = gtk_widget_get_first_child (self->rows); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if ((gtk_widget_get_state_flags (row) & GTK_STATE_FLAG_SELECTED) != 0)
      gtk_widget_grab_focus (row);
}

/* GTK builds the widgets of a column view: its head, then its rows. */
static GtkWidget *
find_rows (SaffronRunsList *self)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->view));

  while (child != NULL && !GTK_IS_LIST_VIEW (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static void
saffron_runs_list_dispose (GObject *object)
{
  unfollow_entries (SAFFRON_RUNS_LIST (object));
  G_OBJECT_CLASS (saffron_runs_list_parent_class)->dispose (object);
}

static void
saffron_runs_list_finalize (GObject *object)
{
  SaffronRunsList *self = SAFFRON_RUNS_LIST (object);

  g_clear_object (&self->document);
  g_clear_object (&self->moving);
  g_ptr_array_unref (self->entries);
  G_OBJECT_CLASS (saffron_runs_list_parent_class)->finalize (object);
}

static void
saffron_runs_list_class_init (SaffronRunsListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = saffron_runs_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = saffron_runs_list_finalize;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/saffron/Saffron/ui/runs-list.ui");
  gtk_widget_class_bind_template_child (widget_class, SaffronRunsList, view);
  gtk_widget_class_bind_template_child (widget_class, SaffronRunsList,
                                        selection);
  gtk_widget_class_bind_template_child (widget_class, SaffronRunsList, sorted);
  gtk_widget_class_bind_template_callback (widget_class, on_selected);
}

static void
saffron_runs_list_init (SaffronRunsList *self)
{
  self->entries = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  add_columns (self);
  self->rows = find_rows (self);
}

void
saffron_runs_list_set_document (SaffronRunsList *self,
                                SaffronDocument *document)
{
  g_return_if_fail (self->document == NULL);

  self->document = g_object_ref (document);
  g_signal_connect_object (document, "changed", G_CALLBACK (on_changed), self,
                           0);
}
