/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "register/local-choice.h"

#define SIDE 1200.0
#define N_CELLS 12

/* A fit that bends by @u to the right everywhere, with a node every
 * @spacing. */
static SaffronTransform *
moved_by (double u, double spacing)
{
  SaffronLattice *lattice = saffron_lattice_new (SIDE, SIDE, spacing);

  for (int i = 0; i < lattice->n_x * lattice->n_y; i++)
    lattice->u[i] = (float) u;
  return saffron_transform_new (SIDE, SIDE, &SAFFRON_AFFINE_IDENTITY, lattice);
}

/* Gains of @left and @right in the two halves, and tissue everywhere. */
static SaffronEvidence
halves (double left, double right)
{
  SaffronEvidence e = { .gains = saffron_plane_new (N_CELLS, N_CELLS),
                        .weights = saffron_plane_new (N_CELLS, N_CELLS) };

  saffron_plane_fill (e.weights, 1.0f);
  for (int y = 0; y < N_CELLS; y++)
    for (int x = 0; x < N_CELLS; x++)
      saffron_plane_row (e.gains, y)[x] =
          (float) (x < N_CELLS / 2 ? left : right);
  return e;
}

static double
moved_at (const SaffronTransform *transform, double x)
{
  return saffron_transform_pull (transform, (SaffronRefPoint){ x, 600.0 }).x
         - x;
}

/* Each fit holds in the half where held-out squares are for it, and between
 * them one goes over into the other. */
static void
test_each_where_it_is_better (void)
{
  g_autoptr (SaffronTransform) soft = moved_by (20.0, 20.0);
  g_autoptr (SaffronTransform) stiff = moved_by (-10.0, 50.0);
  g_auto (SaffronEvidence) of_soft = halves (0.08, 0.02);
  g_auto (SaffronEvidence) of_stiff = halves (0.03, 0.03);
  g_autoptr (SaffronTransform) chosen =
      saffron_choose_locally (soft, stiff, &of_soft, &of_stiff, NULL);
  double before = moved_at (chosen, 300.0);

  g_assert_cmpfloat_with_epsilon (before, 20.0, 0.1);
  g_assert_cmpfloat_with_epsilon (moved_at (chosen, 900.0), -10.0, 0.1);
  for (double x = 310.0; x < 900.0; x += 10.0)
    {
      double now = moved_at (chosen, x);

      g_assert_cmpfloat (now, <, before + 0.5);
      g_assert_cmpfloat (now, >, before - 8.0);
      before = now;
    }
}

/* Detail that the squares do not confirm by more than chance is none. */
static void
test_a_tie_is_stiff (void)
{
  g_autoptr (SaffronTransform) soft = moved_by (20.0, 20.0);
  g_autoptr (SaffronTransform) stiff = moved_by (-10.0, 50.0);
  g_auto (SaffronEvidence) of_soft =
      halves (0.05 + 0.5 * SAFFRON_CHOICE_NEEDED, 0.05);
  g_auto (SaffronEvidence) of_stiff = halves (0.05, 0.05);
  g_autoptr (SaffronTransform) chosen =
      saffron_choose_locally (soft, stiff, &of_soft, &of_stiff, NULL);

  for (double x = 50.0; x < SIDE; x += 100.0)
    g_assert_cmpfloat_with_epsilon (moved_at (chosen, x), -10.0, 0.1);
}

/* One cell alone, whose neighbours say the contrary, is not believed. */
static void
test_neighbours_have_a_say (void)
{
  g_autoptr (SaffronTransform) soft = moved_by (20.0, 20.0);
  g_autoptr (SaffronTransform) stiff = moved_by (-10.0, 50.0);
  g_auto (SaffronEvidence) of_soft = halves (0.01, 0.01);
  g_auto (SaffronEvidence) of_stiff = halves (0.03, 0.03);
  g_autoptr (SaffronTransform) chosen = NULL;

  saffron_plane_row (of_soft.gains, 6)[6] = 0.06f;
  chosen = saffron_choose_locally (soft, stiff, &of_soft, &of_stiff, NULL);
  g_assert_cmpfloat_with_epsilon (moved_at (chosen, 650.0), -10.0, 0.1);
}

/* Where one would fold into the other, the softer fit is taken whole. */
static void
test_no_fold (void)
{
  g_autoptr (SaffronTransform) soft = moved_by (200.0, 20.0);
  g_autoptr (SaffronTransform) stiff = moved_by (-200.0, 50.0);
  g_auto (SaffronEvidence) of_soft = halves (0.08, 0.02);
  g_auto (SaffronEvidence) of_stiff = halves (0.03, 0.03);
  g_autoptr (SaffronTransform) chosen =
      saffron_choose_locally (soft, stiff, &of_soft, &of_stiff, NULL);

  g_assert_true (chosen == soft);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/register/local-choice/better",
                   test_each_where_it_is_better);
  g_test_add_func ("/register/local-choice/tie", test_a_tie_is_stiff);
  g_test_add_func ("/register/local-choice/neighbours",
                   test_neighbours_have_a_say);
  g_test_add_func ("/register/local-choice/fold", test_no_fold);
  return g_test_run ();
}
