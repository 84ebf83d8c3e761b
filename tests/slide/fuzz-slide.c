/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/fuzz-slide.h"

#include <string.h>

#include "slide/slide.h"

/* Any file either opens or gives an error of one line that names it. A slide
 * that opens has valid levels, and its regions can be read or give errors. */

static void
check_error (const GError *error, const char *path)
{
  g_assert_nonnull (error);
  g_assert_true (g_str_has_prefix (error->message, path));
  g_assert_null (strchr (error->message, '\n'));
}

static void
read_corners (SaffronSlide *slide, int level, int channel)
{
  const SaffronLevel *size = saffron_slide_get_level (slide, level);
  gint64 w = MIN (size->width, 80), h = MIN (size->height, 80);
  SaffronRect rects[] = { { 0, 0, w, h },
                          { size->width - w, size->height - h, w, h } };

  for (guint i = 0; i < G_N_ELEMENTS (rects); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SaffronRaster) raster = NULL;

      raster = saffron_slide_read (slide, level, &rects[i], channel, &error);
      if (raster == NULL)
        check_error (error, saffron_slide_get_path (slide));
    }
}

void
saffron_fuzz_slide (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SaffronSlide) slide = saffron_slide_open (path, NULL, &error);
  double last = 0.0, x, y;

  if (slide == NULL)
    {
      check_error (error, path);
      return;
    }
  g_assert_cmpint (saffron_slide_get_n_channels (slide), >, 0);
  g_assert_cmpint (saffron_slide_get_n_levels (slide), >, 0);
  saffron_slide_get_pixel_size (slide, &x, &y);
  g_assert_true (x >= 0.0 && x < 1e6 && y >= 0.0 && y < 1e6);
  for (int i = 0; i < saffron_slide_get_n_levels (slide); i++)
    {
      const SaffronLevel *level = saffron_slide_get_level (slide, i);

      g_assert_cmpint (level->width, >, 0);
      g_assert_cmpint (level->height, >, 0);
      g_assert_cmpint (level->tile_width, >, 0);
      g_assert_cmpint (level->tile_height, >, 0);
      g_assert_cmpfloat (level->downsample, >=, last);
      last = level->downsample;
      for (int c = 0; c < MIN (saffron_slide_get_n_channels (slide), 4); c++)
        read_corners (slide, i, c);
    }
  if (saffron_slide_get_kind (slide) == SAFFRON_SLIDE_BRIGHTFIELD)
    read_corners (slide, 0, SAFFRON_CHANNEL_RGB);
}
