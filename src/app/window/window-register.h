/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/window/shell.h"
#include "app/window/window-memory.h"

G_BEGIN_DECLS

/**
 * SaffronWindowRegister:
 *
 * Registers the shown moving slide in the background: win.register and
 * win.cancel-register.
 *
 * SaffronWindowRegister::changed: a registration can be started now, or no
 * longer.
 */
#define SAFFRON_TYPE_WINDOW_REGISTER (saffron_window_register_get_type ())
G_DECLARE_FINAL_TYPE (SaffronWindowRegister,
                      saffron_window_register,
                      SAFFRON,
                      WINDOW_REGISTER,
                      GObject)

SaffronWindowRegister *
saffron_window_register_new (SaffronShell *shell, SaffronWindowMemory *memory);

gboolean saffron_window_register_can_start (SaffronWindowRegister *self);

/* @held: another topic registers: nothing can be started meanwhile. */
void saffron_window_register_set_held (SaffronWindowRegister *self,
                                       gboolean held);

/* @region: of width 0 for the whole slide. Starts once the memory is known to
 * be enough or the person has confirmed. */
void saffron_window_register_start (SaffronWindowRegister *self,
                                    const SaffronRect *region);

G_END_DECLS
