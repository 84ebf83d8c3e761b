/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "base/points.h"
#include "transform/transform.h"

G_BEGIN_DECLS

#define SAFFRON_TRUTH_TERMS 6

/**
 * SaffronTruthTerm:
 * @ax: amplitude in x, reference level-0 pixels
 * @ay: the same in y
 * @kx: radians per reference level-0 pixel in x
 * @ky: the same in y
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
 * @affine: moving → q, a similarity, mirrored on demand
 * @inverse: q → moving
 * @terms: of the deformation
 * @n_terms: how many
 * @amplitude: the largest displacement over the reference, pixels
 * @wished: what was asked for, before folds were ruled out
 * @min_jacobian: no value of det (I + ∇u) lies below; known from the terms,
 *   not from samples
 *
 * Where each pixel of a moving slide comes from, exactly:
 * push (m) = q + u (q), q = affine (m), u the sum of the terms. Nothing is
 * inverted to draw a slide; pull() inverts it by Newton's method.
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
 * @width: of the reference, level-0 pixels
 * @height: of the reference
 * @amplitude: largest displacement wanted, pixels; less where it would bend
 *   space beyond a Jacobian determinant of 0.3
 * @shortest: shortest wavelength, pixels
 * @longest: longest
 *
 * Sets the deformation; the similarity is the identity.
 */
void saffron_truth_init (SaffronTruth *truth,
                         guint64 key,
                         double width,
                         double height,
                         double amplitude,
                         double shortest,
                         double longest);

/* Moving → q; it must not be singular. */
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

/* To 1e-9 px. */
SaffronMovPoint saffron_truth_pull (const SaffronTruth *truth,
                                    SaffronRefPoint p);

/**
 * saffron_truth_add_json:
 * @builder: inside an object
 *
 * Adds the members "affine", "terms", "amplitude" … from which the truth can
 * be evaluated again.
 */
void saffron_truth_add_json (const SaffronTruth *truth, JsonBuilder *builder);

G_END_DECLS
