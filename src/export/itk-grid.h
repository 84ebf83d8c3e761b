/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "transform/transform.h"

G_BEGIN_DECLS

/* Between the points of a grid that was not asked for otherwise, the field is
 * off by at most this many pixels of the moving slide, if %SAFFRON_ITK_MAX_SIDE
 * points along a side are enough for that. */
#define SAFFRON_ITK_TOLERANCE 0.05

/* Points along a side, at most, of a grid that was not asked for otherwise: a
 * field of 134 MB. */
#define SAFFRON_ITK_MAX_SIDE 4096

/**
 * SaffronItkGrid:
 * @step_x: from point to point along x, reference level-0 pixels
 * @step_y: the same along y
 * @n_x: points along x, at least 2
 * @n_y: points along y, at least 2
 * @error: how far the field is off between its points, moving level-0 pixels,
 *   at most, where it is smooth
 *
 * Where a displacement field is sampled: points from the reference's top-left
 * corner to its bottom-right corner. Whoever reads a field interpolates
 * linearly between its points. A cubic B-spline's second derivatives are no
 * larger than the second differences of its coefficients over the square of
 * their spacing, which bounds @error. A transform with pieces jumps where two
 * territories meet, in the gap of a tear; there the field goes from the one
 * piece's displacement to the other's within one step, and @error says nothing.
 */
typedef struct {
  double step_x, step_y;
  gint64 n_x, n_y;
  double error;
} SaffronItkGrid;

/**
 * saffron_itk_grid_init:
 * @width: of the reference, level-0 pixels
 * @height: of the reference
 * @spacing: the steps at most, reference level-0 pixels; 0 takes the largest
 *   with which the error is within %SAFFRON_ITK_TOLERANCE, but no more than the
 *   cells of a map of pieces, no less than a pixel, and not so small that there
 *   are more than %SAFFRON_ITK_MAX_SIDE points along a side
 *
 * Returns: %FALSE with %SAFFRON_ERROR_ARGUMENT when @spacing is no length or so
 *   small that no file could hold the field
 */
gboolean saffron_itk_grid_init (SaffronItkGrid *grid,
                                const SaffronTransform *transform,
                                double width,
                                double height,
                                double spacing,
                                GError **error);

G_END_DECLS
