/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "transform/pieces.h"

#include <string.h>

#include "transform/landmark-fit.h"
#include "transform/random-pieces.h"

static SaffronRefPoint
somewhere (GRand *rand)
{
  return (SaffronRefPoint){ uniform (rand, 0.0, TORN_WIDTH),
                            uniform (rand, 0.0, TORN_HEIGHT) };
}

static double
distance (SaffronMovPoint a, SaffronMovPoint b)
{
  return hypot (a.x - b.x, a.y - b.y);
}

/* Pixels to the nearest border between pieces. */
static double
to_border (SaffronRefPoint p)
{
  return MIN (fabs (p.x + 0.3 * p.y - 1100.0), fabs (p.x - 0.2 * p.y - 2000.0))
         / 1.1;
}

/* Each place moves as its own piece does, whatever affine that had. */
static void
test_join (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  SaffronTransform *pieces[TORN_PIECES];
  g_autoptr (SaffronTransform) torn = NULL;

  torn_pieces (rand, 200.0, pieces);
  torn = saffron_transform_join (torn_map (), pieces);
  g_assert_cmpint (saffron_transform_get_n_pieces (torn), ==, TORN_PIECES);
  g_assert_cmpint (saffron_transform_get_n_pieces (pieces[0]), ==, 1);
  g_assert_null (saffron_transform_get_map (pieces[0]));
  g_assert_true (saffron_transform_bends (torn));
  for (int i = 0; i < 5000; i++)
    {
      SaffronRefPoint p = somewhere (rand);
      int k = saffron_transform_get_piece_at (torn, p);

      if (to_border (p) > TORN_CELL)
        g_assert_cmpint (k, ==, torn_label (p.x, p.y));
      g_assert_cmpfloat (distance (saffron_transform_pull (torn, p),
                                   saffron_transform_pull (pieces[k], p)),
                         <, 2e-3);
    }
  for (int k = 0; k < TORN_PIECES; k++)
    saffron_transform_unref (pieces[k]);
}

/* Taken apart and put together again it is the same; a piece that does not
 * bend stays without a lattice. */
static void
test_take_apart (void)
{
  g_autoptr (SaffronTransform) torn = torn_transform (2, 150.0);
  SaffronTransform *pieces[TORN_PIECES];
  g_autoptr (SaffronTransform) again = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);

  for (int k = 0; k < TORN_PIECES; k++)
    pieces[k] = saffron_transform_get_piece (torn, k);
  for (int i = 0; i < 5000; i++)
    {
      SaffronRefPoint p = somewhere (rand);
      int k = saffron_transform_get_piece_at (torn, p);

      g_assert_cmpfloat (distance (saffron_transform_pull (torn, p),
                                   saffron_transform_pull (pieces[k], p)),
                         <, 1e-6);
    }
  again = saffron_transform_join (torn_map (), pieces);
  for (int k = 0; k < TORN_PIECES; k++)
    {
      const SaffronLattice *a = saffron_transform_get_piece_lattice (torn, k);
      const SaffronLattice *b = saffron_transform_get_piece_lattice (again, k);
      gsize size = sizeof (float) * (gsize) a->n_x * (gsize) a->n_y;

      g_assert_cmpint (a->n_x, ==, b->n_x);
      g_assert_cmpint (a->n_y, ==, b->n_y);
      g_assert_cmpmem (a->u, size, b->u, size);
      g_assert_cmpmem (a->v, size, b->v, size);
      saffron_transform_unref (pieces[k]);
    }
  for (int k = 0; k < TORN_PIECES; k++)
    pieces[k] = saffron_transform_new (TORN_WIDTH, TORN_HEIGHT,
                                       &SAFFRON_AFFINE_IDENTITY, NULL);
  g_clear_pointer (&again, saffron_transform_unref);
  again = saffron_transform_join (torn_map (), pieces);
  for (int k = 0; k < TORN_PIECES; k++)
    {
      g_assert_null (saffron_transform_get_piece_lattice (again, k));
      saffron_transform_unref (pieces[k]);
    }
}

