/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/windows.h"

#include <math.h>

#include "base/median.h"
#include "quality/bending.h"
#include "quality/windows-csv.h"
#include "quality/worst.h"
#include "register/run-draft.h"
#include "register/synth-pair.h"

#define SIDE 640
#define UM 0.325
/* Where part of a slide is made empty, or lies wrong: a band at the left. */
#define BAND 220.0

typedef struct {
  SynthPair pair;
  SaffronRegPlane *planes[2];
} Case;

static void
case_clear (Case *c)
{
  synth_pair_clear (&c->pair);
  g_clear_pointer (&c->planes[0], saffron_reg_plane_free);
  g_clear_pointer (&c->planes[1], saffron_reg_plane_free);
}

static Case *
case_new (void)
{
  SaffronSynthOptions options = SAFFRON_SYNTH_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;
  Case *c = g_new0 (Case, 1);

  options.width = options.height = SIDE;
  options.n_channels = 1;
  options.seed = 5;
  options.rotation = (SaffronSynthRange){ 25.0, 25.0 };
  c->pair = synth_pair_new (&options, UM);
  for (int i = 0; i < 2; i++)
    {
      c->planes[i] = saffron_reg_plane_new (
          c->pair.slides[i], &c->pair.looks[i], 256, 16384, NULL, &error);
      g_assert_no_error (error);
    }
  return c;
}

/* The pair that most tests look at; nobody changes it. */
static const Case *
the_case (void)
{
  static Case *c;

  if (c == NULL)
    c = case_new ();
  return c;
}

/* A transform that lays each place where the truth lays another: one farther
 * by @x and @y, reference pixels, and in the band by @band more. */
static SaffronTransform *
wrong_by (const Case *c, double x, double y, double band)
{
  const SaffronTransform *truth = c->pair.truth;
  SaffronLattice *lattice = saffron_lattice_new (SIDE, SIDE, 32.0);
  gsize n = (gsize) lattice->n_x * (gsize) lattice->n_y;
  g_autofree double *u = g_new (double, n);
  g_autofree double *v = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    {
      SaffronRefPoint p = {
        lattice->x0 + lattice->spacing * (double) (i % (gsize) lattice->n_x),
        lattice->y0 + lattice->spacing * (double) (i / (gsize) lattice->n_x)
      };

      SaffronRefPoint shown = { p.x + x, p.y + y + (p.x < BAND ? band : 0.0) };

      saffron_transform_displace (truth, shown, &u[i], &v[i]);
      u[i] += shown.x - p.x;
      v[i] += shown.y - p.y;
    }
  saffron_lattice_fit (lattice, u, v);
  return saffron_transform_new (SIDE, SIDE,
                                saffron_transform_get_affine (truth), lattice);
}

/* (transfer full): a run of the same section with this transform (transfer
 * full). */
static SaffronRun *
run_of (SaffronTransform *transform, gboolean same_section)
{
  SaffronRunDraft *draft = saffron_run_draft_new ();
  GPtrArray *reasons = saffron_reasons_new ();

  draft->params = saffron_params_new ();
  draft->transform = transform;
  saffron_reasons_add (reasons,
                       same_section ? SAFFRON_REASON_SAME_SECTION_ASKED
                                    : SAFFRON_REASON_OTHER_SECTION_ASKED,
                       NULL, NULL);
  saffron_run_draft_add_stage (draft, "fine", TRUE, NAN, NAN, 0.0, reasons);
  return saffron_run_draft_finish (draft);
}

