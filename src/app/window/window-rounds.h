/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/window/shell.h"

G_BEGIN_DECLS

/**
 * SaffronWindowRounds:
 *
 * What all moving slides of the session came to: win.next-unverified, whose
 * state says in a line which of them a person still has to see to, and
 * win.overview, which shows a picture of each.
 */
#define SAFFRON_TYPE_WINDOW_ROUNDS (saffron_window_rounds_get_type ())
G_DECLARE_FINAL_TYPE (SaffronWindowRounds,
                      saffron_window_rounds,
                      SAFFRON,
                      WINDOW_ROUNDS,
                      GObject)

SaffronWindowRounds *saffron_window_rounds_new (SaffronShell *shell);

G_END_DECLS
