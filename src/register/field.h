/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/**
 * SaffronField:
 * @width: width of the level, pixels
 * @height: height of the level
 * @affine: a displacement of d0 + d1·x' + d2·y' along x and d3 + d4·x' + d5·y'
 *   along y, where x' and y' are 0 at the level's centre and run from −1 to 1
 *   along its longest side
 * @step: distance of the nodes, pixels of the level
 * @n_x: nodes along x, 0 when there is no lattice
 * @n_y: nodes along y
 * @u: @n_x * @n_y cubic B-spline coefficients of the x displacement, pixels of
 *   the level
 * @v: the same of the y displacement
 *
 * A displacement at one working level, in its pixels: an affine part and a
 * lattice. Its nodes lie at −1 … n−2 times @step, as those of
 * saffron_lattice_new() do. The same struct also holds a gradient.
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

/* Computes the displacement at the pixel centres of row @y. @u and @v have
 * width floats, @scratch has 2 * n_x. */
void saffron_field_row (const SaffronField *field,
                        int y,
                        float *u,
                        float *v,
                        float *scratch);

/* The transpose of saffron_field_row(): turns derivatives by the displacements
 * of row @y into derivatives by the parameters, and adds them. @gu and @gv hold
 * the lattice rows from @first_row on, @affine 6 sums, or is %NULL where these
 * are not wanted, @scratch 2 * n_x floats. */
void saffron_field_scatter (const SaffronField *field,
                            int y,
                            const float *du,
                            const float *dv,
                            int first_row,
                            float *gu,
                            float *gv,
                            double *affine,
                            float *scratch);

/* The first of the four lattice rows that affect the pixels of row @y. */
static inline int
saffron_field_first_row (const SaffronField *field, int y)
{
  return y / field->step;
}

/* (transfer full): exactly the same displacement on a level of twice the size,
 * with its lattice subdivided and its values doubled (Unser 1999; Lane &
 * Riesenfeld 1980). */
SaffronField *
saffron_field_refine (const SaffronField *field, int width, int height);

/* (transfer full): the field's lattice in reference level-0 pixels, over @width
 * × @height of them. The affine part is not included. */
SaffronLattice *saffron_field_to_lattice (const SaffronField *field,
                                          double width,
                                          double height,
                                          double downsample);
/* Sets the field's lattice to the displacement of a transform that bends, by
 * its values at the field's nodes; exact if the geometry is the same. A field
 * is smooth: of a transform with pieces it blends what lies within a few nodes
 * of a border. It serves to measure such a transform as a whole, not to refine
 * it; saffron_lncc_map_under() is right near borders, too. */
void saffron_field_from_transform (SaffronField *field,
                                   const SaffronTransform *transform,
                                   double downsample,
                                   SaffronJob *job);

G_END_DECLS
