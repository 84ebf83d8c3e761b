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
SaffronLattice *saffron_lattice_new (double width,
                                     double height,
                                     double spacing);
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
 * prefilter, mirror boundary; Unser 1999).
 */
void saffron_lattice_fit (SaffronLattice *lattice,
                          const double *u,
                          const double *v);

/* The displacement at a reference point; @du, if not NULL, receives the four
 * derivatives du/dx, du/dy, dv/dx, dv/dy. */
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
const SaffronAffine *saffron_transform_get_affine (
    const SaffronTransform *transform);
/* NULL when the transform is affine. */
const SaffronLattice *saffron_transform_get_lattice (
    const SaffronTransform *transform);

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
 * The smallest det (I + ∇u) over the reference, from a fixed dense sampling of
 * each lattice cell plus a bound on what lies between the samples: the true
 * minimum is at least @bound (out, may be NULL).
 */
double saffron_transform_min_jacobian (const SaffronTransform *transform,
                                       double *bound);

/**
 * saffron_transform_resample:
 *
 * The same map, re-fitted on a lattice of another
 * spacing.
 */
SaffronTransform *saffron_transform_resample (const SaffronTransform *transform,
                                              double spacing);

/**
 * saffron_transform_compose:
 * @first: reference → moving of the first pair
 * @second: from there on; its reference is @first's moving slide
 * @spacing: of the lattice of the result, reference level-0 pixels
 *
 * p → second (first (p)), re-fitted to one affine and one lattice.
 */
SaffronTransform *saffron_transform_compose (const SaffronTransform *first,
                                             const SaffronTransform *second,
                                             double spacing);

/* JSON: {"affine": [xx, xy, x0, yx, yy, y0], "width":, "height":, "lattice":
 * {"n_x", "n_y", "spacing", "x0", "y0", "u": base64 of little-endian float32,
 * "v": …} or null}. Reading it back gives the same bits. */
JsonNode *saffron_transform_to_json (const SaffronTransform *transform);
SaffronTransform *saffron_transform_from_json (JsonNode *node, GError **error);

/* Whether two transforms are the same bit for bit. */
gboolean saffron_transform_equal (const SaffronTransform *a,
                                  const SaffronTransform *b);

G_END_DECLS
