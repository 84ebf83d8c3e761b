/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/work/work.h"

G_BEGIN_DECLS

/* One piece of work that is under way: its stage, its fraction, and a button
 * that cancels it. */
#define SAFFRON_TYPE_BUSY_ROW (saffron_busy_row_get_type ())
G_DECLARE_FINAL_TYPE (SaffronBusyRow,
                      saffron_busy_row,
                      SAFFRON,
                      BUSY_ROW,
                      GtkBox)

GtkWidget *saffron_busy_row_new (SaffronWork *work);

G_END_DECLS
