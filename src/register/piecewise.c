/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/piecewise.h"

#include "transform/affine-fit.h"
#include "transform/pieces.h"

/* Longest side of a territory's mask, pixels. */
#define MASK_DIM 512.0
/* Pixels of the mask from one sample of a piece's map to the next. */
#define SAMPLE_STEP 4

/* 1 in the territory of piece @k, weighted by @mask. */
static SaffronPlane *
territory (const SaffronTransform *transform, int k, const SaffronPlane *mask)
{
  double width = saffron_transform_get_width (transform);
  double height = saffron_transform_get_height (transform);
  double step = MAX (width, height) / MASK_DIM;
  int n_x = MAX ((int) (width / step), 1), n_y = MAX ((int) (height / step), 1);
  SaffronPlane *plane = saffron_plane_new (n_x, n_y);

  for (int y = 0; y < n_y; y++)
    for (int x = 0; x < n_x; x++)
      {
        SaffronRefPoint p = { (x + 0.5) * width / n_x,
                              (y + 0.5) * height / n_y };

        if (saffron_transform_get_piece_at (transform, p) != k)
          continue;
        saffron_plane_row (plane, y)[x] =
            mask != NULL ? saffron_plane_row (
                mask, y * mask->height / n_y)[x * mask->width / n_x]
                         : 1.0f;
      }
  return plane;
}

/* Piece @k's own map, with the affine that comes nearest to it over its
 * territory: a stage takes what is in the lattice for bending. */
static SaffronTransform *
own_map (const SaffronTransform *transform,
         int k,
         const SaffronPlane *territory)
{
  g_autoptr (SaffronTransform) piece =
      saffron_transform_get_piece (transform, k);
  g_autoptr (GArray) pairs =
      g_array_new (FALSE, FALSE, sizeof (SaffronPointPair));
  double step_x = saffron_transform_get_width (transform) / territory->width;
  double step_y = saffron_transform_get_height (transform) / territory->height;
  SaffronAffine affine;

  if (saffron_transform_get_lattice (piece) == NULL)
    return g_steal_pointer (&piece);
  for (int y = 0; y < territory->height; y += SAMPLE_STEP)
    for (int x = 0; x < territory->width; x += SAMPLE_STEP)
      if (saffron_plane_row (territory, y)[x] > 0.0f)
        {
          SaffronPointPair pair = { .reference = { (x + 0.5) * step_x,
                                                   (y + 0.5) * step_y },
                                    .weight = 1.0 };

          pair.moving = saffron_transform_pull (piece, pair.reference);
          g_array_append_val (pairs, pair);
        }
  if (!saffron_affine_fit ((const SaffronPointPair *) pairs->data, pairs->len,
                           SAFFRON_AFFINE_FULL, &affine))
    return g_steal_pointer (&piece);
  return saffron_transform_with_affine (piece, &affine);
}

SaffronTransform *
saffron_piecewise (SaffronFitFunc fit,
                   const SaffronRegPlane *reference,
                   const SaffronRegPlane *moving,
                   const SaffronTransform *start,
                   const SaffronPlane *mask,
                   gpointer data,
                   SaffronJob *job,
                   GError **error)
{
  int n = saffron_transform_get_n_pieces (start);
  const SaffronPieceMap *map = saffron_transform_get_map (start);
  g_autoptr (GPtrArray) pieces = NULL;

  if (map == NULL)
    return fit (reference, moving, start, mask, data, job, error);
  pieces =
      g_ptr_array_new_with_free_func ((GDestroyNotify) saffron_transform_unref);
  for (int k = 0; k < n; k++)
    {
      g_autoptr (SaffronJob) part =
          saffron_job_new_part (job, (double) k / n, (k + 1.0) / n);
      g_autoptr (SaffronPlane) own = territory (start, k, mask);
      g_autoptr (SaffronTransform) piece = own_map (start, k, own);
      SaffronTransform *fitted =
          fit (reference, moving, piece, own, data, part, error);

      if (fitted == NULL)
        return NULL;
      g_ptr_array_add (pieces, fitted);
    }
  return saffron_transform_join (
      saffron_piece_map_ref ((SaffronPieceMap *) map),
      (SaffronTransform **) pieces->pdata);
}
