/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/canvas/canvas.h"

G_BEGIN_DECLS

/**
 * SaffronToolInput:
 * @drag_begin: of a GtkGestureDrag; denies what is not for the tool
 * @drag_update: likewise
 * @drag_end: likewise
 * @cancel: of a GtkGesture
 * @key: of a GtkEventControllerKey
 *
 * What a tool of the canvas answers to. Each gets the tool as its data.
 */
typedef struct {
  GCallback drag_begin, drag_update, drag_end, cancel, key;
} SaffronToolInput;

/* Lets @tool have drags and keys before the canvas, which moves the view by
 * them. They end with @tool. */
void saffron_tool_input_connect (SaffronCanvas *canvas,
                                 GObject *tool,
                                 const SaffronToolInput *input);

G_END_DECLS
