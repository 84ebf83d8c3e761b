/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/window/shell.h"

G_BEGIN_DECLS

/**
 * SaffronWindowMoving:
 *
 * Which moving slide is shown: the choice in the header, win.next-moving,
 * win.previous-moving, win.show-moving, and win.swap.
 */
#define SAFFRON_TYPE_WINDOW_MOVING (saffron_window_moving_get_type ())
G_DECLARE_FINAL_TYPE (SaffronWindowMoving,
                      saffron_window_moving,
                      SAFFRON,
                      WINDOW_MOVING,
                      GObject)

SaffronWindowMoving *saffron_window_moving_new (SaffronShell *shell,
                                                GtkDropDown *choice);

G_END_DECLS
