/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/window/shell.h"

G_BEGIN_DECLS

/**
 * SaffronWindowRecent:
 *
 * The menu of what was opened last, as far as it is still there.
 */
#define SAFFRON_TYPE_WINDOW_RECENT (saffron_window_recent_get_type ())
G_DECLARE_FINAL_TYPE (SaffronWindowRecent,
                      saffron_window_recent,
                      SAFFRON,
                      WINDOW_RECENT,
                      GObject)

SaffronWindowRecent *saffron_window_recent_new (SaffronShell *shell,
                                                GMenu *menu);

G_END_DECLS