static SaffronWindows *
measure (const Case *c,
         SaffronTransform *transform,
         double tolerance,
         guint threads)
{
  const SaffronRegPlane *const planes[2] = { c->planes[0], c->planes[1] };
  g_autoptr (SaffronRun) run = run_of (transform, TRUE);
  g_autoptr (SaffronJob) job = saffron_job_new ();
  g_autoptr (GError) error = NULL;
  SaffronWindows *windows = NULL;

  saffron_job_set_threads (job, threads);
  saffron_job_begin_stage (job, "measuring", 0.0, 1.0);
  windows = saffron_windows_measure (c->pair.slides, c->pair.looks, planes, run,
                                     tolerance, job, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (saffron_job_get_progress (job, NULL), >, 0.99);
  return windows;
}

static double
median_of (const SaffronWindows *windows, gboolean in_y)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < windows->windows->len; i++)
    {
      const SaffronWindow *window =
          &g_array_index (windows->windows, SaffronWindow, i);
      double value = in_y ? window->dy : window->dx;

      if (isfinite (value))
        g_array_append_val (values, value);
    }
  return saffron_median (values);
}

static void
test_right (void)
{
  const Case *c = the_case ();
  g_autoptr (SaffronWindows) windows =
      measure (c, saffron_transform_ref (c->pair.truth), 0.0, 0);

  g_assert_true (windows->same_section);
  g_assert_cmpfloat_with_epsilon (windows->tolerance, 5.0 / UM, 1e-9);
  g_assert_cmpuint (windows->windows->len, >, 120);
  g_assert_cmpuint (windows->windows->len, <=, SAFFRON_WINDOWS_ABOUT);
  g_assert_cmpfloat (
      saffron_windows_quantile (windows, SAFFRON_WINDOW_ERROR, 0.5), <, 0.06);
  g_assert_cmpfloat (
      saffron_windows_quantile (windows, SAFFRON_WINDOW_ERROR, 0.9), <, 0.3);
  g_assert_cmpfloat (saffron_windows_share (windows, SAFFRON_WINDOW_AGREES), >,
                     0.97);
  /* The affine part alone is off by the bending. */
  g_assert_cmpfloat (
      saffron_windows_quantile (windows, SAFFRON_WINDOW_BEFORE, 0.5), >, 5.0);
}

/* What is pulled from too far right is shown too far left. */
static void
test_shifted (void)
{
  const Case *c = the_case ();
  g_autoptr (SaffronWindows) windows =
      measure (c, wrong_by (c, 3.25, -2.5, 0.0), 2.0, 0);

  g_assert_cmpfloat_with_epsilon (median_of (windows, FALSE), -3.25, 0.06);
  g_assert_cmpfloat_with_epsilon (median_of (windows, TRUE), 2.5, 0.06);
  g_assert_cmpfloat_with_epsilon (
      saffron_windows_quantile (windows, SAFFRON_WINDOW_ERROR, 0.5),
      hypot (3.25, 2.5), 0.06);
  g_assert_cmpfloat (saffron_windows_share (windows, SAFFRON_WINDOW_OFF), >,
                     0.95);
}

static void
test_uncertainty (void)
{
  const Case *c = the_case ();
  g_autoptr (SaffronWindows) windows =
      measure (c, wrong_by (c, 1.0, 0.5, 0.0), 0.0, 0);
  double inside = 0.0, all = 0.0;

  for (guint i = 0; i < windows->windows->len; i++)
    {
      const SaffronWindow *window =
          &g_array_index (windows->windows, SaffronWindow, i);

      if (!isfinite (window->error))
        continue;
      g_assert_cmpfloat (window->uncertainty, >, 0.0);
      inside += fabs (window->dx + 1.0) <= 2.0 * window->uncertainty;
      inside += fabs (window->dy + 0.5) <= 2.0 * window->uncertainty;
      all += 2.0;
    }
  g_assert_cmpfloat (inside / all, >, 0.88);
}

/* A band that lies far off is off, and is where it is worst; the rest
 * agrees. */
