/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "transform/lattice-system.h"

#include <string.h>

#include "transform/lattice-private.h"

#define STENCIL SAFFRON_LATTICE_STENCIL

/* Added to the diagonal, relative to its mean, so that coefficients which
 * nothing determines become 0. */
#define RIDGE 1e-10

/* Integrals along one axis of the product of two splines (g[0]), of their first
 * (g[1]) and of their second derivatives (g[2]): g[d][i * 4 + k] is for the
 * nodes i and i + k. */
typedef struct {
  double *g[3];
} Gram;

static void
gram_clear (Gram *gram)
{
  for (int d = 0; d < 3; d++)
    g_free (gram->g[d]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Gram, gram_clear)

static void
curvatures (double t, double w[4])
{
  w[0] = 1.0 - t;
  w[1] = 3.0 * t - 2.0;
  w[2] = 1.0 - 3.0 * t;
  w[3] = t;
}

/* Integrates over the cells that a lattice covers. Four Gauss points are exact
 * for the products, which are of degree six. */
static void
gram_init (Gram *gram, int n)
{
  static const double place[4] = { 0.06943184420297371, 0.33000947820757187,
                                   0.66999052179242813, 0.93056815579702629 };
  static const double weight[4] = { 0.17392742256872693, 0.32607257743127307,
                                    0.32607257743127307, 0.17392742256872693 };
  double local[3][4][4] = { { { 0 } } };

  for (int q = 0; q < 4; q++)
    {
      double w[3][4];

      saffron_lattice_weights (place[q], w[0]);
      saffron_lattice_slopes (place[q], w[1]);
      curvatures (place[q], w[2]);
      for (int d = 0; d < 3; d++)
        for (int i = 0; i < 4; i++)
          for (int k = i; k < 4; k++)
            local[d][i][k - i] += weight[q] * w[d][i] * w[d][k];
    }
  for (int d = 0; d < 3; d++)
    {
      gram->g[d] = g_new0 (double, (gsize) n * 4);
      for (int cell = 1; cell <= n - 3; cell++)
        for (int i = 0; i < 4; i++)
          for (int k = 0; i + k < 4; k++)
            gram->g[d][(cell - 1 + i) * 4 + k] += local[d][i][k];
    }
}

/* The integral for the nodes i and i + di, di from −3 to 3. */
static inline double
gram_get (const Gram *gram, int d, int i, int di)
{
  return di >= 0 ? gram->g[d][i * 4 + di] : gram->g[d][(i + di) * 4 - di];
}

static void
add_energy (SaffronLatticeSystem *system, const SaffronLatticeEnergy *energy)
{
  g_auto (Gram) gx = { { NULL } };
  g_auto (Gram) gy = { { NULL } };

  gram_init (&gx, system->n_x);
  gram_init (&gy, system->n_y);
  for (int j = 0; j < system->n_y; j++)
    for (int i = 0; i < system->n_x; i++)
      {
        gsize node = (gsize) j * (gsize) system->n_x + (gsize) i;
        double *a = system->a + node * STENCIL;

        for (int dj = 0; dj < 4 && j + dj < system->n_y; dj++)
          for (int di = dj == 0 ? 0 : -3; di < 4; di++)
            {
              double x[3], y[3];

              if (i + di < 0 || i + di >= system->n_x)
                continue;
              for (int d = 0; d < 3; d++)
                {
                  x[d] = gram_get (&gx, d, i, di);
                  y[d] = gram_get (&gy, d, j, dj);
                }
              a[dj * 7 + di + 3] +=
                  energy->mass * x[0] * y[0]
                  + energy->diffusion * (x[1] * y[0] + x[0] * y[1])
                  + energy->bending
                        * (x[2] * y[0] + 2.0 * x[1] * y[1] + x[0] * y[2]);
            }
      }
}

SaffronLatticeSpot
saffron_lattice_spot (const SaffronLattice *lattice, SaffronRefPoint at)
{
  SaffronLatticePlace px = saffron_lattice_place (
      (at.x - lattice->x0) / lattice->spacing, lattice->n_x);
  SaffronLatticePlace py = saffron_lattice_place (
      (at.y - lattice->y0) / lattice->spacing, lattice->n_y);
  SaffronLatticeSpot spot;
  double wx[4], wy[4];

  saffron_lattice_weights (px.t, wx);
  saffron_lattice_weights (py.t, wy);
  for (int k = 0; k < 16; k++)
    {
      spot.nodes[k] = (gsize) (py.cell - 1 + k / 4) * (gsize) lattice->n_x
                      + (gsize) (px.cell - 1 + k % 4);
      spot.weights[k] = wy[k / 4] * wx[k % 4];
    }
  return spot;
}

static void
add_observation (SaffronLatticeSystem *system,
                 const SaffronLattice *lattice,
                 const SaffronLatticeObservation *o)
{
  SaffronLatticeSpot spot = saffron_lattice_spot (lattice, o->at);
  const double *w = spot.weights;

  for (int k = 0; k < 16; k++)
    {
      gsize node = spot.nodes[k];
      double *a = system->a + node * STENCIL;

      system->b[0][node] += o->weight * w[k] * o->u;
      system->b[1][node] += o->weight * w[k] * o->v;
      for (int m = k; m < 16; m++)
        a[(m / 4 - k / 4) * 7 + m % 4 - k % 4 + 3] += o->weight * w[k] * w[m];
    }
}

SaffronLatticeSystem *
saffron_lattice_system_new (const SaffronLattice *lattice,
                            const SaffronLatticeObservation *observations,
                            gsize n,
                            const SaffronLatticeEnergy *energy)
{
  SaffronLatticeSystem *system = g_new0 (SaffronLatticeSystem, 1);
  double ridge = 0.0;

  system->n_x = lattice->n_x;
  system->n_y = lattice->n_y;
  system->n = (gsize) lattice->n_x * (gsize) lattice->n_y;
  system->a = g_new0 (double, system->n *STENCIL);
  system->b[0] = g_new0 (double, system->n);
  system->b[1] = g_new0 (double, system->n);
  add_energy (system, energy);
  for (gsize i = 0; i < n; i++)
    if (observations[i].weight > 0.0)
      add_observation (system, lattice, &observations[i]);

  for (gsize i = 0; i < system->n; i++)
    ridge += saffron_lattice_system_diagonal (system, i);
  ridge = MAX (RIDGE * ridge / (double) system->n, 1e-200);
  for (gsize i = 0; i < system->n; i++)
    system->a[i * STENCIL + 3] += ridge;
  return system;
}

void
saffron_lattice_system_free (SaffronLatticeSystem *system)
{
  if (system == NULL)
    return;
  g_free (system->a);
  g_free (system->b[0]);
  g_free (system->b[1]);
  g_free (system);
}

void
saffron_lattice_system_multiply (const SaffronLatticeSystem *system,
                                 const double *x,
                                 double *y)
{
  memset (y, 0, system->n * sizeof *y);
  for (int j = 0; j < system->n_y; j++)
    for (int i = 0; i < system->n_x; i++)
      {
        gsize node = (gsize) j * (gsize) system->n_x + (gsize) i;
        const double *a = system->a + node * STENCIL;
        double sum = a[3] * x[node];

        for (int dj = 0; dj < 4 && j + dj < system->n_y; dj++)
          {
            int from = dj == 0 ? 1 : MAX (-3, -i);
            int to = MIN (3, system->n_x - 1 - i);
            gsize row = node + (gsize) dj * (gsize) system->n_x;

            for (int di = from; di <= to; di++)
              {
                gsize other = (gsize) ((gssize) row + di);
                double value = a[dj * 7 + di + 3];

                sum += value * x[other];
                y[other] += value * x[node];
              }
          }
        y[node] += sum;
      }
}
