/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "transform/pull-grid.h"
#include "transform/random-pieces.h"

#define SIDE 200
#define ROUNDING 1e-9

static SaffronMovPoint points[SIDE * SIDE];

static SaffronPullGrid
grid_at (double x, double y, double step)
{
  return (SaffronPullGrid){ { x, y }, step, step, SIDE, SIDE };
}

/* The greatest distance of a point of @grid from where it should be. Every
 * point must lie in @box, if it is not NULL. */
static double
greatest_error (const SaffronTransform *transform,
                const SaffronPullGrid *grid,
                const SaffronMovBox *box)
{
  double greatest = 0.0;

  for (int j = 0; j < grid->n_y; j++)
    for (int i = 0; i < grid->n_x; i++)
      {
        SaffronRefPoint p = { grid->start.x + i * grid->step_x,
                              grid->start.y + j * grid->step_y };
        SaffronMovPoint exact = saffron_transform_pull (transform, p);
        SaffronMovPoint q = points[j * grid->n_x + i];
        double error = hypot (q.x - exact.x, q.y - exact.y);

        g_assert_true (isfinite (error));
        greatest = MAX (greatest, error);
        if (box == NULL)
          continue;
        g_assert_true (q.x >= box->x0 && q.x <= box->x1);
        g_assert_true (q.y >= box->y0 && q.y <= box->y1);
      }
  return greatest;
}

/* Bending of many strengths: the error is within what was allowed, and what was
 * allowed is used. */
static void
test_bound (void)
{
  const double amplitudes[] = { 0.0, 0.5, 5.0, 60.0, 400.0 };
  const double spacings[] = { 16.0, 61.0, 300.0 };
  const double tolerances[] = { 0.01, 0.1 };
  int n_interpolated = 0, n_exact = 0;
  double used = 0.0;

  for (guint a = 0; a < G_N_ELEMENTS (amplitudes); a++)
    for (guint s = 0; s < G_N_ELEMENTS (spacings); s++)
      for (guint t = 0; t < G_N_ELEMENTS (tolerances); t++)
        {
          g_autoptr (GRand) rand = g_rand_new_with_seed (a * 10 + s);
          g_autoptr (SaffronTransform) transform = random_transform (
              rand, 3000, 2000, spacings[s], amplitudes[a], 15 * spacings[s]);
          SaffronPullGrid grid =
              grid_at (uniform (rand, 0, 1000), uniform (rand, 0, 1000), 1.0);
          SaffronMovBox box;
          gboolean done = saffron_transform_pull_grid (
              transform, &grid, tolerances[t], points, &box);
          double error = greatest_error (transform, &grid, done ? &box : NULL);

          g_assert_cmpfloat (error, <=, done ? tolerances[t] : ROUNDING);
          used = MAX (used, error / tolerances[t]);
          n_interpolated += done;
          n_exact += !done;
        }
  g_assert_cmpfloat (used, >, 0.2);
  g_assert_cmpint (n_interpolated, >, 15);
  g_assert_cmpint (n_exact, >, 1);
}

/* All sizes and steps, which may lead left and up. */
static void
test_shapes (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autoptr (SaffronTransform) transform =
      random_transform (rand, 3000, 2000, 50, 20, 900);

  for (int n = 0; n < 300; n++)
    {
      SaffronPullGrid grid =
          grid_at (uniform (rand, 800, 2200), uniform (rand, 600, 1400), 1.0);
      SaffronMovBox box;

      grid.step_x = uniform (rand, -4.0, 4.0);
      grid.step_y = uniform (rand, -3.0, 3.0);
      grid.n_x = g_rand_int_range (rand, 1, SIDE + 1);
      grid.n_y = g_rand_int_range (rand, 1, SIDE + 1);
      if (!saffron_transform_pull_grid (transform, &grid, 0.01, points, &box))
        g_assert_cmpfloat (greatest_error (transform, &grid, NULL), <=,
                           ROUNDING);
      else
        g_assert_cmpfloat (greatest_error (transform, &grid, &box), <=, 0.01);
    }
}

/* An affine map needs no lattice. */
static void
test_affine (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);
  SaffronAffine affine = random_similarity (rand);
  g_autoptr (SaffronTransform) transform =
      saffron_transform_new (3000, 2000, &affine, NULL);
  SaffronPullGrid grid = grid_at (-500, 1900, 2.5);
  SaffronMovBox box;

  g_assert_true (
      saffron_transform_pull_grid (transform, &grid, 0.01, points, &box));
  g_assert_cmpfloat (greatest_error (transform, &grid, &box), <=, 1e-8);
}

/* Beyond its lattice a displacement is constant, so that there is an edge,
 * which no straight line crosses. */
static void
test_lattice_ends (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  g_autoptr (SaffronTransform) transform =
      random_transform (rand, 3000, 2000, 50, 20, 900);

  for (double at = -150.0; at <= 150.0; at += 7.0)
    {
      const SaffronRefPoint corners[] = { { at - 100, at - 100 },
                                          { 2900 + at, 900 },
                                          { 1500, 1900 + at } };

      for (guint i = 0; i < G_N_ELEMENTS (corners); i++)
        {
          SaffronPullGrid grid = grid_at (corners[i].x, corners[i].y, 1.0);

          saffron_transform_pull_grid (transform, &grid, 0.01, points, NULL);
          g_assert_cmpfloat (greatest_error (transform, &grid, NULL), <=, 0.01);
        }
    }
}

/* Pieces that lie hundreds of pixels apart: where two meet every point is
 * exact, and beside it interpolation goes on. */
static void
test_pieces (void)
{
  g_autoptr (SaffronTransform) torn = torn_transform (11, 300.0);
  int n_across = 0, n_within = 0;

  for (int j = 0; j < 19; j++)
    for (int i = 0; i < 29; i++)
      {
        SaffronPullGrid grid = grid_at (i * 100 + 0.5, j * 100 + 0.5, 1.0);
        int last = SIDE - 1;
        double x = grid.start.x, y = grid.start.y;
        int first = torn_label (x, y);
        /* The borders slant, so that the corners tell. */
        gboolean across = torn_label (x + last, y) != first
                          || torn_label (x, y + last) != first
                          || torn_label (x + last, y + last) != first;
        SaffronMovBox box;
        gboolean done =
            saffron_transform_pull_grid (torn, &grid, 0.01, points, &box);
        double error = greatest_error (torn, &grid, done ? &box : NULL);

        g_assert_cmpfloat (error, <=, done ? 0.01 : ROUNDING);
        g_assert_false (across && done);
        n_across += across;
        n_within += done;
      }
  g_assert_cmpint (n_across, >, 50);
  g_assert_cmpint (n_within, >, 200);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pull-grid/bound", test_bound);
  g_test_add_func ("/pull-grid/shapes", test_shapes);
  g_test_add_func ("/pull-grid/affine", test_affine);
  g_test_add_func ("/pull-grid/lattice-ends", test_lattice_ends);
  g_test_add_func ("/pull-grid/pieces", test_pieces);
  return g_test_run ();
}
