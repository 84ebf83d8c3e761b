/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tiff-maker.h"

#include <unistd.h>

#include "base/error.h"
#include "slide/slide-private.h"

/* A slide as Trestle's scanners write them: a TIFF with a certain Software tag,
 * which only OpenSlide recognises. */
static char *
make_slide (const char *folder, TiffSpec pages[2])
{
  char *path = g_build_filename (folder, "slide.tif", NULL);

  pages[0] = (TiffSpec){ .width = 512,
                         .height = 320,
                         .samples = 3,
                         .bits = 8,
                         .tile = 64,
                         .photometric = PHOTOMETRIC_RGB,
                         .software = "MedScan",
                         .description = "Objective Power=20;OverlapsXY= 0 0" };
  pages[1] = pages[0];
  pages[1].width = 256;
  pages[1].height = 160;
  pages[1].step = 2;
  tiff_write (path, "wl", pages, 2);
  return path;
}

static void
test_read (void)
{
  char *folder = test_folder_new ();
  TiffSpec pages[2];
  g_autofree char *path = make_slide (folder, pages);
  g_autoptr (GError) error = NULL;
  g_autoptr (SaffronSlide) slide = saffron_slide_open (path, NULL, &error);
  SaffronRect whole = { 0, 0, 512, 320 }, part = { 100, 50, 90, 77 };
  SaffronRect corner = { 200, 100, 56, 60 };

  g_assert_no_error (error);
  g_assert_cmpstr (saffron_slide_get_format (slide), ==, "Trestle");
  g_assert_cmpint (saffron_slide_get_kind (slide), ==,
                   SAFFRON_SLIDE_BRIGHTFIELD);
  g_assert_cmpint (saffron_slide_get_n_levels (slide), ==, 2);
  g_assert_cmpint (saffron_slide_get_n_channels (slide), ==, 3);
  g_assert_cmpfloat (saffron_slide_get_level (slide, 1)->downsample, ==, 2.0);
  for (int channel = 0; channel < 3; channel++)
    {
      tiff_assert_region (slide, 0, &whole, channel, &pages[0], 0.0);
      tiff_assert_region (slide, 0, &part, channel, &pages[0], 0.0);
      tiff_assert_region (slide, 1, &corner, channel, &pages[1], 0.0);
    }
  tiff_assert_region (slide, 0, &part, SAFFRON_CHANNEL_RGB, &pages[0], 0.0);
  test_folder_remove (folder);
}

/* After a failure OpenSlide's handle is unusable, but the slide is not. */
static void
test_recovers (void)
{
  char *folder = test_folder_new ();
  TiffSpec pages[2];
  g_autofree char *path = make_slide (folder, pages);
  g_autofree char *data = NULL;
  gsize length = 0;
  g_autoptr (SaffronSlide) slide = saffron_slide_open (path, NULL, NULL);
  SaffronRect part = { 300, 200, 90, 77 };

  g_assert_nonnull (slide);
  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  g_assert_cmpint (truncate (path, 1000), ==, 0);
  for (int i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SaffronRaster) raster = NULL;

      raster = saffron_slide_read (slide, 0, &part, 0, &error);
      g_assert_null (raster);
      g_assert_nonnull (error);
      g_assert_true (error->domain == SAFFRON_ERROR);
      g_assert_true (g_str_has_prefix (error->message, path));
      g_assert_null (strchr (error->message, '\n'));
    }
  g_assert_true (g_file_set_contents (path, data, (gssize) length, NULL));
  tiff_assert_region (slide, 0, &part, 1, &pages[0], 0.0);
  test_folder_remove (folder);
}

/* A file that is cut off anywhere opens, or is refused with an error. */
static void
test_cut (void)
{
  char *folder = test_folder_new ();
  TiffSpec pages[2];
  g_autofree char *path = make_slide (folder, pages);
  g_autofree char *data = NULL;
  gsize length = 0;
  int n_refused = 0;

  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  for (int i = 0; i < 40; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SaffronSlide) slide = NULL;

      g_assert_true (
          g_file_set_contents (path, data, (gssize) (length * i / 40), NULL));
      slide = saffron_slide_open (path, NULL, &error);
      if (slide != NULL)
        continue;
      n_refused++;
      g_assert_true (g_str_has_prefix (error->message, path));
      g_assert_null (strchr (error->message, '\n'));
    }
  g_assert_cmpint (n_refused, >, 0);
  test_folder_remove (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slide/openslide/read", test_read);
  g_test_add_func ("/slide/openslide/recovers", test_recovers);
  g_test_add_func ("/slide/openslide/cut", test_cut);
  return g_test_run ();
}