/* Rows cross borders, run along the map's cells and leave the slide. */
static void
test_rows (void)
{
  enum { N = 700 };
  g_autoptr (SaffronTransform) torn = torn_transform (3, 300.0);
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  const double steps[] = { 1.0, 10.0, 0.37, 7.21, 250.0, 0.0, -3.3 };

  for (int i = 0; i < 400; i++)
    {
      SaffronRefPoint start = { uniform (rand, -2000.0, 3000.0),
                                uniform (rand, -500.0, 2500.0) };
      double step = steps[i % (int) G_N_ELEMENTS (steps)];
      SaffronMovPoint row[N];
      guint8 labels[N];

      if (i % 3 == 0)
        start.x = floor (start.x / TORN_CELL) * TORN_CELL;
      saffron_transform_pull_row (torn, start, step, N, row);
      saffron_transform_label_row (torn, start, step, N, labels);
      for (int k = 0; k < N; k++)
        {
          SaffronRefPoint p = { start.x + k * step, start.y };

          g_assert_cmpfloat (
              distance (row[k], saffron_transform_pull (torn, p)), <, 1e-9);
          g_assert_cmpint (labels[k], ==,
                           saffron_transform_get_piece_at (torn, p));
        }
    }
}

/* A piece's own row goes on over its borders without a jump. */
static void
test_piece_rows (void)
{
  enum { N = 600 };
  g_autoptr (SaffronTransform) torn = torn_transform (3, 300.0);

  for (int k = 0; k < TORN_PIECES; k++)
    for (int y = -200; y < 2300; y += 170)
      {
        SaffronMovPoint row[N];

        saffron_transform_pull_piece_row (
            torn, k, (SaffronRefPoint){ -1000.0, y }, 8.0, N, row);
        for (int i = 1; i < N; i++)
          g_assert_cmpfloat (distance (row[i], row[i - 1]), <, 16.0);
        for (int i = 0; i < N; i++)
          {
            SaffronRefPoint p = { -1000.0 + i * 8.0, y };

            if (saffron_transform_get_piece_at (torn, p) == k)
              g_assert_cmpfloat (
                  distance (row[i], saffron_transform_pull (torn, p)), <, 1e-9);
          }
      }
}

/* The certificate of each piece: below all its samples, close to the least of
 * them, and blind to what is not its territory. */
static void
test_jacobian (void)
{
  g_autoptr (SaffronTransform) torn = torn_transform (5, 100.0);
  double sampled[TORN_PIECES] = { INFINITY, INFINITY, INFINITY };
  double whole, least = INFINITY, whole_bound;

  for (double y = 0.5; y < TORN_HEIGHT; y += 3.0)
    for (double x = 0.5; x < TORN_WIDTH; x += 3.0)
      {
        SaffronRefPoint p = { x, y };
        int k = saffron_transform_get_piece_at (torn, p);

        sampled[k] = MIN (sampled[k], saffron_transform_jacobian (torn, p));
      }
  whole = saffron_transform_min_jacobian (torn, &whole_bound);
  for (int k = 0; k < TORN_PIECES; k++)
    {
      double bound;
      double found = saffron_transform_piece_min_jacobian (torn, k, &bound);

      g_assert_cmpfloat (bound, <=, found);
      g_assert_cmpfloat (bound, <=, sampled[k]);
      g_assert_cmpfloat (found, >, sampled[k] - 0.05);
      least = MIN (least, found);
    }
  g_assert_cmpfloat (whole, ==, least);
  g_assert_cmpfloat (whole_bound, <=, whole);
  g_assert_cmpfloat (whole_bound, >, 0.2);
}

/* Shares are the territories' areas, to rounding; what lies beyond the map and
 * cells that stick out count as they are looked up. */
