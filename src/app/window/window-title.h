/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/window/shell.h"

G_BEGIN_DECLS

/**
 * SaffronWindowTitle:
 *
 * What the header says is open, and whether it was edited.
 */
#define SAFFRON_TYPE_WINDOW_TITLE (saffron_window_title_get_type ())
G_DECLARE_FINAL_TYPE (SaffronWindowTitle,
                      saffron_window_title,
                      SAFFRON,
                      WINDOW_TITLE,
                      GObject)

SaffronWindowTitle *saffron_window_title_new (SaffronShell *shell,
                                              AdwWindowTitle *title);

G_END_DECLS
