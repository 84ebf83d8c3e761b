/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/window/shell.h"

G_BEGIN_DECLS

/**
 * SaffronWindowLegend:
 *
 * The button over the canvas that says which slide has which colour in the
 * overlay, and lets the colours be chosen. It is there while slides are laid
 * over each other in these colours.
 */
#define SAFFRON_TYPE_WINDOW_LEGEND (saffron_window_legend_get_type ())
G_DECLARE_FINAL_TYPE (SaffronWindowLegend,
                      saffron_window_legend,
                      SAFFRON,
                      WINDOW_LEGEND,
                      GObject)

/* @pills, @banner: boxes over the canvas, whose content stands in a row where
 * the canvas has the room */
SaffronWindowLegend *saffron_window_legend_new (SaffronShell *shell,
                                                GtkMenuButton *button,
                                                GtkWidget *pills,
                                                GtkWidget *banner);

G_END_DECLS
