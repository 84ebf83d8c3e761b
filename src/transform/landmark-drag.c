/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "transform/landmark-drag.h"

#include <glib/gi18n.h>
#include <math.h>

#include "base/error.h"
#include "transform/landmark-fit-private.h"
#include "transform/lattice-private.h"
#include "transform/pieces.h"
#include "transform/transform-private.h"

/* A pull that needs a wider correction gets one that suits pulls this much
 * longer, so that the next events need no other. */
#define AHEAD 1.6

/* A correction is not made stronger than by this where the dragged pair has
 * moved away from its centre. */
#define LEAST_STRENGTH 0.5

/* Where less than this of its strength is left, another one is wanted, centred
 * on where the pair is now: what lies beside it would move visibly at the end
 * of the drag. */
#define CENTRED 0.95

struct _SaffronLandmarkDrag {
  SaffronTransform *base;
  SaffronPointPair pair; /* the one that is dragged */
  int piece;             /* the one that it lies in */
  double reach;
  SaffronLattice **rest; /* of each piece, with the dragged pair's pull 0 */
  SaffronLattice *pull;  /* what a pull of 1 px adds to that piece's */
};

void
saffron_landmark_drag_free (SaffronLandmarkDrag *self)
{
  for (int k = 0; k < saffron_transform_get_n_pieces (self->base); k++)
    g_clear_pointer (&self->rest[k], saffron_lattice_free);
  g_clear_pointer (&self->pull, saffron_lattice_free);
  g_free (self->rest);
  saffron_transform_unref (self->base);
  g_free (self);
}

/* The correction of piece @k by those of @residuals that lie in it; NULL
 * without an error where there are none. */
static SaffronLattice *
solve_piece (const SaffronLandmarkDrag *self,
             int k,
             const SaffronLatticeObservation *residuals,
             gsize n,
             GError **error)
{
  g_autofree SaffronLatticeObservation *here =
      g_new (SaffronLatticeObservation, n);
  gsize n_here = 0;

  for (gsize i = 0; i < n; i++)
    if (saffron_transform_label_at (self->base, residuals[i].at) == k)
      here[n_here++] = residuals[i];
  if (n_here == 0)
    return NULL;
  return saffron_landmark_solve_local (self->base->width, self->base->height,
                                       self->reach, here, n_here, error);
}

/* The displacement of piece @k, corrected; NULL where it has neither. */
static gboolean
solve_rest (SaffronLandmarkDrag *self,
            int k,
            const SaffronLatticeObservation *residuals,
            gsize n,
            GError **error)
{
  const SaffronLattice *own = saffron_transform_lattice_of (self->base, k);
  GError *failed = NULL;
  g_autoptr (SaffronLattice) correction =
      solve_piece (self, k, residuals, n, &failed);

  if (failed != NULL)
    {
      g_propagate_error (error, failed);
      return FALSE;
    }
  if (correction != NULL)
    self->rest[k] = saffron_landmark_add_correction (self->base, k, correction);
  else if (own != NULL)
    self->rest[k] = saffron_lattice_copy (own);
  return TRUE;
}

/* What a pull of 1 px of the dragged pair adds, on the lattice of its piece. */
static gboolean
solve_pull (SaffronLandmarkDrag *self,
            SaffronLatticeObservation *residuals,
            gsize n,
            gsize index,
            GError **error)
{
  const SaffronLattice *rest = self->rest[self->piece];
  g_autoptr (SaffronLattice) correction = NULL;

  for (gsize i = 0; i < n; i++)
    {
      residuals[i].u = i == index ? 1.0 : 0.0;
      residuals[i].v = 0.0;
    }
  correction = solve_piece (self, self->piece, residuals, n, error);
  if (correction == NULL)
    return FALSE;
  self->pull = saffron_lattice_alloc (rest->n_x, rest->n_y);
  self->pull->spacing = rest->spacing;
  self->pull->x0 = rest->x0;
  self->pull->y0 = rest->y0;
  saffron_lattice_add (self->pull, correction);
  return TRUE;
}

static gboolean
prepare (SaffronLandmarkDrag *self,
         const SaffronPointPair *pairs,
         gsize n,
         gsize index,
         GError **error)
{
  double diagonal = hypot (self->base->width, self->base->height);
  g_autofree SaffronLatticeObservation *residuals =
      g_new (SaffronLatticeObservation, n);
  double longest = saffron_landmark_residuals (self->base, pairs, n, residuals);

  self->reach = saffron_landmark_reach (diagonal, longest);
  if (self->reach > saffron_landmark_reach (diagonal, 0.0))
    self->reach *= AHEAD;
  residuals[index].u = residuals[index].v = 0.0;
  for (int k = 0; k < saffron_transform_get_n_pieces (self->base); k++)
    if (!solve_rest (self, k, residuals, n, error))
      return FALSE;
  return solve_pull (self, residuals, n, index, error);
}

