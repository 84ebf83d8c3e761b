/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "base/parallel.h"
#include "synth/synth.h"

static SaffronSynth *
synth_new (const SaffronSynthOptions *options)
{
  g_autoptr (GError) error = NULL;
  SaffronSynth *synth = saffron_synth_new (options, &error);

  g_assert_no_error (error);
  return synth;
}

static SaffronRaster *
render (const SaffronSynth *synth, int slide, int channel, SaffronRect rect)
{
  gboolean rgb =
      saffron_synth_get_kind (synth, slide) != SAFFRON_SYNTH_FLUORESCENCE;
  SaffronRaster *out =
      saffron_raster_new ((int) rect.width, (int) rect.height, rgb ? 3 : 1,
                          rgb ? SAFFRON_SAMPLE_U8 : SAFFRON_SAMPLE_U16);

  saffron_synth_render (synth, slide, rgb ? -1 : channel, &rect, out);
  return out;
}

static gboolean
same (const SaffronRaster *a, const SaffronRaster *b, int dx, int dy)
{
  for (int y = 0; y < b->height; y++)
    for (int x = 0; x < b->width; x++)
      for (int s = 0; s < b->n_samples; s++)
        if (saffron_raster_get (a, x + dx, y + dy, s)
            != saffron_raster_get (b, x, y, s))
          return FALSE;
  return TRUE;
}

/* A region has the same pixels in any larger region, and in a new set with the
 * same options. */
static void
test_regions (void)
{
  SaffronSynthOptions options = SAFFRON_SYNTH_OPTIONS_INIT;
  g_autoptr (SaffronSynth) first = NULL;
  g_autoptr (SaffronSynth) again = NULL;

  options.width = 1500;
  options.height = 1300;
  options.n_slides = 3;
  options.kind = SAFFRON_SYNTH_MIXED;
  first = synth_new (&options);
  again = synth_new (&options);
  for (int slide = 0; slide < 3; slide++)
    {
      SaffronRect large = { 300, 200, 700, 800 };
      SaffronRect small = { 611, 430, 207, 333 };
      g_autoptr (SaffronRaster) a = render (first, slide, 0, large);
      g_autoptr (SaffronRaster) b = render (again, slide, 0, small);

      g_assert_true (same (a, b, 311, 230));
    }
}

typedef struct {
  const SaffronSynth *synth;
  SaffronRaster *tiles[16];
} Tiles;

static void
draw_tile (gint64 index, gpointer data)
{
  Tiles *tiles = data;
  SaffronRect rect = { 90 + 190 * (index % 4), 80 + 170 * (index / 4), 190,
                       170 };

  tiles->tiles[index] = render (tiles->synth, 1, 1, rect);
}

static void
test_threads (void)
{
  SaffronSynthOptions options = SAFFRON_SYNTH_OPTIONS_INIT;
  g_autoptr (SaffronSynth) synth = NULL;
  Tiles runs[2];

  options.width = 1200;
  options.height = 1200;
  synth = synth_new (&options);
  for (int k = 0; k < 2; k++)
    {
      g_autoptr (SaffronJob) job = saffron_job_new ();

      runs[k].synth = synth;
      saffron_job_set_threads (job, k == 0 ? 1 : 4);
      saffron_parallel_for (job, 16, draw_tile, &runs[k]);
    }
  for (int k = 0; k < 16; k++)
    {
      g_assert_true (same (runs[0].tiles[k], runs[1].tiles[k], 0, 0));
      saffron_raster_unref (runs[0].tiles[k]);
      saffron_raster_unref (runs[1].tiles[k]);
    }
}

static double
sample (const SaffronRaster *raster, double x, double y)
{
  int i = (int) floor (x - 0.5);
  int j = (int) floor (y - 0.5);
  double fx = x - 0.5 - i;
  double fy = y - 0.5 - j;

  i = CLAMP (i, 0, raster->width - 2);
  j = CLAMP (j, 0, raster->height - 2);
  return (saffron_raster_get (raster, i, j, 0) * (1.0 - fx)
          + saffron_raster_get (raster, i + 1, j, 0) * fx)
             * (1.0 - fy)
         + (saffron_raster_get (raster, i, j + 1, 0) * (1.0 - fx)
            + saffron_raster_get (raster, i + 1, j + 1, 0) * fx)
               * fy;
}

/* Correlation of the reference with the moving slide under the truth, shifted
 * by @shift pixels, in a window around @p. */
