/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/contrast.h"

/* The style sheet defines a colour that no other does. */
gboolean
saffron_has_high_contrast (GtkWidget *widget)
{
  GdkRGBA colour;

  return gtk_style_context_lookup_color (gtk_widget_get_style_context (widget),
                                         "saffron_high_contrast", &colour);
}

float
saffron_contrast_opacity (GtkWidget *widget, float usual)
{
  return saffron_has_high_contrast (widget) ? 1.0f : usual;
}
