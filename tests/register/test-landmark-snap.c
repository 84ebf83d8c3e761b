/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/landmark-snap.h"

#include <math.h>

#include "base/error.h"
#include "register/synth-pair.h"

/* Of the reference; places are this far from its border. */
#define SIDE 1000
#define INSIDE 150.0
/* How far an end is off, pixels. */
#define LEAST_OFF 3.0
#define MOST_OFF 15.0

static SynthPair
pair_new (SaffronSynthKind kind, gboolean serial, guint64 seed)
{
  SaffronSynthOptions options = SAFFRON_SYNTH_OPTIONS_INIT;

  options.width = options.height = SIDE;
  options.n_channels = 1;
  options.seed = seed;
  options.kind = kind;
  options.serial = serial;
  options.rotation = (SaffronSynthRange){ 25.0, 25.0 };
  return synth_pair_new (&options, 0.0);
}

static SaffronSnapInput
input_at (const SynthPair *pair, SaffronRefPoint p, SaffronSnapEnd end)
{
  return (SaffronSnapInput){
    .slides = { pair->slides[0], pair->slides[1] },
    .looks = { pair->looks[0], pair->looks[1] },
    .transform = pair->truth,
    .reference = p,
    .moving = saffron_synth_pull (pair->synth, 1, p),
    .end = end,
  };
}

static SaffronSnap
snap (const SaffronSnapInput *input)
{
  g_autoptr (GError) error = NULL;
  SaffronSnap out;

  saffron_landmark_snap (input, NULL, &out, &error);
  g_assert_no_error (error);
  if (out.outcome != SAFFRON_SNAP_FOUND || input->end == SAFFRON_SNAP_REFERENCE)
    g_assert_cmpmem (&out.moving, sizeof out.moving, &input->moving,
                     sizeof input->moving);
  if (out.outcome != SAFFRON_SNAP_FOUND || input->end == SAFFRON_SNAP_MOVING)
    g_assert_cmpmem (&out.reference, sizeof out.reference, &input->reference,
                     sizeof input->reference);
  return out;
}

/* How places were snapped whose end was some pixels off. Those near the border
 * are left out. */
typedef struct {
  int n, found, near, within;
} Tally;

/* Each of the moved end's, level-0 pixels of its slide. */
static double
distance (const SaffronSnap *snap, const SaffronSnapInput *truth)
{
  if (truth->end == SAFFRON_SNAP_REFERENCE)
    return hypot (snap->reference.x - truth->reference.x,
                  snap->reference.y - truth->reference.y);
  return hypot (snap->moving.x - truth->moving.x,
                snap->moving.y - truth->moving.y);
}

static Tally
try_places (const SynthPair *pair, SaffronSnapEnd end, double reach)
{
  const SaffronRefPoint *points = saffron_synth_get_points (pair->synth);
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  Tally tally = { 0 };

  for (int i = 0; i < SAFFRON_SYNTH_POINTS; i += 20)
    {
      const SaffronRefPoint *p = &points[i];
      double angle = g_rand_double_range (rand, 0.0, 2.0 * G_PI);
      double off = g_rand_double_range (rand, LEAST_OFF, MOST_OFF);
      SaffronSnapInput truth = input_at (pair, *p, end), input = truth;
      SaffronSnap out;

      if (p->x < INSIDE || p->y < INSIDE || p->x > SIDE - INSIDE
          || p->y > SIDE - INSIDE)
        continue;
      if (end == SAFFRON_SNAP_MOVING)
        input.moving = (SaffronMovPoint){ truth.moving.x + off * cos (angle),
                                          truth.moving.y + off * sin (angle) };
      else
        input.reference = (SaffronRefPoint){ p->x + off * cos (angle),
                                             p->y + off * sin (angle) };
      input.reach = reach;
      out = snap (&input);
      if (out.outcome == SAFFRON_SNAP_OUTSIDE)
        continue;
      tally.n++;
      tally.found += out.outcome == SAFFRON_SNAP_FOUND;
      if (out.outcome != SAFFRON_SNAP_FOUND)
        continue;
      tally.within += distance (&out, &truth) <= 0.5;
      tally.near += distance (&out, &truth) <= 2.0;
      g_assert_cmpfloat (out.score, >, out.rival);
      g_assert_cmpfloat (out.score, >, out.chance);
    }
  g_test_message ("%d places, %d snapped, %d within 2 px, %d within 0.5 px",
                  tally.n, tally.found, tally.near, tally.within);
  g_assert_cmpint (tally.n, >=, 15);
  return tally;
}

