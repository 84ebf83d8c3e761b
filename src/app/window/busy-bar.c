/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/busy-bar.h"

#include <glib/gi18n.h>

typedef struct {
  guint number;
  SaffronBusyBar *bar;
  SaffronBusyCancelFunc cancel;
  gpointer user_data;
  GtkWidget *box;
  GtkWidget *label;
  GtkWidget *progress;
  GtkWidget *button;
} Row;

struct _SaffronBusyBar {
  GtkWidget parent_instance;

  GtkWidget *box;
  GPtrArray *rows; /* Row, oldest first */
  guint last_number;
};

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaffronBusyBar, saffron_busy_bar, GTK_TYPE_WIDGET)

static void
saffron_busy_bar_dispose (GObject *object)
{
  SaffronBusyBar *self = SAFFRON_BUSY_BAR (object);

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

  signals[CHANGED] =
      g_signal_new ("changed", SAFFRON_TYPE_BUSY_BAR, G_SIGNAL_RUN_LAST, 0,
                    NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
saffron_busy_bar_init (SaffronBusyBar *self)
{
  self->rows = g_ptr_array_new_with_free_func (g_free);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

static Row *
find_row (SaffronBusyBar *self, guint number)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = self->rows->pdata[i];

      if (row->number == number)
        return row;
    }
  return NULL;
}

static void
cancel_row (Row *row)
{
  SaffronBusyBar *self = row->bar;
  SaffronBusyCancelFunc cancel = row->cancel;
  gpointer user_data = row->user_data;

  row->cancel = NULL;
  gtk_widget_set_sensitive (row->button, FALSE);
  /* It may remove the row. */
  cancel (user_data);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_clicked (GtkButton *button, gpointer user_data)
{
  Row *row = user_data;

  if (row->cancel != NULL)
    cancel_row (row);
}

static void
set_text (Row *row, const char *text)
{
  g_autofree char *stop = NULL;

  if (g_strcmp0 (gtk_label_get_label (GTK_LABEL (row->label)), text) == 0)
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
  gtk_widget_set_visible (row->button, row->cancel != NULL);
  g_signal_connect (row->button, "clicked", G_CALLBACK (on_clicked), row);
  gtk_box_append (GTK_BOX (row->box), row->label);
  gtk_box_append (GTK_BOX (row->box), row->progress);
  gtk_box_append (GTK_BOX (row->box), row->button);
}

guint
saffron_busy_bar_add (SaffronBusyBar *self,
                      const char *text,
                      SaffronBusyCancelFunc cancel,
                      gpointer user_data)
{
  Row *row = g_new0 (Row, 1);

  row->number = ++self->last_number;
  row->bar = self;
  row->cancel = cancel;
  row->user_data = user_data;
  build_row (row);
  set_text (row, text);
  g_ptr_array_add (self->rows, row);
  gtk_box_append (GTK_BOX (self->box), row->box);
  g_signal_emit (self, signals[CHANGED], 0);
  return row->number;
}

void
saffron_busy_bar_update (SaffronBusyBar *self,
                         guint number,
                         const char *text,
                         double fraction)
{
  Row *row = find_row (self, number);

  if (row == NULL)
    return;
  set_text (row, text);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (row->progress), fraction);
}

void
saffron_busy_bar_remove (SaffronBusyBar *self, guint number)
{
  Row *row = find_row (self, number);

  if (row == NULL)
    return;
  gtk_box_remove (GTK_BOX (self->box), row->box);
  g_ptr_array_remove (self->rows, row);
  g_signal_emit (self, signals[CHANGED], 0);
}

static Row *
last_cancellable (SaffronBusyBar *self)
{
  for (guint i = self->rows->len; i > 0; i--)
    {
      Row *row = self->rows->pdata[i - 1];

      if (row->cancel != NULL)
        return row;
    }
  return NULL;
}

gboolean
saffron_busy_bar_can_cancel (SaffronBusyBar *self)
{
  return last_cancellable (self) != NULL;
}

void
saffron_busy_bar_cancel (SaffronBusyBar *self)
{
  Row *row = last_cancellable (self);

  if (row != NULL)
    cancel_row (row);
}
