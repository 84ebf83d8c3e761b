/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pane/estimate-row.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "app/pane/fit-layout.h"
#include "app/scroll.h"
#include "register/params-words.h"
#include "session/cluster.h"

struct _SaffronEstimateRow {
  GtkWidget parent_instance;

  SaffronDocument *document;
  SaffronForecaster *forecaster;

  GtkWidget *box;
  GtkWidget *here;
  GtkWidget *here_cpus;
  GtkWidget *cluster;
  GtkWidget *cluster_cpus;
  GtkWidget *cluster_unit;
  GtkWidget *ask;
  GtkWidget *warning;
  GtkWidget *warning_text;
  GtkWidget *fit;
};

G_DEFINE_FINAL_TYPE (SaffronEstimateRow, saffron_estimate_row, GTK_TYPE_WIDGET)

static void
show_warning (SaffronEstimateRow *self)
{
  const SaffronForecast *forecast = saffron_forecaster_get (self->forecaster);
  g_autofree char *limit = NULL;
  g_autofree char *changes = NULL;
  g_autofree char *text = NULL;
  g_autofree char *label = NULL;

  gtk_widget_set_visible (self->warning, forecast != NULL && !forecast->fits);
  if (forecast == NULL || forecast->fits)
    return;
  limit = g_format_size (forecast->limit);
  text = g_strdup_printf (
      _ ("That is more than the %s of memory that may be used."), limit);
  gtk_label_set_label (GTK_LABEL (self->warning_text), text);
  gtk_widget_set_visible (self->fit, forecast->fitting != NULL);
  if (forecast->fitting == NULL)
    return;
  changes = saffron_params_title_changes (
      forecast->fitting, saffron_session_get_params (
                             saffron_document_get_session (self->document)));
  label = g_strdup_printf (_ ("Use %s"), changes);
  gtk_button_set_label (GTK_BUTTON (self->fit), label);
}

static void
show_forecast (SaffronEstimateRow *self)
{
  const SaffronForecast *forecast = saffron_forecaster_get (self->forecaster);
  SaffronClusterNeed need = { 0 };
  g_autofree char *here = NULL;
  g_autofree char *here_cpus = NULL;
  g_autofree char *cluster = NULL;
  g_autofree char *ask = NULL;

  gtk_widget_set_visible (self->box, forecast != NULL);
  show_warning (self);
  if (forecast != NULL)
    {
      saffron_cluster_need_add (&need, forecast);
      here = saffron_estimate_describe (forecast->here.peak_memory,
                                        forecast->here.seconds);
      here_cpus = g_strdup_printf (
          ngettext ("%u processor", "%u processors", forecast->here_cpus),
          forecast->here_cpus);
      cluster = saffron_estimate_describe (forecast->cluster.peak_memory,
                                           forecast->cluster.seconds);
      ask = g_strdup_printf (_ ("asks for %d GB, %d min"),
                             (int) saffron_cluster_ask_gb (&need),
                             (int) saffron_cluster_ask_minutes (&need));
      gtk_label_set_label (GTK_LABEL (self->here), here);
      gtk_label_set_label (GTK_LABEL (self->here_cpus), here_cpus);
      gtk_label_set_label (GTK_LABEL (self->cluster), cluster);
      gtk_label_set_label (GTK_LABEL (self->ask), ask);
    }
}

/* Names what the field beside it counts. */
static void
show_unit (SaffronEstimateRow *self)
{
  int n =
      gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->cluster_cpus));

  gtk_label_set_label (GTK_LABEL (self->cluster_unit),
                       /* Translators: stands under a field with the number */
                       ngettext ("processor", "processors", (gulong) n));
}

static void
on_forecast (SaffronForecaster *forecaster, gpointer user_data)
{
  show_forecast (user_data);
}

/* Sets the nearest parameters that fit, if some are offered. */
static void
on_fit (GtkButton *button, gpointer user_data)
{
  SaffronEstimateRow *self = user_data;
  const SaffronForecast *forecast = saffron_forecaster_get (self->forecaster);
  SaffronSession *session = saffron_document_get_session (self->document);
  g_autoptr (SaffronParams) params = NULL;

  if (session == NULL || forecast == NULL || forecast->fitting == NULL)
    return;
  params = saffron_params_copy (forecast->fitting);
  saffron_session_set_params (session, params);
}

static void
saffron_estimate_row_dispose (GObject *object)
{
  SaffronEstimateRow *self = SAFFRON_ESTIMATE_ROW (object);
  GtkWidget *child = NULL;

  g_clear_object (&self->document);
  g_clear_object (&self->forecaster);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (saffron_estimate_row_parent_class)->dispose (object);
}

static void
saffron_estimate_row_class_init (SaffronEstimateRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (SAFFRON_TYPE_FIT_LAYOUT);
  G_OBJECT_CLASS (klass)->dispose = saffron_estimate_row_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/saffron/Saffron/ui/estimate-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SaffronEstimateRow, box);
  gtk_widget_class_bind_template_child (widget_class, SaffronEstimateRow, here);
  gtk_widget_class_bind_template_child (widget_class, SaffronEstimateRow,
                                        here_cpus);
  gtk_widget_class_bind_template_child (widget_class, SaffronEstimateRow,
                                        cluster);
  gtk_widget_class_bind_template_child (widget_class, SaffronEstimateRow,
                                        cluster_cpus);
  gtk_widget_class_bind_template_child (widget_class, SaffronEstimateRow,
                                        cluster_unit);
  gtk_widget_class_bind_template_child (widget_class, SaffronEstimateRow, ask);
  gtk_widget_class_bind_template_child (widget_class, SaffronEstimateRow,
                                        warning);
  gtk_widget_class_bind_template_child (widget_class, SaffronEstimateRow,
                                        warning_text);
  gtk_widget_class_bind_template_child (widget_class, SaffronEstimateRow, fit);
}

static void
saffron_estimate_row_init (SaffronEstimateRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self->fit, "clicked", G_CALLBACK (on_fit), self);
}

GtkWidget *
saffron_estimate_row_new (SaffronDocument *document,
                          GSettings *settings,
                          SaffronForecaster *forecaster)
{
  SaffronEstimateRow *self = g_object_new (SAFFRON_TYPE_ESTIMATE_ROW, NULL);

  self->document = g_object_ref (document);
  self->forecaster = g_object_ref (forecaster);
  saffron_scroll_past (self->cluster_cpus);
  g_settings_bind (
      settings, "cluster-cpus",
      gtk_spin_button_get_adjustment (GTK_SPIN_BUTTON (self->cluster_cpus)),
      "value", G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_object (self->cluster_cpus, "value-changed",
                           G_CALLBACK (show_unit), self, G_CONNECT_SWAPPED);
  show_unit (self);
  g_signal_connect_object (forecaster, "changed", G_CALLBACK (on_forecast),
                           self, 0);
  show_forecast (self);
  return GTK_WIDGET (self);
}
