/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/window/shell.h"

G_BEGIN_DECLS

/**
 * SaffronWindowDemo:
 *
 * win.demo: two slides are made once in the cache, then opened.
 */
#define SAFFRON_TYPE_WINDOW_DEMO (saffron_window_demo_get_type ())
G_DECLARE_FINAL_TYPE (SaffronWindowDemo,
                      saffron_window_demo,
                      SAFFRON,
                      WINDOW_DEMO,
                      GObject)

SaffronWindowDemo *saffron_window_demo_new (SaffronShell *shell);

G_END_DECLS
