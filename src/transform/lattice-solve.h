/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/**
 * SaffronLatticeObservation:
 * @at: the place on the reference, level-0 pixels
 * @u: the displacement observed there along x, reference level-0 pixels
 * @v: the same along y
 * @weight: relative to the other observations and the energy; 0 or more
 */
typedef struct {
  SaffronRefPoint at;
  double u, v;
  double weight;
} SaffronLatticeObservation;

/**
 * SaffronLatticeEnergy:
 * @mass: factor of ∫ |f|², which pulls towards no displacement
 * @diffusion: factor of ∫ |∇f|², which pulls towards a constant
 * @bending: factor of ∫ f_xx² + 2 f_xy² + f_yy², which pulls towards an affine
 *   map
 *
 * What a displacement f = (u, v) costs, integrated over the lattice with
 * lengths in node spacings and displacements in pixels: with one observation of
 * weight 1 per node, a value of 1 smooths over about one spacing.
 */
typedef struct {
  double mass, diffusion, bending;
} SaffronLatticeEnergy;

/**
 * saffron_lattice_solve:
 * @lattice: gives the geometry; its coefficients are overwritten
 * @observations: @n observations, in any order; those outside the lattice act
 *   on its border
 * @energy: at least one factor is more than 0
 *
 * Finds the displacement that minimises Σ weight · |f (at) − (u, v)|² + energy.
 * The sparse normal equations are factorised by CHOLMOD in an order that
 * depends on the lattice alone, so the same observations in the same order give
 * the same bits. Coefficients that neither observations nor energy determine
 * become 0. A lattice of more than 40 000 nodes (200 × 200) starts from the
 * solution at twice the spacing, and conjugate gradients improve that: near
 * observations the result is the same to some 0.01 px, far from them to a few
 * pixels.
 *
 * Returns: %FALSE with %G_IO_ERROR_CANCELLED, %SAFFRON_ERROR_ARGUMENT (an
 *   observation that is not finite), or %SAFFRON_ERROR_TOO_LARGE; the
 *   coefficients are then unchanged
 */
gboolean saffron_lattice_solve (SaffronLattice *lattice,
                                const SaffronLatticeObservation *observations,
                                gsize n,
                                const SaffronLatticeEnergy *energy,
                                SaffronJob *job,
                                GError **error);

/**
 * saffron_lattice_leverages:
 * @leverages: (out caller-allocates): for each observation, the share of its
 *   own displacement that saffron_lattice_solve() takes over from it, 0 … 1
 *
 * An observation that is missed by r would be missed by r / (1 − leverage) if
 * it were left out (Allen 1974). @lattice gives the geometry alone, of at most
 * 40 000 nodes.
 *
 * Returns: %FALSE with the errors of saffron_lattice_solve()
 */
gboolean
saffron_lattice_leverages (const SaffronLattice *lattice,
                           const SaffronLatticeObservation *observations,
                           gsize n,
                           const SaffronLatticeEnergy *energy,
                           double *leverages,
                           GError **error);

G_END_DECLS
