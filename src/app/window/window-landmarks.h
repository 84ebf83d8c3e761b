/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/canvas/canvas.h"
#include "app/document/edited-verdict.h"
#include "app/window/shell.h"

G_BEGIN_DECLS

/**
 * SaffronWindowLandmarks:
 *
 * Landmarks on the canvas and in the pane: win.landmark-tool,
 * win.show-landmarks, win.select-landmark, win.next-landmark,
 * win.previous-landmark, win.zoom-to-landmark, win.delete-landmark,
 * win.use-landmark, win.name-landmark, win.snap (whether what is placed or
 * dragged snaps), win.snap-landmark. It has those of
 * SaffronWindowLandmarkFiles, too.
 */
#define SAFFRON_TYPE_WINDOW_LANDMARKS (saffron_window_landmarks_get_type ())
G_DECLARE_FINAL_TYPE (SaffronWindowLandmarks,
                      saffron_window_landmarks,
                      SAFFRON,
                      WINDOW_LANDMARKS,
                      GObject)

/* @overlay: around @canvas, for the marks; @minimap: shows them, too */
SaffronWindowLandmarks *saffron_window_landmarks_new (SaffronShell *shell,
                                                      SaffronCanvas *canvas,
                                                      GtkOverlay *overlay,
                                                      GtkWidget *minimap);

/* (transfer none): of the shown run with the landmarks that there are. */
SaffronEditedVerdict *
saffron_window_landmarks_get_verdict (SaffronWindowLandmarks *self);

/* (transfer none) */
SaffronLandmarkEditor *
saffron_window_landmarks_get_editor (SaffronWindowLandmarks *self);

GtkWidget *saffron_window_landmarks_get_page (SaffronWindowLandmarks *self);

G_END_DECLS
