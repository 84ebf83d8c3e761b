/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/dialogs/transform-rows.h"

#include <glib/gi18n.h>

struct _SaffronTransformRows {
  AdwPreferencesGroup parent_instance;

  gboolean filling; /* what changes is not a person's choice */
  AdwComboRow *format;
  AdwComboRow *unit;
  GtkWidget *spacing_row;
  GtkSpinButton *spacing;
};

G_DEFINE_FINAL_TYPE (SaffronTransformRows,
                     saffron_transform_rows,
                     ADW_TYPE_PREFERENCES_GROUP)

static guint changed_signal;

static void
on_option (GtkWidget *widget, GParamSpec *pspec, SaffronTransformRows *self)
{
  gtk_widget_set_visible (self->spacing_row,
                          adw_combo_row_get_selected (self->format)
                              == SAFFRON_ITK_FIELD);
  if (!self->filling)
    g_signal_emit (self, changed_signal, 0);
}

/* 0 leaves the spacing to the program. */
static gboolean
on_output (GtkSpinButton *spin, SaffronTransformRows *self)
{
  if (gtk_spin_button_get_value (spin) > 0.0)
    return FALSE;
  gtk_editable_set_text (GTK_EDITABLE (spin), C_ ("spacing", "Automatic"));
  return TRUE;
}

void
saffron_transform_rows_show (SaffronTransformRows *self,
                             const SaffronItkOptions *options)
{
  self->filling = TRUE;
  adw_combo_row_set_selected (self->format, options->format);
  adw_combo_row_set_selected (self->unit, options->unit);
  gtk_spin_button_set_value (self->spacing, options->spacing);
  self->filling = FALSE;
}

void
saffron_transform_rows_take (SaffronTransformRows *self,
                             SaffronItkOptions *options)
{
  options->format = adw_combo_row_get_selected (self->format);
  options->unit = adw_combo_row_get_selected (self->unit);
  options->spacing = gtk_spin_button_get_value (self->spacing);
}

static void
saffron_transform_rows_class_init (SaffronTransformRowsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  changed_signal =
      g_signal_new ("changed", SAFFRON_TYPE_TRANSFORM_ROWS, G_SIGNAL_RUN_LAST,
                    0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/saffron/Saffron/ui/transform-rows.ui");
  gtk_widget_class_bind_template_child (widget_class, SaffronTransformRows,
                                        format);
  gtk_widget_class_bind_template_child (widget_class, SaffronTransformRows,
                                        unit);
  gtk_widget_class_bind_template_child (widget_class, SaffronTransformRows,
                                        spacing_row);
  gtk_widget_class_bind_template_child (widget_class, SaffronTransformRows,
                                        spacing);
  gtk_widget_class_bind_template_callback (widget_class, on_option);
  gtk_widget_class_bind_template_callback (widget_class, on_output);
}

static void
saffron_transform_rows_init (SaffronTransformRows *self)
{
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->filling = FALSE;
}
