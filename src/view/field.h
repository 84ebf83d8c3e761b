/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "transform/transform.h"
#include "view/geometry.h"

G_BEGIN_DECLS

/**
 * SaffronViewField:
 * @spacing: device pixels from node to node
 * @n_x: nodes along x; node 0 is at the canvas' left border
 * @n_y: nodes along y
 * @n_layers: one for each piece on the canvas; each layer covers the canvas
 * @labels: (nullable): for each cell of the piece map that is on the canvas,
 *   the layer of its piece; %NULL when there is one layer
 * @n_columns: cells of @labels along x
 * @n_rows: cells of @labels along y
 * @cells_x: cells per device pixel along x
 * @cells_y: cells per device pixel along y
 * @cell_x: the canvas' left border, in cells of @labels
 * @cell_y: the canvas' upper border, in cells of @labels
 * @values: @n_x × @n_y × @n_layers pairs (x, y) in moving level-0 pixels: the
 *   distance of the moving point under a node from where the affine part alone
 *   puts it, less the same distance at the middle of the canvas
 *
 * The bending of a transform on the canvas, for whoever needs it at every pixel
 * of it.
 */
typedef struct {
  double spacing;
  int n_x, n_y, n_layers;
  float *values;
  guint8 *labels;
  int n_columns, n_rows;
  double cells_x, cells_y, cell_x, cell_y;
} SaffronViewField;

/* How exact a field is for pictures that are looked at closely, and for those
 * of many slides, device pixels. */
#define SAFFRON_VIEW_FIELD_EXACT 0.005
#define SAFFRON_VIEW_FIELD_FAST 0.02

/**
 * saffron_view_field_new:
 * @transform: (nullable): reference → slide
 * @middle: the slide's point at the middle of the canvas
 * @tolerance: device pixels
 *
 * Samples the bending at nodes so close that linear interpolation is exact to
 * @tolerance. The second differences of the lattice's coefficients
 * give the bound; with many pieces on the canvas the nodes may be further apart
 * than that. Nothing is interpolated across the border of a piece, since each
 * piece has its own nodes on both sides of it.
 *
 * Returns: (transfer full): the field, or %NULL if the transform does not bend
 */
SaffronViewField *saffron_view_field_new (const SaffronViewGeometry *view,
                                          SaffronTransform *transform,
                                          SaffronMovPoint middle,
                                          double tolerance);
void saffron_view_field_free (SaffronViewField *field);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronViewField, saffron_view_field_free)

G_END_DECLS