static double
correlation (const SaffronSynth *synth,
             const SaffronRaster *reference,
             const SaffronRaster *moving,
             SaffronRefPoint p,
             double shift)
{
  double n = 0.0, sa = 0.0, sb = 0.0, saa = 0.0, sbb = 0.0, sab = 0.0;

  for (int dy = -14; dy <= 14; dy++)
    for (int dx = -14; dx <= 14; dx++)
      {
        SaffronRefPoint at = { floor (p.x) + 0.5 + dx, floor (p.y) + 0.5 + dy };
        SaffronRefPoint off = { at.x + shift, at.y };
        SaffronMovPoint m = saffron_synth_pull (synth, 1, off);
        double a = sample (reference, at.x, at.y);
        double b = sample (moving, m.x, m.y);

        n += 1.0;
        sa += a;
        sb += b;
        saa += a * a;
        sbb += b * b;
        sab += a * b;
      }
  return (sab - sa * sb / n) / sqrt ((saa - sa * sa / n) * (sbb - sb * sb / n));
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

/* The median of correlation() over the points. */
static double
median_correlation (const SaffronSynth *synth, double shift)
{
  const SaffronRefPoint *points = saffron_synth_get_points (synth);
  g_autoptr (SaffronRaster) reference =
      render (synth, 0, 0,
              (SaffronRect){ 0, 0, saffron_synth_get_width (synth, 0),
                             saffron_synth_get_height (synth, 0) });
  g_autoptr (SaffronRaster) moving =
      render (synth, 1, 0,
              (SaffronRect){ 0, 0, saffron_synth_get_width (synth, 1),
                             saffron_synth_get_height (synth, 1) });
  double values[100];

  for (int k = 0; k < 100; k++)
    values[k] = correlation (synth, reference, moving, points[k], shift);
  qsort (values, 100, sizeof (double), compare_doubles);
  return values[50];
}

/* Points that the truth pairs are the same nucleus, to a fraction of a
 * pixel. */
static void
test_points_match (void)
{
  SaffronSynthOptions options = SAFFRON_SYNTH_OPTIONS_INIT;
  g_autoptr (SaffronSynth) synth = NULL;
  double exact = 0.0, left = 0.0, right = 0.0;

  options.width = 1600;
  options.height = 1600;
  options.seed = 4;
  synth = synth_new (&options);
  exact = median_correlation (synth, 0.0);
  left = median_correlation (synth, -1.0);
  right = median_correlation (synth, 1.0);
  g_test_message ("%.4f exact, %.4f and %.4f a pixel off", exact, left, right);
  g_assert_cmpfloat (exact, >, 0.97);
  g_assert_cmpfloat (exact, >, left + 0.005);
  g_assert_cmpfloat (exact, >, right + 0.005);
  /* Shifts to either side are equally bad, so there is no bias. */
  g_assert_cmpfloat (fabs (left - right), <, 0.01);
}

static double
mean_of (const SaffronSynth *synth, int slide, SaffronRefPoint p)
{
  SaffronMovPoint m = saffron_synth_pull (synth, slide, p);
  SaffronRect rect = { (gint64) m.x - 1, (gint64) m.y - 1, 3, 3 };
  g_autoptr (SaffronRaster) raster = render (synth, slide, 0, rect);
  double sum = 0.0;

  for (int k = 0; k < 9; k++)
    sum += saffron_raster_get (raster, k % 3, k / 3, 0);
  return sum / 9.0;
}

/* Even a serial section, which shares only a third of the nuclei, keeps the
 * marked ones. */
static void
test_kept (void)
{
  SaffronSynthOptions options = SAFFRON_SYNTH_OPTIONS_INIT;
  g_autoptr (SaffronSynth) synth = NULL;
  const SaffronRefPoint *points = NULL;
  int bright = 0;

  options.width = 2400;
  options.height = 2400;
  options.serial = TRUE;
  options.n_slides = 2;
  synth = synth_new (&options);
  points = saffron_synth_get_points (synth);
  for (int k = 0; k < 60; k++)
    {
      g_assert_cmpfloat (mean_of (synth, 0, points[k]), >, 900.0);
      if (mean_of (synth, 1, points[k]) > 900.0)
        bright++;
    }
  g_assert_cmpint (bright, ==, 60);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/synth/render/regions", test_regions);
  g_test_add_func ("/synth/render/threads", test_threads);
  g_test_add_func ("/synth/render/points-match", test_points_match);
  g_test_add_func ("/synth/render/kept", test_kept);
  return g_test_run ();
}
