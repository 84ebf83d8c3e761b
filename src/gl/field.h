/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <epoxy/gl.h>

#include "view/frame.h"

G_BEGIN_DECLS

/**
 * SaffronGlField:
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
 * The bending of a transform on the canvas.
 */
typedef struct {
  double spacing;
  int n_x, n_y, n_layers;
  float *values;
  guint8 *labels;
  int n_columns, n_rows;
  double cells_x, cells_y, cell_x, cell_y;
} SaffronGlField;

/**
 * saffron_gl_field_new:
 * @middle: the moving point at the middle of the canvas
 *
 * Samples the bending at nodes so close that linear interpolation is exact to
 * 1/200 of a device pixel. The second differences of the lattice's coefficients
 * give the bound; with many pieces on the canvas the nodes may be further apart
 * than that. Nothing is interpolated across the border of a piece, since each
 * piece has its own nodes on both sides of it.
 *
 * Returns: (transfer full): the field, or %NULL if the transform does not bend
 */
SaffronGlField *saffron_gl_field_new (const SaffronFrame *frame,
                                      SaffronMovPoint middle);
void saffron_gl_field_free (SaffronGlField *field);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronGlField, saffron_gl_field_free)

G_END_DECLS
