/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/window/shell.h"

G_BEGIN_DECLS

/**
 * SaffronWindowLevel:
 *
 * Which pyramid level is drawn: the actions win.level, win.level-finer and
 * win.level-coarser, and a menu of the levels that there are.
 */
#define SAFFRON_TYPE_WINDOW_LEVEL (saffron_window_level_get_type ())
G_DECLARE_FINAL_TYPE (SaffronWindowLevel,
                      saffron_window_level,
                      SAFFRON,
                      WINDOW_LEVEL,
                      GObject)

SaffronWindowLevel *saffron_window_level_new (SaffronShell *shell, GMenu *menu);

G_END_DECLS
