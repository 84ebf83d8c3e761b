/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "quality/map.h"

G_BEGIN_DECLS

/**
 * saffron_map_legend_new:
 * @opacity: of the map, 0 to 1, which a slider in it changes
 *
 * What a map over the canvas means: its title, the scale with numbers and unit,
 * and the marks that occur.
 */
GtkWidget *saffron_map_legend_new (GtkAdjustment *opacity);

/**
 * saffron_map_legend_set:
 * @title: the map's
 * @map: (nullable): the map; %NULL while there is none
 * @message: (nullable): why there is none
 */
void saffron_map_legend_set (GtkWidget *legend,
                             const char *title,
                             const SaffronMap *map,
                             const char *message);

G_END_DECLS
