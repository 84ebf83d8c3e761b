/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SaffronMapped:
 * @SAFFRON_MAPPED_LOST: the place has no certain counterpart
 * @SAFFRON_MAPPED_OUTSIDE: it has one that lies beyond the reference, where
 *   nothing was measured
 * @SAFFRON_MAPPED_INSIDE: it has one
 */
typedef enum {
  SAFFRON_MAPPED_LOST,
  SAFFRON_MAPPED_OUTSIDE,
  SAFFRON_MAPPED_INSIDE,
} SaffronMapped;

/* Takes a place from one slide to the other, both in level-0 pixels; leaves it
 * as it is when it is lost. */
typedef SaffronMapped (*SaffronMapPlace) (gpointer data, double *x, double *y);

/**
 * SaffronVertex:
 * @x: level-0 pixels
 * @y: the same
 * @source: the index of the vertex that it came from, or of the one before it
 *   on its edge
 */
typedef struct {
  double x, y;
  guint source;
} SaffronVertex;

/**
 * saffron_shape_map_line:
 * @vertices: (element-type SaffronVertex): a line, or a ring whose last vertex
 *   is its first
 * @map: takes places from one slide to the other
 * @worst: (out): %SAFFRON_MAPPED_LOST when some of the line was left out, else
 *   %SAFFRON_MAPPED_OUTSIDE when some lies there
 *
 * Takes a line through a transform that bends. Each edge is looked at every
 * 16 px and gets as many vertices as keep it within half a pixel of where those
 * places belong; which of them are kept is the method of Douglas and Peucker
 * (Cartographica 10, 1973). What has no counterpart is left out, and a ring is
 * closed over it.
 *
 * Returns: (transfer full) (element-type SaffronVertex): the line's vertices,
 *   of which there may be none
 */
GArray *saffron_shape_map_line (GArray *vertices,
                                SaffronMapPlace map,
                                gpointer data,
                                SaffronMapped *worst);

G_END_DECLS
