/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/window/shell.h"

G_BEGIN_DECLS

/* Declared in app/document/map-choice.h; see shell.h. */
typedef struct _SaffronMapChoice SaffronMapChoice;

/**
 * SaffronWindowMap:
 *
 * Maps of the shown run over the canvas and the overview, with their legend;
 * the map of displacements comes with arrows.
 */
#define SAFFRON_TYPE_WINDOW_MAP (saffron_window_map_get_type ())
G_DECLARE_FINAL_TYPE (SaffronWindowMap,
                      saffron_window_map,
                      SAFFRON,
                      WINDOW_MAP,
                      GObject)

/**
 * saffron_window_map_new:
 * @layers: the overlay over the canvas that shows the current run
 * @controls: the overlay over all of the canvas
 * @minimap: see saffron_minimap_new()
 * @button: opens the menu of maps; there while there is a run
 */
SaffronWindowMap *saffron_window_map_new (SaffronShell *shell,
                                          GtkOverlay *layers,
                                          GtkOverlay *controls,
                                          GtkWidget *minimap,
                                          GtkMenuButton *button);

/* (transfer none) */
SaffronMapChoice *saffron_window_map_get_choice (SaffronWindowMap *self);

G_END_DECLS
