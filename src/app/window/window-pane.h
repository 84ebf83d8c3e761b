/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/window/shell.h"

G_BEGIN_DECLS

/**
 * SaffronWindowPane:
 *
 * How wide the pane at the side is: the handle that a person drags, the setting
 * that remembers it, and the toasts, which leave the pane free. The pane never
 * takes so much of the window that it would fold. The action win.pane-width
 * has the width in pixels and sets it.
 */
#define SAFFRON_TYPE_WINDOW_PANE (saffron_window_pane_get_type ())
G_DECLARE_FINAL_TYPE (SaffronWindowPane,
                      saffron_window_pane,
                      SAFFRON,
                      WINDOW_PANE,
                      GObject)

/* Takes the place of the flap's separator. */
SaffronWindowPane *saffron_window_pane_new (SaffronShell *shell, AdwFlap *flap);

/* Gives the pane its width. Where the window is not @wide, that is the least
 * one. */
void saffron_window_pane_update (SaffronWindowPane *self, gboolean wide);

G_END_DECLS
