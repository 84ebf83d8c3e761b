/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/loop.h"

#include <math.h>

#include "register/run-draft.h"
#include "register/synth-pair.h"

#define SIDE 512
/* By how much the second run lays its slide wrong, reference pixels. */
#define X 2.5
#define Y -1.5

/* One moving slide of the pair, registered twice. */
typedef struct {
  SynthPair pair;
  SaffronRun *runs[2];
  SaffronWindows *windows[2];
} Case;

/* (transfer full): a run that lays what the truth lays at (x, y) at (x + @x, y
 * + @y). */
static SaffronRun *
run_off_by (const SynthPair *pair, double x, double y)
{
  SaffronRunDraft *draft = saffron_run_draft_new ();
  GPtrArray *reasons = saffron_reasons_new ();
  SaffronLattice *lattice = saffron_lattice_new (SIDE, SIDE, 32.0);
  gsize n = (gsize) lattice->n_x * (gsize) lattice->n_y;
  g_autofree double *u = g_new (double, n);
  g_autofree double *v = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    {
      SaffronRefPoint p = {
        lattice->x0 + lattice->spacing * (double) (i % (gsize) lattice->n_x)
            - x,
        lattice->y0 + lattice->spacing * (double) (i / (gsize) lattice->n_x) - y
      };

      saffron_transform_displace (pair->truth, p, &u[i], &v[i]);
      u[i] -= x;
      v[i] -= y;
    }
  saffron_lattice_fit (lattice, u, v);
  draft->params = saffron_params_new ();
  draft->transform = saffron_transform_new (
      SIDE, SIDE, saffron_transform_get_affine (pair->truth), lattice);
  saffron_reasons_add (reasons, SAFFRON_REASON_SAME_SECTION_ASKED, NULL, NULL);
  saffron_run_draft_add_stage (draft, "fine", TRUE, NAN, NAN, 0.0, reasons);
  return saffron_run_draft_finish (draft);
}

static SaffronWindows *
measure (const SynthPair *pair, SaffronRun *run)
{
  g_autoptr (GError) error = NULL;
  SaffronRegPlane *planes[2];
  SaffronWindows *windows = NULL;

  for (int i = 0; i < 2; i++)
    planes[i] = saffron_reg_plane_new (pair->slides[i], &pair->looks[i], 256,
                                       16384, NULL, &error);
  windows = saffron_windows_measure (pair->slides, pair->looks,
                                     (const SaffronRegPlane *const *) planes,
                                     run, 0.0, NULL, &error);
  g_assert_no_error (error);
  saffron_reg_plane_free (planes[0]);
  saffron_reg_plane_free (planes[1]);
  return windows;
}

/* Nobody changes it. */
static const Case *
the_case (void)
{
  SaffronSynthOptions options = SAFFRON_SYNTH_OPTIONS_INIT;
  static Case *c;

  if (c != NULL)
    return c;
  c = g_new0 (Case, 1);
  options.width = options.height = SIDE;
  options.n_channels = 1;
  options.seed = 5;
  c->pair = synth_pair_new (&options, 0.325);
  c->runs[0] = run_off_by (&c->pair, 0.0, 0.0);
  c->runs[1] = run_off_by (&c->pair, X, Y);
  for (int i = 0; i < 2; i++)
    c->windows[i] = measure (&c->pair, c->runs[i]);
  return c;
}

/* @second: (element-type SaffronWindow): what was measured of the second run */
static SaffronLoop
loop_of (GArray *second, guint threads)
{
  const Case *c = the_case ();
  SaffronWindows windows = *c->windows[1];
  const SaffronLoopSide sides[2] = {
    { c->pair.slides[1], &c->pair.looks[1], c->runs[0], c->windows[0] },
    { c->pair.slides[1], &c->pair.looks[1], c->runs[1], &windows },
  };
  g_autoptr (SaffronJob) job = saffron_job_new ();
  g_autoptr (GError) error = NULL;
  SaffronLoop loop;

  windows.windows = second;
  saffron_job_set_threads (job, threads);
  saffron_job_begin_stage (job, "comparing", 0.0, 1.0);
  g_assert_true (saffron_loop_measure (sides, job, &loop, &error));
  g_assert_no_error (error);
  return loop;
}

/* The loop closes, though one of its runs is wrong; and the slides lie apart by
 * that. */
static void
test_closes (void)
{
  GArray *second = the_case ()->windows[1]->windows;
  SaffronLoop loop = loop_of (second, 1);
  SaffronLoop other = loop_of (second, 4);

  g_assert_cmpuint (loop.n, >, 50);
  g_assert_cmpuint (loop.n, <=, SAFFRON_LOOP_PLACES);
  g_assert_cmpfloat_with_epsilon (loop.apart_median, hypot (X, Y), 0.05);
  g_assert_cmpfloat (loop.closure_median, <, 0.1);
  g_assert_cmpfloat (loop.closure_p90, <, 0.4);
  g_assert_cmpuint (loop.n, ==, other.n);
  g_assert_cmpfloat (loop.apart_median, ==, other.apart_median);
  g_assert_cmpfloat (loop.apart_p90, ==, other.apart_p90);
  g_assert_cmpfloat (loop.closure_median, ==, other.closure_median);
  g_assert_cmpfloat (loop.closure_p90, ==, other.closure_p90);
}

/* A measurement that is wrong shows: the loop stays open by it. */
static void
test_open (void)
{
  g_autoptr (GArray) second = g_array_copy (the_case ()->windows[1]->windows);
  SaffronLoop loop;

  for (guint i = 0; i < second->len; i++)
    g_array_index (second, SaffronWindow, i).dx += 3.0;
  loop = loop_of (second, 0);
  g_assert_cmpfloat_with_epsilon (loop.closure_median, 3.0, 0.15);
}

/* Where nothing was measured in both, nothing is said. */
static void
test_nothing (void)
{
  g_autoptr (GArray) second = g_array_copy (the_case ()->windows[1]->windows);
  SaffronLoop loop;

  for (guint i = 0; i < second->len; i++)
    g_array_index (second, SaffronWindow, i).error = NAN;
  loop = loop_of (second, 0);
  g_assert_cmpuint (loop.n, ==, 0);
  g_assert_true (isnan (loop.apart_median));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/loop/closes", test_closes);
  g_test_add_func ("/loop/open", test_open);
  g_test_add_func ("/loop/nothing", test_nothing);
  return g_test_run ();
}
