/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "transform/transform.h"

G_BEGIN_DECLS

/**
 * SaffronPullGrid:
 * @start: the first point, reference level-0 pixels
 * @step_x: distance from one point of a row to the next
 * @step_y: distance from one row to the next
 * @n_x: points in a row; at least 1
 * @n_y: rows; at least 1
 *
 * Points of the reference, row after row.
 */
typedef struct {
  SaffronRefPoint start;
  double step_x, step_y;
  int n_x, n_y;
} SaffronPullGrid;

/**
 * SaffronMovBox:
 *
 * A rectangle on the moving slide, level-0 pixels, with its border.
 */
typedef struct {
  double x0, y0, x1, y1;
} SaffronMovBox;

/**
 * saffron_transform_pull_grid:
 * @tolerance: by how much a result may differ from saffron_transform_pull(),
 *   moving level-0 pixels
 * @out: (out caller-allocates): a moving point for each point of @grid
 * @box: (out) (optional): holds all of @out, with little to spare; of use only
 *   when this returns %TRUE
 *
 * Pulls every few points of each direction and interpolates between them. How
 * few follows from the lattice: between points h apart the straight line is off
 * by no more than h² / 8 times the greatest second derivative, and the second
 * derivatives of a B-spline lie among the second differences of its
 * coefficients. Where they are too great, where the displacement is no spline
 * any more because the lattice ends, and where two pieces meet, every point is
 * pulled as by saffron_transform_pull_row().
 *
 * Returns: whether points were interpolated, or the transform is affine
 */
gboolean saffron_transform_pull_grid (const SaffronTransform *transform,
                                      const SaffronPullGrid *grid,
                                      double tolerance,
                                      SaffronMovPoint *out,
                                      SaffronMovBox *box);

G_END_DECLS
