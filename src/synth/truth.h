/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "base/points.h"
#include "transform/transform.h"

G_BEGIN_DECLS

#define SAFFRON_TRUTH_TERMS 6

/**
 * SaffronTruthTerm:
 * @ax: amplitude along x, reference level-0 pixels
 * @ay: amplitude along y
 * @kx: radians per reference level-0 pixel along x
 * @ky: radians per reference level-0 pixel along y
 * @phase: radians
 *
 * One wave of the deformation: (ax, ay) · sin (kx·x + ky·y + phase).
 */
typedef struct {
  double ax, ay;
  double kx, ky;
  double phase;
} SaffronTruthTerm;

/**
 * SaffronTruth:
 * @affine: moving → q, a similarity, with a mirror image if asked for
 * @inverse: q → moving
 * @terms: the waves of the deformation
 * @n_terms: number of terms
 * @amplitude: the largest displacement over the reference, pixels
 * @wished: the amplitude that was asked for, before folds were ruled out
 * @min_jacobian: a lower bound of det (I + ∇u), which follows from the terms,
 *   not from samples
 *
 * The exact origin of each pixel of a moving slide: push (m) = q + u (q), where
 * q = affine (m) and u is the sum of the terms. Drawing a slide needs no
 * inverse; saffron_truth_pull() inverts by Newton's method.
 */
typedef struct {
  SaffronAffine affine, inverse;
  SaffronTruthTerm terms[SAFFRON_TRUTH_TERMS];
  int n_terms;
  double amplitude, wished;
  double min_jacobian;
} SaffronTruth;

/**
 * saffron_truth_init:
 * @width: width of the reference, level-0 pixels
 * @height: of the reference
 * @amplitude: largest displacement wanted, pixels; reduced if the Jacobian
 *   determinant could fall below 0.3
 * @shortest: shortest wavelength, reference level-0 pixels
 * @longest: longest wavelength
 *
 * Draws the deformation by @key; the similarity is the identity.
 */
void saffron_truth_init (SaffronTruth *truth,
                         guint64 key,
                         double width,
                         double height,
                         double amplitude,
                         double shortest,
                         double longest);

/* Sets the map moving → q, which must not be singular. */
void saffron_truth_set_affine (SaffronTruth *truth,
                               const SaffronAffine *affine);

/* u and its derivatives (du/dx, du/dy, dv/dx, dv/dy) at q; @du may be NULL. */
void saffron_truth_displacement (const SaffronTruth *truth,
                                 double x,
                                 double y,
                                 double *u,
                                 double *v,
                                 double du[4]);

SaffronRefPoint saffron_truth_push (const SaffronTruth *truth,
                                    SaffronMovPoint p);

/* The inverse of saffron_truth_push(), to 1e-9 px. */
SaffronMovPoint saffron_truth_pull (const SaffronTruth *truth,
                                    SaffronRefPoint p);

/**
 * saffron_truth_add_json:
 * @builder: a builder inside an object
 *
 * Adds the members "affine", "terms", "amplitude" … from which a reader can
 * evaluate the truth.
 */
void saffron_truth_add_json (const SaffronTruth *truth, JsonBuilder *builder);

G_END_DECLS