static void
test_lost_part (void)
{
  const Case *c = the_case ();
  g_autoptr (SaffronWindows) windows =
      measure (c, wrong_by (c, 0.0, 0.0, 110.0), 2.0, 0);
  g_autoptr (GArray) worst = saffron_worst_find (windows);
  double off = 0.0, band = 0.0, wrong = 0.0, rest = 0.0;

  for (guint i = 0; i < windows->windows->len; i++)
    {
      const SaffronWindow *window =
          &g_array_index (windows->windows, SaffronWindow, i);

      if (window->at.x < BAND - 60.0)
        {
          band += 1.0;
          off += window->class != SAFFRON_WINDOW_AGREES;
        }
      else if (window->at.x > BAND + 60.0)
        {
          rest += 1.0;
          wrong += window->class == SAFFRON_WINDOW_OFF;
        }
    }
  g_assert_cmpfloat (off, >, 0.95 * band);
  g_assert_cmpfloat (wrong, <, 0.03 * rest);
  g_assert_cmpuint (worst->len, >=, 5);
  for (guint i = 0; i < 5; i++)
    {
      guint index = g_array_index (worst, SaffronWorstPlace, i).window;
      const SaffronWindow *window =
          &g_array_index (windows->windows, SaffronWindow, index);

      g_assert_cmpfloat (window->at.x, <, BAND + 60.0);
    }
}

/* Tissue that the moving slide does not have is missing, not off. */
static void
test_missing (void)
{
  Case *c = case_new ();
  SaffronPlane *tissue = c->planes[1]->tissue;
  g_autoptr (SaffronWindows) windows = NULL;

  saffron_plane_fill (tissue, 0.0f);
  windows = measure (c, wrong_by (c, 0.0, 400.0, 0.0), 2.0, 0);
  g_assert_cmpfloat (saffron_windows_share (windows, SAFFRON_WINDOW_MISSING), >,
                     0.9);
  g_assert_cmpfloat (saffron_windows_share (windows, SAFFRON_WINDOW_OFF), <,
                     0.05);
  case_clear (c);
  g_free (c);
}

static void
test_threads (void)
{
  const Case *c = the_case ();
  g_autoptr (SaffronWindows) one =
      measure (c, wrong_by (c, 1.0, 0.5, 0.0), 0.0, 1);
  g_autoptr (SaffronWindows) five =
      measure (c, wrong_by (c, 1.0, 0.5, 0.0), 0.0, 5);
  g_autofree char *a = saffron_windows_to_csv (one);
  g_autofree char *b = saffron_windows_to_csv (five);

  g_assert_cmpstr (a, ==, b);
}

/* Windows of a grid of one row. */
static SaffronWindows *
row_of (const SaffronWindow *windows, int n)
{
  SaffronWindows *out = g_new0 (SaffronWindows, 1);

  out->windows = g_array_new (FALSE, TRUE, sizeof (SaffronWindow));
  out->pitch = 100.0;
  out->reach = 50.0;
  out->n_x = n;
  out->n_y = 1;
  out->at = g_new (int, n);
  g_array_append_vals (out->windows, windows, (guint) n);
  for (int i = 0; i < n; i++)
    {
      out->at[i] = i;
      g_array_index (out->windows, SaffronWindow, i).at =
          (SaffronRefPoint){ 50.0 + 100.0 * i, 50.0 };
    }
  return out;
}

/* Ranked by what is certain, times tissue; neighbours are one place. */
static void
test_worst (void)
{
  const SaffronWindow windows[] = {
    { .tissue = 1.0, .error = 5.0, .uncertainty = 0.1 },
    { .tissue = 1.0, .error = 6.0, .uncertainty = 0.1 },
    { .tissue = 1.0, .error = 4.0, .uncertainty = 3.0 },
    { .tissue = 0.5, .error = 8.0, .uncertainty = 0.5 },
    { .tissue = 1.0, .error = 0.2, .uncertainty = 0.01 },
    { .class = SAFFRON_WINDOW_OFF, .tissue = 0.5, .error = NAN },
    { .class = SAFFRON_WINDOW_UNKNOWN, .tissue = 1.0, .error = NAN },
  };
  g_autoptr (SaffronWindows) row = row_of (windows, G_N_ELEMENTS (windows));
  g_autoptr (GArray) worst = saffron_worst_find (row);
  const guint order[] = { 5, 1, 3 };

  g_assert_cmpuint (worst->len, ==, 3);
  for (guint i = 0; i < worst->len; i++)
    g_assert_cmpuint (g_array_index (worst, SaffronWorstPlace, i).window, ==,
                      order[i]);
  g_assert_cmpfloat_with_epsilon (
      g_array_index (worst, SaffronWorstPlace, 0).badness, 25.0, 1e-9);
}