static void
test_share (void)
{
  g_autoptr (SaffronTransform) torn = torn_transform (5, 100.0);
  g_autoptr (SaffronTransform) one = saffron_transform_get_piece (torn, 0);
  const SaffronRefBox part = { 100.0, 200.0, 175.0, 250.0 };
  SaffronLattice *none[3] = { NULL };
  g_autoptr (SaffronTransform) small = saffron_transform_new_pieces (
      1000, 500, &SAFFRON_AFFINE_IDENTITY,
      saffron_piece_map_new (&part, 50.0, 3, (guint8[]){ 0, 2 }), none);
  double sum = 0.0, counted[TORN_PIECES] = { 0.0 };

  for (double y = 5.0; y < TORN_HEIGHT; y += 10.0)
    for (double x = 5.0; x < TORN_WIDTH; x += 10.0)
      counted[saffron_transform_get_piece_at (torn,
                                              (SaffronRefPoint){ x, y })] +=
          100.0 / (TORN_WIDTH * TORN_HEIGHT);
  for (int k = 0; k < TORN_PIECES; k++)
    {
      double share = saffron_transform_get_piece_share (torn, k);

      g_assert_cmpfloat_with_epsilon (share, counted[k], 1e-9);
      sum += share;
    }
  g_assert_cmpfloat_with_epsilon (sum, 1.0, 1e-12);
  g_assert_cmpfloat (saffron_transform_get_piece_share (one, 0), ==, 1.0);
  /* The border is at x = 150. */
  g_assert_cmpfloat_with_epsilon (saffron_transform_get_piece_share (small, 0),
                                  0.15, 1e-12);
  g_assert_cmpfloat (saffron_transform_get_piece_share (small, 1), ==, 0.0);
  g_assert_cmpfloat_with_epsilon (saffron_transform_get_piece_share (small, 2),
                                  0.85, 1e-12);
}

/* The constructor takes the map and all lattices over, also that of a label
 * without cells, which it does not keep. */
static void
test_ownership (void)
{
  const SaffronRefBox area = { 0.0, 0.0, 100.0, 100.0 };
  g_autoptr (SaffronPieceMap) map =
      saffron_piece_map_new (&area, 50.0, 3, (guint8[]){ 0, 2, 0, 2 });
  SaffronLattice *lattices[3] = { saffron_lattice_new_box (&area, 25.0),
                                  saffron_lattice_new_box (&area, 25.0), NULL };
  g_autoptr (SaffronTransform) torn =
      saffron_transform_new_pieces (100.0, 100.0, &SAFFRON_AFFINE_IDENTITY,
                                    saffron_piece_map_ref (map), lattices);

  g_assert_true (saffron_transform_get_map (torn) == map);
  g_assert_true (saffron_transform_get_piece_lattice (torn, 0) == lattices[0]);
  g_assert_null (saffron_transform_get_piece_lattice (torn, 1));
  g_assert_null (saffron_transform_get_piece_lattice (torn, 2));
  g_assert_true (saffron_piece_map_lies_on (map, 100.0, 100.0));
  g_assert_false (saffron_piece_map_lies_on (map, 99.0, 100.0));
  g_assert_false (saffron_piece_map_lies_on (map, 100.0, 99.0));
}

static void
test_fold_elsewhere (void)
{
  const SaffronRefBox area = { 0.0, 0.0, 1000.0, 1000.0 };

  for (int side = 0; side < 2; side++)
    {
      SaffronLattice *lattices[2] = { saffron_lattice_new (1000, 1000, 50),
                                      NULL };
      g_autoptr (SaffronTransform) torn = NULL;
      double bound;

      /* A fold at x = 800 or at x = 200 of piece 0's lattice, which covers
       * the whole; its territory is the left half. */
      for (int j = 0; j < lattices[0]->n_y; j++)
        lattices[0]->u[j * lattices[0]->n_x + (side ? 5 : 17)] = 200.0f;
      torn = saffron_transform_new_pieces (
          1000, 1000, &SAFFRON_AFFINE_IDENTITY,
          saffron_piece_map_new (&area, 500.0, 2, (guint8[]){ 0, 1, 0, 1 }),
          lattices);
      saffron_transform_min_jacobian (torn, &bound);
      if (side == 0)
        g_assert_cmpfloat (bound, >, 0.99);
      else
        g_assert_cmpfloat (bound, <, 0.0);
      g_assert_cmpfloat (saffron_transform_piece_min_jacobian (torn, 1, NULL),
                         ==, 1.0);
    }
}

