/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/window/shell.h"
#include "app/window/window-memory.h"

G_BEGIN_DECLS

/**
 * SaffronWindowRegister:
 *
 * Registering the shown moving slide, in the background: win.register and
 * win.cancel-register.
 *
 * SaffronWindowRegister::changed: whether one can be started.
 */
#define SAFFRON_TYPE_WINDOW_REGISTER (saffron_window_register_get_type ())
G_DECLARE_FINAL_TYPE (SaffronWindowRegister,
                      saffron_window_register,
                      SAFFRON,
                      WINDOW_REGISTER,
                      GObject)

/* @button: starts one, or cancels the one that is under way */
SaffronWindowRegister *saffron_window_register_new (SaffronShell *shell,
                                                    SaffronWindowMemory *memory,
                                                    GtkButton *button);

gboolean saffron_window_register_can_start (SaffronWindowRegister *self);

/* @region: of width 0 for the whole slide. It starts once it is known, or the
 * person has said, that the memory is enough. */
void saffron_window_register_start (SaffronWindowRegister *self,
                                    const SaffronRect *region);

G_END_DECLS
