/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/picture.h"

/* What is no tissue has no weight, and tissue that looks like it has. */

/* A stroke across the slide, and a closed ring about its middle. */
static void
draw_pen (Picture *picture, const float *ink)
{
  for (double t = 0.0; t <= 1.0; t += 1e-3)
    {
      draw_disc (picture, 30.0 + 580.0 * t, 60.0 + 90.0 * sin (5.0 * t), 5.0,
                 ink);
      draw_disc (picture, 320.0 + 260.0 * cos (G_PI * 2.0 * t),
                 256.0 + 200.0 * sin (G_PI * 2.0 * t), 6.0, ink);
    }
}

/* The mean intensity of the tissue where nothing is near. */
static double
mean_intensity (const Picture *picture, const SaffronRegPlane *plane)
{
  double sum = 0.0, weights = 0.0;

  for (int i = 0; i < WIDTH * HEIGHT; i++)
    if (picture->tissue[i] && plane->weight->data[i] > 0.99f)
      {
        sum += plane->intensity->data[i];
        weights += 1.0;
      }
  return sum / weights;
}

/* Strokes have no weight, tissue has, and is as bright as without them. */
static void
assert_pen (const float *ink, gboolean through)
{
  g_autoptr (Picture) picture = stained ();
  g_autoptr (SaffronRegPlane) plane = NULL;
  g_autoptr (SaffronRegPlane) clean =
      make_plane (picture_slide (picture, SAFFRON_SAMPLE_U8, 1.0, 3.0));

  picture->through = through;
  draw_pen (picture, ink);
  plane = make_plane (picture_slide (picture, SAFFRON_SAMPLE_U8, 1.0, 3.0));
  g_assert_cmpfloat (mean_weight (picture, plane, TRUE), <, 0.01);
  g_assert_cmpfloat (mean_weight (picture, plane, FALSE), >, 0.85);
  g_assert_cmpfloat (plane->foreign, >, 0.03);
  g_assert_cmpfloat_with_epsilon (mean_intensity (picture, plane),
                                  mean_intensity (picture, clean), 0.05);
}

static void
test_pen (void)
{
  static const float inks[][3] = { { 30, 40, 160 },
                                   { 20, 22, 24 },
                                   { 20, 130, 60 },
                                   { 200, 20, 35 },
                                   { 60, 50, 150 } };

  for (guint i = 0; i < G_N_ELEMENTS (inks); i++)
    assert_pen (inks[i], FALSE);
}

/* Ink through which the texture of tissue shows. */
static void
test_thin_ink (void)
{
  static const float inks[][3] = { { 0.15f, 0.25f, 0.75f },
                                   { 0.12f, 0.12f, 0.13f },
                                   { 0.12f, 0.6f, 0.3f },
                                   { 0.85f, 0.12f, 0.18f } };

  for (guint i = 0; i < G_N_ELEMENTS (inks); i++)
    assert_pen (inks[i], TRUE);
}

/* The rim of a bubble and specks of dust, which are dark on all channels. */
static void
test_dark_specks (void)
{
  static const float black[3] = { 12, 10, 9 }, rim[3] = { 40, 40, 40 };
  g_autoptr (Picture) picture = stained ();
  g_autoptr (SaffronRegPlane) plane = NULL;

  for (int k = 0; k < 20; k++)
    draw_disc (picture, 40.0 + 29.0 * k, 120.0 + 73.0 * (k % 5), 5.0 + k % 6,
               black);
  for (int a = 0; a < 720; a++)
    draw_disc (picture, 300.0 + 60.0 * cos (a * G_PI / 360.0),
               270.0 + 60.0 * sin (a * G_PI / 360.0), 3.0, rim);
  plane = make_plane (picture_slide (picture, SAFFRON_SAMPLE_U8, 1.0, 2.0));
  g_assert_cmpfloat (mean_weight (picture, plane, TRUE), <, 0.01);
  g_assert_cmpfloat (mean_weight (picture, plane, FALSE), >, 0.85);
}

