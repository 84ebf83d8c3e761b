/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "transform/transform.h"

G_BEGIN_DECLS

/* A place on one axis of a lattice: between the nodes @cell and @cell + 1, at
 * the fraction @t of the way. The coefficients @cell - 1 … @cell + 2 determine
 * the value there. @outside says that the coordinate was clamped. */
typedef struct {
  int cell;
  double t;
  gboolean outside;
} SaffronLatticePlace;

/* Finds the place of @x, in nodes, on an axis of @n nodes. Clamps it to where
 * all four coefficients exist; NaN goes to the first cell. */
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

/* The four weights of the cubic B-spline at @t of a cell. For @t outside 0 … 1
 * they continue the cell's polynomial. */
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

/* Zeros; the caller sets spacing and origin. */
SaffronLattice *saffron_lattice_alloc (int n_x, int n_y);

/* Whether both are the same bit for bit; either may be NULL. */
gboolean saffron_lattice_equal (const SaffronLattice *a,
                                const SaffronLattice *b);

/* As saffron_lattice_eval(), but continues the border cell's polynomial beyond
 * the border. */
void saffron_lattice_eval_extended (const SaffronLattice *lattice,
                                    SaffronRefPoint p,
                                    double *u,
                                    double *v);

/* As saffron_lattice_eval(), but continues the border cell's polynomial for
 * half a cell beyond the border, and from there a straight line. */
void saffron_lattice_eval_continued (const SaffronLattice *lattice,
                                     SaffronRefPoint p,
                                     double *u,
                                     double *v,
                                     double du[4]);

/* Makes @lattice, in place, that of M (p + u (p)) − p: the coefficients take
 * over M's turn and shift. */
void saffron_lattice_turn (SaffronLattice *lattice, const SaffronAffine *m);

/* A box around all p + u (p). They lie in the convex hull of the nodes moved by
 * their coefficients. */
SaffronRefBox saffron_lattice_image (const SaffronLattice *lattice);

/* Where a displacement is sampled for node @i of @n. The first and the last
 * place are drawn in to @delta nodes outside their neighbours, because the
 * polynomials of the border cells can be trusted only so far. */
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

/* Adds @other's displacement to @lattice, by interpolation at @lattice's nodes.
 * Exact if @other's nodes are among @lattice's. */
void saffron_lattice_add (SaffronLattice *lattice, const SaffronLattice *other);

/* Replaces the values @f (n_y rows of n_x) by the coefficients of the lattice
 * that takes these values at the places of saffron_lattice_sample_place() along
 * both axes. */
void saffron_lattice_solve_extended (double *f, int n_x, int n_y, double delta);

G_END_DECLS
