/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/hint-bar.h"

struct _SaffronHintBar {
  GtkBox parent_instance;

  GtkLabel *text;
  GtkWidget *dismiss;
};

G_DEFINE_FINAL_TYPE (SaffronHintBar, saffron_hint_bar, GTK_TYPE_BOX)

static guint dismissed_signal;

static void
on_dismiss (GtkButton *button, SaffronHintBar *self)
{
  g_signal_emit (self, dismissed_signal, 0);
}

static void
saffron_hint_bar_class_init (SaffronHintBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  dismissed_signal =
      g_signal_new ("dismissed", SAFFRON_TYPE_HINT_BAR, G_SIGNAL_RUN_LAST, 0,
                    NULL, NULL, NULL, G_TYPE_NONE, 0);
  /* Screen readers read a status when it appears. */
  gtk_widget_class_set_accessible_role (widget_class,
                                        GTK_ACCESSIBLE_ROLE_STATUS);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/saffron/Saffron/ui/hint-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, SaffronHintBar, text);
  gtk_widget_class_bind_template_child (widget_class, SaffronHintBar, dismiss);
  gtk_widget_class_bind_template_callback (widget_class, on_dismiss);
}

static void
saffron_hint_bar_init (SaffronHintBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
saffron_hint_bar_set_text (SaffronHintBar *self, const char *text)
{
  if (text != NULL)
    {
      gtk_label_set_label (self->text, text);
      /* Who comes to the button by the keyboard hears the hint, too. */
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->dismiss),
                                      GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                      -1);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);
}
