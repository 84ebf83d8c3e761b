/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/window/shell.h"

G_BEGIN_DECLS

/**
 * SaffronWindowClosing:
 *
 * What closing the window would lose, and the question about that.
 */
#define SAFFRON_TYPE_WINDOW_CLOSING (saffron_window_closing_get_type ())
G_DECLARE_FINAL_TYPE (SaffronWindowClosing,
                      saffron_window_closing,
                      SAFFRON,
                      WINDOW_CLOSING,
                      GObject)

SaffronWindowClosing *saffron_window_closing_new (SaffronShell *shell);

/* Whether something is under way that closing would end. */
gboolean saffron_window_closing_is_busy (SaffronWindowClosing *self);

/* Asks whether to stop it, and if so closes the window. */
void saffron_window_closing_ask (SaffronWindowClosing *self);
/* The same, and the application is to quit afterwards. */
void saffron_window_closing_ask_to_quit (SaffronWindowClosing *self);

G_END_DECLS
