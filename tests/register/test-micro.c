/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "register/micro.h"
#include "register/micro-evidence.h"
#include "register/micro-moments.h"
#include "register/synth-pair.h"

#define RADIUS 3

static SaffronPlane *
random_plane (int width, int height, guint32 seed)
{
  SaffronPlane *plane = saffron_plane_new (width, height);
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  for (gsize i = 0; i < saffron_plane_n_pixels (plane); i++)
    plane->data[i] = (float) g_rand_double_range (rand, 0.0, 1.5);
  return plane;
}

/* A window's correlation, pixel by pixel. */
static double
correlation (const SaffronPlane *r, const SaffronPlane *t, int x, int y)
{
  double s[5] = { 0 }, n = (2 * RADIUS + 1) * (2 * RADIUS + 1);

  for (int j = y - RADIUS; j <= y + RADIUS; j++)
    for (int i = x - RADIUS; i <= x + RADIUS; i++)
      {
        double a = saffron_plane_row (r, j)[i], b = saffron_plane_row (t, j)[i];

        s[0] += a / n;
        s[1] += b / n;
        s[2] += a * a / n;
        s[3] += b * b / n;
        s[4] += a * b / n;
      }
  return (s[4] - s[0] * s[1])
         / sqrt ((s[2] - s[0] * s[0] + 5e-4) * (s[3] - s[1] * s[1] + 5e-4));
}

static void
test_moments_are_those_of_the_window (void)
{
  g_autoptr (SaffronPlane) r = random_plane (40, 30, 1);
  g_autoptr (SaffronPlane) t = random_plane (40, 30, 2);
  SaffronMicroMoments *moments = saffron_micro_moments_new (r, t, RADIUS);

  for (int y = RADIUS; y < 30 - RADIUS; y++)
    {
      float sum[40], difference[40], c[40];

      saffron_micro_moments_next (moments, sum, difference, c);
      for (int x = RADIUS; x < 40 - RADIUS; x++)
        g_assert_cmpfloat_with_epsilon (c[x], correlation (r, t, x, y), 1e-5);
    }
  saffron_micro_moments_free (moments);
}

/* Blocks that want to be moved by what @truth says; those of one side have
 * nothing to say. */
static SaffronMicroBlocks *
wishes (const SaffronField *truth, int n_x, int n_y)
{
  SaffronMicroBlocks *blocks = g_new0 (SaffronMicroBlocks, 1);
  g_autofree float *u = g_new (float, n_x);
  g_autofree float *v = g_new (float, n_x);

  blocks->n_x = n_x;
  blocks->n_y = n_y;
  blocks->at = g_new0 (SaffronMicroBlock, (gsize) n_x * (gsize) n_y);
  for (int j = 0; j < n_y; j++)
    {
      saffron_micro_at_blocks (truth, blocks, j, u, v);
      for (int i = n_x / 4; i < n_x; i++)
        blocks->at[j * n_x + i] = (SaffronMicroBlock){
          .xx = 40.0f,
          .xy = 5.0f,
          .yy = 30.0f,
          .x = 40.0f * u[i] + 5.0f * v[i],
          .y = 5.0f * u[i] + 30.0f * v[i],

          .weight = 64.0f,
          .share = 1.0f,
        };
    }
  return blocks;
}

static SaffronField *
wave (int width, int height, double amplitude)
{
  SaffronField *field =
      saffron_field_new (width, height, SAFFRON_MICRO_STEP, TRUE);

  for (int y = 0; y < field->n_y; y++)
    for (int x = 0; x < field->n_x; x++)
      {
        field->u[y * field->n_x + x] = (float) (amplitude * sin (0.2 * x));
        field->v[y * field->n_x + x] = (float) (amplitude * cos (0.15 * y));
      }
  return field;
}

