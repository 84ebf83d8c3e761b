/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <epoxy/gl.h>

#include "view/frame.h"

G_BEGIN_DECLS

/**
 * SaffronGlField:
 * @spacing: device pixels from node to node
 * @n_x: nodes in x; node 0 is at the canvas' left border
 * @n_y: nodes in y
 * @values: 2 × @n_x × @n_y: how far the moving point under a node is from where
 *   the affine part alone puts it, relative to the same at the middle of the
 *   canvas; moving pixels, in x and y
 *
 * The bending of a transform, as far as the canvas shows it.
 */
typedef struct {
  double spacing;
  int n_x, n_y;
  float *values;
} SaffronGlField;

/**
 * saffron_gl_field_new:
 * @middle: what pull gives for the middle of the canvas
 *
 * The nodes are as close as it takes to be within 1/200 of a device pixel
 * when interpolated linearly, which the second differences of the lattice's
 * coefficients bound.
 *
 * Returns: (transfer full): the field, %NULL for a transform that does not
 *   bend
 */
SaffronGlField *saffron_gl_field_new (const SaffronFrame *frame,
                                      SaffronMovPoint middle);
void saffron_gl_field_free (SaffronGlField *field);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronGlField, saffron_gl_field_free)

G_END_DECLS
