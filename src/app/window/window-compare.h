/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/canvas/canvas.h"
#include "app/document/compare.h"
#include "app/window/shell.h"

G_BEGIN_DECLS

/**
 * SaffronWindowCompare:
 *
 * The runs of the shown moving slide, and two of them compared in turn, side by
 * side or as arrows: win.show-run, win.star-run, win.note-run, win.use-run,
 * win.delete-run, win.compare-with, win.flip-runs, win.runs-side-by-side,
 * win.run-arrows.
 */
#define SAFFRON_TYPE_WINDOW_COMPARE (saffron_window_compare_get_type ())
G_DECLARE_FINAL_TYPE (SaffronWindowCompare,
                      saffron_window_compare,
                      SAFFRON,
                      WINDOW_COMPARE,
                      GObject)

/* Puts @canvas into the box. */
SaffronWindowCompare *saffron_window_compare_new (SaffronShell *shell,
                                                  SaffronCanvas *canvas);

SaffronCompare *saffron_window_compare_get (SaffronWindowCompare *self);

/* (nullable): which run the canvas shows, and how much of it, where that could
 * be in doubt. */
const char *saffron_window_compare_get_title (SaffronWindowCompare *self);

/* The canvas with everything beside it and on it. */
GtkWidget *saffron_window_compare_get_box (SaffronWindowCompare *self);
/* The layers over the canvas alone. */
GtkOverlay *saffron_window_compare_get_overlay (SaffronWindowCompare *self);

G_END_DECLS
