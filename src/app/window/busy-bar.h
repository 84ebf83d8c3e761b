/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * SaffronBusyBar:
 *
 * The bottom of a window: one row for each long piece of work that is under
 * way, with its stage, its fraction and a Cancel button; nothing otherwise.
 *
 * SaffronBusyBar::changed: a row came or went.
 */
#define SAFFRON_TYPE_BUSY_BAR (saffron_busy_bar_get_type ())
G_DECLARE_FINAL_TYPE (SaffronBusyBar,
                      saffron_busy_bar,
                      SAFFRON,
                      BUSY_BAR,
                      GtkWidget)

/* Called in the main thread, at most once for a row. */
typedef void (*SaffronBusyCancelFunc) (gpointer user_data);

/**
 * saffron_busy_bar_add:
 * @text: what is done, in words
 * @cancel: (nullable): stops it; the row stays until it is removed
 *
 * Returns: the row's number, never 0
 */
guint saffron_busy_bar_add (SaffronBusyBar *self,
                            const char *text,
                            SaffronBusyCancelFunc cancel,
                            gpointer user_data);

/* A row that is not there is left alone. @fraction: 0 to 1. */
void saffron_busy_bar_update (SaffronBusyBar *self,
                              guint row,
                              const char *text,
                              double fraction);
void saffron_busy_bar_remove (SaffronBusyBar *self, guint row);

/* Whether there is something that saffron_busy_bar_cancel() would stop. */
gboolean saffron_busy_bar_can_cancel (SaffronBusyBar *self);
/* Cancels what began last and is not being cancelled yet. */
void saffron_busy_bar_cancel (SaffronBusyBar *self);

G_END_DECLS
