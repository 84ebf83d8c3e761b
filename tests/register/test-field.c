/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "register/field.h"

static SaffronField *
random_field (int width, int height, int step, guint32 seed)
{
  SaffronField *field = saffron_field_new (width, height, step, TRUE);
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  for (int k = 0; k < 6; k++)
    field->affine[k] = g_rand_double_range (rand, -1.0, 1.0);
  for (int i = 0; i < field->n_x * field->n_y; i++)
    {
      field->u[i] = (float) g_rand_double_range (rand, -2.0, 2.0);
      field->v[i] = (float) g_rand_double_range (rand, -2.0, 2.0);
    }
  return field;
}

static void
test_lattice_is_the_transforms (void)
{
  const int steps[] = { 4, 7, 8 };

  for (gsize k = 0; k < G_N_ELEMENTS (steps); k++)
    {
      double downsample = 2.5;
      int w = 75, h = 53;
      g_autoptr (SaffronField) field = random_field (w, h, steps[k], 1);
      g_autoptr (SaffronField) back = saffron_field_new (w, h, steps[k], TRUE);
      g_autoptr (SaffronTransform) transform = NULL;
      SaffronLattice *lattice = NULL;
      g_autofree float *u = g_new (float, w), *v = g_new (float, w);
      g_autofree float *scratch = g_new (float, 2 * field->n_x);

      for (int i = 0; i < 6; i++)
        field->affine[i] = 0.0;
      lattice = saffron_field_to_lattice (field, w * downsample, h * downsample,
                                          downsample);
      for (int y = 0; y < h; y++)
        {
          saffron_field_row (field, y, u, v, scratch);
          for (int x = 0; x < w; x++)
            {
              double lu, lv;

              saffron_lattice_eval (lattice,
                                    (SaffronRefPoint){ (x + 0.5) * downsample,
                                                       (y + 0.5) * downsample },
                                    &lu, &lv, NULL);
              g_assert_cmpfloat_with_epsilon (u[x], lu / downsample, 1e-4);
              g_assert_cmpfloat_with_epsilon (v[x], lv / downsample, 1e-4);
            }
        }
      transform = saffron_transform_new (w * downsample, h * downsample,
                                         &SAFFRON_AFFINE_IDENTITY, lattice);
      saffron_field_from_transform (back, transform, downsample, NULL);
      for (int i = 0; i < field->n_x * field->n_y; i++)
        g_assert_cmpfloat_with_epsilon (back->u[i], field->u[i], 1e-5);
    }
}

/* Refining keeps the displacement, where a coarse pixel is as wide as two fine
 * ones. */
static void
test_refining_changes_nothing (void)
{
  int w = 40, h = 31;
  g_autoptr (SaffronField) coarse = random_field (w, h, 4, 2);
  g_autoptr (SaffronField) fine = saffron_field_refine (coarse, 2 * w, 2 * h);
  g_autoptr (SaffronLattice) before =
      saffron_field_to_lattice (coarse, 2 * w, 2 * h, 2.0);
  g_autoptr (SaffronLattice) after =
      saffron_field_to_lattice (fine, 2 * w, 2 * h, 1.0);

  g_assert_cmpfloat_with_epsilon (before->spacing, 2.0 * after->spacing, 1e-9);
  for (double y = 0.3; y < 2 * h; y += 1.7)
    for (double x = 0.2; x < 2 * w; x += 1.3)
      {
        SaffronRefPoint p = { x, y };
        double u[2], v[2];

        saffron_lattice_eval (before, p, &u[0], &v[0], NULL);
        saffron_lattice_eval (after, p, &u[1], &v[1], NULL);
        g_assert_cmpfloat_with_epsilon (u[0], u[1], 1e-5);
        g_assert_cmpfloat_with_epsilon (v[0], v[1], 1e-5);
      }
  /* x' and y' have the same meaning on both levels. */
  for (int i = 0; i < 6; i++)
    g_assert_cmpfloat_with_epsilon (fine->affine[i], 2.0 * coarse->affine[i],
                                    1e-12);
}

/* ⟨row (f), d⟩ = ⟨f, scatter (d)⟩ for every step, odd sizes included. */
static void
test_scatter_is_the_transpose (void)
{
  const int steps[] = { 1, 4, 5, 8 };

  for (gsize k = 0; k < G_N_ELEMENTS (steps); k++)
    {
      int w = 37, h = 29;
      g_autoptr (SaffronField) field = random_field (w, h, steps[k], 3);
      int n = field->n_x * field->n_y;
      g_autofree float *gu = g_new0 (float, n), *gv = g_new0 (float, n);
      g_autofree float *row = g_new (float, 4 * w);
      g_autofree float *scratch = g_new (float, 2 * field->n_x);
      g_autoptr (GRand) rand = g_rand_new_with_seed (4);
      double affine[6] = { 0 }, left = 0.0, right = 0.0;

      for (int y = 0; y < h; y++)
        {
          saffron_field_row (field, y, row, row + w, scratch);
          for (int x = 0; x < 2 * w; x++)
            {
              row[2 * w + x] = (float) g_rand_double_range (rand, -1.0, 1.0);
              left += (double) row[x] * row[2 * w + x];
            }
          saffron_field_scatter (field, y, row + 2 * w, row + 3 * w, 0, gu, gv,
                                 affine, scratch);
        }
      for (int i = 0; i < n; i++)
        right += (double) gu[i] * field->u[i] + (double) gv[i] * field->v[i];
      for (int i = 0; i < 6; i++)
        right += affine[i] * field->affine[i];
      g_assert_cmpfloat_with_epsilon (left, right, 1e-3);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/register/field/lattice", test_lattice_is_the_transforms);
  g_test_add_func ("/register/field/refine", test_refining_changes_nothing);
  g_test_add_func ("/register/field/transpose", test_scatter_is_the_transpose);
  return g_test_run ();
}