/* Tissue that is dark, saturated, thin or faint is still tissue. */
static void
test_tissue_is_kept (void)
{
  static const struct {
    float stain[3];
    double base, a, b, radius;
  } kinds[] = {
    { { 2.2f, 2.6f, 1.1f }, 0.4, 230, 150, 4.0 },   /* lymph node, dark */
    { { 1.8f, 2.6f, 1.0f }, 0.7, 230, 150, 3.0 },   /* folded, thick */
    { { 0.7f, 1.6f, 2.2f }, 0.6, 230, 150, 5.0 },   /* DAB all over */
    { { 0.1f, 2.0f, 1.2f }, 0.6, 230, 150, 5.0 },   /* a red chromogen */
    { { 1.9f, 1.2f, 0.4f }, 0.7, 230, 150, 6.0 },   /* trichrome, blue */
    { { 2.5f, 2.9f, 3.2f }, 0.3, 230, 150, 2.5 },   /* pigment */
    { { 1.1f, 1.5f, 0.6f }, 0.5, 280, 8, 3.0 },     /* a needle core */
    { { 2.2f, 2.6f, 1.1f }, 0.5, 14, 11, 2.5 },     /* a crumb, dark */
    { { 0.1f, 0.12f, 0.05f }, 0.3, 230, 150, 4.0 }, /* hardly stained */
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (Picture) picture = picture_new (3, glass);
      g_autoptr (SaffronRegPlane) plane = NULL;

      draw_tissue (picture, 310, 250, kinds[i].a, kinds[i].b, kinds[i].stain,
                   kinds[i].base, kinds[i].radius);
      plane = make_plane (picture_slide (picture, SAFFRON_SAMPLE_U8, 1.0, 2.0));
      g_test_message ("kind %u: %g left out", i, plane->foreign);
      g_assert_cmpfloat (plane->foreign, ==, 0.0);
      g_assert_cmpfloat (mean_weight (picture, plane, FALSE), >, 0.99);
    }
}

/* Dust 10 and 100 times as bright as tissue leaves the tissue its contrast. */
static void
test_glare (void)
{
  for (float times = 10; times <= 100; times *= 10)
    {
      g_autoptr (Picture) picture = fluorescent (300, 270, 230, 150, 500);
      g_autoptr (SaffronRegPlane) plane = NULL;
      g_autoptr (SaffronRegPlane) clean =
          make_plane (picture_slide (picture, SAFFRON_SAMPLE_U16, 1.0, 10.0));
      const float value[3] = { 500.0f * times };

      for (int k = 0; k < 14; k++)
        draw_disc (picture, 50.0 + 40.0 * k, 90.0 + 83.0 * (k % 5), 4.0 + k % 9,
                   value);
      plane =
          make_plane (picture_slide (picture, SAFFRON_SAMPLE_U16, 1.0, 10.0));
      g_assert_cmpfloat (mean_weight (picture, plane, TRUE), <, 0.01);
      g_assert_cmpfloat (mean_weight (picture, plane, FALSE), >, 0.95);
      g_assert_cmpfloat_with_epsilon (mean_intensity (picture, plane),
                                      mean_intensity (picture, clean), 0.03);
    }
}

/* Dust out of focus, whose halo goes on where it is no brighter than tissue. */
static void
test_blurred_glare (void)
{
  g_autoptr (Picture) picture = fluorescent (300, 270, 230, 150, 500);
  g_autoptr (SaffronRegPlane) plane = NULL;
  g_autoptr (SaffronRegPlane) clean =
      make_plane (picture_slide (picture, SAFFRON_SAMPLE_U16, 1.0, 10.0));

  for (int k = 0; k < 9; k++)
    for (int i = 0; i < WIDTH * HEIGHT; i++)
      {
        double d = hypot (i % WIDTH - 70.0 - 60.0 * k,
                          i / WIDTH - 100.0 - 80.0 * (k % 5))
                   / (3.0 + k);
        double value = 10000.0 * exp (-0.5 * d * d);

        picture->values[i] += (float) value;
        if (value > 800.0)
          picture->drawn[i] = 1;
      }
  plane = make_plane (picture_slide (picture, SAFFRON_SAMPLE_U16, 1.0, 10.0));
  g_assert_cmpfloat (mean_weight (picture, plane, TRUE), <, 0.01);
  g_assert_cmpfloat (mean_weight (picture, plane, FALSE), >, 0.9);
  g_assert_cmpfloat_with_epsilon (mean_intensity (picture, plane),
                                  mean_intensity (picture, clean), 0.05);
}

