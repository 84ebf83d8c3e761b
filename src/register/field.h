/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "transform/transform.h"

G_BEGIN_DECLS

/**
 * SaffronField:
 * @width: of the level, pixels
 * @height: of the level
 * @affine: a displacement d0 + d1·x' + d2·y' in x and d3 + d4·x' + d5·y' in
 *   y, where x', y' run from −1 to 1 along the level's longest side, centred
 * @step: pixels from node to node
 * @n_x: nodes in x, 0 when there is no lattice
 * @n_y: nodes in y
 * @u: @n_x * @n_y cubic B-spline coefficients, pixels of the level
 * @v: the same in y
 *
 * A displacement of one working level, in its pixels: an affine part and a
 * lattice whose nodes −1 … n−2 lie on whole multiples of @step, as those of
 * #SaffronLattice do. The same struct holds a gradient.
 */
typedef struct {
  int width, height;
  double affine[6];
  int step;
  int n_x, n_y;
  float *u, *v;
} SaffronField;

SaffronField *
saffron_field_new (int width, int height, int step, gboolean with_lattice);
void saffron_field_free (SaffronField *field);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronField, saffron_field_free)

/* The displacement at the centres of row @y's pixels; @u and @v have @width
 * floats, @scratch 2 * n_x. */
void saffron_field_row (const SaffronField *field,
                        int y,
                        float *u,
                        float *v,
                        float *scratch);

/* The transpose of saffron_field_row(): adds row @y's derivatives by
 * displacement to derivatives by parameter. @gu and @gv hold the lattice rows
 * from @first_row on; @affine 6 sums. @scratch 2 * n_x. */
void saffron_field_scatter (const SaffronField *field,
                            int y,
                            const float *du,
                            const float *dv,
                            int first_row,
                            float *gu,
                            float *gv,
                            double *affine,
                            float *scratch);

/* Lattice rows that the pixels of row @y touch: from this one, four of them. */
static inline int
saffron_field_first_row (const SaffronField *field, int y)
{
  return y / field->step;
}

/* The same displacement on a level of twice the size, exactly: the lattice
 * subdivided, its values doubled (Unser 1999; Lane & Riesenfeld 1980). */
SaffronField *
saffron_field_refine (const SaffronField *field, int width, int height);

/* Between level pixels and reference level-0 pixels; the affine part is left
 * aside by the first. */
SaffronLattice *saffron_field_to_lattice (const SaffronField *field,
                                          double width,
                                          double height,
                                          double downsample);
/* Takes any lattice over, by its values at this field's nodes; exact where the
 * geometry is the same. */
void saffron_field_from_lattice (SaffronField *field,
                                 const SaffronLattice *lattice,
                                 double downsample);

G_END_DECLS
