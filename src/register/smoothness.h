/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"

G_BEGIN_DECLS

/**
 * SaffronSmoothnessKind:
 * @SAFFRON_SMOOTHNESS_DIFFUSION: first differences: where nothing is seen, the
 *   displacement becomes constant
 * @SAFFRON_SMOOTHNESS_BENDING: second differences: where nothing is seen, it
 *   goes on as it does around
 */
typedef enum {
  SAFFRON_SMOOTHNESS_DIFFUSION,
  SAFFRON_SMOOTHNESS_BENDING,
} SaffronSmoothnessKind;

/**
 * SaffronSmoothness:
 *
 * The regularisation of a lattice's coefficients c: weight / 2 · Σ |∇c|² over
 * its edges, or weight / 2 · Σ (c_xx² + 2 c_xy² + c_yy²), in differences from
 * node to node.
 *
 * It has an approximate inverse of weight · L + shift, or weight · L² + shift,
 * where L is the Laplacian. The inverse uses a cosine transform, in which L
 * with free borders is diagonal. Of first differences it is exact for a
 * slightly larger lattice, of a size that is fast to transform, with nothing
 * pulling on the added nodes; of second ones it differs at the border, too. It
 * is symmetric and positive.
 *
 * Source: Rueckert et al. 1999 (bending); Fischer & Modersitzki 2003, Curvature
 * based image registration, J. Math. Imaging Vis. 18 (the cosine transform).
 */
typedef struct _SaffronSmoothness SaffronSmoothness;

SaffronSmoothness *saffron_smoothness_new (int n_x,
                                           int n_y,
                                           SaffronSmoothnessKind kind,
                                           double weight,
                                           double shift);
void saffron_smoothness_free (SaffronSmoothness *smoothness);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronSmoothness, saffron_smoothness_free)

/* Returns the energy of n_x * n_y coefficients and adds its gradient to
 * @gradient. */
double saffron_smoothness_energy (const SaffronSmoothness *smoothness,
                                  const double *c,
                                  double *gradient);
/* Applies the inverse to each of the @n vectors @c, in place, on the threads of
 * @job, or alone without one. One caller at a time may use one object. If the
 * job is cancelled, the vectors are worth nothing. */
void saffron_smoothness_solve (SaffronSmoothness *smoothness,
                               double *const *c,
                               int n,
                               SaffronJob *job);

G_END_DECLS
