/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/document/landmark-editor.h"

G_BEGIN_DECLS

/**
 * saffron_landmark_layer_new:
 *
 * A layer over the canvas with the landmarks' marks: numbered at the reference
 * end, with a line to where the run puts the moving end. Side by side, each
 * half has its own ends. Shapes tell the states: a circle is active, a square
 * is not, a triangle is an outlier, and a second outline is the selected one.
 * Crossed squares show where landmarks fold the slide, and the labels of those
 * that cause it say so. It takes no input.
 */
GtkWidget *saffron_landmark_layer_new (SaffronViewModel *model,
                                       SaffronLandmarkEditor *editor);

/**
 * saffron_landmark_layer_hit:
 * @p: device pixels of the canvas
 * @landing: (out): whether it is the end where the run puts the moving point;
 *   side by side, the moving half's end
 *
 * Returns: the landmark whose mark is there, or %SAFFRON_LANDMARK_NONE
 */
guint saffron_landmark_layer_hit (GtkWidget *layer,
                                  SaffronViewPoint p,
                                  gboolean *landing);

/* Side by side, an end that waits for its partner. @p: (nullable): none */
void saffron_landmark_layer_set_pending (GtkWidget *layer,
                                         SaffronViewSide side,
                                         const SaffronRefPoint *p);

/* Draws a mark's shape about (@x, @y), white on black. */
void saffron_landmark_draw_mark (cairo_t *cr,
                                 double x,
                                 double y,
                                 double radius,
                                 gboolean active,
                                 gboolean outlier,
                                 gboolean selected);

G_END_DECLS
