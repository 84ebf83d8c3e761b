/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/document/start-editor.h"

G_BEGIN_DECLS

/**
 * saffron_start_layer_new:
 *
 * A layer over the canvas with the handle of a slide that is being laid by
 * hand: a ring at its centre, and a knob above it as the slide lies. It takes
 * no input and draws nothing while nobody lays the slide.
 */
GtkWidget *saffron_start_layer_new (SaffronViewModel *model,
                                    SaffronStartEditor *editor);

/* About what the knob turns: the slide's centre, or the nearest place on the
 * canvas; device pixels of the canvas. */
SaffronViewPoint saffron_start_layer_get_pivot (GtkWidget *layer);

/* Whether @p, device pixels of the canvas, is on the knob. */
gboolean saffron_start_layer_hit (GtkWidget *layer, SaffronViewPoint p);

G_END_DECLS
