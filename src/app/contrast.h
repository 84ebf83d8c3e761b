/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Whether the desktop asks for high contrast: ui/style-hc.css is in use. */
gboolean saffron_has_high_contrast (GtkWidget *widget);

/* The opacity of what is drawn faintly or seen through, such as the ground
 * behind a text: @usual, but 1 in high contrast. */
float saffron_contrast_opacity (GtkWidget *widget, float usual);

G_END_DECLS
