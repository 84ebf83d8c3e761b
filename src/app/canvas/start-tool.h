/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/canvas/canvas.h"
#include "app/document/start-editor.h"

G_BEGIN_DECLS

/**
 * SaffronStartTool:
 *
 * Lays the moving slide by hand on the canvas while the editor is on: a drag
 * moves it, a drag of the layer's knob turns it. The keys: arrows move it by a
 * pixel of the screen, with Shift by ten, with Alt by a tenth; [ and ] turn it
 * by 1°, with Shift by 10°. While the editor is off, a drag with Control turns
 * it on and moves the slide, where the editor is offered.
 */
#define SAFFRON_TYPE_START_TOOL (saffron_start_tool_get_type ())
G_DECLARE_FINAL_TYPE (SaffronStartTool,
                      saffron_start_tool,
                      SAFFRON,
                      START_TOOL,
                      GObject)

/* @layer: see saffron_start_layer_new() */
SaffronStartTool *saffron_start_tool_new (SaffronCanvas *canvas,
                                          SaffronViewModel *model,
                                          SaffronStartEditor *editor,
                                          GtkWidget *layer);

/* Whether another tool has the canvas, so that a drag with Control is its. */
void saffron_start_tool_set_barred (SaffronStartTool *self, gboolean barred);

G_END_DECLS
