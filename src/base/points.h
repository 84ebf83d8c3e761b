/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SaffronRefPoint:
 *
 * A place on the reference in level-0 pixels: x right, y down, origin at the
 * top-left corner of the first pixel, whose centre is (0.5, 0.5). Each space
 * has its own type, so that the compiler stops a mix-up.
 */
typedef struct {
  double x, y;
} SaffronRefPoint;

/**
 * SaffronMovPoint:
 *
 * A place on the moving slide, in its level-0 pixels.
 */
typedef struct {
  double x, y;
} SaffronMovPoint;

/**
 * SaffronViewPoint:
 *
 * A place on the canvas in device pixels, origin at its top-left corner.
 */
typedef struct {
  double x, y;
} SaffronViewPoint;

/**
 * SaffronRect:
 *
 * A rectangle of whole pixels of some level: its top-left pixel is (@x, @y),
 * its size @width by @height.
 */
typedef struct {
  gint64 x, y, width, height;
} SaffronRect;

G_END_DECLS
