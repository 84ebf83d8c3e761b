/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/canvas/canvas.h"
#include "app/window/shell.h"

G_BEGIN_DECLS

/**
 * SaffronWindowFlicker:
 *
 * Shows the two slides in turn, twice a second at most, which the eye sees
 * shifts by: win.flicker. Escape ends it, and so does a choice of the mode; the
 * mode is then what it was.
 */
#define SAFFRON_TYPE_WINDOW_FLICKER (saffron_window_flicker_get_type ())
G_DECLARE_FINAL_TYPE (SaffronWindowFlicker,
                      saffron_window_flicker,
                      SAFFRON,
                      WINDOW_FLICKER,
                      GObject)

/* @overlay: around @canvas, to say which slide is shown */
SaffronWindowFlicker *saffron_window_flicker_new (SaffronShell *shell,
                                                  SaffronCanvas *canvas,
                                                  GtkOverlay *overlay);

gboolean saffron_window_flicker_get_on (SaffronWindowFlicker *self);
/* Does nothing without two slides. */
void saffron_window_flicker_set_on (SaffronWindowFlicker *self, gboolean on);

G_END_DECLS
