/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/picture.h"
#include "slide/crop.h"

/* What was never scanned has no weight, and says nothing of the rest. */

/* What a frame leaves of a picture. */
#define LEFT 180
#define TOP 140
#define INNER_WIDTH 285
#define INNER_HEIGHT 230

/* Holes of zeros in a camera's offset hold nothing. */
static void
test_holes (void)
{
  static const float zero[3] = { 0 };
  g_autoptr (Picture) picture = fluorescent (300, 270, 230, 150, 500);
  g_autoptr (SaffronRegPlane) plane = NULL;

  picture->exact = TRUE;
  for (int k = 0; k < 9; k++)
    draw_disc (picture, 100.0 + 50.0 * k, 250.0 + 20.0 * (k % 3), 7.0, zero);
  plane = make_plane (picture_slide (picture, SAFFRON_SAMPLE_U16, 1.0, 10.0));
  g_assert_cmpfloat (mean_weight (picture, plane, TRUE), <, 0.01);
  g_assert_cmpfloat (mean_weight (picture, plane, FALSE), >, 0.9);
}

/* Where photons are counted, zeros are values like others. */
static void
test_counted_photons (void)
{
  g_autoptr (Picture) picture = fluorescent (300, 270, 230, 150, 500);
  g_autoptr (SaffronRegPlane) plane = NULL;

  for (int i = 0; i < WIDTH * HEIGHT; i++)
    {
      double left = exp (-picture->values[i] / 100.0);
      double drawn = g_rand_double (picture->rand), share = left;
      int photons = 0;

      for (; drawn > share && photons < 50; share += left)
        left *= picture->values[i] / 100.0 / ++photons;
      picture->values[i] = (float) (250 * photons);
    }
  plane = make_plane (picture_slide (picture, SAFFRON_SAMPLE_U16, 1.0, 0.0));
  g_assert_cmpfloat (mean_weight (picture, plane, FALSE), >, 0.99);
}

/* Fills all but the middle, four fifths of the picture, with @value. */
static void
draw_frame (Picture *picture, float value)
{
  picture->exact = TRUE;
  for (int i = 0; i < WIDTH * HEIGHT; i++)
    {
      int x = i % WIDTH, y = i / WIDTH;

      if (x >= LEFT && x < LEFT + INNER_WIDTH && y >= TOP
          && y < TOP + INNER_HEIGHT)
        continue;
      picture->drawn[i] = 1;
      for (int c = 0; c < picture->n; c++)
        picture->values[i * picture->n + c] = value;
    }
}

/* (transfer full): what a frame leaves of @slide, which it takes. */
static SaffronSlide *
cut_out (SaffronSlide *slide)
{
  g_autoptr (SaffronSlide) taken = slide;
  SaffronRect rect = { LEFT, TOP, INNER_WIDTH, INNER_HEIGHT };

  return saffron_slide_crop (taken, &rect);
}

/* The mean intensity of all that lies well inside the frame. */
static double
inner_intensity (const SaffronRegPlane *plane, int left, int top)
{
  double sum = 0.0;

  for (int y = 10; y < INNER_HEIGHT - 10; y++)
    for (int x = 10; x < INNER_WIDTH - 10; x++)
      sum += saffron_plane_row (plane->intensity, top + y)[left + x];
  return sum / ((INNER_WIDTH - 20) * (INNER_HEIGHT - 20));
}

/* Takes both. A frame around a slide changes neither what is looked at nor how
 * bright tissue is. */
static void
assert_framed (Picture *picture,
               SaffronSlide *plain_slide,
               SaffronSlide *framed_slide)
{
  g_autoptr (SaffronRegPlane) plain = make_plane (cut_out (plain_slide));
  g_autoptr (SaffronRegPlane) framed = make_plane (framed_slide);
  double ratio =
      inner_intensity (framed, LEFT, TOP) / inner_intensity (plain, 0, 0);

  g_test_message ("intensity is %g times that without the frame", ratio);
  g_assert_cmpfloat (mean_weight (picture, framed, TRUE), <, 0.01);
  g_assert_cmpfloat (mean_weight (picture, framed, FALSE), >, 0.9);
  g_assert_cmpfloat_with_epsilon (ratio, 1.0, 0.05);
}

static void
test_frames (void)
{
  static const struct {
    gboolean stained;
    SaffronSampleType type;
    double scale;
    float frame;
  } kinds[] = {
    { TRUE, SAFFRON_SAMPLE_U8, 1.0, 0 },
    { TRUE, SAFFRON_SAMPLE_U8, 1.0, 300 },
    { TRUE, SAFFRON_SAMPLE_U16, 16.0, 0 }, /* 12 bits in 16 */
    { TRUE, SAFFRON_SAMPLE_U16, 16.0, 9000 },
    { FALSE, SAFFRON_SAMPLE_U16, 1.0, 0 },
    { FALSE, SAFFRON_SAMPLE_U16, 1.0, 70000 },
    { FALSE, SAFFRON_SAMPLE_U8, 0.1, 0 },
    { FALSE, SAFFRON_SAMPLE_U8, 0.1, 3000 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (Picture) picture = kinds[i].stained
                                        ? picture_new (3, glass)
                                        : fluorescent (322, 255, 110, 85, 900);
      SaffronSlide *plain = NULL;

      if (kinds[i].stained)
        draw_tissue (picture, 322, 255, 110, 85, he, 0.35, 4.0);
      plain = picture_slide (picture, kinds[i].type, kinds[i].scale,
                             3.0 * kinds[i].scale);
      g_test_message ("kind %u", i);
      draw_frame (picture, kinds[i].frame);
      assert_framed (picture, plain,
                     picture_slide (picture, kinds[i].type, kinds[i].scale,
                                    3.0 * kinds[i].scale));
    }
}

/* A dark picture in colour can be taken for brightfield. */
static void
test_dark_brightfield (void)
{
  MemorySlide spec = {
    .kind = SAFFRON_SLIDE_FLUORESCENCE,
    .n_channels = 3,
    .names = { "Red", "Green", "Blue" },
    .rasters = { saffron_raster_new (200, 200, 3, SAFFRON_SAMPLE_U8) },
  };
  g_autoptr (SaffronSlide) slide = NULL;
  g_autoptr (SaffronParams) params = saffron_params_new ();
  g_autoptr (SaffronRegPlane) plane = NULL;
  g_autoptr (GError) error = NULL;
  SaffronLook looks[2];

  for (int i = 0; i < 200 * 200 * 3; i++)
    spec.rasters[0]->data[i] = (guint8) (60 - i % 7 * (i / 3 % 5));
  slide = memory_slide_new (&spec);
  g_assert_true (saffron_params_set (params, "kind", "brightfield", NULL));
  g_assert_true (
      saffron_look_choose (slide, slide, params, &looks[0], &looks[1], &error));
  plane = saffron_reg_plane_new (slide, &looks[0], 1800, 10000, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (plane);
  saffron_look_clear (&looks[0]);
  saffron_look_clear (&looks[1]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fills/holes", test_holes);
  g_test_add_func ("/fills/counted-photons", test_counted_photons);
  g_test_add_func ("/fills/frames", test_frames);
  g_test_add_func ("/fills/dark-brightfield", test_dark_brightfield);
  return g_test_run ();
}