/* Scarce tissue is much brighter than all else, too; saturated nuclei are
 * smooth, too. */
static void
test_bright_tissue_is_kept (void)
{
  static const struct {
    double a, b;
    float brightness, limit;
    double noise;
  } kinds[] = {
    { 230, 150, 500, 65535, 10 }, { 12, 9, 20000, 65535, 10 },
    { 260, 6, 9000, 65535, 10 },  { 230, 150, 40, 65535, 10 },
    { 230, 150, 5000, 900, 10 },  { 14, 10, 20000, 3000, 10 },
    { 260, 6, 20000, 2000, 10 },  { 12, 9, 20000, 65535, 2 },
    { 260, 6, 9000, 65535, 2 },   { 40, 30, 20000, 65535, 0.4 },
    { 60, 50, 900, 65535, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (Picture) picture =
          fluorescent (300, 200, kinds[i].a, kinds[i].b, kinds[i].brightness);
      g_autoptr (SaffronRegPlane) plane = NULL;

      for (int k = 0; k < WIDTH * HEIGHT; k++)
        picture->values[k] = MIN (picture->values[k], kinds[i].limit);
      plane = make_plane (
          picture_slide (picture, SAFFRON_SAMPLE_U16, 1.0, kinds[i].noise));
      g_test_message ("kind %u: %g left out", i, plane->foreign);
      g_assert_cmpfloat (plane->foreign, ==, 0.0);
      g_assert_cmpfloat (mean_weight (picture, plane, FALSE), >, 0.99);
    }
}

/* Tissue that grows from nothing to half of the slide passes every share of it,
 * and at one of them what three quarters of the parts reach is its dim rim. */
static void
test_tissue_of_any_size (void)
{
  for (double r = 60.0; r <= 240.0; r += 6.0)
    {
      g_autoptr (Picture) picture = fluorescent (320, 256, r, r, 5000);
      g_autoptr (SaffronRegPlane) plane = NULL;

      for (int i = 0; i < WIDTH * HEIGHT; i++)
        {
          double d = hypot (i % WIDTH - 320.0, i / WIDTH - 256.0);

          picture->values[i] *=
              (float) CLAMP ((r - d) / (0.3 * r) + 0.1, 0.1, 1.0);
        }
      plane =
          make_plane (picture_slide (picture, SAFFRON_SAMPLE_U16, 1.0, 3.0));
      g_test_message ("radius %g: %g left out", r, plane->foreign);
      g_assert_cmpfloat (plane->foreign, <, 0.005);
    }
}

/* A thousandth of a slide sets the contrast, and the noise of all else is no
 * tissue. */
static void
test_little_tissue (void)
{
  g_autoptr (Picture) picture = fluorescent (300, 200, 12, 9, 20000);
  g_autoptr (SaffronRegPlane) plane =
      make_plane (picture_slide (picture, SAFFRON_SAMPLE_U16, 1.0, 10.0));
  double sum = 0.0;

  for (int i = 0; i < WIDTH * HEIGHT; i++)
    sum += plane->tissue->data[i];
  g_assert_cmpfloat (sum / (WIDTH * HEIGHT), <, 0.01);
  g_assert_cmpfloat (mean_intensity (picture, plane), >, 0.2);
  g_assert_cmpfloat (mean_intensity (picture, plane), <, 0.9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/foreign/pen", test_pen);
  g_test_add_func ("/foreign/thin-ink", test_thin_ink);
  g_test_add_func ("/foreign/dark-specks", test_dark_specks);
  g_test_add_func ("/foreign/tissue-is-kept", test_tissue_is_kept);
  g_test_add_func ("/foreign/glare", test_glare);
  g_test_add_func ("/foreign/blurred-glare", test_blurred_glare);
  g_test_add_func ("/foreign/bright-tissue-is-kept",
                   test_bright_tissue_is_kept);
  g_test_add_func ("/foreign/tissue-of-any-size", test_tissue_of_any_size);
  g_test_add_func ("/foreign/little-tissue", test_little_tissue);
  return g_test_run ();
}
