/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "transform/transform.h"

G_BEGIN_DECLS

/* A transform with pieces: pull (p) = A · (p + u_k (p)), with one affine A for
 * all and k the label of the piece map at p. A cubic B-spline reproduces an
 * affine map exactly, so how a piece turned and moved is part of its lattice.
 *
 * A lattice covers its piece's territory. Beyond the lattice, which is beyond
 * the map, u_k soon goes on in a straight line, so that a piece that is turned
 * at the reference's border is turned outside as well. A transform without a
 * map counts as one piece, whose lattice stays what it is at its border.
 *
 * A piece that lies face down has a negative determinant everywhere and so
 * counts as folded. */

/**
 * saffron_transform_new_pieces:
 * @width: of the reference, level-0 pixels
 * @height: of the reference
 * @affine: reference → moving, the same for all pieces
 * @map: (transfer full): the territories; it lies on the reference (see
 *   saffron_piece_map_lies_on())
 * @lattices: (array) (transfer full): for each label of @map a lattice that
 *   covers its box (see saffron_lattice_new_box()), or %NULL where u is 0; the
 *   array itself stays the caller's. A lattice of a label without cells is
 *   freed
 */
SaffronTransform *
saffron_transform_new_pieces (double width,
                              double height,
                              const SaffronAffine *affine,
                              SaffronPieceMap *map,
                              SaffronLattice *const *lattices);

/**
 * saffron_transform_join:
 * @map: (transfer full): the territories; it lies on the reference
 * @pieces: (array): for each label of @map a transform without pieces, all of
 *   the same reference
 *
 * Puts pieces together that were found one by one. Of each, only what its
 * territory needs is kept. The affine of all is that of the piece with the
 * largest territory, which must be invertible; what the others' differ by goes
 * into their lattices, exact to float rounding.
 */
SaffronTransform *saffron_transform_join (SaffronPieceMap *map,
                                          SaffronTransform *const *pieces);

/* NULL without pieces. */
const SaffronPieceMap *
saffron_transform_get_map (const SaffronTransform *transform);
/* 1 without a map. */
int saffron_transform_get_n_pieces (const SaffronTransform *transform);
int saffron_transform_get_piece_at (const SaffronTransform *transform,
                                    SaffronRefPoint p);
/* (nullable): that of piece @k; without pieces, of the whole. */
const SaffronLattice *
saffron_transform_get_piece_lattice (const SaffronTransform *transform, int k);

/**
 * saffron_transform_get_piece:
 *
 * The map of piece @k alone, as a transform without pieces over the whole
 * reference: within the piece's territory the same to rounding, outside its
 * continuation. What a stage refines, before saffron_transform_join().
 *
 * Returns: (transfer full)
 */
SaffronTransform *
saffron_transform_get_piece (const SaffronTransform *transform, int k);

/**
 * saffron_transform_with_affine:
 * @transform: without pieces; its affine must be invertible
 * @affine: invertible
 *
 * Returns: (transfer full): the same map, to float rounding, as a displacement
 *   before @affine. With the affine that comes nearest to the map, what is left
 *   in the lattice is bending alone.
 */
SaffronTransform *
saffron_transform_with_affine (const SaffronTransform *transform,
                               const SaffronAffine *affine);

/**
 * saffron_transform_pull_piece_row:
 *
 * As saffron_transform_pull_row(), but by piece @k's map at every point,
 * whoever's territory it is in.
 */
void saffron_transform_pull_piece_row (const SaffronTransform *transform,
                                       int k,
                                       SaffronRefPoint start,
                                       double step,
                                       int n,
                                       SaffronMovPoint *out);

/* The labels at the points of saffron_transform_pull_row(). */
void saffron_transform_label_row (const SaffronTransform *transform,
                                  SaffronRefPoint start,
                                  double step,
                                  int n,
                                  guint8 *labels);

/* The share of the reference that is piece @k's, 0 … 1; 1 without pieces. What
 * lies beyond the map is the nearest piece's, so all shares add up to 1. */
double saffron_transform_get_piece_share (const SaffronTransform *transform,
                                          int k);

/* As saffron_transform_min_jacobian(), of piece @k over its territory, which is
 * its cells and not what lies beyond the map; 1 where it has none. The piece
 * does not fold if @bound is above 0. */
double saffron_transform_piece_min_jacobian (const SaffronTransform *transform,
                                             int k,
                                             double *bound);

/**
 * saffron_transform_of_whole:
 * @crops: a transform between a part of a reference and a part of a moving
 *   slide
 * @width: of the whole reference, level-0 pixels
 * @height: of the whole reference
 * @reference: where the part of the reference begins
 * @moving: where the part of the moving slide begins
 *
 * Returns: (transfer full): the same map between the whole slides
 */
SaffronTransform *saffron_transform_of_whole (const SaffronTransform *crops,
                                              double width,
                                              double height,
                                              SaffronRefPoint reference,
                                              SaffronMovPoint moving);

G_END_DECLS