static void
test_what_blocks_want_is_found (void)
{
  g_autoptr (SaffronField) truth = wave (640, 480, 1.0);
  g_autoptr (SaffronField) start = wave (640, 480, 0.0);
  g_autoptr (SaffronMicroBlocks) blocks = wishes (truth, 80, 60);
  SaffronField *found[3];
  float u[80], v[80], wu[80], wv[80];

  for (int k = 0; k < 3; k++)
    found[k] = saffron_micro_solve (blocks, start, 1.0, k - 1, NULL);
  /* In the corners few blocks say something, and more steps would be
   * needed. */
  for (int j = 4; j < 56; j++)
    {
      saffron_micro_at_blocks (truth, blocks, j, wu, wv);
      for (int k = 0; k < 3; k++)
        {
          saffron_micro_at_blocks (found[k], blocks, j, u, v);
          for (int i = 24; i < 76; i++)
            g_assert_cmpfloat (hypot (u[i] - wu[i], v[i] - wv[i]), <, 0.05);
        }
    }
  for (int k = 0; k < 3; k++)
    saffron_field_free (found[k]);
}

/* Blocks foresee what they want once they are moved: nothing more, by what they
 * wanted. Only tiles with something to move are named. */
static void
test_moved_blocks_are_content (void)
{
  g_autoptr (SaffronField) truth = wave (640, 480, 1.0);
  g_autoptr (SaffronField) still = wave (640, 480, 0.0);
  g_autoptr (SaffronMicroBlocks) blocks = wishes (truth, 80, 60);
  g_autofree guint8 *tiles = saffron_micro_blocks_move (blocks, truth, 0.1);

  g_assert_nonnull (tiles);
  for (int j = 0; j < 2; j++)
    for (int i = 0; i < 3; i++)
      g_assert_cmpint (tiles[3 * j + i], ==, 1);
  for (int i = 0; i < 80 * 60; i++)
    {
      g_assert_cmpfloat_with_epsilon (blocks->at[i].x, 0.0f, 1e-4);
      g_assert_cmpfloat_with_epsilon (blocks->at[i].y, 0.0f, 1e-4);
    }
  g_assert_null (saffron_micro_blocks_move (blocks, still, 0.1));
}

/* The held-out squares have no say, and the rest decides alike whatever the
 * number of threads. */
static void
test_held_out_squares_are_not_seen (void)
{
  g_autoptr (SaffronField) truth = wave (640, 480, 1.0);
  g_autoptr (SaffronField) start = wave (640, 480, 0.1);
  g_autoptr (SaffronMicroBlocks) blocks = wishes (truth, 80, 60);
  g_autoptr (SaffronField) one = NULL;
  g_autoptr (SaffronJob) job = saffron_job_new ();
  gsize n = (gsize) start->n_x * (gsize) start->n_y * sizeof (float);

  one = saffron_micro_solve (blocks, start, 4.0, 1, NULL);
  for (int j = 0; j < 60; j++)
    for (int i = 0; i < 80; i++)
      if (saffron_micro_colour (i, j) == 1)
        blocks->at[j * 80 + i].x += 1000.0f;
  for (guint threads = 1; threads < 4; threads++)
    {
      g_autoptr (SaffronField) other = NULL;

      saffron_job_set_threads (job, threads);
      other = saffron_micro_solve (blocks, start, 4.0, 1, job);
      g_assert_cmpmem (one->u, n, other->u, n);
      g_assert_cmpmem (one->v, n, other->v, n);
    }
}

/* What one colour says helps the other when both want the same, and does harm
 * where they have nothing in common. */
static void
test_evidence_tells_wishes_from_noise (void)
{
  g_autoptr (SaffronField) truth = wave (1280, 960, 1.0);
  g_autoptr (SaffronField) start = wave (1280, 960, 0.0);
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);

  for (int noisy = 0; noisy < 2; noisy++)
    {
      g_autoptr (SaffronMicroBlocks) blocks = wishes (truth, 160, 120);
      g_auto (SaffronEvidence) evidence = { 0 };
      g_autoptr (SaffronPlane) keep = NULL;
      SaffronField *changes[2];

      for (int i = 0; noisy && i < 160 * 120; i++)
        {
          blocks->at[i].x = (float) g_rand_double_range (rand, -60.0, 60.0);
          blocks->at[i].y = (float) g_rand_double_range (rand, -60.0, 60.0);
        }
      for (int c = 0; c < 2; c++)
        changes[c] = saffron_micro_solve (blocks, start, 1.0, c, NULL);
      saffron_micro_evidence (blocks, changes, 4.0, &evidence, &keep);
      g_assert_cmpint (evidence.better, ==, !noisy);
      g_assert_cmpint (evidence.n_windows, >, 50);
      if (noisy)
        g_assert_cmpfloat (evidence.after, >, evidence.before);
      else
        g_assert_cmpfloat (evidence.after, <, 0.2 * evidence.before);
      for (int c = 0; c < 2; c++)
        saffron_field_free (changes[c]);
    }
}

