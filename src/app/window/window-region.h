/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/window/shell.h"
#include "app/window/window-register.h"

G_BEGIN_DECLS

/**
 * SaffronWindowRegion:
 *
 * The region of the reference that is drawn on the canvas, and registering it
 * alone: win.region, win.draw-region, win.region-from-view, win.clear-region,
 * win.register-region.
 */
#define SAFFRON_TYPE_WINDOW_REGION (saffron_window_region_get_type ())
G_DECLARE_FINAL_TYPE (SaffronWindowRegion,
                      saffron_window_region,
                      SAFFRON,
                      WINDOW_REGION,
                      GObject)

/* @overlay: the overlay around the canvas */
SaffronWindowRegion *
saffron_window_region_new (SaffronShell *shell,
                           GtkOverlay *overlay,
                           SaffronWindowRegister *registering);

G_END_DECLS
