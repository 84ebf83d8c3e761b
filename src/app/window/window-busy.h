/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/window/busy-bar.h"
#include "app/window/shell.h"

G_BEGIN_DECLS

/* Widgets of the window. */
typedef struct {
  SaffronBusyBar *bar; /* over one of the two below */
  GtkStack *stack;     /* shows either of them */
  GtkOverlay *empty;
  GtkOverlay *canvas;
  GtkWidget *minimap;   /* at the foot of the canvas: makes room for the bar */
  GtkWidget *scale_bar; /* too */
} SaffronBusyWidgets;

/**
 * SaffronWindowBusy:
 *
 * Where the bar of what is under way lies: over the foot of the picture, or of
 * the page that has none, so that neither moves when something begins or ends.
 */
#define SAFFRON_TYPE_WINDOW_BUSY (saffron_window_busy_get_type ())
G_DECLARE_FINAL_TYPE (SaffronWindowBusy,
                      saffron_window_busy,
                      SAFFRON,
                      WINDOW_BUSY,
                      GObject)

SaffronWindowBusy *saffron_window_busy_new (SaffronShell *shell,
                                            const SaffronBusyWidgets *widgets);

G_END_DECLS
