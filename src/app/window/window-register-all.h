/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/window/shell.h"
#include "app/window/window-register.h"

G_BEGIN_DECLS

/**
 * SaffronWindowRegisterAll:
 *
 * Registers all moving slides that have no run with the parameters, landmarks
 * and start that there are, one after the other: win.register-all. At the end
 * it says what they came to.
 */
#define SAFFRON_TYPE_WINDOW_REGISTER_ALL                                       \
  (saffron_window_register_all_get_type ())
G_DECLARE_FINAL_TYPE (SaffronWindowRegisterAll,
                      saffron_window_register_all,
                      SAFFRON,
                      WINDOW_REGISTER_ALL,
                      GObject)

/* @registering: which registers a single slide; one of them runs at a time. */
SaffronWindowRegisterAll *
saffron_window_register_all_new (SaffronShell *shell,
                                 SaffronWindowRegister *registering);

G_END_DECLS
