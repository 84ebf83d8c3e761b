/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "transform/landmark-fit-private.h"
#include "transform/pieces.h"
#include "transform/transform-private.h"

/* As few pairs without a base may leave a simpler map when one is left out. */
#define FEW 5

/* Where the others leave a pair's place this free, it is not foretold. */
#define LEAST_FREE 1e-6

typedef struct {
  double width, height;
  const SaffronTransform *base;
  const SaffronPointPair *pairs;
  gsize n;
  double *errors;
  SaffronRefPoint *ways; /* or NULL */
} HeldOut;

static void
set_way (const HeldOut *h, gsize i, double x, double y)
{
  if (h->ways != NULL)
    h->ways[i] = (SaffronRefPoint){ x, y };
}

/* By how far a fit to the others misses pair @i. */
static gboolean
fit_without (const HeldOut *h, gsize i, GError **error)
{
  g_autofree SaffronPointPair *others = g_new (SaffronPointPair, h->n);
  g_autoptr (SaffronTransform) fit = NULL;
  SaffronRefPoint back;
  gsize n_others = 0;

  h->errors[i] = NAN;
  set_way (h, i, NAN, NAN);
  for (gsize k = 0; k < h->n; k++)
    if (k != i)
      others[n_others++] = h->pairs[k];
  if (n_others == 0 && h->base == NULL)
    return TRUE;
  fit = saffron_landmark_fit (h->width, h->height, h->base, others, n_others,
                              error);
  if (fit == NULL)
    return FALSE;
  if (saffron_transform_push (fit, h->pairs[i].moving, &back))
    {
      double x = back.x - h->pairs[i].reference.x;
      double y = back.y - h->pairs[i].reference.y;

      h->errors[i] = hypot (x, y);
      set_way (h, i, x, y);
    }
  return TRUE;
}

/* Pair @i is missed by the way on the reference that belongs to the pull @o, to
 * first order, over @rest. */
static void
set_by_pull (const HeldOut *h,
             gsize i,
             const SaffronTransform *fit,
             const SaffronLatticeObservation *o,
             double rest)
{
  double ignored[2], d[4], det, x, y;

  saffron_transform_eval_piece (fit, saffron_transform_label_at (fit, o->at),
                                o->at, &ignored[0], &ignored[1], d);
  det = (1.0 + d[0]) * (1.0 + d[3]) - d[1] * d[2];
  x = (1.0 + d[3]) * o->u - d[1] * o->v;
  y = (1.0 + d[0]) * o->v - d[2] * o->u;
  h->errors[i] = hypot (x, y) / fabs (det) / rest;
  set_way (h, i, x / det / rest, y / det / rest);
}

/* The pairs of piece @k from the system that the fit has solved. */
static gboolean
foretell_piece (const HeldOut *h,
                int k,
                const SaffronTransform *fit,
                const SaffronLandmarkPlate *plate,
                const SaffronLatticeObservation *missed,
                GError **error)
{
  g_autoptr (SaffronLattice) lattice =
      saffron_lattice_new (h->width, h->height, plate->spacing);
  g_autofree SaffronLatticeObservation *own =
      g_new (SaffronLatticeObservation, h->n);
  g_autofree gsize *from = g_new (gsize, h->n);
  g_autofree double *leverages = g_new (double, h->n);
  gsize n = 0;

  for (gsize i = 0; i < h->n; i++)
    if (saffron_transform_label_at (fit, missed[i].at) == k)
      {
        own[n] = missed[i];
        from[n++] = i;
      }
  if (n > 0
      && !saffron_lattice_leverages (lattice, own, n, &plate->energy, leverages,
                                     error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      double rest = 1.0 - leverages[i];

      if (rest > LEAST_FREE)
        set_by_pull (h, from[i], fit, &own[i], rest);
      else if (!fit_without (h, from[i], error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
foretell (const HeldOut *h, SaffronJob *job, GError **error)
{
  g_autofree SaffronLatticeObservation *missed =
      g_new (SaffronLatticeObservation, h->n);
  SaffronLandmarkPlate plate;
  g_autoptr (SaffronTransform) fit = saffron_landmark_fit_plate (
      h->width, h->height, h->base, h->pairs, h->n, &plate, error);
  gsize worst = 0;

  if (fit == NULL)
    return FALSE;
  saffron_landmark_residuals (fit, h->pairs, h->n, missed);
  for (int k = 0; k < saffron_transform_get_n_pieces (fit); k++)
    if ((job != NULL && !saffron_job_check (job, error))
        || !foretell_piece (h, k, fit, &plate, missed, error))
      return FALSE;
  if (!plate.widened)
    return TRUE;
  /* The worst may be why, and without it the fit would be another. */
  for (gsize i = 1; i < h->n; i++)
    if (h->errors[i] > h->errors[worst])
      worst = i;
  return fit_without (h, worst, error);
}

gboolean
saffron_landmark_leave_one_out (double width,
                                double height,
                                const SaffronTransform *base,
                                const SaffronPointPair *pairs,
                                gsize n,
                                double *errors,
                                SaffronJob *job,
                                GError **error)
{
  return saffron_landmark_leave_one_out_ways (width, height, base, pairs, n,
                                              errors, NULL, job, error);
}

gboolean
saffron_landmark_leave_one_out_ways (double width,
                                     double height,
                                     const SaffronTransform *base,
                                     const SaffronPointPair *pairs,
                                     gsize n,
                                     double *errors,
                                     SaffronRefPoint *ways,
                                     SaffronJob *job,
                                     GError **error)
{
  const HeldOut h = { width, height, base, pairs, n, errors, ways };

  for (gsize i = 0; i < n; i++)
    {
      errors[i] = NAN;
      set_way (&h, i, NAN, NAN);
    }
  if (n > 0 && (base != NULL || n > FEW))
    return foretell (&h, job, error);
  for (gsize i = 0; i < n; i++)
    if (!fit_without (&h, i, error))
      return FALSE;
  return TRUE;
}