/* It bends wherever a torn slide leads. */
static SaffronTransform *
smooth_transform (guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  SaffronAffine affine = random_similarity (rand);
  SaffronLattice *lattice =
      random_lattice (rand, 20000.0, 20000.0, 100.0, 30.0, 1500.0);

  lattice->x0 -= 8000.0;
  lattice->y0 -= 8000.0;
  return saffron_transform_new (TORN_WIDTH, TORN_HEIGHT, &affine, lattice);
}

/* @second's reference is where @first leads, so its affine is kept near. */
static void
check_composed (const SaffronTransform *first,
                const SaffronTransform *second,
                gboolean exact_border)
{
  g_autoptr (SaffronTransform) both =
      saffron_transform_compose (first, second, 50.0);
  g_autoptr (GRand) rand = g_rand_new_with_seed (77);
  int n_off = 0, n = 4000;

  for (int i = 0; i < n; i++)
    {
      SaffronRefPoint p = somewhere (rand);
      SaffronMovPoint q = saffron_transform_pull (first, p);
      SaffronMovPoint want =
          saffron_transform_pull (second, (SaffronRefPoint){ q.x, q.y });

      n_off += distance (saffron_transform_pull (both, p), want) > 0.1;
    }
  /* Two borders of 2000 px in 3000 × 2000, twice with two such transforms;
   * wrong by less than a cell of 10. */
  if (exact_border)
    g_assert_cmpint (n_off, ==, 0);
  else
    g_assert_cmpint (n_off, <, n / 100);
}

