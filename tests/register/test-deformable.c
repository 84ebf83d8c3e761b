/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <pthread.h>
#include <string.h>
#include <time.h>

#include "register/affine.h"
#include "register/deformable.h"
#include "register/lncc.h"
#include "register/symmetric.h"
#include "register/waves.h"

static SaffronTransform *
identity (void)
{
  return saffron_transform_new (BLOBS_WIDTH, BLOBS_HEIGHT,
                                &SAFFRON_AFFINE_IDENTITY, NULL);
}

/* Compares the derivative along a random direction with central differences. */
static void
check_gradient (gboolean with_lattice)
{
  g_autoptr (SaffronRegPlane) r = waves_plane (1, 0.0);
  g_autoptr (SaffronRegPlane) m = waves_plane (1, 8.0);
  int w = r->intensity->width, h = r->intensity->height;
  g_autoptr (SaffronLncc) lncc =
      saffron_lncc_new (r, m, &SAFFRON_AFFINE_IDENTITY, NULL, NULL, 5, NULL);
  g_autoptr (SaffronField) field = saffron_field_new (w, h, 16, with_lattice);
  g_autoptr (SaffronField) gradient =
      saffron_field_new (w, h, 16, with_lattice);

  for (guint32 seed = 0; seed < 6; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      int n = field->n_x * field->n_y;
      g_autofree float *du = g_new0 (float, n + 1);
      g_autofree float *dv = g_new0 (float, n + 1);
      double da[6], predicted = 0.0, value[2];
      double step = 0.01;

      /* Away from whole pixels, where the interpolation has kinks. */
      for (int i = 0; i < 6; i++)
        {
          field->affine[i] = i % 3 == 0 ? 0.37 : 0.05;
          da[i] = with_lattice ? 0.0 : g_rand_double_range (rand, -1, 1);
        }
      for (int i = 0; i < n; i++)
        {
          du[i] = (float) g_rand_double_range (rand, -1, 1);
          dv[i] = (float) g_rand_double_range (rand, -1, 1);
          field->u[i] = field->v[i] = 0.0f;
        }
      saffron_lncc_eval (lncc, field, gradient, NULL);
      for (int i = 0; i < 6; i++)
        predicted += gradient->affine[i] * da[i];
      for (int i = 0; i < n; i++)
        predicted +=
            (double) gradient->u[i] * du[i] + (double) gradient->v[i] * dv[i];
      for (int k = 0; k < 2; k++)
        {
          double t = k == 0 ? -step : step;

          for (int i = 0; i < 6; i++)
            field->affine[i] = (i % 3 == 0 ? 0.37 : 0.05) + t * da[i];
          for (int i = 0; i < n; i++)
            {
              field->u[i] = (float) (t * du[i]);
              field->v[i] = (float) (t * dv[i]);
            }
          value[k] = saffron_lncc_eval (lncc, field, NULL, NULL);
        }
      g_assert_cmpfloat_with_epsilon ((value[1] - value[0]) / (2.0 * step),
                                      predicted,
                                      0.02 * fabs (predicted) + 2e-4);
    }
}

static void
test_gradient_by_lattice (void)
{
  check_gradient (TRUE);
}

static void
test_gradient_by_affine (void)
{
  check_gradient (FALSE);
}

static void
test_affine_is_found (void)
{
  SaffronAffine truth = blobs_affine (2.5, 1.02, FALSE, 0.012, -0.01);
  g_autoptr (SaffronRegPlane) r =
      blobs_plane (7, &SAFFRON_AFFINE_IDENTITY, BLOBS_WIDTH, BLOBS_HEIGHT);
  g_autoptr (SaffronRegPlane) m =
      blobs_plane (7, &truth, BLOBS_WIDTH, BLOBS_HEIGHT);
  g_autoptr (SaffronTransform) start = identity ();
  g_autoptr (SaffronTransform) found =
      saffron_affine_stage (r, m, start, &SAFFRON_AFFINE_STAGE, NULL, NULL);

  for (int i = 0; i < 4; i++)
    {
      SaffronRefPoint p = { i % 2 ? 900 : 100, i / 2 ? 700 : 100 };
      SaffronMovPoint q = saffron_transform_pull (found, p);
      double x = truth.xx * p.x + truth.xy * p.y + truth.x0;
      double y = truth.yx * p.x + truth.yy * p.y + truth.y0;

      /* A fifth of a pixel of the plane. */
      g_assert_cmpfloat (hypot (q.x - x, q.y - y), <, 0.5);
    }
}

