/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/loop.h"

#include <math.h>
#include <string.h>

#include "quality/loop-finding.h"
#include "quality/quality-words.h"
#include "quality/words.h"
#include "register/run-draft.h"
#include "register/synth-pair.h"
#include "session/runs.h"

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
  g_assert_cmpint (saffron_loop_get_state (&loop), ==, SAFFRON_LOOP_CLOSED);
  g_assert_null (saffron_loop_to_reason (&loop, "other"));
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
  /* Within the tolerance, which is larger: closed. */
  g_assert_cmpfloat (loop.tolerance, ==, the_case ()->windows[0]->tolerance);
  g_assert_cmpfloat (loop.tolerance, >, 4.0);
  g_assert_cmpint (saffron_loop_get_state (&loop), ==, SAFFRON_LOOP_CLOSED);
}

/* A measurement that is wrong by more than the tolerance speaks against the
 * slide, unless it is of a few places only. */
static void
test_reason (void)
{
  g_autoptr (GArray) second = g_array_copy (the_case ()->windows[1]->windows);
  double far = the_case ()->windows[0]->tolerance + 3.0;
  g_autoptr (SaffronReason) reason = NULL;
  SaffronLoop loop;

  for (guint i = 0; i < second->len; i++)
    g_array_index (second, SaffronWindow, i).dx += far;
  loop = loop_of (second, 0);
  g_assert_cmpint (saffron_loop_get_state (&loop), ==, SAFFRON_LOOP_OPEN);
  reason = saffron_loop_to_reason (&loop, "other");
  g_assert_cmpint (reason->code, ==, SAFFRON_REASON_LOOP_OPEN);
  g_assert_cmpint (reason->stance, ==, SAFFRON_STANCE_AGAINST);
  g_assert_cmpfloat_with_epsilon (reason->numbers[0], far, 0.15);
  g_assert_cmpfloat (reason->numbers[1], ==, loop.tolerance);
  g_assert_cmpfloat (reason->numbers[2], ==, loop.n);
  g_assert_cmpstr (reason->text, ==, "other");
  loop.n = SAFFRON_LOOP_FEW - 1;
  g_assert_cmpint (saffron_loop_get_state (&loop), ==, SAFFRON_LOOP_UNKNOWN);
  g_assert_null (saffron_loop_to_reason (&loop, "other"));
}

/* Of such a state. */
static SaffronLoop
loop_like (char sign)
{
  return (SaffronLoop){ .n = sign == '?' ? SAFFRON_LOOP_FEW - 1 : 100,
                        .closure_median = sign == '#' ? 12.3 : 1.0,
                        .tolerance = 5.0 };
}

/* See assert_found(). */
static guint
list_pairs (const char *loops, char ring, SaffronLoopPair *pairs)
{
  guint n = (guint) strlen (loops);

  for (guint i = 0; i < n; i++)
    pairs[i] = (SaffronLoopPair){ { i, i + 1 }, loop_like (loops[i]) };
  if (n < 2)
    return n;
  pairs[n] = (SaffronLoopPair){ { 0, n }, loop_like (ring) };
  return n + 1;
}

/* "?": unknown, "=": closed, "#": open; the loops of slide 0 with 1, of 1 with
 * 2 … @ring: that of the last with the first. @words: what is found: "1" or
 * "0,1", and its loops */
static void
assert_found (const char *loops, char ring, const char *words)
{
  SaffronLoopPair pairs[8];
  guint n = list_pairs (loops, ring, pairs);
  g_autoptr (GArray) findings = NULL;
  g_autoptr (GString) found = g_string_new (NULL);

  findings = saffron_loop_findings (pairs, n);
  for (guint i = 0; i < findings->len; i++)
    {
      const SaffronLoopFinding *f =
          &g_array_index (findings, SaffronLoopFinding, i);

      g_string_append_printf (found, "%s%u", i > 0 ? " " : "", f->slides[0]);
      if (f->n_slides == 2)
        g_string_append_printf (found, ",%u", f->slides[1]);
      g_string_append_printf (found, ":%u", f->n_loops);
    }
  g_assert_cmpstr (found->str, ==, words);
}

/* The slide is named without which no loop stays open; two, where nothing tells
 * which of them it is. */
