/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/start.h"

#include <math.h>

#include "base/error.h"
#include "register/coarse-start.h"
#include "register/memory-slide.h"
#include "register/pipeline.h"
#include "register/blobs.h"
#include "transform/tre.h"
#include "view/fake-slide.h"

/* How far a person is off: share of the diagonal, and degrees. */
#define OFF 0.05
#define OFF_TURN 8.0

#define SIDE 512

typedef struct {
  SaffronSynth *synth;
  SaffronSlide *slides[2];
} Pair;

static void
pair_init (Pair *pair, double rotation, gboolean mirror, guint64 seed)
{
  SaffronSynthOptions options = SAFFRON_SYNTH_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;

  options.width = options.height = SIDE;
  options.n_channels = 1;
  options.seed = seed;
  options.mirror = mirror;
  options.rotation = (SaffronSynthRange){ rotation, rotation };
  options.scale = (SaffronSynthRange){ 1.02, 1.02 };
  options.amplitude = (SaffronSynthRange){ 0.3, 0.6 };
  pair->synth = saffron_synth_new (&options, &error);
  g_assert_no_error (error);
  for (int i = 0; i < 2; i++)
    pair->slides[i] = memory_slide_of_synth (pair->synth, i);
}

static void
pair_clear (Pair *pair)
{
  g_object_unref (pair->slides[0]);
  g_object_unref (pair->slides[1]);
  saffron_synth_free (pair->synth);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pair, pair_clear)

/* The truth as a person lays it, who sees no scale. */
static SaffronAffine
lay_roughly (const Pair *pair, double direction)
{
  SaffronAffine start = saffron_synth_get_truth (pair->synth, 1)->inverse;
  SaffronRefPoint centre = saffron_start_centre (&start, pair->slides[1]);
  double off = OFF * hypot (SIDE, SIDE);

  saffron_start_turn (&start, 1.0, centre, OFF_TURN);
  saffron_start_shift (&start, off * cos (direction), off * sin (direction));
  return start;
}

static SaffronRun *
register_pair (Pair *pair, const SaffronAffine *by_hand)
{
  g_autoptr (SaffronParams) params = saffron_params_new ();
  SaffronRegisterOptions options = { .params = params, .by_hand = by_hand };
  g_autoptr (GError) error = NULL;
  SaffronRun *run = NULL;

  g_assert_true (saffron_params_set (params, "rotation_range", "5", NULL));
  g_assert_true (saffron_params_set (params, "deformable", "false", NULL));
  g_assert_true (saffron_params_set (params, "pieces", "false", NULL));
  run = saffron_register (pair->slides[0], pair->slides[1], &options, NULL,
                          &error);
  g_assert_no_error (error);
  return run;
}

static double
median_error (const Pair *pair, const SaffronRun *run)
{
  const SaffronRefPoint *points = saffron_synth_get_points (pair->synth);
  double errors[SAFFRON_SYNTH_POINTS];

  for (int i = 0; i < SAFFRON_SYNTH_POINTS; i++)
    {
      SaffronMovPoint is = saffron_transform_pull (run->transform, points[i]);
      SaffronMovPoint should = saffron_synth_pull (pair->synth, 1, points[i]);

      errors[i] = hypot (is.x - should.x, is.y - should.y);
    }
  return saffron_tre_stats (errors, SAFFRON_SYNTH_POINTS).median;
}

static gboolean
coarse_says (const SaffronRun *run, SaffronReasonCode code)
{
  for (guint i = 0; i < run->stages->len; i++)
    {
      const SaffronStageRecord *record =
          &g_array_index (run->stages, SaffronStageRecord, i);

      if (g_str_equal (record->name, "coarse"))
        return saffron_reasons_find (record->reasons, code) != NULL;
    }
  return FALSE;
}

/* Turned slides, and one face down, of which the search may try no more than
 * 5°: only a person finds how they lie. */