static void
test_compose (void)
{
  SaffronAffine near = { 1.01, 0.02, 3.0, -0.02, 0.99, 7.0 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (6);
  g_autoptr (SaffronTransform) torn = torn_transform (6, 100.0);
  g_autoptr (SaffronTransform) other = torn_transform (7, 50.0);
  g_autoptr (SaffronTransform) smooth = smooth_transform (8);
  g_autoptr (SaffronTransform) first = saffron_transform_new (
      TORN_WIDTH, TORN_HEIGHT, &near,
      random_lattice (rand, TORN_WIDTH, TORN_HEIGHT, 100.0, 20.0, 1200.0));

  check_composed (first, torn, FALSE);
  check_composed (torn, smooth, TRUE);
  {
    /* Pieces after pieces, the first ones near where they were. */
    SaffronTransform *pieces[TORN_PIECES];
    g_autoptr (SaffronTransform) gentle = NULL;

    for (int k = 0; k < TORN_PIECES; k++)
      {
        SaffronAffine own =
            turned (&near, 0.05 * k, 500.0 + 1000.0 * k, 1000.0, 40.0 * k, 0.0);

        pieces[k] = saffron_transform_new (TORN_WIDTH, TORN_HEIGHT, &own, NULL);
      }
    gentle = saffron_transform_join (torn_map (), pieces);
    check_composed (gentle, other, FALSE);
    for (int k = 0; k < TORN_PIECES; k++)
      saffron_transform_unref (pieces[k]);
  }
}

static void
test_resample (void)
{
  g_autoptr (SaffronTransform) torn = torn_transform (9, 100.0);
  const double spacings[] = { 100.0, 50.0, 70.0, 160.0 };
  const double errors[] = { 2e-3, 2e-3, 0.05, 0.5 };

  for (int s = 0; s < 4; s++)
    {
      g_autoptr (SaffronTransform) other =
          saffron_transform_resample (torn, spacings[s]);
      g_autoptr (GRand) rand = g_rand_new_with_seed (9);

      for (int i = 0; i < 3000; i++)
        {
          SaffronRefPoint p = somewhere (rand);

          g_assert_cmpfloat (distance (saffron_transform_pull (torn, p),
                                       saffron_transform_pull (other, p)),
                             <, errors[s]);
        }
    }
}

/* Lattices cover their pieces and little more. */
static void
test_small (void)
{
  g_autoptr (SaffronTransform) torn = torn_transform (10, 100.0);
  gsize n = 0;

  for (int k = 0; k < TORN_PIECES; k++)
    {
      const SaffronLattice *l = saffron_transform_get_piece_lattice (torn, k);

      n += (gsize) l->n_x * (gsize) l->n_y;
    }
  /* 33 × 23 nodes would cover all; the boxes overlap by the borders' slant. */
  g_assert_cmpuint (n, <, 33 * 23 * 3 / 2);
}

/* A landmark on one side of a tear leaves the other side alone. */
static void
test_landmark (void)
{
  g_autoptr (SaffronTransform) torn = torn_transform (11, 100.0);
  SaffronPointPair pair = { { 1085.0 - 0.3 * 900.0, 900.0 }, { 0, 0 }, 1.0 };
  g_autoptr (SaffronTransform) fit = NULL;
  SaffronMovPoint was = saffron_transform_pull (torn, pair.reference);
  SaffronRefPoint across = { pair.reference.x + 40.0, 900.0 };

  pair.moving = (SaffronMovPoint){ was.x + 30.0, was.y - 20.0 };
  fit = saffron_landmark_fit (TORN_WIDTH, TORN_HEIGHT, torn, &pair, 1, NULL);
  g_assert_nonnull (fit);
  g_assert_cmpfloat (
      distance (saffron_transform_pull (fit, pair.reference), pair.moving), <,
      1.0);
  g_assert_cmpfloat (distance (saffron_transform_pull (fit, across),
                               saffron_transform_pull (torn, across)),
                     ==, 0.0);
}

/* Between parts of slides, then between the slides. */
static void
test_of_whole (void)
{
  g_autoptr (SaffronTransform) torn = torn_transform (12, 100.0);
  g_autoptr (SaffronTransform) whole = saffron_transform_of_whole (
      torn, 9000.0, 8000.0, (SaffronRefPoint){ 1234.0, 777.0 },
      (SaffronMovPoint){ 555.0, 4321.0 });
  g_autoptr (GRand) rand = g_rand_new_with_seed (12);

  g_assert_cmpfloat (saffron_transform_get_width (whole), ==, 9000.0);
  for (int i = 0; i < 2000; i++)
    {
      SaffronRefPoint p = somewhere (rand);
      SaffronMovPoint q = saffron_transform_pull (torn, p);

      q.x += 555.0;
      q.y += 4321.0;
      p.x += 1234.0;
      p.y += 777.0;
      g_assert_cmpfloat (distance (saffron_transform_pull (whole, p), q), <,
                         1e-6);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pieces/join", test_join);
  g_test_add_func ("/pieces/take-apart", test_take_apart);
  g_test_add_func ("/pieces/rows", test_rows);
  g_test_add_func ("/pieces/piece-rows", test_piece_rows);
  g_test_add_func ("/pieces/jacobian", test_jacobian);
  g_test_add_func ("/pieces/fold-elsewhere", test_fold_elsewhere);
  g_test_add_func ("/pieces/share", test_share);
  g_test_add_func ("/pieces/ownership", test_ownership);
  g_test_add_func ("/pieces/compose", test_compose);
  g_test_add_func ("/pieces/resample", test_resample);
  g_test_add_func ("/pieces/small", test_small);
  g_test_add_func ("/pieces/landmark", test_landmark);
  g_test_add_func ("/pieces/of-whole", test_of_whole);
  return g_test_run ();
}
