/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/plane.h"

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
 * SaffronTouch:
 * @SAFFRON_TOUCH_SIDES: a pixel is connected with its four neighbours
 * @SAFFRON_TOUCH_CORNERS: and with the four that it touches at a corner
 */
typedef enum {
  SAFFRON_TOUCH_SIDES,
  SAFFRON_TOUCH_CORNERS,
} SaffronTouch;

/**
 * saffron_components:
 * @mask: @width * @height bytes, row after row
 * @touch: which pixels are connected
 * @n: (out): the number of components
 *
 * Finds the connected components of the pixels that are not 0. Memory and time
 * grow with the number of stretches.
 *
 * Returns: (transfer full) (element-type SaffronStretch): the stretches, row
 *   after row; components are numbered in the order of their first stretches
 */
GArray *saffron_components (const guint8 *mask,
                            int width,
                            int height,
                            SaffronTouch touch,
                            int *n);

/**
 * saffron_largest_part:
 * @plane: positive where something is, zero elsewhere
 * @least: the pixels that a component must have
 *
 * Returns: the largest sum of values over one component, connected through
 *   sides, of those that are large enough; 0 when there is none
 */
double saffron_largest_part (const SaffronPlane *plane, double least);

/**
 * saffron_flood:
 * @labels: @width × @height
 * @from: index of the pixel to start at
 * @seen: @width × @height: set to 1 at the pixels that are found
 * @queue: room for @width × @height indices; receives those of the pixels that
 *   are found, @from first
 *
 * Finds the pixels that have the same label as @from and are connected with it
 * through sides. For a map with several labels, one component at a time.
 *
 * Returns: how many
 */
guint saffron_flood (const guint8 *labels,
                     int width,
                     int height,
                     gsize from,
                     guint8 *seen,
                     gsize *queue);

/* Eight places around a pixel, about 7 pixels away, as steps in x and y. A spot
 * with sharp edges does not reach as far as these places from its border. */
extern const int saffron_places_around[8][2];

G_END_DECLS
