/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/canvas/canvas.h"
#include "app/window/shell.h"

G_BEGIN_DECLS

/* Declared in app/document/map-choice.h; see shell.h. */
typedef struct _SaffronMapChoice SaffronMapChoice;

/* Widgets of the window. The mode is only read. */
typedef struct {
  SaffronCanvas *canvas;
  GtkLabel *pill;
  GtkLabel *readout;
  GtkMenuButton *mode;
} SaffronStatusWidgets;

/**
 * SaffronWindowStatus:
 *
 * What is said of the view: the pill, and the read-out under the canvas.
 */
#define SAFFRON_TYPE_WINDOW_STATUS (saffron_window_status_get_type ())
G_DECLARE_FINAL_TYPE (SaffronWindowStatus,
                      saffron_window_status,
                      SAFFRON,
                      WINDOW_STATUS,
                      GObject)

/* @map: whose value under the pointer the read-out says */
SaffronWindowStatus *
saffron_window_status_new (SaffronShell *shell,
                           SaffronMapChoice *map,
                           const SaffronStatusWidgets *widgets);

G_END_DECLS
