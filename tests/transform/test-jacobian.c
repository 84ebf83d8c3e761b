/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "transform/transform.h"

#include "transform/random-transform.h"

/* The minimum over samples far denser than those of the search. */
static double
densest_minimum (SaffronTransform *transform, int per_cell)
{
  const SaffronLattice *lattice = saffron_transform_get_lattice (transform);
  double width = saffron_transform_get_width (transform);
  double height = saffron_transform_get_height (transform);
  double step = lattice->spacing / per_cell;
  double least = INFINITY;

  for (double y = 0; y <= height; y += step)
    for (double x = 0; x <= width; x += step)
      least = MIN (least, saffron_transform_jacobian (
                              transform, (SaffronRefPoint){ x, y }));
  return least;
}

static void
check (SaffronTransform *transform)
{
  double bound, least, dense;

  least = saffron_transform_min_jacobian (transform, &bound);
  dense = densest_minimum (transform, 24);
  g_assert_cmpfloat (bound, <=, least);
  g_assert_cmpfloat (bound, <=, dense);
  g_assert_cmpfloat (least - bound, <=, 0.01 * (1.0 + fabs (least)));
  g_assert_cmpfloat (least, <=, dense + 0.01 * (1.0 + fabs (dense)));
}

static void
test_smooth (void)
{
  for (guint32 seed = 0; seed < 20; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr (SaffronTransform) transform =
          random_transform (rand, 1234, 987, 60, uniform (rand, 5, 80), 500);

      check (transform);
    }
}

/* Random coefficients, which fold everywhere. */
static void
test_noise (void)
{
  for (guint32 seed = 0; seed < 20; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      SaffronAffine affine = random_similarity (rand);
      SaffronLattice *lattice = saffron_lattice_new (500, 430, 50);
      g_autoptr (SaffronTransform) transform =
          saffron_transform_new (500, 430, &affine, lattice);

      for (int i = 0; i < lattice->n_x * lattice->n_y; i++)
        {
          lattice->u[i] = (float) uniform (rand, -60, 60);
          lattice->v[i] = (float) uniform (rand, -60, 60);
        }
      check (transform);
    }
}

/* A lattice that covers only a part of the reference: the clamped rest counts,
 * too; what lies outside the reference does not. */
static void
test_partial_cover (void)
{
  for (guint32 seed = 0; seed < 20; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      SaffronAffine affine = SAFFRON_AFFINE_IDENTITY;
      SaffronLattice *lattice = saffron_lattice_new (500, 400, 50);
      g_autoptr (SaffronTransform) transform =
          saffron_transform_new (600, 330, &affine, lattice);

      lattice->x0 = uniform (rand, -200, 200);
      lattice->y0 = uniform (rand, -200, 200);
      for (int i = 0; i < lattice->n_x * lattice->n_y; i++)
        {
          lattice->u[i] = (float) uniform (rand, -20, 20);
          lattice->v[i] = (float) uniform (rand, -20, 20);
        }
      check (transform);
    }
}

static void
test_known (void)
{
  const SaffronAffine affine = { 2, 0, 0, 0, 2, 0 };
  SaffronLattice *lattice = saffron_lattice_new (1000, 1000, 100);
  g_autoptr (SaffronTransform) plain =
      saffron_transform_new (1000, 1000, &affine, NULL);
  g_autoptr (SaffronTransform) transform =
      saffron_transform_new (1000, 1000, &affine, lattice);
  double bound;

  g_assert_cmpfloat (saffron_transform_min_jacobian (plain, &bound), ==, 1.0);
  g_assert_cmpfloat (bound, ==, 1.0);
  /* u = 0.25 x, v = -0.5 y */
  for (int j = 0; j < lattice->n_y; j++)
    for (int i = 0; i < lattice->n_x; i++)
      {
        lattice->u[j * lattice->n_x + i] = 25.0f * (float) (i - 1);
        lattice->v[j * lattice->n_x + i] = -50.0f * (float) (j - 1);
      }
  g_assert_cmpfloat_with_epsilon (
      saffron_transform_min_jacobian (transform, &bound), 0.625, 1e-9);
  g_assert_cmpfloat_with_epsilon (bound, 0.625, 1e-9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/jacobian/known", test_known);
  g_test_add_func ("/jacobian/smooth", test_smooth);
  g_test_add_func ("/jacobian/noise", test_noise);
  g_test_add_func ("/jacobian/partial-cover", test_partial_cover);
  return g_test_run ();
}
