/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "view/model.h"

G_BEGIN_DECLS

/* Called when the person has drawn, moved or resized the rectangle. */
typedef void (*SaffronRegionDrawnFunc) (gpointer user_data);

/* A rectangle of the reference over the canvas. While it is edited, a drag
 * draws a new one, inside moves it, at an edge or corner resizes it; otherwise
 * the canvas has the pointer. */
GtkWidget *saffron_region_layer_new (SaffronViewModel *model,
                                     SaffronRegionDrawnFunc func,
                                     gpointer user_data);

void saffron_region_layer_set_editing (GtkWidget *layer, gboolean editing);

/* Reference level-0 pixels; of width 0 when there is none. */
SaffronRect saffron_region_layer_get (GtkWidget *layer);
void saffron_region_layer_set (GtkWidget *layer, const SaffronRect *region);

G_END_DECLS