/* Both ends find back to within half a pixel in at least 95 % of the places,
 * and nothing is snapped to anywhere else. */
static void
assert_exact (const SynthPair *pair, double reach)
{
  for (int end = 0; end < 2; end++)
    {
      Tally tally = try_places (pair, end, reach);

      g_assert_cmpint (tally.within, >=, tally.n * 95 / 100);
      g_assert_cmpint (tally.near, ==, tally.found);
    }
}

static void
test_fluorescence (void)
{
  g_auto (SynthPair) pair = pair_new (SAFFRON_SYNTH_FLUORESCENCE, FALSE, 1);

  assert_exact (&pair, 0.0);
  assert_exact (&pair, 120.0);
}

static void
test_brightfield (void)
{
  g_auto (SynthPair) pair = pair_new (SAFFRON_SYNTH_HE, FALSE, 1);

  assert_exact (&pair, 0.0);
}

/* DAPI against the haematoxylin of H&E. */
static void
test_across_stains (void)
{
  g_auto (SynthPair) pair = pair_new (SAFFRON_SYNTH_MIXED, FALSE, 1);

  g_assert_cmpint (pair.looks[0].kind, ==, SAFFRON_LOOK_INTENSITY);
  g_assert_cmpint (pair.looks[1].kind, ==, SAFFRON_LOOK_HEMATOXYLIN);
  assert_exact (&pair, 0.0);
}

/* A neighbouring section has three in ten nuclei. */
static void
test_serial (void)
{
  g_auto (SynthPair) pair = pair_new (SAFFRON_SYNTH_HE, TRUE, 1);
  Tally tally = try_places (&pair, SAFFRON_SNAP_MOVING, 0.0);

  g_assert_cmpint (tally.found, >=, tally.n * 8 / 10);
  g_assert_cmpint (tally.near, >=, tally.found * 9 / 10);
}

/* Of another tissue, nothing is snapped to. */
static void
test_unrelated (void)
{
  g_auto (SynthPair) pair = pair_new (SAFFRON_SYNTH_HE, FALSE, 1);
  g_auto (SynthPair) other = pair_new (SAFFRON_SYNTH_HE, FALSE, 2);
  SaffronSlide *swap = pair.slides[1];

  pair.slides[1] = other.slides[1];
  other.slides[1] = swap;
  for (int end = 0; end < 2; end++)
    g_assert_cmpint (try_places (&pair, end, 0.0).found, ==, 0);
  g_assert_cmpint (try_places (&pair, SAFFRON_SNAP_MOVING, 120.0).found, ==, 0);
}

/* A picture of noise around @dark, which is @light on one side of a slanting
 * line. */
static SaffronSlide *
edge_slide (double dark, double light, guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  MemorySlide spec = {
    .kind = SAFFRON_SLIDE_FLUORESCENCE,
    .n_channels = 1,
    .names = { "DAPI" },
    .rasters = { saffron_raster_new (SIDE, SIDE, 1, SAFFRON_SAMPLE_U8) },
  };

  for (int y = 0; y < SIDE; y++)
    for (int x = 0; x < SIDE; x++)
      spec.rasters[0]->data[spec.rasters[0]->stride * y + x] =
          (guint8) ((3 * x + y > 2 * SIDE ? light : dark)
                    + g_rand_double_range (rand, -8.0, 8.0));
  return memory_slide_new (&spec);
}

