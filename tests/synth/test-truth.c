/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "base/error.h"
#include "synth/random.h"
#include "synth/synth.h"

static SaffronSynth *
synth_new (guint64 seed, double amplitude, double wavelength)
{
  SaffronSynthOptions options = SAFFRON_SYNTH_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;
  SaffronSynth *synth = NULL;

  options.width = 2600;
  options.height = 2200;
  options.n_slides = 3;
  options.seed = seed;
  if (amplitude >= 0.0)
    options.amplitude = (SaffronSynthRange){ amplitude, amplitude };
  if (wavelength > 0.0)
    options.wavelength = (SaffronSynthRange){ wavelength, wavelength };
  synth = saffron_synth_new (&options, &error);
  g_assert_no_error (error);
  return synth;
}

static void
test_inverse (void)
{
  for (guint64 seed = 1; seed <= 20; seed++)
    {
      g_autoptr (SaffronSynth) synth = synth_new (seed, -1.0, 0.0);
      SaffronSynthRng rng = { seed };
      double worst = 0.0;

      for (int k = 0; k < 500; k++)
        {
          int slide = 1 + k % 2;
          SaffronRefPoint p = {
            saffron_synth_rng_range (&rng, -200.0, 2800.0),
            saffron_synth_rng_range (&rng, -200.0, 2400.0),
          };
          SaffronRefPoint back = saffron_synth_push (
              synth, slide, saffron_synth_pull (synth, slide, p));

          worst = MAX (worst, hypot (back.x - p.x, back.y - p.y));
        }
      g_assert_cmpfloat (worst, <, 1e-6);
    }
}

/* The least determinant, by differences of push(). */
static double
least_jacobian (const SaffronSynth *synth, int slide)
{
  double rotation = 0.0, scale = 0.0, least = G_MAXDOUBLE;
  const double h = 1e-3;

  saffron_synth_get_similarity (synth, slide, &rotation, &scale);
  for (double y = 0.0; y < 2400.0; y += 12.0)
    for (double x = 0.0; x < 2800.0; x += 12.0)
      {
        SaffronMovPoint m = { x, y };
        SaffronRefPoint a = saffron_synth_push (synth, slide, m);
        SaffronRefPoint b =
            saffron_synth_push (synth, slide, (SaffronMovPoint){ x + h, y });
        SaffronRefPoint c =
            saffron_synth_push (synth, slide, (SaffronMovPoint){ x, y + h });
        double det = ((b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y))
                     / (h * h) * scale * scale;

        least = MIN (least, det);
      }
  return least;
}

static void
test_fold_free (void)
{
  for (guint64 seed = 1; seed <= 12; seed++)
    {
      /* Every third set asks for far more bending than is possible without
       * folds. */
      double amplitude = seed % 3 == 0 ? 300.0 : -1.0;
      g_autoptr (SaffronSynth) synth = synth_new (seed, amplitude, 0.0);

      for (int slide = 1; slide < 3; slide++)
        {
          const SaffronTruth *truth = saffron_synth_get_truth (synth, slide);
          double least = least_jacobian (synth, slide);

          g_assert_cmpfloat (truth->min_jacobian, >=, 0.3 - 1e-9);
          g_assert_cmpfloat (least, >=, truth->min_jacobian - 1e-4);
          if (amplitude > 0.0)
            g_assert_cmpfloat (truth->amplitude, <, truth->wished);
          else
            g_assert_cmpfloat (truth->amplitude, >=, 19.0);
          g_assert_cmpfloat (truth->amplitude, <=, truth->wished + 1e-9);
        }
    }
}

static void
test_similarity (void)
{
  g_autoptr (SaffronSynth) synth = synth_new (5, 0.0, 0.0);
  const SaffronTruth *truth = saffron_synth_get_truth (synth, 1);
  double rotation = 0.0, scale = 0.0;
  SaffronMovPoint a, b;

  saffron_synth_get_similarity (synth, 1, &rotation, &scale);
  a = saffron_synth_pull (synth, 1, (SaffronRefPoint){ 500.0, 700.0 });
  b = saffron_synth_pull (synth, 1, (SaffronRefPoint){ 1500.0, 700.0 });
  g_assert_cmpint (truth->n_terms, ==, 0);
  g_assert_cmpfloat (scale, >=, 0.9);
  g_assert_cmpfloat (scale, <=, 1.1);
  g_assert_cmpfloat_with_epsilon (hypot (b.x - a.x, b.y - a.y), 1000.0 * scale,
                                  1e-6);
  g_assert_cmpfloat_with_epsilon (
      remainder (atan2 (b.y - a.y, b.x - a.x) * 180.0 / G_PI - rotation, 360.0),
      0.0, 1e-6);
}

static void
test_points (void)
{
  for (guint64 seed = 1; seed <= 6; seed++)
    {
      g_autoptr (SaffronSynth) synth = synth_new (seed, -1.0, 0.0);
      const SaffronRefPoint *points = saffron_synth_get_points (synth);

      for (int k = 0; k < SAFFRON_SYNTH_POINTS; k++)
        {
          for (int slide = 0; slide < 3; slide++)
            {
              SaffronMovPoint m = saffron_synth_pull (synth, slide, points[k]);

              g_assert_cmpfloat (m.x, >, 0.0);
              g_assert_cmpfloat (m.y, >, 0.0);
              g_assert_cmpfloat (
                  m.x, <, (double) saffron_synth_get_width (synth, slide));
              g_assert_cmpfloat (
                  m.y, <, (double) saffron_synth_get_height (synth, slide));
            }
          for (int l = 0; l < k; l++)
            g_assert_cmpfloat (
                hypot (points[k].x - points[l].x, points[k].y - points[l].y), >,
                5.0);
        }
    }
}

static void
test_options (void)
{
  struct {
    SaffronSynthOptions options;
  } bad[] = {
    { SAFFRON_SYNTH_OPTIONS_INIT }, { SAFFRON_SYNTH_OPTIONS_INIT },
    { SAFFRON_SYNTH_OPTIONS_INIT }, { SAFFRON_SYNTH_OPTIONS_INIT },
    { SAFFRON_SYNTH_OPTIONS_INIT }, { SAFFRON_SYNTH_OPTIONS_INIT },
  };

  bad[0].options.width = 0;
  bad[1].options.n_channels = 15;
  bad[2].options.n_slides = 0;
  bad[3].options.scale = (SaffronSynthRange){ 1.1, 0.9 };
  bad[4].options.amplitude = (SaffronSynthRange){ NAN, NAN };
  bad[5].options.pixel_size = 0.0;
  for (guint k = 0; k < G_N_ELEMENTS (bad); k++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (saffron_synth_new (&bad[k].options, &error));
      g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/synth/truth/inverse", test_inverse);
  g_test_add_func ("/synth/truth/fold-free", test_fold_free);
  g_test_add_func ("/synth/truth/similarity", test_similarity);
  g_test_add_func ("/synth/truth/points", test_points);
  g_test_add_func ("/synth/truth/options", test_options);
  return g_test_run ();
}
