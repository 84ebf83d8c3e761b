/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * saffron_components:
 * @mask: @width * @height bytes, row after row
 * @n: (out): how many components there are
 *
 * Numbers the connected components of what is not 0; pixels that touch at a
 * corner are connected. Components are numbered from 1 in the order of their
 * first pixels.
 *
 * Returns: (transfer full): the number of each pixel's component, 0 outside
 */
int *saffron_components (const guint8 *mask, int width, int height, int *n);

/* Eight places around a pixel, about 7 pixels away, as steps in x and y: what
 * has sharp edges has ended there. */
extern const int saffron_places_around[8][2];

G_END_DECLS
