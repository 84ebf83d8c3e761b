/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "transform/transform.h"

G_BEGIN_DECLS

/* Where a coordinate lies on one axis of a lattice: between nodes @cell and
 * @cell + 1, at @t from the first to the second, so that the coefficients
 * @cell - 1 … @cell + 2 carry it. */
typedef struct {
  int cell;
  double t;
  gboolean outside;
} SaffronLatticePlace;

/* @x in nodes; clamped to where all four coefficients exist. NaN goes to the
 * first node. */
static inline SaffronLatticePlace
saffron_lattice_place (double x, int n)
{
  SaffronLatticePlace place = { 1, 0.0, FALSE };

  if (!(x >= 1.0))
    {
      place.outside = TRUE;
      return place;
    }
  if (x > n - 2)
    {
      x = n - 2;
      place.outside = TRUE;
    }
  place.cell = MIN ((int) x, n - 3);
  place.t = x - place.cell;
  return place;
}

/* The cubic B-spline's four weights at @t of a cell; valid for any @t, as the
 * continuation of the cell's own polynomial. */
static inline void
saffron_lattice_weights (double t, double w[4])
{
  double s = 1.0 - t;

  w[0] = s * s * s / 6.0;
  w[1] = (3.0 * t - 6.0) * t * t / 6.0 + 2.0 / 3.0;
  w[2] = (3.0 * s - 6.0) * s * s / 6.0 + 2.0 / 3.0;
  w[3] = t * t * t / 6.0;
}

/* Their derivatives with respect to @t. */
static inline void
saffron_lattice_slopes (double t, double w[4])
{
  double s = 1.0 - t;

  w[0] = -s * s / 2.0;
  w[1] = (1.5 * t - 2.0) * t;
  w[2] = -(1.5 * s - 2.0) * s;
  w[3] = t * t / 2.0;
}

/* As saffron_lattice_eval(), but beyond the border the border cell's polynomial
 * goes on. */
void saffron_lattice_eval_extended (const SaffronLattice *lattice,
                                    SaffronRefPoint p,
                                    double *u,
                                    double *v);

/* Where node @i of @n is sampled to be interpolated: the outermost two are
 * drawn in to @delta nodes outside their neighbours, where the border cells'
 * polynomials can be believed. */
static inline double
saffron_lattice_sample_place (double origin,
                              double spacing,
                              int i,
                              int n,
                              double delta)
{
  double place = i;

  if (i == 0)
    place = 1.0 - delta;
  else if (i == n - 1)
    place = n - 2 + delta;
  return origin + spacing * place;
}

/* Adds @other's displacement, interpolated at @lattice's nodes: exact where the
 * one's knots are among the other's. */
void saffron_lattice_add (SaffronLattice *lattice, const SaffronLattice *other);

/* Solves for the coefficients that take the values @f (n_y rows of n_x, in
 * place) at the nodes 1 … n − 2 and, in the first and the last place of each
 * row and column, @delta nodes outside the first and the last of those. */
void saffron_lattice_solve_extended (double *f, int n_x, int n_y, double delta);

G_END_DECLS
