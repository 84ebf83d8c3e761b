/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "view/model.h"

G_BEGIN_DECLS

/**
 * saffron_canvas_layer_new:
 * @model: the layer is drawn again whenever it changes; it must outlive the
 *   layer, or @self hold it
 * @draw: gets @self as its data
 * @self: (transfer full): see saffron_layer_get(); freed with the layer by
 *   @free
 *
 * A picture over the canvas that takes no input and is no thing of its own to
 * a screen reader.
 *
 * Returns: (transfer floating): a GtkDrawingArea
 */
GtkWidget *saffron_canvas_layer_new (SaffronViewModel *model,
                                     GtkDrawingAreaDrawFunc draw,
                                     gpointer self,
                                     GDestroyNotify free);

/* Returns: (transfer none): the @self of @layer. */
gpointer saffron_canvas_layer_get (GtkWidget *layer);

G_END_DECLS