/* The mean distance of the tissue's marks right of @least_x from where they are
 * in truth. */
static double
error_beyond (const SynthPair *pair,
              const SaffronTransform *transform,
              double least_x)
{
  const SaffronRefPoint *points = saffron_synth_get_points (pair->synth);
  double sum = 0.0;
  int n = 0;

  for (int i = 0; i < SAFFRON_SYNTH_POINTS; i++)
    {
      SaffronMovPoint p = saffron_transform_pull (transform, points[i]);
      SaffronMovPoint q = saffron_truth_pull (
          saffron_synth_get_truth (pair->synth, 1), points[i]);

      if (points[i].x < least_x)
        continue;
      sum += hypot (p.x - q.x, p.y - q.y);
      n++;
    }
  return sum / n;
}

/* The same of all marks. */
static double
error_of (const SynthPair *pair, const SaffronTransform *transform)
{
  return error_beyond (pair, transform, 0.0);
}

/* The truth, bent by up to @amplitude pixels more. */
static SaffronTransform *
disturbed (const SaffronTransform *truth, double amplitude)
{
  SaffronLattice *lattice =
      saffron_lattice_copy (saffron_transform_get_lattice (truth));

  for (int y = 0; y < lattice->n_y; y++)
    for (int x = 0; x < lattice->n_x; x++)
      lattice->u[y * lattice->n_x + x] +=
          (float) (amplitude * sin (0.6 * x) * cos (0.5 * y));
  return saffron_transform_new (saffron_transform_get_width (truth),
                                saffron_transform_get_height (truth),
                                saffron_transform_get_affine (truth), lattice);
}

/* A pair and what the stage needs of it, at half of full resolution. */
typedef struct {
  SynthPair pair;
  SaffronRegPlane *planes[2];
  SaffronMicro micro;
} Case;

