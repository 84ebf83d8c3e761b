/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pane/advice-row.h"

#include <glib/gi18n.h>

struct _SaffronAdviceRow {
  GtkBox parent_instance;

  GtkLabel *label;
  GtkWidget *button;
};

G_DEFINE_FINAL_TYPE (SaffronAdviceRow, saffron_advice_row, GTK_TYPE_BOX)

static void
saffron_advice_row_class_init (SaffronAdviceRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/saffron/Saffron/ui/advice-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SaffronAdviceRow, label);
  gtk_widget_class_bind_template_child (widget_class, SaffronAdviceRow, button);
}

static void
saffron_advice_row_init (SaffronAdviceRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
name_button (GtkWidget *button, const char *label, const char *tip)
{
  gtk_button_set_label (GTK_BUTTON (button), label);
  gtk_widget_set_tooltip_text (button, tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, tip, -1);
}

/* Sets the parameter, or shows it where the advice names no value. */
static void
show_parameter (GtkWidget *button, const SaffronAdvice *advice)
{
  gboolean sets = advice->value != NULL;
  g_autofree char *tip =
      sets ? g_strdup_printf (_ ("Set %s to %s"), advice->parameter,
                              advice->value)
           : g_strdup_printf (_ ("Show %s"), advice->parameter);

  name_button (button, sets ? C_ ("button", "Set") : C_ ("button", "Show"),
               tip);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(ss)",
                                    advice->parameter,
                                    sets ? advice->value : "");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.set-parameter");
}

static void
on_lay (GtkButton *button, gpointer user_data)
{
  GtkWidget *popover =
      gtk_widget_get_ancestor (GTK_WIDGET (button), GTK_TYPE_POPOVER);

  if (popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (popover));
}

void
saffron_advice_show_button (GtkWidget *button, const SaffronAdvice *advice)
{
  gtk_widget_set_visible (button, advice->parameter != NULL || advice->by_hand);
  if (advice->parameter != NULL)
    show_parameter (button, advice);
  else if (advice->by_hand)
    {
      name_button (button, C_ ("button", "Lay"),
                   _ ("Lay the moving slide by hand"));
      /* Of the advice that the button showed before. */
      gtk_actionable_set_action_target_value (GTK_ACTIONABLE (button), NULL);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button),
                                      "win.lay-by-hand");
    }
}

GtkWidget *
saffron_advice_row_new (const SaffronAdvice *advice)
{
  SaffronAdviceRow *self = g_object_new (SAFFRON_TYPE_ADVICE_ROW, NULL);

  gtk_label_set_label (self->label, saffron_advice_get_text (advice));
  saffron_advice_show_button (self->button, advice);
  /* What lays the slide by hand needs the canvas. */
  if (advice->parameter == NULL && advice->by_hand)
    g_signal_connect (self->button, "clicked", G_CALLBACK (on_lay), NULL);
  return GTK_WIDGET (self);
}
