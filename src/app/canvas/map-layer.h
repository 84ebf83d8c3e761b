/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/canvas/map-picture.h"
#include "view/model.h"

G_BEGIN_DECLS

/**
 * saffron_map_layer_new:
 *
 * A layer over the canvas that draws a map of the run, side by side in both
 * halves. It takes no input; hidden until there is something to draw.
 */
GtkWidget *saffron_map_layer_new (SaffronViewModel *model);

/* @picture: (nullable): %NULL hides the layer. */
void saffron_map_layer_set (GtkWidget *layer, SaffronMapPicture *picture);

G_END_DECLS
