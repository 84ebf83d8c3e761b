/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "transform/landmark-fit-private.h"

#include <glib/gi18n.h>
#include <math.h>

#include "base/error.h"
#include "transform/lattice-private.h"
#include "transform/lattice-solve.h"
#include "transform/pieces.h"
#include "transform/transform-private.h"

/* Nodes along the longest side: few enough to solve while a landmark is
 * dragged. */
#define NODES 64.0

/* Weight of the bending energy in a fit to landmarks alone. Next to a landmark
 * it leaves well under a percent of the pull. */
#define STIFFNESS 0.002

/* A landmark's weight relative to the energy that its pull costs. */
#define FIRMNESS 200.0

#define MAX_WIDENINGS 8

static gboolean
check (const SaffronTransform *base,
       const SaffronPointPair *pairs,
       gsize n,
       GError **error)
{
  if (n == 0 && base == NULL)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                   _ ("there are no landmarks; place at least one pair"));
      return FALSE;
    }
  for (gsize i = 0; i < n; i++)
    {
      const SaffronPointPair *p = &pairs[i];

      if (!isfinite (p->reference.x) || !isfinite (p->reference.y)
          || !isfinite (p->moving.x) || !isfinite (p->moving.y)
          || !isfinite (p->weight) || !(p->weight > 0.0))
        {
          g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                       _ ("landmark %zu has a place or weight "
                          "that is not a finite number"),
                       i + 1);
          return FALSE;
        }
    }
  return TRUE;
}

/* Writes to @out how far the displacement must still move each landmark so that
 * @transform meets it; returns the longest distance. */
double
saffron_landmark_residuals (const SaffronTransform *transform,
                            const SaffronPointPair *pairs,
                            gsize n,
                            SaffronLatticeObservation *out)
{
  const SaffronAffine *inverse = &transform->inverse;
  double longest = 0.0;

  for (gsize i = 0; i < n; i++)
    {
      SaffronRefPoint p = pairs[i].reference;
      SaffronMovPoint q = pairs[i].moving;
      double u, v;

      saffron_transform_displace (transform, p, &u, &v);
      out[i].at = p;
      out[i].u = inverse->xx * q.x + inverse->xy * q.y + inverse->x0 - p.x - u;
      out[i].v = inverse->yx * q.x + inverse->yy * q.y + inverse->y0 - p.y - v;
      out[i].weight = pairs[i].weight;
      longest = MAX (longest, hypot (out[i].u, out[i].v));
    }
  return longest;
}

/* The affine map with the most freedom that the pairs determine. */
static SaffronAffine
fit_affine (const SaffronPointPair *pairs, gsize n)
{
  SaffronAffine affine = SAFFRON_AFFINE_IDENTITY;

  for (int kind = SAFFRON_AFFINE_FULL; kind >= 0; kind--)
    if (saffron_affine_fit (pairs, n, (SaffronAffineKind) kind, &affine))
      break;
  return affine;
}

static SaffronTransform *
fit_alone (double width,
           double height,
           const SaffronPointPair *pairs,
           gsize n,
           SaffronLandmarkPlate *plate,
           GError **error)
{
  SaffronAffine affine = fit_affine (pairs, n);
  g_autoptr (SaffronTransform) plain =
      saffron_transform_new (width, height, &affine, NULL);
  g_autoptr (SaffronLattice) lattice = NULL;
  g_autofree SaffronLatticeObservation *residuals = NULL;

  *plate = (SaffronLandmarkPlate){ MAX (width, height) / NODES,
                                   { 0.0, 0.0, STIFFNESS },
                                   FALSE };
  if (n < 4)
    return g_steal_pointer (&plain);
  residuals = g_new (SaffronLatticeObservation, n);
  saffron_landmark_residuals (plain, pairs, n, residuals);
  /* Pairs that contradict each other would fold what lies between them, so the
   * plate is made stiffer until it does not fold. */
  for (int k = 0; k < MAX_WIDENINGS; k++, plate->energy.bending *= 6.0)
    {
      g_autoptr (SaffronTransform) fit = NULL;
      double bound;

      plate->widened = k > 0;
      lattice = saffron_lattice_new (width, height, plate->spacing);
      if (!saffron_lattice_solve (lattice, residuals, n, &plate->energy, NULL,
                                  error))
        return NULL;
      fit = saffron_transform_new (width, height, &affine,
                                   g_steal_pointer (&lattice));
      saffron_transform_min_jacobian (fit, &bound);
      if (bound > SAFFRON_LANDMARK_MIN_JACOBIAN || k + 1 == MAX_WIDENINGS)
        return g_steal_pointer (&fit);
    }
  return NULL;
}

