/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/points.h"

G_BEGIN_DECLS

/* The largest zoom. */
#define SAFFRON_VIEW_MAX_ZOOM 64.0

/**
 * SaffronViewGeometry:
 * @centre: the reference point in the middle of the canvas
 * @zoom: device pixels per level-0 pixel of the reference; where its pixels are
 *   not square, along their shorter side, so that 1 shows each of them
 * @width: width of the canvas, device pixels
 * @height: height of the canvas, device pixels
 * @aspect: how many times as tall as wide the reference's pixels are; 0, which
 *   a view has that does not set it, counts as 1
 *
 * Which part of the reference is on the canvas, in its true shape. A plain
 * value, to be copied, compared and interpolated freely. With doubles, a place
 * at 130 000 px is exact to far less than a thousandth of a pixel.
 */
typedef struct {
  SaffronRefPoint centre;
  double zoom;
  int width, height;
  double aspect;
} SaffronViewGeometry;

/* The sides of a reference pixel, in units of its shorter side: one is 1. */
double saffron_view_stretch_x (const SaffronViewGeometry *view);
double saffron_view_stretch_y (const SaffronViewGeometry *view);

/* Device pixels per level-0 pixel of the reference, along each axis. */
double saffron_view_scale_x (const SaffronViewGeometry *view);
double saffron_view_scale_y (const SaffronViewGeometry *view);

SaffronRefPoint saffron_view_to_reference (const SaffronViewGeometry *view,
                                           SaffronViewPoint p);
SaffronViewPoint saffron_view_from_reference (const SaffronViewGeometry *view,
                                              SaffronRefPoint p);

/**
 * saffron_view_fit:
 * @ref_width: width of the reference, level-0 pixels
 * @ref_height: its height
 *
 * Centres the reference and shows all of it with a margin of 2 %. The size of
 * the canvas is kept.
 */
void saffron_view_fit (SaffronViewGeometry *view,
                       double ref_width,
                       double ref_height);

/* Shows the whole rectangle of @width × @height reference level-0 pixels whose
 * top-left corner is (@x, @y). */
void saffron_view_fit_rect (SaffronViewGeometry *view,
                            double x,
                            double y,
                            double width,
                            double height);

/* Sets the zoom so that the reference point under @p stays under it. */
void saffron_view_zoom_about (SaffronViewGeometry *view,
                              SaffronViewPoint p,
                              double zoom);

/* How far a way on the canvas goes on the reference, level-0 pixels. */
SaffronRefPoint saffron_view_way_to_reference (const SaffronViewGeometry *view,
                                               SaffronViewPoint way);

/* Moves the picture by device pixels, as a drag by (@dx, @dy) does. */
void saffron_view_pan (SaffronViewGeometry *view, double dx, double dy);

/**
 * saffron_view_limit:
 *
 * Limits the zoom to the range from half of the zoom that fits the reference to
 * %SAFFRON_VIEW_MAX_ZOOM, and the centre to the reference. Call it after each
 * change. Before saffron_view_zoom_about(), limit the zoom by
 * saffron_view_limit_zoom().
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
 * Returns: the next zoom of … 1:4, 1:2, 1:1, 2:1 … in that direction
 */
double saffron_view_next_preset (double zoom, int direction);

/* (transfer full): "1:1", "2:1" or "1:4" for presets, else a percentage such as
 * "37 %". */
char *saffron_view_zoom_to_string (double zoom);

/**
 * saffron_view_interpolate:
 * @from: where it begins; with the aspect of @to
 * @t: 0 at @from, 1 at @to
 *
 * Returns: a view between the two, for eased zooming. The zoom changes
 *   geometrically, and the centre so that a point with the same place on both
 *   canvases keeps it
 */
SaffronViewGeometry saffron_view_interpolate (const SaffronViewGeometry *from,
                                              const SaffronViewGeometry *to,
                                              double t);

gboolean saffron_view_equal (const SaffronViewGeometry *a,
                             const SaffronViewGeometry *b);

G_END_DECLS
