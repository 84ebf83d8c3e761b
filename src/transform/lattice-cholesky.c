/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "transform/lattice-system.h"

#include <string.h>

#include <suitesparse/cholmod.h>

#include "base/error.h"

#define STENCIL SAFFRON_LATTICE_STENCIL

/* Blocks of this size or less are not cut any further. */
#define LEAF 6

typedef struct {
  int n_x;
  int *order;
  int n;
} Dissection;

static void
take_block (Dissection *d, int x0, int y0, int x1, int y1)
{
  for (int j = y0; j < y1; j++)
    for (int i = x0; i < x1; i++)
      d->order[d->n++] = j * d->n_x + i;
}

/* Nested dissection (George 1973): orders both halves first, then the three
 * lines of nodes between them; three, because splines overlap over three nodes.
 * The order depends on the lattice alone, which that of a graph partitioner
 * would not. */
static void
dissect (Dissection *d, int x0, int y0, int x1, int y1)
{
  if (x1 - x0 <= LEAF && y1 - y0 <= LEAF)
    take_block (d, x0, y0, x1, y1);
  else if (x1 - x0 >= y1 - y0)
    {
      int cut = (x0 + x1 - 3) / 2;

      dissect (d, x0, y0, cut, y1);
      dissect (d, cut + 3, y0, x1, y1);
      take_block (d, cut, y0, cut + 3, y1);
    }
  else
    {
      int cut = (y0 + y1 - 3) / 2;

      dissect (d, x0, y0, x1, cut);
      dissect (d, x0, cut + 3, x1, y1);
      take_block (d, x0, cut, x1, cut + 3);
    }
}

/* Copies the lower triangle, column by column. */
static cholmod_sparse *
to_cholmod (const SaffronLatticeSystem *system, cholmod_common *common)
{
  cholmod_sparse *sparse =
      cholmod_allocate_sparse (system->n, system->n, system->n * 25, TRUE, TRUE,
                               -1, CHOLMOD_REAL, common);
  int *starts = NULL, *rows = NULL;
  double *values = NULL;
  int n = 0;

  if (sparse == NULL)
    return NULL;
  starts = sparse->p;
  rows = sparse->i;
  values = sparse->x;
  for (int j = 0; j < system->n_y; j++)
    for (int i = 0; i < system->n_x; i++)
      {
        int node = j * system->n_x + i;

        starts[node] = n;
        for (int dj = 0; dj < 4 && j + dj < system->n_y; dj++)
          for (int di = dj == 0 ? 0 : MAX (-3, -i);
               di <= MIN (3, system->n_x - 1 - i); di++)
            {
              rows[n] = node + dj * system->n_x + di;
              values[n++] =
                  system->a[(gsize) node * STENCIL + (gsize) (dj * 7 + di + 3)];
            }
      }
  starts[system->n] = n;
  return sparse;
}

static gboolean
solve_with (SaffronLatticeSystem *system,
            cholmod_factor *factor,
            cholmod_common *common)
{
  for (int k = 0; k < 2; k++)
    {
      cholmod_dense right = { .nrow = system->n,
                              .ncol = 1,
                              .nzmax = system->n,
                              .d = system->n,
                              .x = system->b[k],
                              .xtype = CHOLMOD_REAL,
                              .dtype = CHOLMOD_DOUBLE };
      cholmod_dense *x = cholmod_solve (CHOLMOD_A, factor, &right, common);

      if (x == NULL)
        return FALSE;
      memcpy (system->b[k], x->x, system->n * sizeof (double));
      cholmod_free_dense (&x, common);
    }
  return TRUE;
}

gboolean
saffron_lattice_system_factorise_and_solve (SaffronLatticeSystem *system,
                                            GError **error)
{
  Dissection dissection = { system->n_x, NULL, 0 };
  g_autofree int *order = g_new (int, system->n);
  cholmod_sparse *sparse = NULL;
  cholmod_factor *factor = NULL;
  cholmod_common common;
  gboolean done = FALSE;

  dissection.order = order;
  dissect (&dissection, 0, 0, system->n_x, system->n_y);
  cholmod_start (&common);
  common.print = 0;
  common.nmethods = 1;
  common.method[0].ordering = CHOLMOD_GIVEN;
  /* Simplicial, because the supernodal method leaves the order of additions to
   * the BLAS that is installed, and so the bits. */
  common.supernodal = CHOLMOD_SIMPLICIAL;
  common.final_ll = FALSE;

  sparse = to_cholmod (system, &common);
  if (sparse != NULL)
    factor = cholmod_analyze_p (sparse, order, NULL, 0, &common);
  if (factor != NULL && cholmod_factorize (sparse, factor, &common)
      && common.status == CHOLMOD_OK)
    done = solve_with (system, factor, &common);
  if (!done)
    g_set_error (error, SAFFRON_ERROR,
                 common.status == CHOLMOD_OUT_OF_MEMORY
                     ? SAFFRON_ERROR_TOO_LARGE
                     : SAFFRON_ERROR_FAILED,
                 common.status == CHOLMOD_OUT_OF_MEMORY
                     ? "not enough memory to solve a lattice of %d × %d nodes"
                     : "the equations of a lattice of %d × %d nodes have no "
                       "solution",
                 system->n_x, system->n_y);
  cholmod_free_factor (&factor, &common);
  cholmod_free_sparse (&sparse, &common);
  cholmod_finish (&common);
  return done;
}
