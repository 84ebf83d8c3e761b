/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/machine.h"

#include <math.h>
#include <time.h>

#include "base/job.h"
#include "register/lncc.h"

/* The size of the test picture and the number of repetitions; the quickest one
 * counts. */
#define SIDE 160
#define REPEATS 8

/* Processor seconds that one evaluation takes on the machine that the estimates
 * were fitted on. */
#define USUAL_SECONDS 0.575e-3

static SaffronRegPlane *
make_plane (double phase)
{
  SaffronRegPlane *plane = g_new0 (SaffronRegPlane, 1);

  plane->downsample = 1.0;
  plane->intensity = saffron_plane_new (SIDE, SIDE);
  plane->weight = saffron_plane_new (SIDE, SIDE);
  plane->tissue = saffron_plane_new (SIDE, SIDE);
  saffron_plane_fill (plane->weight, 1.0f);
  saffron_plane_fill (plane->tissue, 1.0f);
  for (int y = 0; y < SIDE; y++)
    for (int x = 0; x < SIDE; x++)
      saffron_plane_row (plane->intensity, y)[x] =
          (float) (0.5 + 0.5 * sin (0.7 * x + phase) * cos (0.5 * y));
  return plane;
}

static double
now (void)
{
  struct timespec at = { 0 };

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &at);
  return (double) at.tv_sec + 1e-9 * (double) at.tv_nsec;
}

static double
measure (void)
{
  g_autoptr (SaffronRegPlane) reference = make_plane (0.0);
  g_autoptr (SaffronRegPlane) moving = make_plane (0.4);
  g_autoptr (SaffronJob) job = saffron_job_new ();
  g_autoptr (SaffronField) field = saffron_field_new (SIDE, SIDE, 8, TRUE);
  g_autoptr (SaffronField) gradient = saffron_field_new (SIDE, SIDE, 8, TRUE);
  g_autoptr (SaffronLncc) lncc = NULL;
  double best = INFINITY;

  saffron_job_set_threads (job, 1);
  lncc = saffron_lncc_new (reference, moving, &SAFFRON_AFFINE_IDENTITY, NULL,
                           NULL, 8, job);
  for (int i = 0; i < REPEATS; i++)
    {
      double started = now ();

      saffron_lncc_eval (lncc, field, gradient, job);
      best = MIN (best, now () - started);
    }
  return best;
}

double
saffron_machine_slowness (void)
{
  static gsize once = 0;
  static double slowness = 1.0;

  if (g_once_init_enter (&once))
    {
      slowness = CLAMP (measure () / USUAL_SECONDS, 0.05, 50.0);
      g_once_init_leave (&once, 1);
    }
  return slowness;
}
