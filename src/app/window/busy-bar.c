/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/busy-bar.h"

#include <glib/gi18n.h>

typedef struct {
  SaffronWork *work;
  GtkWidget *box;
  GtkWidget *label;
  GtkWidget *progress;
  GtkWidget *button;
} Row;

struct _SaffronBusyBar {
  GtkWidget parent_instance;

  SaffronWorkList *works;
  GtkWidget *box;
  GPtrArray *rows; /* Row, as the works */
};

G_DEFINE_FINAL_TYPE (SaffronBusyBar, saffron_busy_bar, GTK_TYPE_WIDGET)

static void
row_free (gpointer data)
{
  Row *row = data;

  g_signal_handlers_disconnect_by_data (row->work, row);
  g_object_unref (row->work);
  gtk_box_remove (GTK_BOX (gtk_widget_get_parent (row->box)), row->box);
  g_free (row);
}

static void
saffron_busy_bar_dispose (GObject *object)
{
  SaffronBusyBar *self = SAFFRON_BUSY_BAR (object);

  if (self->works != NULL)
    g_signal_handlers_disconnect_by_data (self->works, self);
  g_clear_object (&self->works);
  g_ptr_array_set_size (self->rows, 0);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (saffron_busy_bar_parent_class)->dispose (object);
}

static void
saffron_busy_bar_finalize (GObject *object)
{
  g_ptr_array_unref (SAFFRON_BUSY_BAR (object)->rows);
  G_OBJECT_CLASS (saffron_busy_bar_parent_class)->finalize (object);
}

static void
saffron_busy_bar_class_init (SaffronBusyBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = saffron_busy_bar_dispose;
  G_OBJECT_CLASS (klass)->finalize = saffron_busy_bar_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass),
                                            GTK_TYPE_BIN_LAYOUT);
}

static void
saffron_busy_bar_init (SaffronBusyBar *self)
{
  self->rows = g_ptr_array_new_with_free_func (row_free);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

static void
on_clicked (GtkButton *button, gpointer user_data)
{
  saffron_work_cancel (((Row *) user_data)->work);
}

static void
on_cancelled (SaffronWork *work, gpointer user_data)
{
  gtk_widget_set_sensitive (((Row *) user_data)->button, FALSE);
}

static void
on_changed (SaffronWork *work, gpointer user_data)
{
  Row *row = user_data;
  g_autofree char *text = saffron_work_describe (work);
  g_autofree char *stop = NULL;

  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (row->progress),
                                 saffron_work_get_fraction (work));
  if (g_str_equal (gtk_label_get_label (GTK_LABEL (row->label)), text))
    return;
  stop = g_strdup_printf (_ ("Cancel: %s"), text);
  gtk_label_set_label (GTK_LABEL (row->label), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->progress),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, stop, -1);
}

static void
build_row (Row *row)
{
  row->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  row->label = gtk_label_new (NULL);
  row->progress = gtk_progress_bar_new ();
  row->button = gtk_button_new_with_mnemonic (_ ("_Cancel"));
  gtk_label_set_ellipsize (GTK_LABEL (row->label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_xalign (GTK_LABEL (row->label), 0.0f);
  gtk_widget_add_css_class (row->label, "numeric");
  gtk_widget_add_css_class (row->box, "saffron-busy");
  gtk_widget_set_hexpand (row->progress, TRUE);
  gtk_widget_set_size_request (row->progress, 80, -1);
  gtk_widget_set_valign (row->progress, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (row->box), row->label);
  gtk_box_append (GTK_BOX (row->box), row->progress);
  gtk_box_append (GTK_BOX (row->box), row->button);
}

/* @work: (transfer full) */
static Row *
row_new (SaffronWork *work)
{
  Row *row = g_new0 (Row, 1);

  row->work = work;
  build_row (row);
  gtk_widget_set_sensitive (row->button, !saffron_work_is_cancelled (work));
  g_signal_connect (row->button, "clicked", G_CALLBACK (on_clicked), row);
  g_signal_connect (work, "cancelled", G_CALLBACK (on_cancelled), row);
  g_signal_connect (work, "changed", G_CALLBACK (on_changed), row);
  on_changed (work, row);
  return row;
}

static void
on_items_changed (GListModel *works,
                  guint position,
                  guint removed,
                  guint added,
                  gpointer user_data)
{
  SaffronBusyBar *self = user_data;

  if (removed > 0)
    g_ptr_array_remove_range (self->rows, position, removed);
  for (guint i = position; i < position + added; i++)
    {
      Row *row = row_new (g_list_model_get_item (works, i));
      Row *before = i > 0 ? self->rows->pdata[i - 1] : NULL;

      g_ptr_array_insert (self->rows, i, row);
      gtk_box_insert_child_after (GTK_BOX (self->box), row->box,
                                  before != NULL ? before->box : NULL);
    }
}

void
saffron_busy_bar_set_works (SaffronBusyBar *self, SaffronWorkList *works)
{
  g_return_if_fail (self->works == NULL);

  self->works = g_object_ref (works);
  g_signal_connect (works, "items-changed", G_CALLBACK (on_items_changed),
                    self);
  on_items_changed (G_LIST_MODEL (works), 0, 0,
                    g_list_model_get_n_items (G_LIST_MODEL (works)), self);
}