static void
test_turned (void)
{
  static const struct {
    double rotation, direction;
    gboolean mirror;
  } cases[] = {
    { 93.0, 0.3, FALSE },
    { 180.0, 2.0, FALSE },
    { -96.0, 4.0, FALSE },
    { 120.0, 5.5, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Pair) pair = { 0 };
      g_autoptr (SaffronRun) alone = NULL;
      g_autoptr (SaffronRun) run = NULL;
      SaffronAffine start;

      pair_init (&pair, cases[i].rotation, cases[i].mirror, i + 1);
      start = lay_roughly (&pair, cases[i].direction);
      if (i == 0)
        {
          alone = register_pair (&pair, NULL);
          g_assert_false (alone->verified);
          g_assert_null (alone->by_hand);
        }
      run = register_pair (&pair, &start);
      g_test_message ("turned by %g°: %.2f px", cases[i].rotation,
                      median_error (&pair, run));
      g_assert_true (run->verified);
      g_assert_cmpfloat (median_error (&pair, run), <, 1.0);
      g_assert_true (saffron_start_equal (run->by_hand, &start));
      g_assert_true (coarse_says (run, SAFFRON_REASON_START_BY_HAND));
      g_assert_true (coarse_says (run, cases[i].mirror
                                           ? SAFFRON_REASON_PLACED_MIRRORED
                                           : SAFFRON_REASON_PLACED));
    }
}

/* A person's word makes no pair of slides that are of different tissue. */
static void
test_wrong_pair (void)
{
  g_auto (Pair) one = { 0 };
  g_auto (Pair) other = { 0 };
  Pair wrong = { 0 };
  g_autoptr (SaffronRun) run = NULL;
  SaffronAffine start;

  pair_init (&one, 0.0, FALSE, 5);
  pair_init (&other, 0.0, FALSE, 6);
  wrong.slides[0] = one.slides[0];
  wrong.slides[1] = other.slides[0];
  start = saffron_start_lay (wrong.slides[0], wrong.slides[1], 0, 0, 0, FALSE);
  run = register_pair (&wrong, &start);
  g_assert_false (run->verified);
}

/* From as far off as a person may be, in all directions, of planes alone. */
static void
test_converges (void)
{
  SaffronAffine truth = blobs_affine (93.0, 1.0, FALSE, 0.03, -0.02);
  g_autoptr (SaffronRegPlane) ref =
      blobs_plane (3, &SAFFRON_AFFINE_IDENTITY, BLOBS_WIDTH, BLOBS_HEIGHT);
  g_autoptr (SaffronRegPlane) mov =
      blobs_plane (3, &truth, BLOBS_WIDTH, BLOBS_HEIGHT);
  SaffronRefPoint middle = { BLOBS_WIDTH / 2.0, BLOBS_HEIGHT / 2.0 };
  double off = OFF * hypot (BLOBS_WIDTH, BLOBS_HEIGHT);

  for (int i = 0; i < 8; i++)
    {
      SaffronAffine start = truth;
      SaffronCandidate found, exact = { .affine = truth, .scale = 1.0 };

      saffron_start_turn (&start, 1.0, middle, i % 2 == 0 ? 10.0 : -10.0);
      saffron_start_shift (&start, off * cos (i * G_PI / 4.0),
                           off * sin (i * G_PI / 4.0));
      g_assert_true (
          saffron_coarse_start (ref, mov, &start, NULL, &found, NULL));
      for (int c = 0; c < 4; c++)
        {
          double x = (c & 1) * BLOBS_WIDTH, y = (c >> 1) * BLOBS_HEIGHT;
          const SaffronAffine *a = &found.affine, *b = &exact.affine;

          g_assert_cmpfloat (
              hypot ((a->xx - b->xx) * x + (a->xy - b->xy) * y + a->x0 - b->x0,
                     (a->yx - b->yx) * x + (a->yy - b->yy) * y + a->y0 - b->y0),
              <, 12.0);
        }
    }
}

static SaffronMovPoint
pull (const SaffronAffine *a, double x, double y)
{
  return (SaffronMovPoint){ a->xx * x + a->xy * y + a->x0,
                            a->yx * x + a->yy * y + a->y0 };
}

