/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "transform/lattice-solve.h"

#include <string.h>

#include "base/error.h"
#include "transform/random-transform.h"

static GArray *
observe (GRand *rand, const SaffronLattice *truth, int n, double noise)
{
  GArray *observations =
      g_array_new (FALSE, FALSE, sizeof (SaffronLatticeObservation));
  double width = (truth->n_x - 3) * truth->spacing;
  double height = (truth->n_y - 3) * truth->spacing;

  for (int i = 0; i < n; i++)
    {
      SaffronLatticeObservation o = {
        { uniform (rand, 0, width), uniform (rand, 0, height) }, 0, 0, 1.0
      };

      saffron_lattice_eval (truth, o.at, &o.u, &o.v, NULL);
      o.u += uniform (rand, -noise, noise);
      o.v += uniform (rand, -noise, noise);
      g_array_append_val (observations, o);
    }
  return observations;
}

static double
worst_difference (const SaffronLattice *a,
                  const SaffronLattice *b,
                  double margin)
{
  double width = (a->n_x - 3) * a->spacing, worst = 0.0;
  double height = (a->n_y - 3) * a->spacing;

  for (double y = margin; y <= height - margin; y += a->spacing / 3.3)
    for (double x = margin; x <= width - margin; x += a->spacing / 3.3)
      {
        double u, v, w, z;

        saffron_lattice_eval (a, (SaffronRefPoint){ x, y }, &u, &v, NULL);
        saffron_lattice_eval (b, (SaffronRefPoint){ x, y }, &w, &z, NULL);
        worst = MAX (worst, hypot (u - w, v - z));
      }
  return worst;
}

/* Many exact observations and hardly any energy give back the spline that they
 * came from. */
static void
test_recovers (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);
  g_autoptr (SaffronLattice) truth =
      random_lattice (rand, 2000, 1300, 100, 40, 700);
  g_autoptr (GArray) seen = observe (rand, truth, 6000, 0.0);
  g_autoptr (SaffronLattice) found = saffron_lattice_new (2000, 1300, 100);
  const SaffronLatticeEnergy energy = { 0, 0, 1e-9 };
  g_autoptr (GError) error = NULL;

  g_assert_true (
      saffron_lattice_solve (found, (SaffronLatticeObservation *) seen->data,
                             seen->len, &energy, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (worst_difference (truth, found, 0.0), <, 1e-3);
}

/* An affine map costs no bending energy, so a few points determine it
 * everywhere. */
static void
test_affine_is_free (void)
{
  SaffronLatticeObservation seen[5];
  const double at[5][2] = {
    { 100, 100 }, { 900, 150 }, { 500, 800 }, { 333, 444 }, { 20, 700 }
  };
  const SaffronLatticeEnergy energy = { 0, 0, 10.0 };
  g_autoptr (SaffronLattice) found = saffron_lattice_new (1000, 900, 50);
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 5; i++)
    {
      double x = at[i][0], y = at[i][1];

      seen[i] = (SaffronLatticeObservation){
        { x, y }, 5 + 0.03 * x - 0.02 * y, -7 + 0.01 * y, 1.0
      };
    }
  g_assert_true (saffron_lattice_solve (found, seen, 5, &energy, NULL, &error));
  for (double y = 0; y <= 900; y += 45)
    for (double x = 0; x <= 1000; x += 50)
      {
        double u, v;

        saffron_lattice_eval (found, (SaffronRefPoint){ x, y }, &u, &v, NULL);
        g_assert_cmpfloat_with_epsilon (u, 5 + 0.03 * x - 0.02 * y, 1e-3);
        g_assert_cmpfloat_with_epsilon (v, -7 + 0.01 * y, 1e-3);
      }
}

static void
test_smooths_noise (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  g_autoptr (SaffronLattice) truth =
      random_lattice (rand, 3000, 3000, 100, 30, 2000);
  g_autoptr (GArray) seen = observe (rand, truth, 4000, 6.0);
  g_autoptr (SaffronLattice) rough = saffron_lattice_new (3000, 3000, 100);
  g_autoptr (SaffronLattice) smooth = saffron_lattice_new (3000, 3000, 100);
  SaffronLatticeEnergy energy = { 0, 0, 1e-6 };
  SaffronLatticeObservation *o = (SaffronLatticeObservation *) seen->data;

  g_assert_true (
      saffron_lattice_solve (rough, o, seen->len, &energy, NULL, NULL));
  energy.bending = 30.0;
  g_assert_true (
      saffron_lattice_solve (smooth, o, seen->len, &energy, NULL, NULL));
  g_assert_cmpfloat (worst_difference (truth, smooth, 200), <, 3.0);
  g_assert_cmpfloat (worst_difference (truth, smooth, 200), <,
                     0.5 * worst_difference (truth, rough, 200));
}

/* The solution is a minimum of what the header promises: nothing near it is
 * better. Each energy is measured by sums over a fine grid. */
static double
measure (const SaffronLattice *f,
         const SaffronLatticeObservation *o,
         int n,
         const SaffronLatticeEnergy *e)
{
  const double h = 0.05, s = f->spacing, d = 1e-3;
  double sum = 0.0;

  for (int i = 0; i < n; i++)
    {
      double u, v;

      saffron_lattice_eval (f, o[i].at, &u, &v, NULL);
      sum += o[i].weight
             * ((u - o[i].u) * (u - o[i].u) + (v - o[i].v) * (v - o[i].v));
    }
  for (double y = h / 2; y < f->n_y - 3; y += h)
    for (double x = h / 2; x < f->n_x - 3; x += h)
      {
        SaffronRefPoint p = { x * s, y * s };
        double u, v, g[4], gx[4], gy[4], part = 0.0;

        saffron_lattice_eval (f, (SaffronRefPoint){ p.x + d * s, p.y }, &u, &v,
                              gx);
        saffron_lattice_eval (f, (SaffronRefPoint){ p.x, p.y + d * s }, &u, &v,
                              gy);
        saffron_lattice_eval (f, p, &u, &v, g);
        for (int k = 0; k < 4; k++)
          {
            double c = (gx[k] - g[k]) * s / d, e2 = (gy[k] - g[k]) * s / d;

            part += e->diffusion * g[k] * g[k] * s * s;
            part += e->bending * (k % 2 == 0 ? c * c + e2 * e2 : e2 * e2);
          }
        part += e->mass * (u * u + v * v);
        sum += part * h * h;
      }
  return sum;
}

