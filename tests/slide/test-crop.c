/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/crop.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "slide/scaled.h"
#include "view/fake-slide.h"

static void
assert_same_pixels (SaffronSlide *slide,
                    int level,
                    const SaffronRect *rect,
                    SaffronSlide *crop,
                    int crop_level,
                    const SaffronRect *crop_rect)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SaffronRaster) a =
      saffron_slide_read (slide, level, rect, 0, &error);
  g_autoptr (SaffronRaster) b =
      saffron_slide_read (crop, crop_level, crop_rect, 0, &error);

  g_assert_no_error (error);
  g_assert_cmpint (a->width, ==, b->width);
  g_assert_cmpint (a->height, ==, b->height);
  for (int y = 0; y < a->height; y++)
    g_assert_cmpmem (
        (guint8 *) a->data + (gsize) y * a->stride, (gsize) a->width * 2,
        (guint8 *) b->data + (gsize) y * b->stride, (gsize) b->width * 2);
}

/* Each level of the crop is the right part of the slide's level, without a
 * shift. */
static void
test_levels (void)
{
  FakeSlide spec = {
    .width = 4100, .height = 3000, .n_levels = 5, .type = SAFFRON_SAMPLE_U16
  };
  g_autoptr (SaffronSlide) slide = fake_slide_new (&spec);
  g_autoptr (SaffronSlide) crop = NULL;
  SaffronRect wanted = { 1003, 501, 900, 700 }, rect;

  g_assert_true (saffron_slide_fit_crop (slide, &wanted, &rect, NULL));
  g_assert_cmpint (rect.x % 16 + rect.y % 16, ==, 0);
  g_assert_cmpint (rect.x, <=, 1003);
  g_assert_cmpint (rect.x + rect.width, >=, 1903);
  g_assert_cmpint (rect.width, <, 900 + 32);
  crop = saffron_slide_crop (slide, &rect);
  g_assert_cmpint (saffron_slide_get_width (crop), ==, rect.width);
  g_assert_cmpint (saffron_slide_get_n_levels (crop), ==, 5);
  for (int i = 0; i < 5; i++)
    {
      const SaffronLevel *level = saffron_slide_get_level (crop, i);
      gint64 d = (gint64) level->downsample;
      SaffronRect part = { 3, 5, level->width - 4, level->height - 6 };
      SaffronRect place = { rect.x / d + 3, rect.y / d + 5, part.width,
                            part.height };

      g_assert_cmpint (level->width, ==, rect.width / d);
      assert_same_pixels (slide, i, &place, crop, i, &part);
    }
}

/* A level in which the corner does not lie between pixels is left out, so that
 * planes come from a level that is not shifted. */
static void
test_odd_levels (void)
{
  FakeSlide spec = { .width = 4000,
                     .height = 4000,
                     .n_levels = 3,
                     .step = 4.0003,
                     .type = SAFFRON_SAMPLE_U16 };
  g_autoptr (SaffronSlide) slide = fake_slide_new (&spec);
  g_autoptr (SaffronSlide) crop =
      saffron_slide_crop (slide, &(SaffronRect){ 1002, 1001, 999, 1000 });

  g_assert_cmpint (saffron_slide_get_n_levels (crop), ==, 1);
}

/* The same at a working size, as the pipeline reads it. */
static void
test_scaled (void)
{
  FakeSlide spec = {
    .width = 4096, .height = 4096, .n_levels = 4, .type = SAFFRON_SAMPLE_U16
  };
  g_autoptr (SaffronSlide) slide = fake_slide_new (&spec);
  g_autoptr (SaffronSlide) crop =
      saffron_slide_crop (slide, &(SaffronRect){ 1024, 512, 1000, 808 });
  g_autoptr (SaffronPlane) whole =
      saffron_slide_read_scaled (slide, 0, 4.0, 4000, NULL, NULL);
  g_autoptr (SaffronPlane) part =
      saffron_slide_read_scaled (crop, 0, 4.0, 4000, NULL, NULL);

  g_assert_cmpint (part->width, ==, 250);
  g_assert_cmpint (part->height, ==, 202);
  for (int y = 0; y < part->height; y++)
    g_assert_cmpmem (part->data + (gsize) y * part->width,
                     sizeof (float) * (gsize) part->width,
                     whole->data + (gsize) (y + 128) * whole->width + 256,
                     sizeof (float) * (gsize) part->width);
}

static void
test_refused (void)
{
  static const SaffronRect bad[] = {
    { 5000, 0, 500, 500 },   { -900, 10, 500, 500 }, { 0, 0, 20, 500 },
    { 3990, 100, 500, 500 }, { 0, 3999, 500, 500 },
  };
  FakeSlide spec = { .width = 4000, .height = 4000, .n_levels = 3 };
  g_autoptr (SaffronSlide) slide = fake_slide_new (&spec);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      SaffronRect rect;

      g_assert_false (saffron_slide_fit_crop (slide, &bad[i], &rect, &error));
      g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/crop/levels", test_levels);
  g_test_add_func ("/crop/odd-levels", test_odd_levels);
  g_test_add_func ("/crop/scaled", test_scaled);
  g_test_add_func ("/crop/refused", test_refused);
  return g_test_run ();
}
