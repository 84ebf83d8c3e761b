/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "transform/piece-map.h"

G_BEGIN_DECLS

/**
 * SaffronAffine:
 *
 * (x, y) → (xx·x + xy·y + x0, yx·x + yy·y + y0). The names are those of cairo's
 * matrix.
 */
typedef struct {
  double xx, xy, x0;
  double yx, yy, y0;
} SaffronAffine;

#define SAFFRON_AFFINE_IDENTITY ((SaffronAffine){ 1, 0, 0, 0, 1, 0 })

/* The map that applies @inner first, then @outer. */
SaffronAffine saffron_affine_compose (const SaffronAffine *outer,
                                      const SaffronAffine *inner);
/* FALSE when @affine is singular; @inverse is then unchanged. */
gboolean saffron_affine_invert (const SaffronAffine *affine,
                                SaffronAffine *inverse);
double saffron_affine_determinant (const SaffronAffine *affine);

/**
 * SaffronLattice:
 * @n_x: nodes along x, at least 4
 * @n_y: nodes along y, at least 4
 * @spacing: reference level-0 pixels from node to node, the same in x and y
 * @x0: x of node 0, reference level-0 pixels
 * @y0: y of node 0
 * @u: @n_x * @n_y coefficients of the x displacement, row after row, in
 *   reference level-0 pixels
 * @v: the same of the y displacement
 *
 * A displacement as a uniform cubic B-spline: u(x, y) = Σ c[j][i] B((x −
 * x0)/spacing − i) B((y − y0)/spacing − j). A lattice of saffron_lattice_new()
 * has its first nodes one spacing outside the reference, so that all of the
 * reference has full support. Outside, coordinates are clamped, so that the
 * displacement stays what it is at the border. Source: Rueckert et al. 1999,
 * Unser 1999.
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
/* Zeros over @box, its nodes a whole number of spacings from those of
 * saffron_lattice_new(): no more nodes than @box needs. */
SaffronLattice *saffron_lattice_new_box (const SaffronRefBox *box,
                                         double spacing);
SaffronLattice *saffron_lattice_copy (const SaffronLattice *lattice);
/* The same displacement over @box: nodes that it does not need are left out,
 * those that it needs and @lattice lacks continue the coefficients in a
 * straight line. Where @lattice covers @box, nothing changes. */
SaffronLattice *saffron_lattice_over (const SaffronLattice *lattice,
                                      const SaffronRefBox *box);
/* Whether all of @box lies where four nodes in x and y carry it. */
gboolean saffron_lattice_covers (const SaffronLattice *lattice,
                                 const SaffronRefBox *box);
void saffron_lattice_free (SaffronLattice *lattice);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronLattice, saffron_lattice_free)

/**
 * saffron_lattice_fit:
 * @lattice: gives the geometry; its coefficients are overwritten
 * @u: @n_x * @n_y displacements wanted at the nodes, along x
 * @v: the same along y
 *
 * Finds the coefficients that interpolate the given values at the nodes
 * (recursive prefilter; Unser 1999). The outermost nodes lie outside the
 * reference, and the continuation of the border cells meets their values. Give
 * values there that continue the inside; then the fit is as accurate at the
 * border as within, where mirrored values would flatten it.
 */
void
saffron_lattice_fit (SaffronLattice *lattice, const double *u, const double *v);

/* The displacement at a reference point; @du, if not NULL, receives the four
 * derivatives du/dx, du/dy, dv/dx, dv/dy. Beyond the border the displacement is
 * constant in the direction away from the border, so the derivatives in that
 * direction are 0. On the border itself they are those of the inside. */
void saffron_lattice_eval (const SaffronLattice *lattice,
                           SaffronRefPoint p,
                           double *u,
                           double *v,
                           double du[4]);

/**
 * SaffronTransform:
 *
 * pull (p) = A · (p + u (p)): reference point → moving point, where A is affine
 * and the displacement u is a lattice, or 0 if there is none. Immutable and
 * reference counted.
 *
 * Where tissue is torn, a transform has pieces (see transform/pieces.h): each
 * piece has its own lattice in its own territory, and the transform may jump
 * from one territory to the next. All functions here accept both kinds.
 */
typedef struct _SaffronTransform SaffronTransform;

/**
 * saffron_transform_new:
 * @width: width of the reference, level-0 pixels
 * @height: its height
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
/* Of a transform without pieces; NULL when it is affine. One with pieces has
 * no such lattice, and asking for it is an error of the program: see
 * saffron_transform_get_piece_lattice(). */
const SaffronLattice *
saffron_transform_get_lattice (const SaffronTransform *transform);
/* Whether it has any lattice, or pieces: whether it is more than its affine. */
gboolean saffron_transform_bends (const SaffronTransform *transform);

/* u at @p. */
void saffron_transform_displace (const SaffronTransform *transform,
                                 SaffronRefPoint p,
                                 double *u,
                                 double *v);
SaffronMovPoint saffron_transform_pull (const SaffronTransform *transform,
                                        SaffronRefPoint p);

/**
 * saffron_transform_pull_row:
 * @start: the first point
 * @step: distance in x from one point to the next, reference level-0 pixels
 * @n: number of points
 * @out: (out caller-allocates): @n moving points
 *
 * Gives the same as @n calls of saffron_transform_pull() to within 1e-9 px, but
 * faster. Warping and compositing use it.
 */
