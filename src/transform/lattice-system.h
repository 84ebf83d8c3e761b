/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "transform/lattice-solve.h"

G_BEGIN_DECLS

/* Entries per row of the matrix. Two cubic B-splines overlap when they are at
 * most three nodes apart, so a node has 7 × 7 neighbours. The matrix is
 * symmetric and keeps those that come after the node: 4 rows of 7, of which the
 * first three entries are unused. */
#define SAFFRON_LATTICE_STENCIL 28

/**
 * SaffronLatticeSystem:
 * @n: number of unknowns, @n_x · @n_y
 * @a: @n · %SAFFRON_LATTICE_STENCIL: a[k][dj * 7 + di + 3] belongs to the nodes
 *   k and k + dj · @n_x + di
 * @b: the two right-hand sides; the solutions once solved
 *
 * The normal equations of saffron_lattice_solve(), the same for u and v.
 */
typedef struct {
  int n_x, n_y;
  gsize n;
  double *a;
  double *b[2];
} SaffronLatticeSystem;

SaffronLatticeSystem *
saffron_lattice_system_new (const SaffronLattice *lattice,
                            const SaffronLatticeObservation *observations,
                            gsize n,
                            const SaffronLatticeEnergy *energy);
void saffron_lattice_system_free (SaffronLatticeSystem *system);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronLatticeSystem,
                               saffron_lattice_system_free)

static inline double
saffron_lattice_system_diagonal (const SaffronLatticeSystem *system, gsize i)
{
  return system->a[i * SAFFRON_LATTICE_STENCIL + 3];
}

/* The nodes that carry the displacement at one place, and their weights. */
typedef struct {
  gsize nodes[16];
  double weights[16];
} SaffronLatticeSpot;

SaffronLatticeSpot saffron_lattice_spot (const SaffronLattice *lattice,
                                         SaffronRefPoint at);

/* @y = A @x */
void saffron_lattice_system_multiply (const SaffronLatticeSystem *system,
                                      const double *x,
                                      double *y);

/* Replaces both @b by the solutions, with CHOLMOD. FALSE when there is not
 * enough memory (%SAFFRON_ERROR_TOO_LARGE) or no solution. */
gboolean
saffron_lattice_system_factorise_and_solve (SaffronLatticeSystem *system,
                                            GError **error);

/* Writes to @out, for each of @n spots with the weights w, wᵀ A⁻¹ w. The same
 * errors. */
gboolean saffron_lattice_system_respond (const SaffronLatticeSystem *system,
                                         const SaffronLatticeSpot *spots,
                                         gsize n,
                                         double *out,
                                         GError **error);

G_END_DECLS