static void
assert_pull (const SaffronAffine *a,
             double x,
             double y,
             double to_x,
             double to_y)
{
  SaffronMovPoint p = pull (a, x, y);

  g_assert_cmpfloat_with_epsilon (p.x, to_x, 1e-9);
  g_assert_cmpfloat_with_epsilon (p.y, to_y, 1e-9);
}

/* Whether both maps send the corners of the reference to about the same
 * places. */
static void
assert_near (const SaffronAffine *a, const SaffronAffine *b, double within)
{
  for (int c = 0; c < 4; c++)
    {
      SaffronMovPoint p = pull (a, (c & 1) * SIDE, (c >> 1) * SIDE);
      SaffronMovPoint q = pull (b, (c & 1) * SIDE, (c >> 1) * SIDE);

      g_assert_cmpfloat (hypot (p.x - q.x, p.y - q.y), <, within);
    }
}

/* Where the corners of a slide are seen after each step. */
static void
test_steps (void)
{
  g_auto (Pair) pair = { 0 };
  SaffronAffine start, again;
  SaffronRefPoint centre;
  double w, h;

  pair_init (&pair, 0.0, FALSE, 7);
  w = (double) saffron_slide_get_width (pair.slides[1]);
  h = (double) saffron_slide_get_height (pair.slides[1]);
  start = saffron_start_lay (pair.slides[0], pair.slides[1], 0, 0, 0, FALSE);
  assert_pull (&start, SIDE / 2.0, SIDE / 2.0, w / 2.0, h / 2.0);
  saffron_start_shift (&start, 30.0, -20.0);
  assert_pull (&start, SIDE / 2.0 + 30.0, SIDE / 2.0 - 20.0, w / 2.0, h / 2.0);
  centre = saffron_start_centre (&start, pair.slides[1]);
  g_assert_cmpfloat_with_epsilon (centre.x, SIDE / 2.0 + 30.0, 1e-9);
  /* Clockwise: what was above the centre is to the right of it. */
  saffron_start_turn (&start, 1.0, centre, 90.0);
  assert_pull (&start, centre.x + 100.0, centre.y, w / 2.0, h / 2.0 - 100.0);
  saffron_start_flip (&start, centre);
  assert_pull (&start, centre.x - 100.0, centre.y, w / 2.0, h / 2.0 - 100.0);
  g_assert_cmpfloat (saffron_affine_determinant (&start), <, 0.0);
  /* In one go: flipped first, then turned. */
  start =
      saffron_start_lay (pair.slides[0], pair.slides[1], 30, -20, 90.0, TRUE);
  assert_pull (&start, centre.x, centre.y + 100.0, w / 2.0 - 100.0, h / 2.0);
  /* A run's map is taken without its shear, and twice as large. */
  again = start;
  again.xy += 1e-3;
  again = saffron_start_like (pair.slides[0], pair.slides[1], &again);
  assert_near (&again, &start, 1.0);
  saffron_start_scale (&again, centre, 2.0);
  again = saffron_start_like (pair.slides[0], pair.slides[1], &again);
  saffron_start_scale (&again, centre, 0.5);
  assert_near (&again, &start, 1.0);
}

/* Slides whose pixels are not square keep their shape when they are laid and
 * turned, and may be started from there. */
