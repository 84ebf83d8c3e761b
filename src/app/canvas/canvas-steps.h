/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "view/geometry.h"

G_BEGIN_DECLS

/* From logical pixels of @widget. */
SaffronViewPoint saffron_to_device (GtkWidget *widget, double x, double y);

/* The direction of an arrow key, of the keypad's too; %FALSE for any other
 * key. */
gboolean saffron_arrow_direction (guint keyval, double *x, double *y);

/* The step of an arrow key of a tool: a pixel, ten with Shift, a tenth with
 * Alt. %FALSE for any other key. */
gboolean saffron_arrow_step (guint keyval,
                             GdkModifierType state,
                             double *dx,
                             double *dy);

G_END_DECLS
