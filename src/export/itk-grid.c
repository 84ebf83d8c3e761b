/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/itk-grid.h"

#include <glib/gi18n.h>
#include <math.h>

#include "base/error.h"
#include "transform/pieces.h"

/* Points along a side that a field may have when a person wants them. */
#define MOST_POINTS 100000

/* The largest second difference of @c along one axis; @next and @line are the
 * distances from one coefficient to the next along it and across it. */
static double
second_difference (const float *c, int n, int next, int lines, int line)
{
  double most = 0.0;

  for (int j = 0; j < lines; j++)
    for (int i = 1; i < n - 1; i++)
      {
        const float *at =
            c + (gsize) j * (gsize) line + (gsize) i * (gsize) next;

        most = MAX (most, fabs ((double) at[-next] - 2.0 * at[0] + at[next]));
      }
  return most;
}

/* The largest second derivatives along x and along y, per pixel. */
typedef struct {
  double x, y;
} Bend;

/* The largest singular value. */
static double
stretch (const SaffronAffine *a)
{
  double sum = a->xx * a->xx + a->xy * a->xy + a->yx * a->yx + a->yy * a->yy;
  double det = saffron_affine_determinant (a);

  return sqrt (0.5 * (sum + sqrt (MAX (sum * sum - 4.0 * det * det, 0.0))));
}

/* Of both displacements together, in pixels of the moving slide. */
static Bend
find_bend (const SaffronTransform *transform)
{
  double scale = stretch (saffron_transform_get_affine (transform));
  Bend bend = { 0.0, 0.0 };

  for (int k = 0; k < saffron_transform_get_n_pieces (transform); k++)
    {
      const SaffronLattice *l =
          saffron_transform_get_piece_lattice (transform, k);
      const float *c[2] = { l != NULL ? l->u : NULL, l != NULL ? l->v : NULL };
      double x[2], y[2];

      for (int i = 0; l != NULL && i < 2; i++)
        {
          double share = scale / (l->spacing * l->spacing);

          x[i] = share * second_difference (c[i], l->n_x, 1, l->n_y, l->n_x);
          y[i] = share * second_difference (c[i], l->n_y, l->n_x, l->n_x, 1);
        }
      if (l == NULL)
        continue;
      bend.x = MAX (bend.x, hypot (x[0], x[1]));
      bend.y = MAX (bend.y, hypot (y[0], y[1]));
    }
  return bend;
}

static double
choose_spacing (const SaffronTransform *transform,
                const Bend *bend,
                double longest)
{
  const SaffronPieceMap *map = saffron_transform_get_map (transform);
  double spacing = longest;

  if (bend->x + bend->y > 0.0)
    spacing =
        MIN (spacing, sqrt (8.0 * SAFFRON_ITK_TOLERANCE / (bend->x + bend->y)));
  if (map != NULL)
    spacing = MIN (spacing, map->cell);
  spacing = MAX (spacing, 1.0);
  return MAX (spacing, longest / (SAFFRON_ITK_MAX_SIDE - 1));
}

/* The points along a side; rounding adds none. */
static gint64
count_points (double length, double spacing)
{
  return MAX ((gint64) ceil (length / spacing - 1e-9), 1) + 1;
}

gboolean
saffron_itk_grid_init (SaffronItkGrid *grid,
                       const SaffronTransform *transform,
                       double width,
                       double height,
                       double spacing,
                       GError **error)
{
  double longest = MAX (width, height);
  Bend bend = find_bend (transform);

  if (spacing == 0.0)
    spacing = choose_spacing (transform, &bend, longest);
  if (!(spacing > 0.0) || !isfinite (spacing)
      || longest / spacing > MOST_POINTS)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                   _ ("a spacing of %g px cannot be written; give %g or more"),
                   spacing, ceil (10.0 * longest / MOST_POINTS) / 10.0);
      return FALSE;
    }
  grid->n_x = count_points (width, spacing);
  grid->n_y = count_points (height, spacing);
  grid->step_x = width / (double) (grid->n_x - 1);
  grid->step_y = height / (double) (grid->n_y - 1);
  grid->error = (bend.x * grid->step_x * grid->step_x
                 + bend.y * grid->step_y * grid->step_y)
                / 8.0;
  return TRUE;
}
