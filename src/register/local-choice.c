/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/local-choice.h"

#include "base/parallel.h"

/* Weight of the cells around one. */
#define AROUND 0.5

/* By how much @soft is more alike than @stiff at a cell and around it. */
static double
advantage (const SaffronEvidence *soft,
           const SaffronEvidence *stiff,
           int x,
           int y)
{
  const SaffronPlane *gains = soft->gains;
  double sum = 0.0, weight = 0.0;

  for (int v = MAX (y - 1, 0); v <= MIN (y + 1, gains->height - 1); v++)
    for (int u = MAX (x - 1, 0); u <= MIN (x + 1, gains->width - 1); u++)
      {
        double w = MIN (saffron_plane_row (soft->weights, v)[u],
                        saffron_plane_row (stiff->weights, v)[u]);

        w *= u == x && v == y ? 1.0 : AROUND;
        sum += w
               * (saffron_plane_row (gains, v)[u]
                  - saffron_plane_row (stiff->gains, v)[u]);
        weight += w;
      }
  return weight > 0.0 ? sum / weight : 0.0;
}

/* 1 in the cells where the soft fit is taken, else 0. */
static SaffronPlane *
choose (const SaffronEvidence *soft, const SaffronEvidence *stiff)
{
  SaffronPlane *choice =
      saffron_plane_new (soft->gains->width, soft->gains->height);

  for (int y = 0; y < choice->height; y++)
    for (int x = 0; x < choice->width; x++)
      if (advantage (soft, stiff, x, y) >= SAFFRON_CHOICE_NEEDED)
        saffron_plane_row (choice, y)[x] = 1.0f;
  return choice;
}

/* The share of the soft fit at (@x, @y) in cells, interpolated between their
 * centres. */
static double
share_at (const SaffronPlane *choice, double x, double y)
{
  double px = CLAMP (x - 0.5, 0.0, choice->width - 1.0);
  double py = CLAMP (y - 0.5, 0.0, choice->height - 1.0);
  int ix = (int) px, iy = (int) py;
  int right = MIN (ix + 1, choice->width - 1);
  const float *top = saffron_plane_row (choice, iy);
  const float *low =
      saffron_plane_row (choice, MIN (iy + 1, choice->height - 1));
  double fx = px - ix, fy = py - iy;

  return (1.0 - fy) * ((1.0 - fx) * top[ix] + fx * top[right])
         + fy * ((1.0 - fx) * low[ix] + fx * low[right]);
}

typedef struct {
  const SaffronLattice *soft, *stiff;
  const SaffronPlane *choice;
  double width, height; /* of the reference, level-0 px */
  double *u, *v;
} Mix;

/* The displacements that are wanted at one row of nodes. */
static void
mix_row (gint64 j, gpointer data)
{
  Mix *m = data;
  const SaffronLattice *l = m->soft;

  for (int i = 0; i < l->n_x; i++)
    {
      /* Nodes outside the reference take the values at its border. */
      SaffronRefPoint p = { CLAMP (l->x0 + i * l->spacing, 0.0, m->width),
                            CLAMP (l->y0 + (double) j * l->spacing, 0.0,
                                   m->height) };
      gsize at = (gsize) j * (gsize) l->n_x + (gsize) i;
      double share = share_at (m->choice, p.x / m->width * m->choice->width,
                               p.y / m->height * m->choice->height);
      double u, v, a, b;

      saffron_lattice_eval (l, p, &u, &v, NULL);
      saffron_lattice_eval (m->stiff, p, &a, &b, NULL);
      m->u[at] = a + share * (u - a);
      m->v[at] = b + share * (v - b);
    }
}

SaffronTransform *
saffron_choose_locally (SaffronTransform *soft,
                        const SaffronTransform *stiff,
                        const SaffronEvidence *of_soft,
                        const SaffronEvidence *of_stiff,
                        SaffronJob *job)
{
  const SaffronLattice *lattice = saffron_transform_get_lattice (soft);
  double width = saffron_transform_get_width (soft);
  double height = saffron_transform_get_height (soft);
  g_autoptr (SaffronPlane) choice = choose (of_soft, of_stiff);
  g_autoptr (SaffronTransform) mixed = NULL;
  SaffronLattice *mean = NULL;
  Mix mix = { lattice, saffron_transform_get_lattice (stiff), choice, width,
              height };
  gsize n;
  double bound = 0.0;

  if (lattice == NULL || mix.stiff == NULL)
    return saffron_transform_ref (soft);
  n = (gsize) lattice->n_x * (gsize) lattice->n_y;
  mix.u = g_new (double, n);
  mix.v = g_new (double, n);
  mean = saffron_lattice_copy (lattice);
  saffron_parallel_for (job, lattice->n_y, mix_row, &mix);
  if (!saffron_job_is_cancelled (job))
    saffron_lattice_fit (mean, mix.u, mix.v);
  g_free (mix.u);
  g_free (mix.v);
  mixed = saffron_transform_new (width, height,
                                 saffron_transform_get_affine (soft), mean);
  saffron_transform_min_jacobian (mixed, &bound);
  return bound > 0.0 ? g_steal_pointer (&mixed) : saffron_transform_ref (soft);
}