/* The energy belongs to the operator (1/reach² − Δ)², whose response to one
 * pull is a bump that falls off exponentially beyond @reach (Whittle 1954). */
static SaffronLandmarkPlate
local_plate (double width, double height, double reach)
{
  double spacing = MAX (reach / 4.0, MAX (width, height) / NODES);
  double nodes = reach / spacing;
  double bending = nodes * nodes / (4.0 * G_PI * FIRMNESS);

  return (SaffronLandmarkPlate){
    .spacing = spacing,
    .energy = { .mass = bending / (nodes * nodes * nodes * nodes),
                .diffusion = 2.0 * bending / (nodes * nodes),
                .bending = bending },
  };
}

SaffronLattice *
saffron_landmark_solve_local (double width,
                              double height,
                              double reach,
                              const SaffronLatticeObservation *residuals,
                              gsize n,
                              GError **error)
{
  SaffronLandmarkPlate plate = local_plate (width, height, reach);
  g_autoptr (SaffronLattice) lattice =
      saffron_lattice_new (width, height, plate.spacing);

  if (!saffron_lattice_solve (lattice, residuals, n, &plate.energy, NULL,
                              error))
    return NULL;
  return g_steal_pointer (&lattice);
}

/* Zeros over piece @k. */
static SaffronLattice *
zeros_over (const SaffronTransform *base, int k, double spacing)
{
  if (base->map != NULL)
    return saffron_lattice_new_box (&base->map->boxes[k], spacing);
  return saffron_lattice_new (base->width, base->height, spacing);
}

/* Piece @k's displacement and the correction on one lattice, fine enough for
 * both. */
SaffronLattice *
saffron_landmark_add_correction (const SaffronTransform *base,
                                 int k,
                                 const SaffronLattice *correction)
{
  const SaffronLattice *lattice = saffron_transform_lattice_of (base, k);
  SaffronLattice *sum = NULL;

  if (lattice == NULL && base->map != NULL)
    return saffron_lattice_over (correction, &base->map->boxes[k]);
  if (lattice == NULL)
    return saffron_lattice_copy (correction);
  if (lattice->spacing <= correction->spacing)
    sum = saffron_lattice_copy (lattice);
  else
    {
      /* The new spacing is the base's divided by a whole number, so that the
       * base's displacement is kept exactly. */
      double parts = ceil (lattice->spacing / correction->spacing);

      sum = zeros_over (base, k, lattice->spacing / parts);
      saffron_lattice_add (sum, lattice);
    }
  saffron_lattice_add (sum, correction);
  return sum;
}

/* Sets @lattice to piece @k's displacement, corrected by the residuals in its
 * territory: what lies across a tear is not pulled along. */
