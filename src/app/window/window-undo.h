/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/window/shell.h"

G_BEGIN_DECLS

/**
 * SaffronWindowUndo:
 *
 * Undo, redo, and the toasts that offer an undo: win.undo, win.redo,
 * win.remove-moving.
 */
#define SAFFRON_TYPE_WINDOW_UNDO (saffron_window_undo_get_type ())
G_DECLARE_FINAL_TYPE (SaffronWindowUndo,
                      saffron_window_undo,
                      SAFFRON,
                      WINDOW_UNDO,
                      GObject)

SaffronWindowUndo *saffron_window_undo_new (SaffronShell *shell);

G_END_DECLS
