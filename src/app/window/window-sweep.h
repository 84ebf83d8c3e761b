/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/window/shell.h"

G_BEGIN_DECLS

/**
 * SaffronWindowSweep:
 *
 * The sweep of the document, and its page: win.sweep, win.resume-sweep,
 * win.stop-sweep, win.show-sweep. What does not fit into memory is asked about.
 */
#define SAFFRON_TYPE_WINDOW_SWEEP (saffron_window_sweep_get_type ())
G_DECLARE_FINAL_TYPE (SaffronWindowSweep,
                      saffron_window_sweep,
                      SAFFRON,
                      WINDOW_SWEEP,
                      GObject)

SaffronWindowSweep *saffron_window_sweep_new (SaffronShell *shell);

/* For the pane. */
GtkWidget *saffron_window_sweep_get_page (SaffronWindowSweep *self);

G_END_DECLS
