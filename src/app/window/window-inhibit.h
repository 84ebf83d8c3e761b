/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/window/shell.h"

G_BEGIN_DECLS

/**
 * SaffronWindowInhibit:
 *
 * Asks the desktop not to log out and not to suspend while something is under
 * way that would be lost, as what an export has written so far.
 */
#define SAFFRON_TYPE_WINDOW_INHIBIT (saffron_window_inhibit_get_type ())
G_DECLARE_FINAL_TYPE (SaffronWindowInhibit,
                      saffron_window_inhibit,
                      SAFFRON,
                      WINDOW_INHIBIT,
                      GObject)

SaffronWindowInhibit *saffron_window_inhibit_new (SaffronShell *shell);

G_END_DECLS