/* What lies in the middle of two slides of this kind. */
static SaffronSnap
snap_edges (double dark, double light)
{
  g_autoptr (SaffronTransform) same =
      saffron_transform_new (SIDE, SIDE, &SAFFRON_AFFINE_IDENTITY, NULL);
  SaffronLook look = { .kind = SAFFRON_LOOK_INTENSITY };
  SaffronSnapInput input = {
    .slides = { edge_slide (dark, light, 1), edge_slide (dark, light, 2) },
    .looks = { look, look },
    .transform = same,
    .reference = { SIDE / 2.0, SIDE / 2.0 },
    .moving = { SIDE / 2.0 + 5.0, SIDE / 2.0 },
  };
  SaffronSnap out = snap (&input);

  g_object_unref (input.slides[0]);
  g_object_unref (input.slides[1]);
  return out;
}

/* Background and tissue without structure. */
static void
test_flat (void)
{
  g_assert_cmpint (snap_edges (12.0, 12.0).outcome, ==, SAFFRON_SNAP_FLAT);
  g_assert_cmpint (snap_edges (120.0, 120.0).outcome, ==, SAFFRON_SNAP_FLAT);
}

/* An edge says nothing of where along it a place is. */
static void
test_edge (void)
{
  SaffronSnap out = snap_edges (40.0, 160.0);

  g_assert_cmpint (out.outcome, ==, SAFFRON_SNAP_AMBIGUOUS);
  g_assert_cmpfloat (out.score, >, 0.5);
}

/* At the border of the search area, beyond it, and beyond the slide. */
static void
test_reach (void)
{
  g_auto (SynthPair) pair = pair_new (SAFFRON_SYNTH_FLUORESCENCE, FALSE, 1);
  SaffronRefPoint p = { SIDE / 2.0, SIDE / 2.0 };
  SaffronSnapInput input = input_at (&pair, p, SAFFRON_SNAP_REFERENCE);

  g_assert_cmpint (snap (&input).outcome, ==, SAFFRON_SNAP_FOUND);
  input.reference.x = p.x + SAFFRON_SNAP_LEAST_REACH;
  g_assert_cmpint (snap (&input).outcome, ==, SAFFRON_SNAP_FAR);
  input.reference.x = p.x + 2.0 * SAFFRON_SNAP_LEAST_REACH;
  g_assert_cmpint (snap (&input).outcome, ==, SAFFRON_SNAP_UNLIKE);
  input = input_at (&pair, (SaffronRefPoint){ 4.0, 4.0 }, SAFFRON_SNAP_MOVING);
  g_assert_cmpint (snap (&input).outcome, ==, SAFFRON_SNAP_OUTSIDE);
  input = input_at (&pair, (SaffronRefPoint){ -9e4, 2e5 }, SAFFRON_SNAP_MOVING);
  g_assert_cmpint (snap (&input).outcome, ==, SAFFRON_SNAP_OUTSIDE);
}

static void
test_errors (void)
{
  g_auto (SynthPair) pair = pair_new (SAFFRON_SYNTH_FLUORESCENCE, FALSE, 1);
  SaffronSnapInput input =
      input_at (&pair, (SaffronRefPoint){ 500.0, 500.0 }, SAFFRON_SNAP_MOVING);
  g_autoptr (SaffronJob) job = saffron_job_new ();
  g_autoptr (GError) error = NULL;
  SaffronSnap out;

  saffron_job_cancel (job);
  g_assert_false (saffron_landmark_snap (&input, job, &out, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  input.looks[1].channel = 7;
  g_assert_false (saffron_landmark_snap (&input, NULL, &out, &error));
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/register/landmark-snap/fluorescence", test_fluorescence);
  g_test_add_func ("/register/landmark-snap/brightfield", test_brightfield);
  g_test_add_func ("/register/landmark-snap/across-stains", test_across_stains);
  g_test_add_func ("/register/landmark-snap/serial", test_serial);
  g_test_add_func ("/register/landmark-snap/unrelated", test_unrelated);
  g_test_add_func ("/register/landmark-snap/flat", test_flat);
  g_test_add_func ("/register/landmark-snap/edge", test_edge);
  g_test_add_func ("/register/landmark-snap/reach", test_reach);
  g_test_add_func ("/register/landmark-snap/errors", test_errors);
  return g_test_run ();
}
