/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/window/shell.h"

G_BEGIN_DECLS

/**
 * SaffronWindowRecovery:
 *
 * Offers what was left unsaved, one session after the other, in a bar above the
 * canvas: win.recover, win.discard-draft, win.keep-draft.
 */
#define SAFFRON_TYPE_WINDOW_RECOVERY (saffron_window_recovery_get_type ())
G_DECLARE_FINAL_TYPE (SaffronWindowRecovery,
                      saffron_window_recovery,
                      SAFFRON,
                      WINDOW_RECOVERY,
                      GObject)

SaffronWindowRecovery *saffron_window_recovery_new (SaffronShell *shell);

G_END_DECLS