void saffron_transform_pull_row (const SaffronTransform *transform,
                                 SaffronRefPoint start,
                                 double step,
                                 int n,
                                 SaffronMovPoint *out);

/**
 * saffron_transform_push:
 * @out: (out): the reference point that saffron_transform_pull() maps to @p
 *
 * Finds it by damped Newton steps with the exact derivative, to 1e-3 px. With
 * pieces it inverts each piece's own map. A result counts only if it lies in
 * that piece's own territory; one beyond the map only if there is none on it.
 * Where several count, because pieces overlap on the moving slide, it takes the
 * one nearest to A⁻¹ @p. So there is one answer or none, and it does not depend
 * on how pieces are numbered.
 *
 * Returns: %FALSE when the search did not converge (in a fold, or far outside);
 *   @out is then the nearest point that it reached. With pieces also when no
 *   piece shows @p, as in the gap of a tear; @out is then the result that lies
 *   nearest to the territory of its piece. Who must not guess takes NaN then
 */
gboolean saffron_transform_push (const SaffronTransform *transform,
                                 SaffronMovPoint p,
                                 SaffronRefPoint *out);

/* det (I + ∇u) at @p: the local change of area by the bending alone, without
 * the affine part. It is <= 0 in a fold and 1 where there is no lattice. How
 * much a piece is scaled beyond the common affine part is included. */
double saffron_transform_jacobian (const SaffronTransform *transform,
                                   SaffronRefPoint p);

/**
 * saffron_transform_min_jacobian:
 *
 * Returns the smallest det (I + ∇u) found over the reference: samples all nodes
 * and, where it may be smaller between them, ever finer places. The true
 * minimum is at least @bound (out, may be NULL): in each cell the determinant
 * is a polynomial, enclosed by its Bernstein coefficients. @bound is below the
 * result by no more than 0.002 · (1 + |result|), except for lattices of
 * millions of nodes that fold everywhere. With pieces, the least of all
 * pieces', each over its own territory; the jump between them is no fold.
 */
double saffron_transform_min_jacobian (const SaffronTransform *transform,
                                       double *bound);

/**
 * saffron_transform_then:
 * @affine: what follows, an invertible map of the moving slide's places
 *
 * Returns: (transfer full): the two maps one after the other, exactly: the
 *   displacement is the same, and with it its certificate
 */
SaffronTransform *saffron_transform_then (const SaffronTransform *transform,
                                          const SaffronAffine *affine);

/**
 * saffron_transform_resample:
 *
 * Represents the same map on a lattice of another spacing, by interpolation at
 * the new nodes. It is exact to float rounding if the old nodes are among the
 * new (the same spacing, a half, a third). Otherwise the error falls with the
 * third power of the spacing:
 * for a displacement of 60 px in waves of 15 nodes it is below 0.02 px. Detail
 * finer than the new lattice is lost.
 *
 * Returns: (transfer full): a transform that always has a lattice, of zeros if
 *   @transform has none. With pieces it re-fits each piece's lattice over the
 *   piece's territory; a piece without a lattice stays without
 */
SaffronTransform *saffron_transform_resample (const SaffronTransform *transform,
                                              double spacing);

/**
 * saffron_transform_compose:
 * @first: reference → moving slide of the first pair
 * @second: the map that follows; its reference is @first's moving slide
 * @spacing: spacing of the result's lattice, reference level-0 pixels
 *
 * Represents p → second (first (p)) by one affine map, @second's after
 * @first's, and one lattice for the rest, which is interpolated at its nodes.
 * Between nodes the error is that of saffron_transform_resample(). Where @first
 * leads out of @second's reference, @second's displacement is that of its
 * border. If neither has a lattice, neither has the result. @first's affine
 * part must be invertible.
 *
 * With pieces on either side, the result has a piece for each pair of a piece
 * of @first and one of @second that occurs. If only @first has pieces, its map
 * is kept. Otherwise the pairs are looked up at the centres of the cells of a
 * new map, so a border is wrong by less than one of its cells. If there are
 * more than %SAFFRON_MAX_PIECES pairs, the cells of the smallest pairs are
 * given to their neighbours.
 *
 * Returns: (transfer full): the composed transform
 */
SaffronTransform *saffron_transform_compose (const SaffronTransform *first,
                                             const SaffronTransform *second,
                                             double spacing);

/* JSON: {"affine": [xx, xy, x0, yx, yy, y0], "width":, "height":, "lattice":
 * {"n_x", "n_y", "spacing", "x0", "y0", "u": base64 of little-endian float32,
 * "v": …} or null}. With pieces there is no "lattice" but "pieces": {"x0",
 * "y0", "x1", "y1", "cell", "labels": base64 of runs of equal labels row after
 * row, three bytes each: label, length − 1 as a little-endian 16-bit number;
 * "lattices": for each label one as above or null}. A program that does not
 * know pieces finds "lattice" missing and refuses the transform, so it cannot
 * take it for a smooth one.
 *
 * Reading it back gives the same bits. The input is not trusted: a member that
 * is missing, not finite, of the wrong size or not invertible gives
 * %SAFFRON_ERROR_FORMAT. The message names the member; the caller adds the
 * file's name. */
JsonNode *saffron_transform_to_json (const SaffronTransform *transform);
SaffronTransform *saffron_transform_from_json (JsonNode *node, GError **error);

/* Whether two transforms are the same bit for bit. */
gboolean saffron_transform_equal (const SaffronTransform *a,
                                  const SaffronTransform *b);

G_END_DECLS
