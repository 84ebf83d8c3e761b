/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/itk-grid.h"

#include <math.h>

#include "base/error.h"
#include "transform/pieces.h"
#include "transform/random-transform.h"

/* Where the field that is sampled on the grid leads. */
static SaffronMovPoint
interpolate (const SaffronTransform *transform,
             const SaffronItkGrid *grid,
             SaffronRefPoint p)
{
  double x = p.x / grid->step_x, y = p.y / grid->step_y;
  double i = MIN (floor (x), (double) grid->n_x - 2.0);
  double j = MIN (floor (y), (double) grid->n_y - 2.0);
  SaffronMovPoint sum = { 0.0, 0.0 };

  for (int k = 0; k < 4; k++)
    {
      SaffronRefPoint node = { (i + k % 2) * grid->step_x,
                               (j + k / 2) * grid->step_y };
      SaffronMovPoint q = saffron_transform_pull (transform, node);
      double share =
          (k % 2 ? x - i : 1.0 - x + i) * (k / 2 ? y - j : 1.0 - y + j);

      sum.x += share * q.x;
      sum.y += share * q.y;
    }
  return sum;
}

/* The largest error at random points of the reference and along its border. */
static double
measure (GRand *rand,
         const SaffronTransform *transform,
         const SaffronItkGrid *grid)
{
  double width = saffron_transform_get_width (transform);
  double height = saffron_transform_get_height (transform);
  double most = 0.0;

  for (int k = 0; k < 20000; k++)
    {
      SaffronRefPoint p = { uniform (rand, 0.0, width),
                            uniform (rand, 0.0, height) };
      SaffronMovPoint want, got;

      if (k % 8 == 0)
        p.x = k % 16 == 0 ? 0.0 : width;
      else if (k % 8 == 1)
        p.y = k % 16 == 1 ? 0.0 : height;
      want = saffron_transform_pull (transform, p);
      got = interpolate (transform, grid, p);
      most = MAX (most, hypot (got.x - want.x, got.y - want.y));
    }
  return most;
}

/* The error that a grid is said to have is a bound, and no loose one; chosen by
 * itself, a grid is as coarse as its tolerance allows. */
static void
test_bound (void)
{
  static const double spacings[] = { 0.0, 3.0, 50.0, 333.3 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);

  for (int k = 0; k < 8; k++)
    {
      double width = uniform (rand, 900.0, 3000.0);
      double height = uniform (rand, 900.0, 3000.0);
      SaffronAffine affine = { 1.1, 0.4, 30.0, -0.5, 0.8, 900.0 };
      g_autoptr (SaffronTransform) transform = saffron_transform_new (
          width, height, &affine,
          random_lattice (rand, width, height, uniform (rand, 40.0, 120.0),
                          40.0, 700.0));

      for (guint i = 0; i < G_N_ELEMENTS (spacings); i++)
        {
          g_autoptr (GError) error = NULL;
          SaffronItkGrid grid = { 0 };
          double most;

          g_assert_true (saffron_itk_grid_init (&grid, transform, width, height,
                                                spacings[i], &error));
          g_assert_no_error (error);
          g_assert_cmpfloat_with_epsilon (grid.step_x * (double) (grid.n_x - 1),
                                          width, 1e-9);
          g_assert_cmpfloat_with_epsilon (grid.step_y * (double) (grid.n_y - 1),
                                          height, 1e-9);
          if (spacings[i] > 0.0)
            g_assert_cmpfloat (MAX (grid.step_x, grid.step_y), <=, spacings[i]);
          else
            {
              g_assert_cmpfloat (grid.error, <=, SAFFRON_ITK_TOLERANCE);
              g_assert_cmpfloat (grid.error, >, 0.9 * SAFFRON_ITK_TOLERANCE);
            }
          most = measure (rand, transform, &grid);
          g_assert_cmpfloat (most, <=, grid.error + 1e-9);
          if (spacings[i] < 100.0)
            g_assert_cmpfloat (most, >, 0.15 * grid.error);
        }
    }
}

/* Without bending the corners are enough. */
static void
test_affine (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (6);
  SaffronAffine affine = { 0.3, 1.0, -30.0, -1.0, 0.3, 900.0 };
  g_autoptr (SaffronTransform) transform =
      saffron_transform_new (40000.0, 100.0, &affine, NULL);
  SaffronItkGrid grid = { 0 };

  g_assert_true (
      saffron_itk_grid_init (&grid, transform, 40000.0, 100.0, 0.0, NULL));
  g_assert_cmpint (grid.n_x, ==, 2);
  g_assert_cmpint (grid.n_y, ==, 2);
  g_assert_cmpfloat (grid.error, ==, 0.0);
  g_assert_cmpfloat (measure (rand, transform, &grid), <, 1e-7);
}

/* A slide of any size and bend gets a field of a bounded size, and the error
 * then says what that costs. */
static void
test_bounded (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  SaffronAffine affine = SAFFRON_AFFINE_IDENTITY;
  g_autoptr (SaffronTransform) transform = saffron_transform_new (
      20000.0, 15000.0, &affine,
      random_lattice (rand, 20000.0, 15000.0, 60.0, 60.0, 300.0));
  SaffronItkGrid grid = { 0 };

  g_assert_true (
      saffron_itk_grid_init (&grid, transform, 20000.0, 15000.0, 0.0, NULL));
  g_assert_cmpint (grid.n_x, ==, SAFFRON_ITK_MAX_SIDE);
  g_assert_cmpint (grid.n_y, <, SAFFRON_ITK_MAX_SIDE);
  g_assert_cmpfloat (grid.error, >, SAFFRON_ITK_TOLERANCE);
  g_assert_cmpfloat (measure (rand, transform, &grid), <=, grid.error);
}

/* Between pieces the field needs the map's cells. */
static void
test_pieces (void)
{
  SaffronRefBox area = { 0.0, 0.0, 1000.0, 800.0 };
  guint8 labels[10 * 8];
  SaffronLattice *lattices[2] = { NULL, NULL };
  SaffronAffine affine = SAFFRON_AFFINE_IDENTITY;
  g_autoptr (SaffronTransform) transform = NULL;
  SaffronItkGrid grid = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    labels[i] = i % 10 >= 5;
  transform = saffron_transform_new_pieces (
      1000.0, 800.0, &affine, saffron_piece_map_new (&area, 100.0, 2, labels),
      lattices);
  g_assert_true (
      saffron_itk_grid_init (&grid, transform, 1000.0, 800.0, 0.0, NULL));
  g_assert_cmpint (grid.n_x, ==, 11);
  g_assert_cmpint (grid.n_y, ==, 9);
}

static void
test_refused (void)
{
  static const double bad[] = { -1.0, NAN, INFINITY, 1e-3 };
  SaffronAffine affine = SAFFRON_AFFINE_IDENTITY;
  g_autoptr (SaffronTransform) transform =
      saffron_transform_new (1000.0, 800.0, &affine, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      SaffronItkGrid grid = { 0 };

      g_assert_false (saffron_itk_grid_init (&grid, transform, 1000.0, 800.0,
                                             bad[i], &error));
      g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/itk-grid/bound", test_bound);
  g_test_add_func ("/itk-grid/affine", test_affine);
  g_test_add_func ("/itk-grid/bounded", test_bounded);
  g_test_add_func ("/itk-grid/pieces", test_pieces);
  g_test_add_func ("/itk-grid/refused", test_refused);
  return g_test_run ();
}
