/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/canvas/canvas.h"
#include "app/document/landmark-editor.h"
#include "app/window/shell.h"

G_BEGIN_DECLS

/**
 * SaffronWindowQuality:
 *
 * How good the shown run is: the page in the pane, the marks of the worst
 * places on the canvas and the minimap, the walk from one to the next, and a
 * person's verdict. win.measure-quality, win.show-quality (whose state is what
 * the page says), win.next-place, win.previous-place, win.select-place,
 * win.place-landmark, win.sign, win.take-back-sign, win.copy-quality. It has
 * that of SaffronWindowFlicker, too.
 */
#define SAFFRON_TYPE_WINDOW_QUALITY (saffron_window_quality_get_type ())
G_DECLARE_FINAL_TYPE (SaffronWindowQuality,
                      saffron_window_quality,
                      SAFFRON,
                      WINDOW_QUALITY,
                      GObject)

/* @overlay: around @canvas, for the marks; @minimap: shows them, too */
SaffronWindowQuality *
saffron_window_quality_new (SaffronShell *shell,
                            SaffronCanvas *canvas,
                            GtkOverlay *overlay,
                            GtkWidget *minimap,
                            SaffronLandmarkEditor *editor);

GtkWidget *saffron_window_quality_get_page (SaffronWindowQuality *self);

G_END_DECLS