static gboolean
correct_piece (const SaffronTransform *base,
               int k,
               double reach,
               const SaffronLatticeObservation *residuals,
               gsize n,
               SaffronLattice **lattice,
               GError **error)
{
  g_autofree SaffronLatticeObservation *own =
      g_new (SaffronLatticeObservation, n);
  const SaffronLattice *before = saffron_transform_lattice_of (base, k);
  g_autoptr (SaffronLattice) correction = NULL;
  gsize n_own = 0;

  for (gsize i = 0; i < n; i++)
    if (saffron_transform_label_at (base, residuals[i].at) == k)
      own[n_own++] = residuals[i];
  if (n_own == 0)
    {
      *lattice = before != NULL ? saffron_lattice_copy (before) : NULL;
      return TRUE;
    }
  correction = saffron_landmark_solve_local (base->width, base->height, reach,
                                             own, n_own, error);
  if (correction == NULL)
    return FALSE;
  *lattice = saffron_landmark_add_correction (base, k, correction);
  return TRUE;
}

static SaffronTransform *
correct (const SaffronTransform *base,
         double reach,
         const SaffronLatticeObservation *residuals,
         gsize n,
         GError **error)
{
  int n_pieces = saffron_transform_get_n_pieces (base);
  g_autofree SaffronLattice **lattices = g_new0 (SaffronLattice *, n_pieces);

  for (int k = 0; k < n_pieces; k++)
    if (!correct_piece (base, k, reach, residuals, n, &lattices[k], error))
      {
        while (k-- > 0)
          saffron_lattice_free (lattices[k]);
        return NULL;
      }
  if (base->map == NULL)
    return saffron_transform_new (base->width, base->height, &base->affine,
                                  lattices[0]);
  return saffron_transform_new_pieces (base->width, base->height, &base->affine,
                                       saffron_piece_map_ref (base->map),
                                       lattices);
}

static SaffronTransform *
fit_on_base (const SaffronTransform *base,
             const SaffronPointPair *pairs,
             gsize n,
             SaffronLandmarkPlate *plate,
             GError **error)
{
  double diagonal = hypot (base->width, base->height);
  g_autofree SaffronLatticeObservation *residuals =
      g_new (SaffronLatticeObservation, n);
  double longest = saffron_landmark_residuals (base, pairs, n, residuals);
  double reach = saffron_landmark_reach (diagonal, longest);
  double allowed = SAFFRON_LANDMARK_MIN_JACOBIAN;

  saffron_transform_min_jacobian (base, &allowed);
  /* A base that is nearly folded itself cannot reach the usual minimum; the
   * correction may then halve the base's own. */
  allowed = MIN (SAFFRON_LANDMARK_MIN_JACOBIAN, 0.5 * allowed);
  for (int k = 0;; k++, reach *= 1.6)
    {
      g_autoptr (SaffronTransform) fit =
          correct (base, reach, residuals, n, error);
      double bound;

      if (fit == NULL)
        return NULL;
      saffron_transform_min_jacobian (fit, &bound);
      if (bound > allowed || k == MAX_WIDENINGS || reach > diagonal)
        {
          *plate = local_plate (base->width, base->height, reach);
          plate->widened = reach > saffron_landmark_reach (diagonal, 0.0);
          return g_steal_pointer (&fit);
        }
    }
}

SaffronTransform *
saffron_landmark_fit_plate (double width,
                            double height,
                            const SaffronTransform *base,
                            const SaffronPointPair *pairs,
                            gsize n,
                            SaffronLandmarkPlate *plate,
                            GError **error)
{
  if (!check (base, pairs, n, error))
    return NULL;
  if (base == NULL)
    return fit_alone (width, height, pairs, n, plate, error);
  if (n == 0)
    return saffron_transform_ref ((SaffronTransform *) base);
  if (!base->invertible)
    {
      g_set_error (
          error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
          _ ("landmarks cannot correct a transform that maps everything "
             "onto a line"));
      return NULL;
    }
  return fit_on_base (base, pairs, n, plate, error);
}

SaffronTransform *
saffron_landmark_fit (double width,
                      double height,
                      const SaffronTransform *base,
                      const SaffronPointPair *pairs,
                      gsize n,
                      GError **error)
{
  SaffronLandmarkPlate plate;

  return saffron_landmark_fit_plate (width, height, base, pairs, n, &plate,
                                     error);
}
