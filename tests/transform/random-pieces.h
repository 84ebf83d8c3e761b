/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "transform/pieces.h"
#include "transform/random-transform.h"

/* A torn slide of 3000 × 2000: three pieces with slanting borders. */
#define TORN_WIDTH 3000.0
#define TORN_HEIGHT 2000.0
#define TORN_CELL 10.0
#define TORN_PIECES 3

static inline int
torn_label (double x, double y)
{
  if (x + 0.3 * y < 1100.0)
    return 0;
  return x - 0.2 * y < 2000.0 ? 1 : 2;
}

static inline SaffronPieceMap *
torn_map (void)
{
  const SaffronRefBox area = { 0.0, 0.0, TORN_WIDTH, TORN_HEIGHT };
  int n_x = (int) (TORN_WIDTH / TORN_CELL), n_y = (int) (TORN_HEIGHT / 10.0);
  guint8 *labels = g_new (guint8, n_x * n_y);
  SaffronPieceMap *map = NULL;

  for (int j = 0; j < n_y; j++)
    for (int i = 0; i < n_x; i++)
      labels[j * n_x + i] =
          (guint8) torn_label ((i + 0.5) * TORN_CELL, (j + 0.5) * TORN_CELL);
  map = saffron_piece_map_new (&area, TORN_CELL, TORN_PIECES, labels);
  g_free (labels);
  return map;
}

/* @affine after a turn by @angle about (@cx, @cy) and a shift. */
static inline SaffronAffine
turned (const SaffronAffine *affine,
        double angle,
        double cx,
        double cy,
        double dx,
        double dy)
{
  double c = cos (angle), s = sin (angle);
  SaffronAffine turn = { c, -s, cx - c * cx + s * cy + dx,
                         s, c,  cy - s * cx - c * cy + dy };

  return saffron_affine_compose (affine, &turn);
}

/* The maps of the three pieces, each over the whole slide: 100 px waves, the
 * second turned by 12° and the third by 180°, and moved @apart px from each
 * other. */
static inline void
torn_pieces (GRand *rand, double apart, SaffronTransform *pieces[TORN_PIECES])
{
  const double angles[TORN_PIECES] = { 0.0, 0.21, G_PI };
  SaffronAffine base = random_similarity (rand);

  for (int k = 0; k < TORN_PIECES; k++)
    {
      SaffronAffine own = turned (&base, angles[k], 500.0 + 1000.0 * k, 1000.0,
                                  apart * (k - 1), 0.3 * apart * k);

      pieces[k] = saffron_transform_new (
          TORN_WIDTH, TORN_HEIGHT, &own,
          random_lattice (rand, TORN_WIDTH, TORN_HEIGHT, 100.0, 20.0, 900.0));
    }
}

static inline SaffronTransform *
torn_transform (guint32 seed, double apart)
{
  GRand *rand = g_rand_new_with_seed (seed);
  SaffronTransform *pieces[TORN_PIECES];
  SaffronTransform *torn = NULL;

  torn_pieces (rand, apart, pieces);
  torn = saffron_transform_join (torn_map (), pieces);
  for (int k = 0; k < TORN_PIECES; k++)
    saffron_transform_unref (pieces[k]);
  g_rand_free (rand);
  return torn;
}
