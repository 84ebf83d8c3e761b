/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "base/points.h"

G_BEGIN_DECLS

/**
 * SaffronAffine:
 *
 * (x, y) → (xx·x + xy·y + x0, yx·x + yy·y + y0), as cairo's matrix names them.
 */
typedef struct {
  double xx, xy, x0;
  double yx, yy, y0;
} SaffronAffine;

#define SAFFRON_AFFINE_IDENTITY ((SaffronAffine){ 1, 0, 0, 0, 1, 0 })

/* First @inner, then @outer. */
SaffronAffine saffron_affine_compose (const SaffronAffine *outer,
                                      const SaffronAffine *inner);
/* FALSE when it is singular; @inverse is then untouched. */
gboolean saffron_affine_invert (const SaffronAffine *affine,
                                SaffronAffine *inverse);
double saffron_affine_determinant (const SaffronAffine *affine);

/**
 * SaffronLattice:
 * @n_x: nodes in x, at least 4
 * @n_y: nodes in y, at least 4
 * @spacing: reference level-0 pixels from node to node, the same in x and y
 * @x0: where node 0 lies, reference level-0 pixels
 * @y0: the same in y
 * @u: @n_x * @n_y coefficients of the x displacement, row after row, in
 *   reference level-0 pixels
 * @v: the same of the y displacement
 *
 * A uniform cubic B-spline: u(x, y) = Σ c[j][i] B((x − x0)/spacing − i)
 * B((y − y0)/spacing − j). Nodes −1 … n−2 around the reference: the lattice
 * made by saffron_lattice_new() covers all of it with full support. Outside,
 * the coordinates are clamped, so the displacement stays what it is at the
 * border. Source: Rueckert et al. 1999, Unser 1999.
 */
typedef struct {
  int n_x, n_y;
  double spacing;
  double x0, y0;
  float *u, *v;
} SaffronLattice;

/* A lattice of zeros over @width × @height reference pixels: x0 = y0 =
 * -spacing, n = ceil (size / spacing) + 3. */
SaffronLattice *
saffron_lattice_new (double width, double height, double spacing);
SaffronLattice *saffron_lattice_copy (const SaffronLattice *lattice);
void saffron_lattice_free (SaffronLattice *lattice);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronLattice, saffron_lattice_free)

/**
 * saffron_lattice_fit:
 * @lattice: gives the geometry; its coefficients are overwritten
 * @u: @n_x * @n_y displacements in x wanted at the nodes
 * @v: the same in y
 *
 * Coefficients that interpolate the given values at the nodes (recursive
 * prefilter; Unser 1999). The values at the outermost nodes, which lie outside,
 * are met by the continuation of the border cells: give there what continues
 * the inside, and the fit is as accurate at the border as within (a mirror
 * would flatten it there).
 */
void
saffron_lattice_fit (SaffronLattice *lattice, const double *u, const double *v);

/* The displacement at a reference point; @du, if not NULL, receives the four
 * derivatives du/dx, du/dy, dv/dx, dv/dy. Beyond the border the displacement
 * does not change any more in the direction that leads away, so there the
 * derivatives in that direction are 0; on the border itself they are those of
 * the inside. */
void saffron_lattice_eval (const SaffronLattice *lattice,
                           SaffronRefPoint p,
                           double *u,
                           double *v,
                           double du[4]);

/**
 * SaffronTransform:
 *
 * pull (p) = A · (p + u (p)): reference point → moving point, A an affine, u a
 * lattice or nothing. Immutable and reference counted.
 */
typedef struct _SaffronTransform SaffronTransform;

/**
 * saffron_transform_new:
 * @width: of the reference, level-0 pixels
 * @height: of the reference
 * @affine: reference → moving
 * @lattice: (transfer full) (nullable): the displacement
 */
SaffronTransform *saffron_transform_new (double width,
                                         double height,
                                         const SaffronAffine *affine,
                                         SaffronLattice *lattice);
SaffronTransform *saffron_transform_ref (SaffronTransform *transform);
void saffron_transform_unref (SaffronTransform *transform);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronTransform, saffron_transform_unref)

