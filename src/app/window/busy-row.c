/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/busy-row.h"

#include <glib/gi18n.h>

struct _SaffronBusyRow {
  GtkBox parent_instance;

  SaffronWork *work;

  GtkLabel *label;
  GtkProgressBar *progress;
  GtkWidget *cancel;
};

G_DEFINE_FINAL_TYPE (SaffronBusyRow, saffron_busy_row, GTK_TYPE_BOX)

static void
on_cancel (GtkButton *button, SaffronBusyRow *self)
{
  saffron_work_cancel (self->work);
}

static void
on_cancelled (SaffronWork *work, gpointer user_data)
{
  gtk_widget_set_sensitive (SAFFRON_BUSY_ROW (user_data)->cancel, FALSE);
}

static void
on_changed (SaffronWork *work, gpointer user_data)
{
  SaffronBusyRow *self = user_data;
  g_autofree char *text = saffron_work_describe (work);
  g_autofree char *stop = NULL;

  gtk_progress_bar_set_fraction (self->progress,
                                 saffron_work_get_fraction (work));
  if (g_str_equal (gtk_label_get_label (self->label), text))
    return;
  stop = g_strdup_printf (_ ("Cancel: %s"), text);
  gtk_label_set_label (self->label, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->progress),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->cancel),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, stop, -1);
}

static void
saffron_busy_row_finalize (GObject *object)
{
  g_clear_object (&SAFFRON_BUSY_ROW (object)->work);
  G_OBJECT_CLASS (saffron_busy_row_parent_class)->finalize (object);
}

static void
saffron_busy_row_class_init (SaffronBusyRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = saffron_busy_row_finalize;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/saffron/Saffron/ui/busy-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SaffronBusyRow, label);
  gtk_widget_class_bind_template_child (widget_class, SaffronBusyRow, progress);
  gtk_widget_class_bind_template_child (widget_class, SaffronBusyRow, cancel);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
}

static void
saffron_busy_row_init (SaffronBusyRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
saffron_busy_row_new (SaffronWork *work)
{
  SaffronBusyRow *self = g_object_new (SAFFRON_TYPE_BUSY_ROW, NULL);

  self->work = g_object_ref (work);
  gtk_widget_set_sensitive (self->cancel, !saffron_work_is_cancelled (work));
  g_signal_connect_object (work, "cancelled", G_CALLBACK (on_cancelled), self,
                           0);
  g_signal_connect_object (work, "changed", G_CALLBACK (on_changed), self, 0);
  on_changed (work, self);
  return GTK_WIDGET (self);
}
