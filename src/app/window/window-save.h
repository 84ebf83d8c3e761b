/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/window/shell.h"

G_BEGIN_DECLS

/**
 * SaffronWindowSave:
 *
 * Saves the session, and asks first where something would be lost: win.save and
 * win.save-as.
 */
#define SAFFRON_TYPE_WINDOW_SAVE (saffron_window_save_get_type ())
G_DECLARE_FINAL_TYPE (SaffronWindowSave,
                      saffron_window_save,
                      SAFFRON,
                      WINDOW_SAVE,
                      GObject)

SaffronWindowSave *saffron_window_save_new (SaffronShell *shell);

G_END_DECLS