static void
case_init (Case *c, gboolean serial, SaffronSynthKind kind)
{
  SaffronSynthOptions options = SAFFRON_SYNTH_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;

  options.width = options.height = 1500;
  options.n_channels = 1;
  options.serial = serial;
  options.kind = kind;
  *c = (Case){ synth_pair_new (&options, 0.0) };
  c->micro.radius = 6;
  for (int i = 0; i < 2; i++)
    {
      c->planes[i] = saffron_reg_plane_new (
          c->pair.slides[i], &c->pair.looks[i], 512, 4000, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (saffron_micro_source_init (
          &c->micro.sources[i], c->pair.slides[i], &c->pair.looks[i],
          c->planes[i], 2.0, NULL, &error));
    }
}

static void
case_clear (Case *c)
{
  for (int i = 0; i < 2; i++)
    saffron_reg_plane_free (c->planes[i]);
  saffron_evidence_clear (&c->micro.evidence);
  synth_pair_clear (&c->pair);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Case, case_clear)

static SaffronTransform *
run (Case *c, const SaffronTransform *start, SaffronJob *job)
{
  g_autoptr (GError) error = NULL;
  SaffronTransform *result = saffron_micro (c->planes[0], c->planes[1], start,
                                            NULL, &c->micro, job, &error);

  g_assert_no_error (error);
  return result;
}

static void
check_correction (SaffronSynthKind kind, double most_mean)
{
  g_auto (Case) c = { 0 };
  g_autoptr (SaffronTransform) start = NULL;
  g_autoptr (SaffronTransform) found = NULL;
  g_autoptr (SaffronTransform) again = NULL;
  g_autoptr (SaffronJob) job = saffron_job_new ();
  double before, after;

  case_init (&c, FALSE, kind);
  start = disturbed (c.pair.truth, 3.0);
  before = error_of (&c.pair, start);
  found = run (&c, start, NULL);
  after = error_of (&c.pair, found);
  g_test_message ("%f px before, %f px after", before, after);
  g_assert_true (c.micro.kept);
  g_assert_cmpfloat (before, >, 0.5);
  g_assert_cmpfloat (after, <, most_mean);
  g_assert_cmpfloat (c.micro.evidence.after, <, c.micro.evidence.before);
  saffron_job_set_threads (job, 3);
  again = run (&c, start, job);
  g_assert_true (saffron_transform_equal (found, again));
}

static void
test_fluorescence_to_a_tenth_of_a_pixel (void)
{
  check_correction (SAFFRON_SYNTH_FLUORESCENCE, 0.1);
}

static void
test_brightfield_too (void)
{
  check_correction (SAFFRON_SYNTH_HE, 0.2);
}

/* Where the small planes hardly see tissue, as around single cells, the cells
 * say where they lie as well as others do. */
static void
test_cells_are_seen_where_small_planes_see_none (void)
{
  g_auto (Case) c = { 0 };
  g_autoptr (SaffronTransform) start = NULL;
  g_autoptr (SaffronTransform) found = NULL;
  double after;

  case_init (&c, FALSE, SAFFRON_SYNTH_FLUORESCENCE);
  for (int i = 0; i < 2; i++)
    {
      SaffronPlane *tissue = c.planes[i]->tissue;
      SaffronAffine back = { 1.0, 0.0, 0.0, 0.0, 1.0, 0.0 };

      if (i == 1)
        saffron_affine_invert (saffron_transform_get_affine (c.pair.truth),
                               &back);

      for (int y = 0; y < tissue->height; y++)
        for (int x = 0; x < tissue->width; x++)
          {
            double k = c.planes[i]->downsample;

            if (k * (back.xx * (x + 0.5) + back.xy * (y + 0.5)) + back.x0
                > 750.0)
              saffron_plane_row (tissue, y)[x] *= 0.002f;
          }
    }
  start = disturbed (c.pair.truth, 3.0);
  found = run (&c, start, NULL);
  after = error_beyond (&c.pair, found, 800.0);
  g_test_message ("%f px after", after);
  g_assert_cmpfloat (after, <, 0.1);
}

/* Of a serial section most nuclei have no counterpart: nothing is gained by
 * following what is there instead. */
static void
test_other_nuclei_are_left_alone (void)
{
  g_auto (Case) c = { 0 };
  g_autoptr (SaffronTransform) found = NULL;
  double moved;

  case_init (&c, TRUE, SAFFRON_SYNTH_FLUORESCENCE);
  found = run (&c, c.pair.truth, NULL);
  moved = error_of (&c.pair, found);
  g_test_message ("kept %d, moved by %f px", c.micro.kept, moved);
  g_assert_cmpfloat (moved, <, 0.5);
}

static void
test_a_cancelled_job_gives_nothing (void)
{
  g_auto (Case) c = { 0 };
  g_autoptr (SaffronJob) job = saffron_job_new ();
  g_autoptr (GError) error = NULL;

  case_init (&c, FALSE, SAFFRON_SYNTH_FLUORESCENCE);
  saffron_job_cancel (job);
  g_assert_null (saffron_micro (c.planes[0], c.planes[1], c.pair.truth, NULL,
                                &c.micro, job, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/register/micro/moments",
                   test_moments_are_those_of_the_window);
  g_test_add_func ("/register/micro/solve", test_what_blocks_want_is_found);
  g_test_add_func ("/register/micro/content", test_moved_blocks_are_content);
  g_test_add_func ("/register/micro/single-cells",
                   test_cells_are_seen_where_small_planes_see_none);
  g_test_add_func ("/register/micro/held-out",
                   test_held_out_squares_are_not_seen);
  g_test_add_func ("/register/micro/evidence",
                   test_evidence_tells_wishes_from_noise);
  g_test_add_func ("/register/micro/fluorescence",
                   test_fluorescence_to_a_tenth_of_a_pixel);
  g_test_add_func ("/register/micro/brightfield", test_brightfield_too);
  g_test_add_func ("/register/micro/serial", test_other_nuclei_are_left_alone);
  g_test_add_func ("/register/micro/cancelled",
                   test_a_cancelled_job_gives_nothing);
  return g_test_run ();
}