static void
test_csv (void)
{
  const SaffronWindow windows[] = {
    { .tissue = 1.0,
      .error = 5.0,
      .uncertainty = 0.25,
      .dx = 3.0,
      .dy = -4.0,
      .before = 7.0,
      .consistency = 0.125,
      .likeness = 0.5,
      .chance = 0.25,
      .piece = 2 },
    { .class = SAFFRON_WINDOW_MISSING,
      .tissue = 0.5,
      .error = NAN,
      .uncertainty = NAN,
      .dx = NAN,
      .dy = NAN,
      .before = NAN,
      .consistency = NAN },
  };
  g_autoptr (SaffronWindows) row = row_of (windows, G_N_ELEMENTS (windows));
  g_autofree char *text = saffron_windows_to_csv (row);

  g_assert_cmpstr (
      text, ==,
      "x,y,error_px,uncertainty_px,class,likeness,chance,piece,dx_px,dy_px,"
      "before_px,consistency_px,tissue\n"
      "50.0,50.0,5.000,0.250,agrees,0.5000,0.2500,2,3.000,-4.000,7.000,0.125,"
      "1.000\n"
      "150.0,50.0,,,missing,0.0000,0.0000,0,,,,,0.500\n");
}

/* A lattice that stretches x by a tenth everywhere. */
static void
test_bending (void)
{
  const SaffronWindow windows[] = { { .tissue = 1.0 }, { .tissue = 1.0 } };
  g_autoptr (SaffronWindows) row = row_of (windows, G_N_ELEMENTS (windows));
  SaffronLattice *lattice = saffron_lattice_new (200.0, 100.0, 20.0);
  gsize n = (gsize) lattice->n_x * (gsize) lattice->n_y;
  g_autofree double *u = g_new0 (double, n);
  g_autofree double *v = g_new0 (double, n);
  g_autoptr (SaffronTransform) transform = NULL;
  g_autoptr (GArray) all = NULL;
  const SaffronBending *bending = NULL;

  for (gsize i = 0; i < n; i++)
    u[i] = 0.1
           * (lattice->x0
              + lattice->spacing * (double) (i % (gsize) lattice->n_x));
  saffron_lattice_fit (lattice, u, v);
  transform =
      saffron_transform_new (200.0, 100.0, &SAFFRON_AFFINE_IDENTITY, lattice);
  all = saffron_bending_measure (transform, row);
  g_assert_cmpuint (all->len, ==, 1);
  bending = &g_array_index (all, SaffronBending, 0);
  g_assert_cmpfloat_with_epsilon (bending->tissue, 1.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (bending->min_jacobian, 1.1, 0.01);
  g_assert_cmpfloat_with_epsilon (bending->strain, 0.1, 0.01);
  g_assert_cmpfloat_with_epsilon (bending->folded, 0.0, 1e-9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/windows/right", test_right);
  g_test_add_func ("/windows/shifted", test_shifted);
  g_test_add_func ("/windows/uncertainty", test_uncertainty);
  g_test_add_func ("/windows/lost-part", test_lost_part);
  g_test_add_func ("/windows/missing", test_missing);
  g_test_add_func ("/windows/threads", test_threads);
  g_test_add_func ("/windows/worst", test_worst);
  g_test_add_func ("/windows/csv", test_csv);
  g_test_add_func ("/windows/bending", test_bending);
  return g_test_run ();
}
