/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/work/work-list.h"

G_BEGIN_DECLS

/**
 * SaffronBusyBar:
 *
 * The bottom of a window: one row for each piece of work that is under way,
 * with its stage, its fraction and a Cancel button; nothing otherwise.
 */
#define SAFFRON_TYPE_BUSY_BAR (saffron_busy_bar_get_type ())
G_DECLARE_FINAL_TYPE (SaffronBusyBar,
                      saffron_busy_bar,
                      SAFFRON,
                      BUSY_BAR,
                      GtkBox)

/* Once; what it shows from now on. */
void saffron_busy_bar_set_works (SaffronBusyBar *self, SaffronWorkList *works);

G_END_DECLS
