/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "transform/transform.h"

#include "transform/random-transform.h"

static void
test_geometry (void)
{
  g_autoptr (SaffronLattice) lattice = saffron_lattice_new (1000, 650, 100);

  g_assert_cmpint (lattice->n_x, ==, 13);
  g_assert_cmpint (lattice->n_y, ==, 10);
  g_assert_cmpfloat (lattice->x0, ==, -100.0);
  g_assert_cmpfloat (lattice->y0, ==, -100.0);
}

static void
test_fit_interpolates (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autoptr (SaffronLattice) lattice = saffron_lattice_new (1000, 300, 100);
  int n = lattice->n_x * lattice->n_y;
  g_autofree double *u = g_new (double, n);
  g_autofree double *v = g_new (double, n);

  for (int i = 0; i < n; i++)
    {
      u[i] = uniform (rand, -50.0, 50.0);
      v[i] = uniform (rand, -50.0, 50.0);
    }
  saffron_lattice_fit (lattice, u, v);
  for (int j = 1; j < lattice->n_y - 1; j++)
    for (int i = 1; i < lattice->n_x - 1; i++)
      {
        SaffronRefPoint p = { lattice->x0 + 100 * i, lattice->y0 + 100 * j };
        double gu, gv;

        saffron_lattice_eval (lattice, p, &gu, &gv, NULL);
        g_assert_cmpfloat_with_epsilon (gu, u[j * lattice->n_x + i], 1e-4);
        g_assert_cmpfloat_with_epsilon (gv, v[j * lattice->n_x + i], 1e-4);
      }
}

/* A cubic polynomial is reproduced everywhere, up to the border. */
static void
test_fit_cubic (void)
{
  g_autoptr (SaffronLattice) lattice = saffron_lattice_new (1000, 300, 100);
  int n = lattice->n_x * lattice->n_y;
  g_autofree double *f = g_new (double, n);

  for (int j = 0; j < lattice->n_y; j++)
    for (int i = 0; i < lattice->n_x; i++)
      {
        double x = lattice->x0 + 100 * i - 400, y = lattice->y0 + 100 * j;

        f[j * lattice->n_x + i] = 1e-7 * (x * x * x - 3 * x * y * y + 9 * y);
      }
  saffron_lattice_fit (lattice, f, f);
  for (double y = 0; y <= 300; y += 7.7)
    for (double x = 0; x <= 1000; x += 9.1)
      {
        double u, v, z = x - 400;

        saffron_lattice_eval (lattice, (SaffronRefPoint){ x, y }, &u, &v, NULL);
        g_assert_cmpfloat_with_epsilon (
            u, 1e-7 * (z * z * z - 3 * z * y * y + 9 * y), 1e-5);
        g_assert_true (u == v);
      }
}

/* A B-spline's coefficients sum to one and have linear precision. */
static void
test_constant_and_linear (void)
{
  g_autoptr (SaffronLattice) lattice = saffron_lattice_new (999, 777, 64);

  for (int j = 0; j < lattice->n_y; j++)
    for (int i = 0; i < lattice->n_x; i++)
      {
        lattice->u[j * lattice->n_x + i] = 7.0f;
        lattice->v[j * lattice->n_x + i] = (float) (i - 1) * 0.5f - (float) j;
      }
  for (double y = 0; y <= 777; y += 13.7)
    for (double x = 0; x <= 999; x += 17.3)
      {
        double u, v, du[4];

        saffron_lattice_eval (lattice, (SaffronRefPoint){ x, y }, &u, &v, du);
        g_assert_cmpfloat_with_epsilon (u, 7.0, 1e-12);
        g_assert_cmpfloat_with_epsilon (v, x / 64 * 0.5 - y / 64 - 1, 1e-11);
        g_assert_cmpfloat_with_epsilon (du[0], 0.0, 1e-12);
        g_assert_cmpfloat_with_epsilon (du[1], 0.0, 1e-12);
        g_assert_cmpfloat_with_epsilon (du[2], 0.5 / 64, 1e-12);
        g_assert_cmpfloat_with_epsilon (du[3], -1.0 / 64, 1e-12);
      }
}

