/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/bending.h"

#include <math.h>

#include "transform/pieces.h"

/* Places along each side of a window. */
#define PLACES 5

/* The largest relative change of a length by the matrix [1 + a, b; c, 1 + d]:
 * how far its singular values are from 1. */
static double
strain_of (const double du[4])
{
  double a = 1.0 + du[0], b = du[1], c = du[2], d = 1.0 + du[3];
  double half = 0.5 * hypot (a + d, b - c);
  double rest = 0.5 * hypot (a - d, b + c);

  return MAX (fabs (half + rest - 1.0), fabs (fabs (half - rest) - 1.0));
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  const double *x = a, *y = b;

  return (*x > *y) - (*x < *y);
}

static void
add_window (const SaffronLattice *lattice,
            const SaffronWindows *windows,
            const SaffronWindow *window,
            SaffronBending *bending,
            GArray *strains)
{
  for (int i = 0; i < PLACES * PLACES; i++)
    {
      double x = ((i % PLACES + 0.5) / PLACES - 0.5) * windows->pitch;
      double y = ((i / PLACES + 0.5) / PLACES - 0.5) * windows->pitch;
      SaffronRefPoint p = { window->at.x + x, window->at.y + y };
      double du[4] = { 0.0 }, u, v, jacobian, strain;

      if (lattice != NULL)
        saffron_lattice_eval (lattice, p, &u, &v, du);
      jacobian = (1.0 + du[0]) * (1.0 + du[3]) - du[1] * du[2];
      strain = strain_of (du);
      bending->min_jacobian = MIN (bending->min_jacobian, jacobian);
      bending->folded += jacobian <= 0.0;
      g_array_append_val (strains, strain);
    }
}

/* FALSE when the piece has no windows. */
static gboolean
measure_piece (const SaffronTransform *transform,
               const SaffronWindows *windows,
               int piece,
               SaffronBending *bending)
{
  g_autoptr (GArray) strains = g_array_new (FALSE, FALSE, sizeof (double));
  const SaffronLattice *lattice =
      saffron_transform_get_piece_lattice (transform, piece);
  double all = 0.0;

  *bending = (SaffronBending){ .piece = piece, .min_jacobian = INFINITY };
  for (guint i = 0; i < windows->windows->len; i++)
    {
      const SaffronWindow *window =
          &g_array_index (windows->windows, SaffronWindow, i);

      all += window->tissue;
      if (window->piece != piece)
        continue;
      bending->tissue += window->tissue;
      add_window (lattice, windows, window, bending, strains);
    }
  if (strains->len == 0)
    return FALSE;
  bending->tissue /= all;
  bending->folded /= strains->len;
  g_array_sort (strains, compare_doubles);
  bending->strain = g_array_index (strains, double, strains->len / 2);
  bending->most_strain =
      g_array_index (strains, double, (guint) (0.99 * (strains->len - 1)));
  return TRUE;
}

GArray *
saffron_bending_measure (const SaffronTransform *transform,
                         const SaffronWindows *windows)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (SaffronBending));

  for (int i = 0; i < saffron_transform_get_n_pieces (transform); i++)
    {
      SaffronBending bending;

      if (measure_piece (transform, windows, i, &bending))
        g_array_append_val (all, bending);
    }
  return all;
}
