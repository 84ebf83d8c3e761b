/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "view/model.h"

G_BEGIN_DECLS

/* A bar of a round length over the canvas, in µm where the reference has a
 * pixel size, else in pixels. */
GtkWidget *saffron_scale_bar_new (SaffronViewModel *model);

/**
 * saffron_scale_bar_length:
 * @longest: what there is room for, in units
 *
 * Returns: the longest of 1, 2, 5 times a power of ten that fits
 */
double saffron_scale_bar_length (double longest);

G_END_DECLS
