/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "transform/lattice-solve.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "transform/lattice-private.h"
#include "transform/lattice-system.h"

/* The most nodes to solve by a factorisation, whose memory and time grow fast:
 * 33 000 nodes take 120 MB and a second, 92 000 take 360 MB and seven. */
#define MAX_DIRECT 40000
#define MAX_NODES 4000000
#define MAX_ITERATIONS 400
#define TOLERANCE 1e-7

static gboolean
check (const SaffronLattice *lattice,
       const SaffronLatticeObservation *observations,
       gsize n,
       GError **error)
{
  if ((gsize) lattice->n_x * (gsize) lattice->n_y > MAX_NODES)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_TOO_LARGE,
                   _ ("a lattice of %d × %d nodes is too large to solve; use a "
                      "wider spacing"),
                   lattice->n_x, lattice->n_y);
      return FALSE;
    }
  for (gsize i = 0; i < n; i++)
    {
      const SaffronLatticeObservation *o = &observations[i];

      if (!isfinite (o->at.x) || !isfinite (o->at.y) || !isfinite (o->u)
          || !isfinite (o->v) || !isfinite (o->weight) || o->weight < 0.0)
        {
          g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                       _ ("observation %zu is not finite"), i);
          return FALSE;
        }
    }
  return TRUE;
}

static double
dot (const double *a, const double *b, gsize n)
{
  double sum = 0.0;

  for (gsize i = 0; i < n; i++)
    sum += a[i] * b[i];
  return sum;
}

/* Conjugate gradients, preconditioned by the diagonal, starting from @x. The
 * coarse solution has no smooth error left, and the rest converges fast. */
static gboolean
iterate (const SaffronLatticeSystem *system,
         const double *b,
         double *x,
         SaffronJob *job,
         GError **error)
{
  gsize n = system->n;
  g_autofree double *r = g_new (double, n);
  g_autofree double *z = g_new (double, n);
  g_autofree double *p = g_new (double, n);
  g_autofree double *q = g_new (double, n);
  double rz, enough;

  for (gsize i = 0; i < n; i++)
    z[i] = b[i] / saffron_lattice_system_diagonal (system, i);
  enough = TOLERANCE * TOLERANCE * dot (b, z, n);
  saffron_lattice_system_multiply (system, x, q);
  for (gsize i = 0; i < n; i++)
    {
      r[i] = b[i] - q[i];
      z[i] = r[i] / saffron_lattice_system_diagonal (system, i);
      p[i] = z[i];
    }
  rz = dot (r, z, n);
  for (int k = 0; k < MAX_ITERATIONS && rz > enough; k++)
    {
      double alpha, next;

      if (job != NULL && !saffron_job_check (job, error))
        return FALSE;
      saffron_lattice_system_multiply (system, p, q);
      alpha = rz / dot (p, q, n);
      for (gsize i = 0; i < n; i++)
        {
          x[i] += alpha * p[i];
          r[i] -= alpha * q[i];
          z[i] = r[i] / saffron_lattice_system_diagonal (system, i);
        }
      next = dot (r, z, n);
      for (gsize i = 0; i < n; i++)
        p[i] = z[i] + next / rz * p[i];
      rz = next;
    }
  return TRUE;
}

/* Solves at twice the spacing and takes that as the start. Lengths are measured
 * in node spacings, so the same energy has other factors there. */
static gboolean
start_from_coarse (SaffronLattice *lattice,
                   const SaffronLatticeObservation *observations,
                   gsize n,
                   const SaffronLatticeEnergy *energy,
                   SaffronJob *job,
                   GError **error)
{
  double spacing = lattice->spacing;
  g_autoptr (SaffronLattice) coarse =
      saffron_lattice_new ((lattice->n_x - 3) * spacing,
                           (lattice->n_y - 3) * spacing, 2.0 * spacing);
  const SaffronLatticeEnergy wider = { energy->mass * 4.0, energy->diffusion,
                                       energy->bending / 4.0 };
  gsize size = (gsize) lattice->n_x * (gsize) lattice->n_y * sizeof (float);

  coarse->x0 = lattice->x0 - spacing;
  coarse->y0 = lattice->y0 - spacing;
  if (!saffron_lattice_solve (coarse, observations, n, &wider, job, error))
    return FALSE;
  memset (lattice->u, 0, size);
  memset (lattice->v, 0, size);
  saffron_lattice_add (lattice, coarse);
  return TRUE;
}

gboolean
saffron_lattice_solve (SaffronLattice *lattice,
                       const SaffronLatticeObservation *observations,
                       gsize n,
                       const SaffronLatticeEnergy *energy,
                       SaffronJob *job,
                       GError **error)
{
  g_autoptr (SaffronLatticeSystem) system = NULL;
  g_autoptr (SaffronLattice) start = NULL;

  if (!check (lattice, observations, n, error)
      || (job != NULL && !saffron_job_check (job, error)))
    return FALSE;

  system = saffron_lattice_system_new (lattice, observations, n, energy);
  if (system->n <= MAX_DIRECT)
    {
      if (!saffron_lattice_system_factorise_and_solve (system, error))
        return FALSE;
    }
  else
    {
      start = saffron_lattice_copy (lattice);
      if (!start_from_coarse (start, observations, n, energy, job, error))
        return FALSE;
      for (int k = 0; k < 2; k++)
        {
          g_autofree double *solution = g_new (double, system->n);
          const float *from = k == 0 ? start->u : start->v;

          for (gsize i = 0; i < system->n; i++)
            solution[i] = from[i];
          if (!iterate (system, system->b[k], solution, job, error))
            return FALSE;
          memcpy (system->b[k], solution, system->n * sizeof *solution);
        }
    }
  for (gsize i = 0; i < system->n; i++)
    {
      lattice->u[i] = (float) system->b[0][i];
      lattice->v[i] = (float) system->b[1][i];
    }
  return TRUE;
}

gboolean
saffron_lattice_leverages (const SaffronLattice *lattice,
                           const SaffronLatticeObservation *observations,
                           gsize n,
                           const SaffronLatticeEnergy *energy,
                           double *leverages,
                           GError **error)
{
  g_autofree SaffronLatticeSpot *spots = g_new (SaffronLatticeSpot, n);
  g_autoptr (SaffronLatticeSystem) system = NULL;

  if (!check (lattice, observations, n, error))
    return FALSE;
  system = saffron_lattice_system_new (lattice, observations, n, energy);
  g_return_val_if_fail (system->n <= MAX_DIRECT, FALSE);
  for (gsize i = 0; i < n; i++)
    spots[i] = saffron_lattice_spot (lattice, observations[i].at);
  if (!saffron_lattice_system_respond (system, spots, n, leverages, error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    leverages[i] *= observations[i].weight;
  return TRUE;
}
