/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/**
 * SaffronLatticeObservation:
 * @at: where
 * @u: the displacement seen there, reference level-0 pixels
 * @v: the same in y
 * @weight: against the others and against the energy; 0 or more
 */
typedef struct {
  SaffronRefPoint at;
  double u, v;
  double weight;
} SaffronLatticeObservation;

/**
 * SaffronLatticeEnergy:
 * @mass: of ∫ |f|²: pulls towards no displacement
 * @diffusion: of ∫ |∇f|²: pulls towards a constant
 * @bending: of ∫ f_xx² + 2 f_xy² + f_yy²: pulls towards an affine map
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
 * @observations: @n of them, in any order; those outside act on the border
 * @energy: at least one of it more than 0
 *
 * The displacement that minimises Σ weight · |f (at) − (u, v)|² + energy:
 * sparse normal equations, factorised by CHOLMOD in an order that depends on
 * the lattice alone, so the same observations in the same order give the same
 * bits. What neither observations nor energy determine becomes 0. A lattice of
 * more than 200 × 200 nodes starts from the solution at twice the spacing and
 * is brought on by conjugate gradients: where there are observations that is
 * the same to some 0.01 px, far from them to a few pixels.
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

G_END_DECLS