static void
test_derivative (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);
  g_autoptr (SaffronLattice) lattice =
      random_lattice (rand, 2000, 1500, 90, 40, 600);
  const double h = 1e-3;

  for (int k = 0; k < 2000; k++)
    {
      double x = uniform (rand, -200.0, 2300.0);
      double y = uniform (rand, -200.0, 1800.0);
      double u, v, du[4], a[2], b[2];

      saffron_lattice_eval (lattice, (SaffronRefPoint){ x, y }, &u, &v, du);
      saffron_lattice_eval (lattice, (SaffronRefPoint){ x - h, y }, &a[0],
                            &a[1], NULL);
      saffron_lattice_eval (lattice, (SaffronRefPoint){ x + h, y }, &b[0],
                            &b[1], NULL);
      g_assert_cmpfloat_with_epsilon (du[0], (b[0] - a[0]) / (2 * h), 1e-7);
      g_assert_cmpfloat_with_epsilon (du[2], (b[1] - a[1]) / (2 * h), 1e-7);
      saffron_lattice_eval (lattice, (SaffronRefPoint){ x, y - h }, &a[0],
                            &a[1], NULL);
      saffron_lattice_eval (lattice, (SaffronRefPoint){ x, y + h }, &b[0],
                            &b[1], NULL);
      g_assert_cmpfloat_with_epsilon (du[1], (b[0] - a[0]) / (2 * h), 1e-7);
      g_assert_cmpfloat_with_epsilon (du[3], (b[1] - a[1]) / (2 * h), 1e-7);
    }
}

static void
test_outside_is_border (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  g_autoptr (SaffronLattice) lattice =
      random_lattice (rand, 1000, 1000, 100, 40, 600);
  double u, v, border_u, border_v, du[4];

  saffron_lattice_eval (lattice, (SaffronRefPoint){ 1000, 480 }, &border_u,
                        &border_v, NULL);
  saffron_lattice_eval (lattice, (SaffronRefPoint){ 1e7, 480 }, &u, &v, du);
  g_assert_true (u == border_u && v == border_v);
  g_assert_true (du[0] == 0.0 && du[2] == 0.0 && du[1] != 0.0);
  saffron_lattice_eval (lattice, (SaffronRefPoint){ NAN, -INFINITY }, &u, &v,
                        du);
  g_assert_true (isfinite (u) && isfinite (v));
}

static void
test_pull_row (void)
{
  const double steps[] = { 0.25, 1.0, 3.7, 500.0, -2.3, 0.0 };

  for (guint32 seed = 0; seed < 20; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr (SaffronTransform) transform =
          random_transform (rand, 90000, 70000, 311, 60, 4000);

      for (guint s = 0; s < G_N_ELEMENTS (steps); s++)
        {
          SaffronRefPoint start = { uniform (rand, -1000, 91000),
                                    uniform (rand, -1000, 71000) };
          SaffronMovPoint row[500];

          saffron_transform_pull_row (transform, start, steps[s], 500, row);
          for (int i = 0; i < 500; i++)
            {
              SaffronRefPoint p = { start.x + i * steps[s], start.y };
              SaffronMovPoint q = saffron_transform_pull (transform, p);

              g_assert_cmpfloat_with_epsilon (row[i].x, q.x, 1e-9);
              g_assert_cmpfloat_with_epsilon (row[i].y, q.y, 1e-9);
            }
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lattice/geometry", test_geometry);
  g_test_add_func ("/lattice/fit-interpolates", test_fit_interpolates);
  g_test_add_func ("/lattice/fit-cubic", test_fit_cubic);
  g_test_add_func ("/lattice/constant-linear", test_constant_and_linear);
  g_test_add_func ("/lattice/derivative", test_derivative);
  g_test_add_func ("/lattice/outside", test_outside_is_border);
  g_test_add_func ("/lattice/pull-row", test_pull_row);
  return g_test_run ();
}
