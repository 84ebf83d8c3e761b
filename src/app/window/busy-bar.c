/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/busy-bar.h"

#include "app/window/busy-row.h"

struct _SaffronBusyBar {
  GtkBox parent_instance;

  SaffronWorkList *works;
  GPtrArray *rows; /* the SaffronBusyRow of each work; the box owns them */
};

G_DEFINE_FINAL_TYPE (SaffronBusyBar, saffron_busy_bar, GTK_TYPE_BOX)

static void
saffron_busy_bar_finalize (GObject *object)
{
  SaffronBusyBar *self = SAFFRON_BUSY_BAR (object);

  g_clear_object (&self->works);
  g_ptr_array_unref (self->rows);
  G_OBJECT_CLASS (saffron_busy_bar_parent_class)->finalize (object);
}

static void
saffron_busy_bar_class_init (SaffronBusyBarClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_busy_bar_finalize;
}

static void
saffron_busy_bar_init (SaffronBusyBar *self)
{
  self->rows = g_ptr_array_new ();
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self),
                                  GTK_ORIENTATION_VERTICAL);
}

static void
on_items_changed (GListModel *works,
                  guint position,
                  guint removed,
                  guint added,
                  gpointer user_data)
{
  SaffronBusyBar *self = user_data;

  for (; removed > 0; removed--)
    gtk_box_remove (GTK_BOX (self),
                    g_ptr_array_remove_index (self->rows, position));
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (SaffronWork) work = g_list_model_get_item (works, i);
      GtkWidget *row = saffron_busy_row_new (work);

      gtk_box_insert_child_after (GTK_BOX (self), row,
                                  i > 0 ? self->rows->pdata[i - 1] : NULL);
      g_ptr_array_insert (self->rows, i, row);
    }
}

void
saffron_busy_bar_set_works (SaffronBusyBar *self, SaffronWorkList *works)
{
  g_return_if_fail (self->works == NULL);

  self->works = g_object_ref (works);
  g_signal_connect_object (works, "items-changed",
                           G_CALLBACK (on_items_changed), self, 0);
  on_items_changed (G_LIST_MODEL (works), 0, 0,
                    g_list_model_get_n_items (G_LIST_MODEL (works)), self);
}
