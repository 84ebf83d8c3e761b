/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/canvas/canvas.h"
#include "app/document/landmark-editor.h"

G_BEGIN_DECLS

/**
 * SaffronLandmarkTool:
 *
 * Places and moves landmarks on the canvas while it is on. Over each other, a
 * click places a pair where the transform expects it. A drag takes the moving
 * slide's tissue from where it begins to where it belongs on the reference, and
 * those are the pair's ends. A mark pulls its pair's tissue, with Shift its
 * reference end, and the small ring at the other end of the line the moving
 * end. Side by side, each half takes its own end. The keys: Return places one
 * at the cursor, side by side an end, and the cursor goes to the other half;
 * arrows nudge the selected one by a pixel, with Shift by ten,
 * with Alt by a tenth. What is placed or dragged may snap, see
 * saffron_landmark_editor_set_snaps(); nudges never do.
 *
 * While it is off, a drag with Shift does what a drag without Shift does while
 * it is on, where the slides lie over each other.
 */
#define SAFFRON_TYPE_LANDMARK_TOOL (saffron_landmark_tool_get_type ())
G_DECLARE_FINAL_TYPE (SaffronLandmarkTool,
                      saffron_landmark_tool,
                      SAFFRON,
                      LANDMARK_TOOL,
                      GObject)

/* @layer: see saffron_landmark_layer_new() */
SaffronLandmarkTool *saffron_landmark_tool_new (SaffronCanvas *canvas,
                                                SaffronViewModel *model,
                                                SaffronLandmarkEditor *editor,
                                                GtkWidget *layer);

void saffron_landmark_tool_set_on (SaffronLandmarkTool *self, gboolean on);
gboolean saffron_landmark_tool_get_on (SaffronLandmarkTool *self);

/* Whether another tool has the canvas, so that a drag with Shift is its. */
void saffron_landmark_tool_set_barred (SaffronLandmarkTool *self,
                                       gboolean barred);

/* Gives up what is under way: a drag, an end that waits, the selection. FALSE
 * when there is nothing of the kind. */
gboolean saffron_landmark_tool_escape (SaffronLandmarkTool *self);

G_END_DECLS