static void
test_is_minimum (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (6);
  g_autoptr (SaffronLattice) best = saffron_lattice_new (300, 200, 50);
  const SaffronLatticeEnergy energies[] = {
    { 0.3, 0, 0 }, { 0, 0.5, 0 }, { 0, 0, 0.7 }, { 0.1, 0.2, 0.3 }
  };
  SaffronLatticeObservation o[10];
  int n = best->n_x * best->n_y;

  for (int i = 0; i < 10; i++)
    o[i] = (SaffronLatticeObservation){ { uniform (rand, 0, 300),
                                          uniform (rand, 0, 200) },
                                        uniform (rand, -20, 20),
                                        uniform (rand, -20, 20),
                                        uniform (rand, 0.2, 2.0) };
  for (guint e = 0; e < G_N_ELEMENTS (energies); e++)
    {
      double least;

      g_assert_true (
          saffron_lattice_solve (best, o, 10, &energies[e], NULL, NULL));
      least = measure (best, o, 10, &energies[e]);
      for (int k = 0; k < 12; k++)
        {
          g_autoptr (SaffronLattice) other = saffron_lattice_copy (best);

          for (int i = 0; i < n; i++)
            {
              other->u[i] += (float) uniform (rand, -2, 2);
              other->v[i] += (float) uniform (rand, -2, 2);
            }
          g_assert_cmpfloat (measure (other, o, 10, &energies[e]), >, least);
          /* The objective is convex, so a point on the way to the minimum is
           * still above it. */
          for (int i = 0; i < n; i++)
            {
              other->u[i] = 0.9f * best->u[i] + 0.1f * other->u[i];
              other->v[i] = 0.9f * best->v[i] + 0.1f * other->v[i];
            }
          g_assert_cmpfloat (measure (other, o, 10, &energies[e]), >, least);
        }
    }
}

/* Above the size that is factorised, the result is the same. */
static void
test_large (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autoptr (SaffronLattice) truth =
      random_lattice (rand, 22000, 19000, 100, 50, 3000);
  g_autoptr (GArray) seen = observe (rand, truth, 20000, 0.0);
  g_autoptr (SaffronLattice) found = saffron_lattice_new (22000, 19000, 100);
  const SaffronLatticeEnergy energy = { 0, 0, 0.01 };
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();

  g_assert_true (
      saffron_lattice_solve (found, (SaffronLatticeObservation *) seen->data,
                             seen->len, &energy, NULL, &error));
  g_assert_no_error (error);
  g_test_message ("%d by %d nodes in %.2f s, worst %.4f px", found->n_x,
                  found->n_y, (double) (g_get_monotonic_time () - start) / 1e6,
                  worst_difference (truth, found, 300));
  g_assert_cmpfloat (worst_difference (truth, found, 300), <, 1.0);
}

static void
test_bits_and_errors (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (8);
  g_autoptr (SaffronLattice) truth =
      random_lattice (rand, 2000, 2000, 50, 40, 700);
  g_autoptr (GArray) seen = observe (rand, truth, 500, 1.0);
  g_autoptr (SaffronLattice) a = saffron_lattice_new (2000, 2000, 50);
  g_autoptr (SaffronLattice) b = saffron_lattice_new (2000, 2000, 50);
  SaffronLatticeObservation *o = (SaffronLatticeObservation *) seen->data;
  const SaffronLatticeEnergy energy = { 0, 0.1, 1 };
  g_autoptr (GError) error = NULL;
  g_autoptr (SaffronJob) job = saffron_job_new ();
  gsize size = sizeof (float) * (gsize) (a->n_x * a->n_y);

  g_assert_true (saffron_lattice_solve (a, o, 500, &energy, NULL, NULL));
  g_assert_true (saffron_lattice_solve (b, o, 500, &energy, NULL, NULL));
  g_assert_cmpmem (a->u, size, b->u, size);
  g_assert_cmpmem (a->v, size, b->v, size);

  o[3].u = NAN;
  g_assert_false (saffron_lattice_solve (b, o, 500, &energy, NULL, &error));
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT);
  g_assert_cmpmem (a->u, size, b->u, size);
  g_clear_error (&error);
  o[3].u = 0;
  saffron_job_cancel (job);
  g_assert_false (saffron_lattice_solve (b, o, 500, &energy, job, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  /* Without observations the displacement is 0. */
  g_assert_true (saffron_lattice_solve (b, NULL, 0, &energy, NULL, NULL));
  g_assert_cmpfloat (fabs (b->u[55]), <, 1e-6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/solve/recovers", test_recovers);
  g_test_add_func ("/solve/affine-is-free", test_affine_is_free);
  g_test_add_func ("/solve/smooths-noise", test_smooths_noise);
  g_test_add_func ("/solve/is-minimum", test_is_minimum);
  g_test_add_func ("/solve/large", test_large);
  g_test_add_func ("/solve/bits-and-errors", test_bits_and_errors);
  return g_test_run ();
}