static void
test_findings (void)
{
  assert_found ("", '#', "");
  assert_found ("===", '?', "");
  assert_found ("=?=", '?', "");
  assert_found ("#", '#', "0,1:1");
  assert_found ("#=", '?', "0:1");
  assert_found ("=#", '?', "2:1");
  assert_found ("##", '?', "1:2");
  assert_found ("=##=", '?', "2:2");
  assert_found ("=#=", '?', "1,2:1");
  assert_found ("?#?", '?', "1,2:1");
  assert_found ("##==##", '?', "1:2 5:2");
  /* The ring tells the wrong one of two, also at either end. */
  assert_found ("==", '=', "");
  assert_found ("#=", '#', "0:2");
  assert_found ("=#", '#', "2:2");
  assert_found ("##", '=', "1:2");
  assert_found ("==", '#', "0,2:1");
  assert_found ("##", '#', "0,1:1 1,2:1 0,2:1");
}

/* The slide that is named is not verified, and says over which slide the ring
 * stays open; those beside it keep their verdict. */
static void
test_judge (void)
{
  static const char *const names[] = { "a", "b", "c" };
  SaffronLoopPair pairs[8];
  guint n = list_pairs ("##", '=', pairs);
  g_autoptr (GArray) findings = saffron_loop_findings (pairs, n);
  g_autofree gboolean *named = saffron_loop_named (findings, 3);
  SaffronRunDraft *draft = test_run_draft_new (10.0);
  g_autoptr (SaffronRun) run = NULL;

  draft->verified = TRUE;
  run = saffron_run_draft_finish (draft);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (SaffronRun) judged = NULL;
      g_autofree char *why = NULL;

      g_assert_cmpint (named[i], ==, i == 1);
      if (!named[i])
        continue;
      judged = saffron_loop_judge (run, i, pairs, n, names);
      g_assert_cmpint (saffron_run_get_state (judged), ==,
                       SAFFRON_RUN_UNVERIFIED);
      g_assert_cmpuint (judged->reasons->len, ==, run->reasons->len + 2);
      g_assert_true (judged->transform == run->transform);
      why =
          saffron_reason_to_words (saffron_reasons_get_main (judged->reasons));
      g_assert_true (
          g_str_has_prefix (why, "the loop over a does not close: by 12.3 px"));
    }
  g_assert_cmpint (saffron_run_get_state (run), ==, SAFFRON_RUN_VERIFIED);
}

static void
test_finding_words (void)
{
  static const char *const names[] = { "a.tif", "b.tif", "c.tif" };
  const SaffronLoopFinding one = { { 2 }, 1, 2 }, two = { { 0, 1 }, 2, 1 };
  g_autofree char *sure = saffron_loop_finding_to_words (&one, names);
  g_autofree char *either = saffron_loop_finding_to_words (&two, names);

  g_assert_cmpstr (sure, ==,
                   "c.tif does not lie as the slides beside it say: 2 loops "
                   "over it do not close");
  g_assert_cmpstr (either, ==,
                   "a.tif and b.tif contradict each other: the loop over both "
                   "does not close, and nothing tells which of them is wrong");
}

/* The loop with a slide takes the place of the one with it, or of the oldest;
 * an open one is told. */
static void
test_set (void)
{
  SaffronQuality quality = { .um_x = 0.5, .um_y = 0.5 };
  SaffronLoop closed = { 100, 0.5, 1.0, 0.25, 0.5, 5.0 };
  SaffronLoop wide = { 100, 9.0, 9.0, 8.0, 9.0, 5.0 };
  gboolean open = TRUE;
  g_autofree char *none = saffron_quality_loops_to_words (&quality, &open);
  g_autofree char *one = NULL, *two = NULL;

  g_assert_null (none);
  g_assert_false (open);
  saffron_quality_set_loop (&quality, "a", &wide);
  saffron_quality_set_loop (&quality, "b", &closed);
  saffron_quality_set_loop (&quality, "a", &closed);
  g_assert_cmpstr (quality.loops[0].with, ==, "a");
  one = saffron_quality_loops_to_words (&quality, &open);
  g_assert_false (open);
  g_assert_true (g_str_has_prefix (one, "a: "));
  saffron_quality_set_loop (&quality, "c", &wide);
  g_assert_cmpstr (quality.loops[0].with, ==, "b");
  g_assert_cmpstr (quality.loops[1].with, ==, "c");
  two = saffron_quality_loops_to_words (&quality, &open);
  g_assert_true (open);
  g_assert_nonnull (strstr (two, "\nc: "));
  g_assert_nonnull (strstr (two, "contradict"));
  for (int i = 0; i < SAFFRON_QUALITY_LOOPS; i++)
    g_free (quality.loops[i].with);
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
  g_test_add_func ("/loop/reason", test_reason);
  g_test_add_func ("/loop/findings", test_findings);
  g_test_add_func ("/loop/judge", test_judge);
  g_test_add_func ("/loop/set", test_set);
  g_test_add_func ("/loop/finding-words", test_finding_words);
  g_test_add_func ("/loop/nothing", test_nothing);
  return g_test_run ();
}
