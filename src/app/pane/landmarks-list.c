/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pane/landmarks-list.h"

#include <glib/gi18n.h>

#include "app/pane/column-view.h"
#include "app/pane/landmark-column.h"

struct _SaffronLandmarksList {
  AdwBin parent_instance;

  SaffronLandmarkEditor *editor;
  GListStore *items; /* SaffronLandmarkItem, in the landmarks' order */
  GtkSorter *sorters[SAFFRON_LANDMARK_N_COLUMNS]; /* the columns own them */
  gboolean updating;

  GtkColumnView *view;
  GtkSingleSelection *selection;
  GtkSortListModel *sorted;
};

G_DEFINE_FINAL_TYPE (SaffronLandmarksList, saffron_landmarks_list, ADW_TYPE_BIN)

static int
compare_items (gconstpointer a, gconstpointer b, gpointer column)
{
  return saffron_landmark_column_compare (GPOINTER_TO_INT (column),
                                          (gpointer) a, (gpointer) b);
}

/* The editor of the list that a cell is in. */
static SaffronLandmarkEditor *
editor_of (GtkWidget *cell)
{
  GtkWidget *list = gtk_widget_get_ancestor (cell, SAFFRON_TYPE_LANDMARKS_LIST);

  return list != NULL ? SAFFRON_LANDMARKS_LIST (list)->editor : NULL;
}

static void
on_toggled (GtkCheckButton *check, GtkListItem *item)
{
  SaffronLandmarkEditor *editor = editor_of (GTK_WIDGET (check));
  SaffronLandmarkItem *row = gtk_list_item_get_item (item);

  if (editor != NULL && row != NULL && saffron_landmark_item_get (row) != NULL)
    saffron_landmark_editor_set_active (editor,
                                        saffron_landmark_item_get_index (row),
                                        gtk_check_button_get_active (check));
}

static void
on_editing (GtkEditableLabel *name, GParamSpec *pspec, GtkListItem *item)
{
  SaffronLandmarkEditor *editor = editor_of (GTK_WIDGET (name));
  SaffronLandmarkItem *row = gtk_list_item_get_item (item);

  if (editor != NULL && row != NULL && saffron_landmark_item_get (row) != NULL
      && !gtk_editable_label_get_editing (name))
    saffron_landmark_editor_rename (
        editor, saffron_landmark_item_get_index (row),
        gtk_editable_get_text (GTK_EDITABLE (name)));
}

static GtkWidget *
label_new (void)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "numeric");
  return label;
}

/* An icon and a word: the flag must not depend on colour. */
static GtkWidget *
flag_new (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label_new ());
  gtk_widget_add_css_class (box, "warning");
  return box;
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer column)
{
  GtkWidget *child = NULL;

  switch (GPOINTER_TO_INT (column))
    {
    case SAFFRON_LANDMARK_COLUMN_ACTIVE:
      child = gtk_check_button_new ();
      g_signal_connect (child, "toggled", G_CALLBACK (on_toggled), item);
      break;
    case SAFFRON_LANDMARK_COLUMN_NAME:
      child = gtk_editable_label_new ("");
      gtk_editable_set_width_chars (GTK_EDITABLE (child), 8);
      g_signal_connect (child, "notify::editing", G_CALLBACK (on_editing),
                        item);
      break;
    case SAFFRON_LANDMARK_COLUMN_FLAG:
      child = flag_new ();
      break;
    default:
      child = label_new ();
    }
  gtk_list_item_set_child (item, child);
}

/* @name: (transfer full) */
static void
name_cell (GtkWidget *child, char *name)
{
  g_autofree char *own = name;

  gtk_accessible_update_property (GTK_ACCESSIBLE (child),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, own, -1);
}

static void
show_active (GtkWidget *child, SaffronLandmarkItem *row, GtkListItem *item)
{
  g_signal_handlers_block_by_func (child, on_toggled, item);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (child),
                               saffron_landmark_item_get (row)->active);
  g_signal_handlers_unblock_by_func (child, on_toggled, item);
  name_cell (child,
             g_strdup_printf (_ ("Use landmark %u"),
                              saffron_landmark_item_get_index (row) + 1));
}

static void
show_cell (GtkListItem *item, SaffronLandmarkColumn column)
{
  SaffronLandmarkItem *row = gtk_list_item_get_item (item);
  GtkWidget *child = gtk_list_item_get_child (item);
  g_autofree char *text = NULL;

  if (saffron_landmark_item_get (row) == NULL)
    return;
  text = saffron_landmark_column_text (column, row);
  if (column == SAFFRON_LANDMARK_COLUMN_ACTIVE)
    show_active (child, row, item);
  else if (column == SAFFRON_LANDMARK_COLUMN_NAME)
    {
      if (!gtk_editable_label_get_editing (GTK_EDITABLE_LABEL (child))
          && g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (child)), text)
                 != 0)
        gtk_editable_set_text (GTK_EDITABLE (child), text);
      name_cell (child,
                 g_strdup_printf (_ ("Name of landmark %u"),
                                  saffron_landmark_item_get_index (row) + 1));
    }
  else if (column == SAFFRON_LANDMARK_COLUMN_FLAG)
    {
      gtk_widget_set_visible (gtk_widget_get_first_child (child),
                              text[0] != '\0');
      gtk_label_set_label (GTK_LABEL (gtk_widget_get_last_child (child)), text);
    }
  else
    gtk_label_set_label (GTK_LABEL (child), text);
}

