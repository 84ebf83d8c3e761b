/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "transform/pieces.h"

#include <string.h>

#include "transform/lattice-private.h"
#include "transform/transform-private.h"

SaffronTransform *
saffron_transform_new_pieces (double width,
                              double height,
                              const SaffronAffine *affine,
                              SaffronPieceMap *map,
                              SaffronLattice *const *lattices)
{
  SaffronTransform *transform = NULL;

  g_return_val_if_fail (map != NULL, NULL);
  g_return_val_if_fail (saffron_piece_map_lies_on (map, width, height), NULL);
  for (int k = 0; k < map->n_pieces; k++)
    g_return_val_if_fail (
        lattices[k] == NULL || map->n_cells[k] == 0
            || saffron_lattice_covers (lattices[k], &map->boxes[k]),
        NULL);

  transform = saffron_transform_new (width, height, affine, NULL);
  transform->map = map;
  transform->lattices = g_new0 (SaffronLattice *, map->n_pieces);
  transform->images = g_new0 (SaffronRefBox, map->n_pieces);
  for (int k = 0; k < map->n_pieces; k++)
    {
      if (map->n_cells[k] == 0)
        {
          saffron_lattice_free (lattices[k]);
          continue;
        }
      transform->lattices[k] = lattices[k];
      transform->images[k] = lattices[k] != NULL
                                 ? saffron_lattice_image (lattices[k])
                                 : map->boxes[k];
    }
  return transform;
}

const SaffronPieceMap *
saffron_transform_get_map (const SaffronTransform *transform)
{
  return transform->map;
}

int
saffron_transform_get_n_pieces (const SaffronTransform *transform)
{
  return transform->map != NULL ? transform->map->n_pieces : 1;
}

int
saffron_transform_get_piece_at (const SaffronTransform *transform,
                                SaffronRefPoint p)
{
  return saffron_transform_label_at (transform, p);
}

const SaffronLattice *
saffron_transform_get_piece_lattice (const SaffronTransform *transform, int k)
{
  g_return_val_if_fail (
      k >= 0 && k < saffron_transform_get_n_pieces (transform), NULL);
  return saffron_transform_lattice_of (transform, k);
}

double
saffron_transform_get_piece_share (const SaffronTransform *transform, int k)
{
  g_return_val_if_fail (
      k >= 0 && k < saffron_transform_get_n_pieces (transform), 0.0);
  if (transform->map == NULL)
    return 1.0;
  return saffron_piece_map_share (transform->map, k, transform->width,
                                  transform->height);
}

SaffronTransform *
saffron_transform_get_piece (const SaffronTransform *transform, int k)
{
  const SaffronLattice *lattice =
      saffron_transform_get_piece_lattice (transform, k);
  SaffronRefBox all = { 0.0, 0.0, transform->width, transform->height };
  SaffronLattice *own = NULL;

  if (lattice != NULL && transform->map != NULL)
    own = saffron_lattice_over (lattice, &all);
  else if (lattice != NULL)
    own = saffron_lattice_copy (lattice);
  return saffron_transform_new (transform->width, transform->height,
                                &transform->affine, own);
}

/* What @piece does to @box, as a lattice after @affine; %NULL where that alone
 * does it. */
static SaffronLattice *
lattice_after (const SaffronTransform *piece,
               const SaffronTransform *main_piece,
               const SaffronRefBox *box)
{
  gboolean same =
      memcmp (&piece->affine, &main_piece->affine, sizeof piece->affine) == 0;
  SaffronLattice *lattice = NULL;

  if (piece->lattice != NULL)
    lattice = saffron_lattice_over (piece->lattice, box);
  else if (!same)
    lattice = saffron_lattice_new_box (
        box, MAX (box->x1 - box->x0, box->y1 - box->y0));
  if (!same)
    {
      SaffronAffine m =
          saffron_affine_compose (&main_piece->inverse, &piece->affine);

      saffron_lattice_turn (lattice, &m);
    }
  return lattice;
}

SaffronTransform *
saffron_transform_with_affine (const SaffronTransform *transform,
                               const SaffronAffine *affine)
{
  SaffronRefBox all = { 0.0, 0.0, transform->width, transform->height };
  g_autoptr (SaffronTransform) target =
      saffron_transform_new (transform->width, transform->height, affine, NULL);

  g_return_val_if_fail (transform->map == NULL && target->invertible, NULL);
  return saffron_transform_new (transform->width, transform->height, affine,
                                lattice_after (transform, target, &all));
}

SaffronTransform *
saffron_transform_join (SaffronPieceMap *map, SaffronTransform *const *pieces)
{
  g_autofree SaffronLattice **lattices = NULL;
  const SaffronTransform *largest = NULL;
  int most = 0;

  g_return_val_if_fail (map != NULL, NULL);
  for (int k = 1; k < map->n_pieces; k++)
    if (map->n_cells[k] > map->n_cells[most])
      most = k;
  largest = pieces[most];
  g_return_val_if_fail (largest->invertible, NULL);

  lattices = g_new0 (SaffronLattice *, map->n_pieces);
  for (int k = 0; k < map->n_pieces; k++)
    {
      g_return_val_if_fail (pieces[k]->map == NULL, NULL);
      if (map->n_cells[k] > 0)
        lattices[k] = lattice_after (pieces[k], largest, &map->boxes[k]);
    }
  return saffron_transform_new_pieces (largest->width, largest->height,
                                       &largest->affine, map, lattices);
}

static SaffronLattice *
lattice_moved (const SaffronLattice *lattice, double x, double y)
{
  SaffronLattice *moved = NULL;

  if (lattice == NULL)
    return NULL;
  moved = saffron_lattice_copy (lattice);
  moved->x0 += x;
  moved->y0 += y;
  return moved;
}

/* With r and m the parts' corners, q − m = A (p − r + u (p − r)). */
SaffronTransform *
saffron_transform_of_whole (const SaffronTransform *crops,
                            double width,
                            double height,
                            SaffronRefPoint reference,
                            SaffronMovPoint moving)
{
  SaffronAffine affine = crops->affine;
  double x = reference.x, y = reference.y;
  g_autofree SaffronLattice **lattices = NULL;
  int n = saffron_transform_get_n_pieces (crops);

  affine.x0 += moving.x - affine.xx * x - affine.xy * y;
  affine.y0 += moving.y - affine.yx * x - affine.yy * y;
  lattices = g_new (SaffronLattice *, n);
  for (int k = 0; k < n; k++)
    lattices[k] = lattice_moved (saffron_transform_lattice_of (crops, k), x, y);
  if (crops->map == NULL)
    return saffron_transform_new (width, height, &affine, lattices[0]);
  return saffron_transform_new_pieces (
      width, height, &affine, saffron_piece_map_shift (crops->map, x, y),
      lattices);
}
