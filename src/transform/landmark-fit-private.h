/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "transform/landmark-fit.h"
#include "transform/lattice-solve.h"

G_BEGIN_DECLS

/* A correction that leaves less than this of any area is made wider. */
#define SAFFRON_LANDMARK_MIN_JACOBIAN 0.1

/* How far a landmark pulls its surroundings along, when the longest pull of all
 * is @longest. */
static inline double
saffron_landmark_reach (double diagonal, double longest)
{
  return MAX (diagonal / 30.0, 1.5 * longest);
}

/**
 * SaffronLandmarkPlate:
 * @spacing: of the lattice that bends, reference level-0 pixels
 * @widened: whether a long pull, or what would fold, made it stiffer
 *
 * What a fit to landmarks bends, and how stiff it is. Without a base and with
 * fewer than 4 pairs nothing bends.
 */
typedef struct {
  double spacing;
  SaffronLatticeEnergy energy;
  gboolean widened;
} SaffronLandmarkPlate;

/* As saffron_landmark_fit(). @plate: (out): set where there are pairs */
SaffronTransform *saffron_landmark_fit_plate (double width,
                                              double height,
                                              const SaffronTransform *base,
                                              const SaffronPointPair *pairs,
                                              gsize n,
                                              SaffronLandmarkPlate *plate,
                                              GError **error);

/* Writes to @out how far the displacement must still move each landmark so that
 * @transform meets it; returns the longest distance. */
double saffron_landmark_residuals (const SaffronTransform *transform,
                                   const SaffronPointPair *pairs,
                                   gsize n,
                                   SaffronLatticeObservation *out);

/* (transfer full): the displacement that meets @residuals and falls off beyond
 * @reach; NULL with an error of saffron_lattice_solve(). It is linear in the
 * residuals as long as places, weights and @reach stay the same. */
SaffronLattice *
saffron_landmark_solve_local (double width,
                              double height,
                              double reach,
                              const SaffronLatticeObservation *residuals,
                              gsize n,
                              GError **error);

/* (transfer full): the displacement of piece @k of @base and @correction on one
 * lattice, fine enough for both. Its nodes depend on @base and the spacing of
 * @correction alone. */
SaffronLattice *
saffron_landmark_add_correction (const SaffronTransform *base,
                                 int k,
                                 const SaffronLattice *correction);

G_END_DECLS
