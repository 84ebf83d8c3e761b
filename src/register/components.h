/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SaffronStretch:
 * @y: the row
 * @x0: the first column
 * @x1: behind the last column
 * @component: which component it belongs to, from 0 on
 *
 * Pixels of one component that lie side by side in a row.
 */
typedef struct {
  int y, x0, x1;
  int component;
} SaffronStretch;

/**
 * saffron_components:
 * @mask: @width * @height bytes, row after row
 * @n: (out): how many components there are
 *
 * Finds the connected components of what is not 0; pixels that touch at a
 * corner are connected. Memory and time go with what there is of them.
 *
 * Returns: (transfer full) (element-type SaffronStretch): their stretches, row
 *   after row; components are numbered in the order of their first stretches
 */
GArray *saffron_components (const guint8 *mask, int width, int height, int *n);

/* Eight places around a pixel, about 7 pixels away, as steps in x and y: what
 * has sharp edges has ended there. */
extern const int saffron_places_around[8][2];

G_END_DECLS