SaffronLandmarkDrag *
saffron_landmark_drag_new (SaffronTransform *base,
                           const SaffronPointPair *pairs,
                           gsize n,
                           gsize index,
                           GError **error)
{
  g_autoptr (SaffronLandmarkDrag) self = g_new0 (SaffronLandmarkDrag, 1);

  g_return_val_if_fail (index < n, NULL);
  self->base = saffron_transform_ref (base);
  self->rest = g_new0 (SaffronLattice *, saffron_transform_get_n_pieces (base));
  self->pair = pairs[index];
  self->piece = saffron_transform_label_at (base, pairs[index].reference);
  if (!base->invertible)
    {
      g_set_error (
          error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
          _ ("landmarks cannot correct a transform that maps everything "
             "onto a line"));
      return NULL;
    }
  if (!prepare (self, pairs, n, index, error))
    return NULL;
  return g_steal_pointer (&self);
}

static void
add_pull (const SaffronLandmarkDrag *self,
          double u,
          double v,
          SaffronLattice *to)
{
  gsize n = (gsize) to->n_x * (gsize) to->n_y;

  for (gsize i = 0; i < n; i++)
    {
      to->u[i] += (float) (u * (double) self->pull->u[i]);
      to->v[i] += (float) (v * (double) self->pull->u[i]);
    }
}

/* What the other pairs add to the displacement of the dragged one's piece at
 * @p. */
static void
add_others (const SaffronLandmarkDrag *self,
            SaffronRefPoint p,
            double sign,
            SaffronLatticeObservation *pull)
{
  double u = 0.0, v = 0.0, own_u = 0.0, own_v = 0.0;

  saffron_lattice_eval (self->rest[self->piece], p, &u, &v, NULL);
  saffron_transform_eval_piece (self->base, self->piece, p, &own_u, &own_v,
                                NULL);
  pull->u += sign * (u - own_u);
  pull->v += sign * (v - own_v);
}

/* What a pull of 1 px moves at @p. */
static double
strength_at (const SaffronLandmarkDrag *self, SaffronRefPoint p)
{
  double u = 0.0, v = 0.0;

  saffron_lattice_eval (self->pull, p, &u, &v, NULL);
  return u;
}

/* The pull that meets the pair at these places; returns its length. */
static double
take_pull (const SaffronLandmarkDrag *self,
           SaffronRefPoint reference,
           SaffronMovPoint moving,
           SaffronLatticeObservation *pull)
{
  SaffronRefPoint from = self->pair.reference;
  const SaffronPointPair pair = { reference, moving, self->pair.weight };
  double length = saffron_landmark_residuals (self->base, &pair, 1, pull);
  double full, here;

  if (!isfinite (length) || (reference.x == from.x && reference.y == from.y))
    return length;
  full = strength_at (self, from);
  here = strength_at (self, reference);
  add_others (self, reference, -1.0, pull);
  add_others (self, from, 1.0, pull);
  pull->u *= full / MAX (here, LEAST_STRENGTH * full);
  pull->v *= full / MAX (here, LEAST_STRENGTH * full);
  return length;
}

gboolean
saffron_landmark_drag_suits (const SaffronLandmarkDrag *self,
                             SaffronRefPoint reference,
                             SaffronMovPoint moving)
{
  SaffronLatticeObservation pull;
  double length = take_pull (self, reference, moving, &pull);

  return saffron_landmark_reach (hypot (self->base->width, self->base->height),
                                 length)
             <= self->reach
         && strength_at (self, reference)
                >= CENTRED * strength_at (self, self->pair.reference);
}

SaffronTransform *
saffron_landmark_drag_fit (const SaffronLandmarkDrag *self,
                           SaffronRefPoint reference,
                           SaffronMovPoint moving,
                           GError **error)
{
  int n_pieces = saffron_transform_get_n_pieces (self->base);
  g_autofree SaffronLattice **lattices = g_new0 (SaffronLattice *, n_pieces);
  SaffronLatticeObservation pull;

  if (!isfinite (reference.x) || !isfinite (reference.y)
      || !isfinite (take_pull (self, reference, moving, &pull)))
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                   _ ("the landmark is dragged to no finite place"));
      return NULL;
    }
  for (int k = 0; k < n_pieces; k++)
    if (self->rest[k] != NULL)
      lattices[k] = saffron_lattice_copy (self->rest[k]);
  add_pull (self, pull.u, pull.v, lattices[self->piece]);
  if (self->base->map == NULL)
    return saffron_transform_new (self->base->width, self->base->height,
                                  &self->base->affine, lattices[0]);
  return saffron_transform_new_pieces (
      self->base->width, self->base->height, &self->base->affine,
      saffron_piece_map_ref (self->base->map), lattices);
}
