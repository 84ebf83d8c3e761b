/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/points.h"

G_BEGIN_DECLS

/* Device pixels per level-0 pixel of the reference, at most. */
#define SAFFRON_VIEW_MAX_ZOOM 64.0

/**
 * SaffronViewGeometry:
 * @centre: the reference point in the middle of the canvas
 * @zoom: device pixels per level-0 pixel of the reference
 * @width: of the canvas, device pixels
 * @height: of the canvas, device pixels
 *
 * What part of the reference is on the canvas. A plain value: copied, compared
 * and interpolated freely. Doubles all the way: at 130 000 px a place is exact
 * to far less than a thousandth of a pixel.
 */
typedef struct {
  SaffronRefPoint centre;
  double zoom;
  int width, height;
} SaffronViewGeometry;

SaffronRefPoint saffron_view_to_reference (const SaffronViewGeometry *view,
                                           SaffronViewPoint p);
SaffronViewPoint saffron_view_from_reference (const SaffronViewGeometry *view,
                                              SaffronRefPoint p);

/**
 * saffron_view_fit:
 * @ref_width: of the reference, level-0 pixels
 * @ref_height: of the reference
 *
 * Centres the reference and shows all of it with a margin of 2 %. The size of
 * the canvas stays.
 */
void saffron_view_fit (SaffronViewGeometry *view,
                       double ref_width,
                       double ref_height);

/* Shows @width × @height reference pixels from (@x, @y), whole. */
void saffron_view_fit_rect (SaffronViewGeometry *view,
                            double x,
                            double y,
                            double width,
                            double height);

/* Sets the zoom so that the reference point under @p stays under it. */
void saffron_view_zoom_about (SaffronViewGeometry *view,
                              SaffronViewPoint p,
                              double zoom);

/* Moves the picture by device pixels, as a drag by (@dx, @dy) does. */
void saffron_view_pan (SaffronViewGeometry *view, double dx, double dy);

/**
 * saffron_view_limit:
 *
 * Brings the zoom between half of what fits and %SAFFRON_VIEW_MAX_ZOOM and the
 * centre onto the reference. Call it after each change; a zoom about a point
 * calls saffron_view_limit_zoom() before.
 */
void saffron_view_limit (SaffronViewGeometry *view,
                         double ref_width,
                         double ref_height);
double saffron_view_limit_zoom (const SaffronViewGeometry *view,
                                double ref_width,
                                double ref_height,
                                double zoom);

/**
 * saffron_view_next_preset:
 * @direction: 1 in, -1 out
 *
 * The next zoom of … 1:4, 1:2, 1:1, 2:1 … in that direction.
 */
double saffron_view_next_preset (double zoom, int direction);

/* "Fit" has no name of its own; "1:1", "2:1", "1:4", or "37 %" between. */
char *saffron_view_zoom_to_string (double zoom);

/**
 * saffron_view_interpolate:
 * @t: 0 at @from, 1 at @to
 *
 * A view on the way, for eased zooming: the zoom runs geometrically and the
 * centre so that a point which is fixed in both ends stays fixed.
 */
SaffronViewGeometry saffron_view_interpolate (const SaffronViewGeometry *from,
                                              const SaffronViewGeometry *to,
                                              double t);

gboolean saffron_view_equal (const SaffronViewGeometry *a,
                             const SaffronViewGeometry *b);

G_END_DECLS
