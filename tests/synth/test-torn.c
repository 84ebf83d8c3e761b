/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "synth/synth.h"

static SaffronSynth *
synth_new (double torn, SaffronSynthKind kind)
{
  SaffronSynthOptions options = SAFFRON_SYNTH_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;
  SaffronSynth *synth = NULL;

  options.width = options.height = 1400;
  options.seed = 6;
  options.kind = kind;
  options.torn = (SaffronSynthRange){ torn, torn };
  synth = saffron_synth_new (&options, &error);
  g_assert_no_error (error);
  return synth;
}

/* Tissue of both parts comes back to where it was, and what is torn off lies
 * elsewhere than in the whole slide. */
static void
test_parts (void)
{
  g_autoptr (SaffronSynth) torn = synth_new (200.0, SAFFRON_SYNTH_FLUORESCENCE);
  const SaffronRefPoint *points = saffron_synth_get_points (torn);
  const SaffronTruth *rest = saffron_synth_get_truth (torn, 1);
  double least = G_MAXDOUBLE, most = 0.0;
  int off = 0;

  for (int k = 0; k < SAFFRON_SYNTH_POINTS; k++)
    {
      SaffronMovPoint m = saffron_synth_pull (torn, 1, points[k]);
      SaffronRefPoint back = saffron_synth_push (torn, 1, m);
      SaffronRefPoint by_rest = saffron_truth_push (rest, m);
      double far = hypot (by_rest.x - points[k].x, by_rest.y - points[k].y);

      g_assert_cmpfloat (hypot (back.x - points[k].x, back.y - points[k].y), <,
                         1e-6);
      g_assert_cmpfloat (m.x, >=, 0.0);
      g_assert_cmpfloat (m.x, <=, (double) saffron_synth_get_width (torn, 1));
      if (!saffron_synth_is_off (torn, 1, points[k]))
        {
          g_assert_cmpfloat (far, <, 1e-6);
          continue;
        }
      off++;
      least = MIN (least, far);
      most = MAX (most, far);
    }
  g_test_message ("%d of %d torn off, by %.0f to %.0f px", off,
                  SAFFRON_SYNTH_POINTS, least, most);
  g_assert_cmpint (off, >, SAFFRON_SYNTH_POINTS / 6);
  g_assert_cmpint (off, <, SAFFRON_SYNTH_POINTS / 2);
  /* It is turned, so that one end moves by more than the other. */
  g_assert_cmpfloat (most, >, 150.0);
  g_assert_cmpfloat (least, >, 20.0);
  g_assert_cmpfloat (most - least, >, 20.0);
}

static double
mean_at (const SaffronSynth *synth, int slide, int channel, double x, double y)
{
  SaffronRect rect = { (gint64) x - 2, (gint64) y - 2, 5, 5 };
  gboolean rgb =
      saffron_synth_get_kind (synth, slide) != SAFFRON_SYNTH_FLUORESCENCE;
  g_autoptr (SaffronRaster) raster = saffron_raster_new (
      5, 5, rgb ? 3 : 1, rgb ? SAFFRON_SAMPLE_U8 : SAFFRON_SAMPLE_U16);
  double sum = 0.0;

  saffron_synth_render (synth, slide, rgb ? -1 : channel, &rect, raster);
  for (int k = 0; k < 25; k++)
    sum += saffron_raster_get (raster, k % 5, k / 5, 0);
  return sum / 25.0;
}

/* What is drawn at the marked places is their nuclei, on both parts and for
 * both kinds of slides. */
static void
test_drawn (void)
{
  for (int kind = SAFFRON_SYNTH_FLUORESCENCE; kind <= SAFFRON_SYNTH_HE; kind++)
    {
      g_autoptr (SaffronSynth) torn =
          synth_new (200.0, (SaffronSynthKind) kind);
      const SaffronRefPoint *points = saffron_synth_get_points (torn);
      double glass = mean_at (torn, 1, 0, 4.0, 4.0);
      int shown[2] = { 0, 0 }, n[2] = { 0, 0 };

      for (int k = 0; k < SAFFRON_SYNTH_POINTS; k += 7)
        {
          SaffronMovPoint m = saffron_synth_pull (torn, 1, points[k]);
          int off = saffron_synth_is_off (torn, 1, points[k]) ? 1 : 0;
          double there = mean_at (torn, 1, 0, m.x, m.y);

          n[off]++;
          shown[off] += kind == SAFFRON_SYNTH_HE ? there < 0.8 * glass
                                                 : there > 3.0 * glass;
        }
      for (int off = 0; off < 2; off++)
        {
          g_test_message ("%d: %d of %d nuclei", off, shown[off], n[off]);
          g_assert_cmpint (shown[off], >=, n[off] * 9 / 10);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/synth/torn/parts", test_parts);
  g_test_add_func ("/synth/torn/drawn", test_drawn);
  return g_test_run ();
}