double saffron_transform_get_width (const SaffronTransform *transform);
double saffron_transform_get_height (const SaffronTransform *transform);
const SaffronAffine *
saffron_transform_get_affine (const SaffronTransform *transform);
/* NULL when the transform is affine. */
const SaffronLattice *
saffron_transform_get_lattice (const SaffronTransform *transform);

SaffronMovPoint saffron_transform_pull (const SaffronTransform *transform,
                                        SaffronRefPoint p);

/**
 * saffron_transform_pull_row:
 * @start: the first point
 * @step: distance in x from one to the next, reference level-0 pixels
 * @n: how many
 * @out: (out caller-allocates): @n moving points
 *
 * The same as @n calls of saffron_transform_pull() to within 1e-9 px, faster:
 * what warping and compositing use.
 */
void saffron_transform_pull_row (const SaffronTransform *transform,
                                 SaffronRefPoint start,
                                 double step,
                                 int n,
                                 SaffronMovPoint *out);

/**
 * saffron_transform_push:
 * @out: (out): the reference point that pull() sends to @p
 *
 * Newton's method with damping on the exact derivative, to 1e-3 px.
 *
 * Returns: %FALSE when it did not converge (a fold, or far outside); @out is
 *   then the nearest that was reached
 */
gboolean saffron_transform_push (const SaffronTransform *transform,
                                 SaffronMovPoint p,
                                 SaffronRefPoint *out);

/* det (I + ∇u) at @p: local change of area by the bending alone; <= 0 in a
 * fold, 1 where there is no lattice. The affine part is not in it. */
double saffron_transform_jacobian (const SaffronTransform *transform,
                                   SaffronRefPoint p);

/**
 * saffron_transform_min_jacobian:
 *
 * The smallest det (I + ∇u) found over the reference, from samples at all nodes
 * and, where it may be less between them, at ever finer places. The true
 * minimum is at least @bound (out, may be NULL): in each cell the determinant
 * is a polynomial, enclosed by its Bernstein coefficients. @bound is below the
 * result by no more than 0.002 · (1 + |result|), except for lattices of
 * millions of nodes that fold everywhere.
 */
double saffron_transform_min_jacobian (const SaffronTransform *transform,
                                       double *bound);

/**
 * saffron_transform_resample:
 *
 * The same map, re-fitted on a lattice of another spacing: interpolated at the
 * new nodes. Exact to float rounding where the old nodes are among the new (the
 * same spacing, a half, a third); else the error falls with the third power of
 * @spacing: for a displacement of 60 px in waves of 15 nodes it is below
 * 0.02 px. What is finer than the new lattice is lost. Always has a lattice, of
 * zeros when @transform has none.
 */
SaffronTransform *saffron_transform_resample (const SaffronTransform *transform,
                                              double spacing);

/**
 * saffron_transform_compose:
 * @first: reference → moving of the first pair
 * @second: from there on; its reference is @first's moving slide
 * @spacing: of the lattice of the result, reference level-0 pixels
 *
 * p → second (first (p)), re-fitted to one affine, second's after first's, and
 * one lattice for all the rest, interpolated at its nodes; the error between
 * them is as with saffron_transform_resample(). Where @first leads out of
 * @second's reference, the latter's displacement is that of its border. Two
 * affine transforms give one without a lattice. @first's affine part must be
 * invertible.
 */
SaffronTransform *saffron_transform_compose (const SaffronTransform *first,
                                             const SaffronTransform *second,
                                             double spacing);

/* JSON: {"affine": [xx, xy, x0, yx, yy, y0], "width":, "height":, "lattice":
 * {"n_x", "n_y", "spacing", "x0", "y0", "u": base64 of little-endian float32,
 * "v": …} or null}. Reading it back gives the same bits. What is read is not
 * trusted: anything that is missing, not finite, of the wrong size or not
 * invertible is %SAFFRON_ERROR_FORMAT; the message names the member, the caller
 * adds the file. */
JsonNode *saffron_transform_to_json (const SaffronTransform *transform);
SaffronTransform *saffron_transform_from_json (JsonNode *node, GError **error);

/* Whether two transforms are the same bit for bit. */
gboolean saffron_transform_equal (const SaffronTransform *a,
                                  const SaffronTransform *b);

G_END_DECLS
