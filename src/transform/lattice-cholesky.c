/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "transform/lattice-system.h"

#include <glib/gi18n.h>
#include <string.h>

#include <suitesparse/cholmod.h>

#include "base/error.h"

#define STENCIL SAFFRON_LATTICE_STENCIL

/* Blocks of this size or less are not cut any further. */
#define LEAF 6

/* Right-hand sides that are solved together. */
#define COLUMNS 16

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

typedef struct {
  cholmod_common common;
  cholmod_factor *factor;
} Factor;

static void
factor_clear (Factor *self)
{
  cholmod_free_factor (&self->factor, &self->common);
  cholmod_finish (&self->common);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Factor, factor_clear)

static void
factor_init (Factor *self, const SaffronLatticeSystem *system)
{
  Dissection dissection = { system->n_x, NULL, 0 };
  g_autofree int *order = g_new (int, system->n);
  cholmod_common *common = &self->common;
  cholmod_sparse *sparse = NULL;

  dissection.order = order;
  dissect (&dissection, 0, 0, system->n_x, system->n_y);
  self->factor = NULL;
  cholmod_start (common);
  common->print = 0;
  common->nmethods = 1;
  common->method[0].ordering = CHOLMOD_GIVEN;
  /* Simplicial, because the supernodal method leaves the order of additions to
   * the BLAS that is installed, and so the bits. */
  common->supernodal = CHOLMOD_SIMPLICIAL;
  common->final_ll = FALSE;

  sparse = to_cholmod (system, common);
  if (sparse != NULL)
    self->factor = cholmod_analyze_p (sparse, order, NULL, 0, common);
  if (self->factor != NULL)
    cholmod_factorize (sparse, self->factor, common);
  cholmod_free_sparse (&sparse, common);
}

static gboolean
factor_is_good (const Factor *self)
{
  return self->factor != NULL && self->common.status == CHOLMOD_OK;
}

static void
set_error (const Factor *self,
           const SaffronLatticeSystem *system,
           GError **error)
{
  gboolean full = self->common.status == CHOLMOD_OUT_OF_MEMORY;

  g_set_error (error, SAFFRON_ERROR,
               full ? SAFFRON_ERROR_TOO_LARGE : SAFFRON_ERROR_FAILED,
               full
                   ? _ ("not enough memory to solve a lattice of %d × %d nodes")
                   : _ ("the equations of a lattice of %d × %d nodes have no "
                        "solution"),
               system->n_x, system->n_y);
}

/* Replaces @n_columns right-hand sides in @b, one after the other, by the
 * solutions. */
static gboolean
factor_solve (Factor *self, double *b, gsize n_columns)
{
  gsize n = self->factor->n;
  cholmod_dense right = { .nrow = n,
                          .ncol = n_columns,
                          .nzmax = n * n_columns,
                          .d = n,
                          .x = b,
                          .xtype = CHOLMOD_REAL,
                          .dtype = CHOLMOD_DOUBLE };
  cholmod_dense *x =
      cholmod_solve (CHOLMOD_A, self->factor, &right, &self->common);

  if (x == NULL)
    return FALSE;
  memcpy (b, x->x, n * n_columns * sizeof (double));
  cholmod_free_dense (&x, &self->common);
  return TRUE;
}

gboolean
saffron_lattice_system_factorise_and_solve (SaffronLatticeSystem *system,
                                            GError **error)
{
  g_auto (Factor) factor;

  factor_init (&factor, system);
  if (factor_is_good (&factor) && factor_solve (&factor, system->b[0], 1)
      && factor_solve (&factor, system->b[1], 1))
    return TRUE;
  set_error (&factor, system, error);
  return FALSE;
}

gboolean
saffron_lattice_system_respond (const SaffronLatticeSystem *system,
                                const SaffronLatticeSpot *spots,
                                gsize n,
                                double *out,
                                GError **error)
{
  g_autofree double *b = g_new (double, system->n *COLUMNS);
  g_auto (Factor) factor;

  factor_init (&factor, system);
  for (gsize done = 0; factor_is_good (&factor) && done < n; done += COLUMNS)
    {
      gsize n_columns = MIN (COLUMNS, n - done);

      memset (b, 0, system->n * n_columns * sizeof *b);
      for (gsize i = 0; i < n_columns; i++)
        for (int k = 0; k < 16; k++)
          b[i * system->n + spots[done + i].nodes[k]] =
              spots[done + i].weights[k];
      if (!factor_solve (&factor, b, n_columns))
        break;
      for (gsize i = 0; i < n_columns; i++)
        {
          out[done + i] = 0.0;
          for (int k = 0; k < 16; k++)
            out[done + i] += spots[done + i].weights[k]
                             * b[i * system->n + spots[done + i].nodes[k]];
        }
    }
  if (factor_is_good (&factor))
    return TRUE;
  set_error (&factor, system, error);
  return FALSE;
}
