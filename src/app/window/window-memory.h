/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/window/shell.h"
#include "app/work/forecaster.h"

G_BEGIN_DECLS

/**
 * SaffronWindowMemory:
 *
 * Whether there is enough memory for a registration. Where there is not, the
 * window asks whether to register anyway or to set parameters that fit.
 *
 * SaffronWindowMemory::allowed (SaffronRect): the registration may start.
 */
#define SAFFRON_TYPE_WINDOW_MEMORY (saffron_window_memory_get_type ())
G_DECLARE_FINAL_TYPE (SaffronWindowMemory,
                      saffron_window_memory,
                      SAFFRON,
                      WINDOW_MEMORY,
                      GObject)

SaffronWindowMemory *saffron_window_memory_new (SaffronShell *shell,
                                                SaffronForecaster *forecaster);

/* @region: of the shown pair; of width 0 for the whole slides. Emits "allowed"
 * at once, later, or never. */
void saffron_window_memory_check (SaffronWindowMemory *self,
                                  const SaffronRect *region);

G_END_DECLS
