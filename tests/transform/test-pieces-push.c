/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "transform/pieces.h"

#include "transform/random-pieces.h"

static double
distance (SaffronRefPoint a, SaffronRefPoint b)
{
  return hypot (a.x - b.x, a.y - b.y);
}

/* What is shown once is found again, on both sides of each border and on the
 * border itself, also in the piece that is turned about and beyond the
 * slide. */
static void
test_there_and_back (void)
{
  g_autoptr (SaffronTransform) torn = torn_transform (4, 2500.0);
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);

  for (int i = 0; i < 8000; i++)
    {
      SaffronRefPoint p = { uniform (rand, 0.0, TORN_WIDTH),
                            uniform (rand, 0.0, TORN_HEIGHT) };
      SaffronRefPoint back;

      if (i % 4 < 2)
        p.x = (i % 8 < 4 ? 1100.0 - 0.3 * p.y : 2000.0 + 0.2 * p.y)
              + uniform (rand, -12.0, 12.0);
      /* Where cells begin. */
      if (i % 4 == 1)
        p = (SaffronRefPoint){ floor (p.x / TORN_CELL) * TORN_CELL,
                               floor (p.y / TORN_CELL) * TORN_CELL };
      if (i % 4 == 2)
        p = (SaffronRefPoint){ uniform (rand, -300.0, 3300.0),
                               uniform (rand, -300.0, 2300.0) };
      g_assert_true (saffron_transform_push (
          torn, saffron_transform_pull (torn, p), &back));
      g_assert_cmpfloat (distance (p, back), <, 1e-3);
      g_assert_cmpint (saffron_transform_get_piece_at (torn, p), ==,
                       saffron_transform_get_piece_at (torn, back));
    }
}

/* Two halves of a square of 1000; the right one has moved by @dx. The left one
 * has the label 0 or, if @swapped, 1. */
static SaffronTransform *
halves (double dx, gboolean swapped)
{
  const SaffronRefBox area = { 0.0, 0.0, 1000.0, 1000.0 };
  SaffronRefBox right = { 500.0, 0.0, 1000.0, 1000.0 };
  SaffronLattice *moved = saffron_lattice_new_box (&right, 100.0);
  guint8 l = swapped, r = !swapped;
  SaffronLattice *lattices[2] = { NULL };

  for (int k = 0; k < moved->n_x * moved->n_y; k++)
    moved->u[k] = (float) dx;
  lattices[r] = moved;
  return saffron_transform_new_pieces (
      1000.0, 1000.0, &SAFFRON_AFFINE_IDENTITY,
      saffron_piece_map_new (&area, 500.0, 2, (guint8[]){ l, r, l, r }),
      lattices);
}

static void
check_push (SaffronTransform *torn, double x, gboolean found, double want)
{
  SaffronRefPoint out;

  g_assert_true (
      saffron_transform_push (torn, (SaffronMovPoint){ x, 400.0 }, &out)
      == found);
  g_assert_cmpfloat_with_epsilon (out.x, want, 1e-3);
  g_assert_cmpfloat_with_epsilon (out.y, 400.0, 1e-3);
}

/* The strip between pieces that moved apart is nobody's. */
static void
test_gap (void)
{
  for (int swapped = 0; swapped < 2; swapped++)
    {
      g_autoptr (SaffronTransform) torn = halves (100.0, swapped);
      SaffronRefPoint out;

      check_push (torn, 499.0, TRUE, 499.0);
      check_push (torn, 500.5, FALSE, 500.5);
      check_push (torn, 510.0, FALSE, 510.0);
      check_push (torn, 590.0, FALSE, 490.0);
      check_push (torn, 599.5, FALSE, 499.5);
      check_push (torn, 600.0, TRUE, 500.0);
      check_push (torn, 620.0, TRUE, 520.0);
      g_assert_false (
          saffron_transform_push (torn, (SaffronMovPoint){ NAN, 400.0 }, &out));
    }
}

/* What two pieces show has one answer: that nearest to where the affine part
 * alone leads, however the pieces are numbered. */
static void
test_overlap (void)
{
  for (int swapped = 0; swapped < 2; swapped++)
    {
      g_autoptr (SaffronTransform) torn = halves (-600.0, swapped);

      /* Both halves show this. */
      check_push (torn, 250.0, TRUE, 250.0);
      /* What lies off the slide is only taken where nothing else is. */
      check_push (torn, -50.0, TRUE, 550.0);
      check_push (torn, 700.0, TRUE, 1300.0);
    }
}

/* By looking at each cell. */
static double
distance_by_cells (const SaffronPieceMap *map, int label, SaffronRefPoint p)
{
  double least = G_MAXDOUBLE;

  for (int j = 0; j < map->n_y; j++)
    for (int i = 0; i < map->n_x; i++)
      if (saffron_piece_map_labels (map, j)[i] == label)
        {
          double x = map->area.x0 + i * map->cell;
          double y = map->area.y0 + j * map->cell;
          double dx = MAX (MAX (x - p.x, p.x - x - map->cell), 0.0);
          double dy = MAX (MAX (y - p.y, p.y - y - map->cell), 0.0);

          least = MIN (least, hypot (dx, dy));
        }
  return least;
}

/* Territories with holes and islands, from within and from far away. */
static void
test_distance (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (8);

  for (int round = 0; round < 40; round++)
    {
      const SaffronRefBox area = { 30.0, 20.0, 330.0, 225.0 };
      g_autoptr (SaffronPieceMap) map = NULL;
      guint8 labels[30 * 21];

      for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
        labels[i] = g_rand_int_range (rand, 0, 40 * round + 2) < 2
                        ? (guint8) g_rand_int_range (rand, 0, 3)
                        : 0;
      map = saffron_piece_map_new (&area, 10.0, 4, labels);
      for (int i = 0; i < 200; i++)
        {
          SaffronRefPoint p = { uniform (rand, -500.0, 800.0),
                                uniform (rand, -500.0, 800.0) };

          if (i % 2)
            p = (SaffronRefPoint){ uniform (rand, 30.0, 330.0),
                                   uniform (rand, 20.0, 225.0) };
          for (int k = 0; k < 4; k++)
            g_assert_cmpfloat_with_epsilon (
                saffron_piece_map_distance (map, k, p),
                distance_by_cells (map, k, p), 1e-9);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pieces-push/there-and-back", test_there_and_back);
  g_test_add_func ("/pieces-push/gap", test_gap);
  g_test_add_func ("/pieces-push/overlap", test_overlap);
  g_test_add_func ("/pieces-push/distance", test_distance);
  return g_test_run ();
}