static void
test_stretched (void)
{
  FakeSlide tall = { .width = 4000, .height = 2000, .um = { 0.3, 0.6 } };
  FakeSlide others[] = {
    { .width = 4000, .height = 4000 },
    { .width = 2000, .height = 4000, .um = { 0.6, 0.3 } }
  };

  /* Without and with a known size of the moving slide's pixels. */
  for (int known = 0; known < 2; known++)
    {
      g_autoptr (SaffronSlide) reference = fake_slide_new (&tall);
      g_autoptr (SaffronSlide) moving = fake_slide_new (&others[known]);
      double right = known ? 150.0 : 300.0;
      SaffronAffine start, again;
      SaffronRefPoint centre;

      start = saffron_start_lay (reference, moving, 0, 0, 90.0, FALSE);
      centre = saffron_start_centre (&start, moving);
      g_assert_cmpfloat_with_epsilon (centre.x, 2000.0, 1e-9);
      g_assert_cmpfloat_with_epsilon (centre.y, 1000.0, 1e-9);
      /* Clockwise: 300 shorter sides of a pixel that were above the centre are
       * right of it, and those right of it are below. */
      assert_pull (&start, 2300.0, 1000.0, known ? 1000.0 : 2000.0, 1700.0);
      assert_pull (&start, 2000.0, 1150.0, (known ? 1000.0 : 2000.0) + right,
                   2000.0);
      saffron_start_turn (&start, 2.0, centre, -60.0);
      again = saffron_start_lay (reference, moving, 0, 0, 30.0, FALSE);
      assert_pull (&start, 100.0, 200.0,
                   again.xx * 100.0 + again.xy * 200.0 + again.x0,
                   again.yx * 100.0 + again.yy * 200.0 + again.y0);
      again = saffron_start_like (reference, moving, &start);
      assert_pull (&again, 100.0, 200.0,
                   start.xx * 100.0 + start.xy * 200.0 + start.x0,
                   start.yx * 100.0 + start.yy * 200.0 + start.y0);
      g_assert_true (saffron_start_check (&start, reference, moving, NULL));
    }
}

static void
test_check (void)
{
  static const SaffronAffine bad[] = {
    { 1.0, 0.0, 5000.0, 0.0, 1.0, 0.0 },  /* beside the reference */
    { 1.0, 0.0, 0.0, 1.0, 0.0, 0.0 },     /* a line */
    { 3.0, 0.0, 0.0, 0.0, 1.0, 0.0 },     /* stretched */
    { 100.0, 0.0, 0.0, 0.0, 100.0, 0.0 }, /* scaled */
  };
  g_auto (Pair) pair = { 0 };
  g_autoptr (SaffronParams) params = saffron_params_new ();
  SaffronAffine good;

  pair_init (&pair, 0.0, FALSE, 7);
  good = saffron_start_lay (pair.slides[0], pair.slides[1], 5, 5, 200, TRUE);
  g_assert_true (
      saffron_start_check (&good, pair.slides[0], pair.slides[1], NULL));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      SaffronRegisterOptions options = { .params = params, .by_hand = &bad[i] };
      g_autoptr (GError) error = NULL;

      g_assert_null (saffron_register (pair.slides[0], pair.slides[1], &options,
                                       NULL, &error));
      g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT);
    }
}

static void
test_json (void)
{
  SaffronAffine start = { 0.1, -1.0 / 3.0, 1e-17, 1.0 / 3.0, 0.1, 12345.678 };
  g_autoptr (JsonNode) node = saffron_start_to_json (&start);
  g_autofree SaffronAffine *read = NULL;
  static const char *const bad[] = {
    "[1, 0, 0, 0, 1]", "[1, 0, 0, 0, 1, null]",  "[1, 0, 0, 0, 0, 0]",
    "\"none\"",        "[1, 0, 1e300, 0, 1, 0]",
  };

  g_assert_true (saffron_start_from_json (node, &read, NULL));
  g_assert_true (saffron_start_equal (read, &start));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (JsonNode) wrong = json_from_string (bad[i], NULL);
      g_autoptr (GError) error = NULL;
      SaffronAffine *none = NULL;

      g_assert_false (saffron_start_from_json (wrong, &none, &error));
      g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT);
      g_assert_null (none);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/start/steps", test_steps);
  g_test_add_func ("/start/stretched", test_stretched);
  g_test_add_func ("/start/check", test_check);
  g_test_add_func ("/start/json", test_json);
  g_test_add_func ("/start/converges", test_converges);
  g_test_add_func ("/start/turned", test_turned);
  g_test_add_func ("/start/wrong-pair", test_wrong_pair);
  return g_test_run ();
}