static void
test_wave_is_found (void)
{
  g_autoptr (SaffronRegPlane) r = waves_plane (3, 0.0);
  g_autoptr (SaffronRegPlane) m = waves_plane (3, WAVES_AMPLITUDE);
  g_autoptr (SaffronTransform) start = identity ();
  SaffronDeformableOptions options = SAFFRON_DEFORMABLE_SERIAL;
  g_autoptr (SaffronTransform) one =
      saffron_deformable (r, m, start, &options, NULL, NULL);
  g_autoptr (SaffronTransform) both =
      saffron_deformable_symmetric (r, m, start, &options, NULL, NULL);
  double before = waves_error (start, WAVES_AMPLITUDE);

  g_assert_cmpfloat (before, >, 5.0);
  g_assert_cmpfloat (waves_error (one, WAVES_AMPLITUDE), <, 0.6);
  g_assert_cmpfloat (waves_error (both, WAVES_AMPLITUDE), <, 0.6);
  g_assert_cmpfloat (saffron_transform_min_jacobian (both, NULL), >, 0.3);
}

static void
test_same_bits_on_any_threads (void)
{
  const guint threads[] = { 1, 2, 5 };
  g_autoptr (SaffronRegPlane) r = waves_plane (3, 0.0);
  g_autoptr (SaffronRegPlane) m = waves_plane (3, WAVES_AMPLITUDE);
  g_autoptr (SaffronTransform) start = identity ();
  g_autoptr (SaffronTransform) first = NULL;

  for (gsize k = 0; k < G_N_ELEMENTS (threads); k++)
    {
      SaffronDeformableOptions options = SAFFRON_DEFORMABLE_SERIAL;
      g_autoptr (SaffronJob) job = saffron_job_new ();
      g_autoptr (SaffronTransform) affine = NULL;
      g_autoptr (SaffronTransform) bent = NULL;

      saffron_job_set_threads (job, threads[k]);
      affine =
          saffron_affine_stage (r, m, start, &SAFFRON_AFFINE_STAGE, job, NULL);
      bent = saffron_deformable_symmetric (r, m, affine, &options, job, NULL);
      if (first == NULL)
        first = g_steal_pointer (&bent);
      else
        g_assert_true (saffron_transform_equal (first, bent));
    }
}

/* The processor time of the thread that works tells how far it is, and how much
 * it still did: the clock does not, on a machine that has other things to do.
 */
typedef struct {
  SaffronJob *job;
  clockid_t worker;
  gint64 begun, cancelled; /* its nanoseconds */
  int done;
} Cancel;

static gint64
nanoseconds (clockid_t clock)
{
  struct timespec now = { 0 };

  clock_gettime (clock, &now);
  return now.tv_sec * G_GINT64_CONSTANT (1000000000) + now.tv_nsec;
}

/* Cancels once the work has taken 10 ms, if it takes so long. */
static gpointer
cancel_in_the_middle (gpointer data)
{
  Cancel *cancel = data;

  while (!g_atomic_int_get (&cancel->done)
         && nanoseconds (cancel->worker) < cancel->begun + 10000000)
    g_thread_yield ();
  cancel->cancelled = nanoseconds (cancel->worker);
  saffron_job_cancel (cancel->job);
  return NULL;
}

static void
test_cancel_is_quick (void)
{
  g_autoptr (SaffronRegPlane) r = waves_plane (3, 0.0);
  g_autoptr (SaffronRegPlane) m = waves_plane (3, WAVES_AMPLITUDE);
  g_autoptr (SaffronTransform) start = identity ();

  for (int stage = 0; stage < 3; stage++)
    {
      g_autoptr (SaffronJob) job = saffron_job_new ();
      g_autoptr (GError) error = NULL;
      g_autoptr (SaffronTransform) result = NULL;
      SaffronDeformableOptions bend = SAFFRON_DEFORMABLE_SERIAL;
      SaffronAffineOptions affine = SAFFRON_AFFINE_STAGE;
      Cancel cancel = { .job = job };
      GThread *thread = NULL;
      gint64 ended;

      g_assert_cmpint (pthread_getcpuclockid (pthread_self (), &cancel.worker),
                       ==, 0);
      cancel.begun = cancel.cancelled = nanoseconds (cancel.worker);
      if (stage == 0)
        saffron_job_cancel (job);
      else
        thread = g_thread_new ("cancel", cancel_in_the_middle, &cancel);
      if (stage < 2)
        result = saffron_affine_stage (r, m, start, &affine, job, &error);
      else
        result = saffron_deformable (r, m, start, &bend, job, &error);
      /* The affine stage may have been done before it was cancelled. */
      if (result == NULL)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      else
        g_assert_cmpint (stage, ==, 1);
      ended = nanoseconds (cancel.worker);
      g_atomic_int_set (&cancel.done, 1);
      if (thread != NULL)
        g_thread_join (thread);
      g_assert_cmpint (ended - cancel.cancelled, <, 200000000);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/register/lncc/gradient/lattice", test_gradient_by_lattice);
  g_test_add_func ("/register/lncc/gradient/affine", test_gradient_by_affine);
  g_test_add_func ("/register/affine/found", test_affine_is_found);
  g_test_add_func ("/register/deformable/wave", test_wave_is_found);
  g_test_add_func ("/register/deformable/threads",
                   test_same_bits_on_any_threads);
  g_test_add_func ("/register/deformable/cancel", test_cancel_is_quick);
  return g_test_run ();
}
