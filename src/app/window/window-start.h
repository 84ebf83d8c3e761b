/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/canvas/canvas.h"
#include "app/window/shell.h"

G_BEGIN_DECLS

/**
 * SaffronWindowStart:
 *
 * Laying the moving slide by hand, with a bar over the canvas while it is on:
 * win.lay-by-hand turns it on and off; win.start-shift, win.start-turn,
 * win.start-scale and win.start-flip move the slide; win.start-reset gives it
 * back to the search. The landmark tool and this one take turns.
 */
#define SAFFRON_TYPE_WINDOW_START (saffron_window_start_get_type ())
G_DECLARE_FINAL_TYPE (SaffronWindowStart,
                      saffron_window_start,
                      SAFFRON,
                      WINDOW_START,
                      GObject)

/* @overlay: around @canvas, for the handle and the bar */
SaffronWindowStart *saffron_window_start_new (SaffronShell *shell,
                                              SaffronCanvas *canvas,
                                              GtkOverlay *overlay);

G_END_DECLS
