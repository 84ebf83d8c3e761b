/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/canvas/canvas.h"
#include "app/window/shell.h"

G_BEGIN_DECLS

/**
 * SaffronWindowView:
 *
 * How the two slides are shown: win.zoom-…, win.mode, win.swipe-direction,
 * win.minimap, win.other-part (the focus), win.colours, and the settings of the
 * view.
 */
#define SAFFRON_TYPE_WINDOW_VIEW (saffron_window_view_get_type ())
G_DECLARE_FINAL_TYPE (SaffronWindowView,
                      saffron_window_view,
                      SAFFRON,
                      WINDOW_VIEW,
                      GObject)

/* @mode: the button that says the mode */
SaffronWindowView *saffron_window_view_new (SaffronShell *shell,
                                            SaffronCanvas *canvas,
                                            GtkWidget *minimap,
                                            GtkMenuButton *mode);

G_END_DECLS