static SaffronLandmarkColumn
column_of (GtkListItem *item)
{
  return GPOINTER_TO_INT (g_object_get_data (G_OBJECT (item), "column"));
}

static void
on_item_changed (SaffronLandmarkItem *row, gpointer item)
{
  show_cell (item, column_of (item));
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer column)
{
  g_object_set_data (G_OBJECT (item), "column", column);
  show_cell (item, GPOINTER_TO_INT (column));
  g_signal_connect_object (gtk_list_item_get_item (item), "changed",
                           G_CALLBACK (on_item_changed), item, 0);
}

static void
add_columns (SaffronLandmarksList *self)
{
  const char *help[SAFFRON_LANDMARK_N_COLUMNS];

  for (int i = 0; i < SAFFRON_LANDMARK_N_COLUMNS; i++)
    {
      self->sorters[i] = saffron_column_view_add (
          self->view, i, saffron_landmark_column_title (i), compare_items,
          G_CALLBACK (on_setup), G_CALLBACK (on_bind));
      help[i] = saffron_landmark_column_help (i);
    }
  saffron_column_view_explain (self->view, help, SAFFRON_LANDMARK_N_COLUMNS);
}

static void
on_selected (GtkSingleSelection *selection,
             GParamSpec *pspec,
             SaffronLandmarksList *self)
{
  SaffronLandmarkItem *row = gtk_single_selection_get_selected_item (selection);

  if (!self->updating && row != NULL)
    saffron_landmark_editor_select (self->editor,
                                    saffron_landmark_item_get_index (row));
}

static guint
find_selected (SaffronLandmarksList *self)
{
  GListModel *model = G_LIST_MODEL (self->selection);
  guint selected = saffron_landmark_editor_get_selected (self->editor);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (SaffronLandmarkItem) row = g_list_model_get_item (model, i);

      if (saffron_landmark_item_get_index (row) == selected)
        return i;
    }
  return GTK_INVALID_LIST_POSITION;
}

static void
set_n_items (SaffronLandmarksList *self, guint n)
{
  guint now = g_list_model_get_n_items (G_LIST_MODEL (self->items));

  if (now > n)
    g_list_store_splice (self->items, n, now - n, NULL, 0);
  for (guint i = now; i < n; i++)
    {
      g_autoptr (SaffronLandmarkItem) row =
          saffron_landmark_item_new (self->editor, i);

      g_list_store_append (self->items, row);
    }
}

static void
on_changed (SaffronLandmarkEditor *editor, gpointer user_data)
{
  SaffronLandmarksList *self = user_data;
  guint n = saffron_landmark_editor_get_n (editor);
  guint selected;

  self->updating = TRUE;
  set_n_items (self, n);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SaffronLandmarkItem) row =
          g_list_model_get_item (G_LIST_MODEL (self->items), i);

      saffron_landmark_item_tell (row);
    }
  /* Rows do not jump about while one is dragged. */
  if (!saffron_landmark_editor_is_dragging (editor))
    for (int i = 0; i < SAFFRON_LANDMARK_N_COLUMNS; i++)
      gtk_sorter_changed (self->sorters[i], GTK_SORTER_CHANGE_DIFFERENT);
  selected = find_selected (self);
  if (gtk_single_selection_get_selected (self->selection) != selected)
    gtk_single_selection_set_selected (self->selection, selected);
  self->updating = FALSE;
}

static void
saffron_landmarks_list_finalize (GObject *object)
{
  SaffronLandmarksList *self = SAFFRON_LANDMARKS_LIST (object);

  g_clear_object (&self->editor);
  g_clear_object (&self->items);
  G_OBJECT_CLASS (saffron_landmarks_list_parent_class)->finalize (object);
}

static void
saffron_landmarks_list_class_init (SaffronLandmarksListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = saffron_landmarks_list_finalize;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/saffron/Saffron/ui/landmarks-list.ui");
  gtk_widget_class_bind_template_child (widget_class, SaffronLandmarksList,
                                        view);
  gtk_widget_class_bind_template_child (widget_class, SaffronLandmarksList,
                                        selection);
  gtk_widget_class_bind_template_child (widget_class, SaffronLandmarksList,
                                        sorted);
  gtk_widget_class_bind_template_callback (widget_class, on_selected);
}

static void
saffron_landmarks_list_init (SaffronLandmarksList *self)
{
  self->items = g_list_store_new (SAFFRON_TYPE_LANDMARK_ITEM);
  gtk_widget_init_template (GTK_WIDGET (self));
  add_columns (self);
  gtk_sort_list_model_set_model (self->sorted, G_LIST_MODEL (self->items));
}

void
saffron_landmarks_list_set_editor (SaffronLandmarksList *self,
                                   SaffronLandmarkEditor *editor)
{
  g_return_if_fail (self->editor == NULL);

  self->editor = g_object_ref (editor);
  g_signal_connect_object (editor, "changed", G_CALLBACK (on_changed), self, 0);
  on_changed (editor, self);
}
