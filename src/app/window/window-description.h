/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/canvas/canvas.h"
#include "app/window/window-compare.h"
#include "app/window/window-landmarks.h"
#include "app/window/window-map.h"

G_BEGIN_DECLS

/**
 * SaffronDescribed:
 * @canvas: is described
 * @minimap: is described, too
 * @pill: says mode, zoom and level
 * @map: which map lies over the slides
 * @landmarks: the landmarks, and the verdict on them as they are
 * @compare: which run is shown
 *
 * What is described, and what the window knows of it.
 */
typedef struct {
  SaffronCanvas *canvas;
  GtkWidget *minimap;
  GtkLabel *pill;
  SaffronWindowMap *map;
  SaffronWindowLandmarks *landmarks;
  SaffronWindowCompare *compare;
} SaffronDescribed;

/**
 * SaffronWindowDescription:
 *
 * What a screen reader says of the canvas and of the overview: what is shown
 * and how, the verdict and why, how much of the tissue agrees and where it does
 * not, and what lies over the slides. The description changes once the view has
 * been at rest for a moment, so that nothing is said while it moves.
 */
#define SAFFRON_TYPE_WINDOW_DESCRIPTION (saffron_window_description_get_type ())
G_DECLARE_FINAL_TYPE (SaffronWindowDescription,
                      saffron_window_description,
                      SAFFRON,
                      WINDOW_DESCRIPTION,
                      GObject)

SaffronWindowDescription *
saffron_window_description_new (SaffronShell *shell,
                                const SaffronDescribed *described);

G_END_DECLS
