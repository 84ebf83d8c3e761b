/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/document/quality-model.h"
#include "view/model.h"

G_BEGIN_DECLS

/**
 * saffron_place_layer_new:
 *
 * A layer over the canvas that marks the places that are off while they are to
 * be marked, see saffron_quality_model_set_marked(): each with its number, and
 * the one where the person is with a ring around it and what was measured
 * there. It takes no input.
 */
GtkWidget *saffron_place_layer_new (SaffronViewModel *model,
                                    SaffronQualityModel *quality);

/* Whether a place is marked although nobody is there: what agrees within the
 * tolerance is none to warn of. */
gboolean saffron_place_is_off (SaffronQualityModel *quality, guint index);

/* Draws a small mark at (@x, @y), white on black; @selected: with a ring. */
void saffron_place_draw_mark (cairo_t *cr,
                              double x,
                              double y,
                              double radius,
                              gboolean selected);

G_END_DECLS
