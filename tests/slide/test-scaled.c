/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tiff-maker.h"

#include <math.h>

#include "base/error.h"
#include "slide/scaled.h"

/* The mean of a channel over [x0, x1) × [y0, y1) by definition. */
static double
mean_over (const TiffSpec *spec,
           int c,
           double x0,
           double x1,
           double y0,
           double y1)
{
  double sum = 0.0, area = 0.0;

  x1 = MIN (x1, spec->width);
  y1 = MIN (y1, spec->height);
  for (int y = floor (y0); y < y1; y++)
    for (int x = floor (x0); x < x1; x++)
      {
        double w = (MIN (x + 1.0, x1) - MAX (x, x0))
                   * (MIN (y + 1.0, y1) - MAX (y, y0));

        sum += w * tiff_value (spec, x, y, c);
        area += w;
      }
  return sum / area;
}

static SaffronSlide *
make_slide (const char *folder, TiffSpec *spec)
{
  g_autofree char *path = g_build_filename (folder, "s.tif", NULL);
  g_autoptr (GError) error = NULL;
  SaffronSlide *slide = NULL;

  tiff_write (path, "w", spec, 1);
  slide = saffron_slide_open (path, NULL, &error);
  g_assert_no_error (error);
  return slide;
}

static void
test_exact (void)
{
  static const double downsamples[] = { 1.0, 1.3, 2.0, 2.7, 5.0, 33.3, 999.0 };
  char *folder = test_folder_new ();

  for (int kind = 0; kind < 4; kind++)
    {
      TiffSpec spec = { .width = 311,
                        .height = 277,
                        .samples = 3,
                        .bits = kind == 2   ? 16
                                : kind == 3 ? 32
                                            : 8,
                        .format = kind == 3 ? SAMPLEFORMAT_IEEEFP : 0,
                        .photometric = PHOTOMETRIC_RGB,
                        .tile = kind == 1 ? 0 : 48 };
      g_autoptr (SaffronSlide) slide = make_slide (folder, &spec);

      for (guint i = 0; i < G_N_ELEMENTS (downsamples); i++)
        {
          double d = downsamples[i];
          g_autoptr (GError) error = NULL;
          g_autoptr (SaffronPlane) plane = NULL;

          plane = saffron_slide_read_scaled (slide, 1, d, 4000, NULL, &error);
          g_assert_no_error (error);
          g_assert_cmpint (plane->width, ==, ceil (311 / d));
          g_assert_cmpint (plane->height, ==, ceil (277 / d));
          for (int y = 0; y < plane->height; y++)
            for (int x = 0; x < plane->width; x++)
              g_assert_cmpfloat_with_epsilon (
                  saffron_plane_row (plane, y)[x],
                  mean_over (&spec, 1, x * d, (x + 1) * d, y * d, (y + 1) * d),
                  kind == 2 ? 0.02 : 1e-4);
        }
    }
  test_folder_remove (folder);
}

/* Reading all channels at once gives the same bits as reading them one by one,
 * on any number of threads. */
static void
test_rgb_and_threads (void)
{
  char *folder = test_folder_new ();
  TiffSpec spec = { .width = 700,
                    .height = 901,
                    .samples = 3,
                    .bits = 8,
                    .photometric = PHOTOMETRIC_RGB,
                    .tile = 64,
                    .compression = COMPRESSION_LZW };
  g_autoptr (SaffronSlide) slide = make_slide (folder, &spec);

  for (int threads = 1; threads <= 5; threads += 2)
    {
      g_autoptr (SaffronJob) job = saffron_job_new ();
      SaffronPlane *planes[3];

      saffron_job_set_threads (job, threads);
      g_assert_true (
          saffron_slide_read_scaled_rgb (slide, 3.17, 4000, planes, job, NULL));
      for (int c = 0; c < 3; c++)
        {
          g_autoptr (SaffronPlane) one = NULL;

          one = saffron_slide_read_scaled (slide, c, 3.17, 4000, NULL, NULL);
          g_assert_cmpmem (one->data, 4 * saffron_plane_n_pixels (one),
                           planes[c]->data,
                           4 * saffron_plane_n_pixels (planes[c]));
          saffron_plane_free (planes[c]);
        }
    }
  test_folder_remove (folder);
}

/* A level whose size was rounded down still covers the plane, and a level that
 * is slightly coarser than asked for causes no shift. */
static void
test_levels (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "l.tif", NULL);
  TiffSpec specs[2];
  g_autoptr (SaffronSlide) slide = NULL;
  g_autoptr (SaffronPlane) plane = NULL;

  for (int i = 0; i < 2; i++)
    specs[i] = (TiffSpec){ .width = i == 0 ? 255 : 63,
                           .height = i == 0 ? 191 : 47,
                           .samples = 1,
                           .bits = 8,
                           .step = i == 0 ? 1 : 4,
                           .photometric = PHOTOMETRIC_MINISBLACK,
                           .tile = 32 };
  tiff_write (path, "w", specs, 2);
  slide = saffron_slide_open (path, NULL, NULL);
  g_assert_cmpint (saffron_slide_get_n_levels (slide), ==, 2);
  g_assert_cmpfloat (saffron_slide_get_level (slide, 1)->downsample, ==, 4.0);
  plane = saffron_slide_read_scaled (slide, 0, 4.0, 4000, NULL, NULL);
  g_assert_cmpint (plane->width, ==, 64);
  g_assert_cmpint (plane->height, ==, 48);
  g_assert_cmpfloat (saffron_plane_row (plane, 0)[63], ==,
                     saffron_plane_row (plane, 0)[62]);
  g_assert_cmpfloat (saffron_plane_row (plane, 47)[63], >, 0.0f);
  saffron_plane_free (g_steal_pointer (&plane));

  plane = saffron_slide_read_scaled (slide, 0, 3.97, 4000, NULL, NULL);
  /* Pixel 60 covers level-0 pixels 238.2 … 242.2, so level-1 59.55 … 60.54. */
  g_assert_cmpfloat_with_epsilon (
      saffron_plane_row (plane, 0)[60],
      mean_over (&specs[1], 0, 59.55, 60.5425, 0.0, 0.9925), 1e-3);
  test_folder_remove (folder);
}

static void
cancel_half_way (SaffronJob *job,
                 const char *stage,
                 double fraction,
                 gpointer user_data)
{
  if (fraction > 0.3)
    saffron_job_cancel (job);
}

static void
test_cancel (void)
{
  char *folder = test_folder_new ();
  TiffSpec spec = { .width = 256,
                    .height = 2000,
                    .samples = 1,
                    .bits = 8,
                    .photometric = PHOTOMETRIC_MINISBLACK,
                    .tile = 64 };
  g_autoptr (SaffronSlide) slide = make_slide (folder, &spec);
  g_autoptr (SaffronJob) job = saffron_job_new ();
  g_autoptr (SaffronPlane) plane = NULL;
  g_autoptr (GError) error = NULL;

  saffron_job_set_callback (job, cancel_half_way, NULL);
  saffron_job_begin_stage (job, "reading", 0.0, 1.0);
  plane = saffron_slide_read_scaled (slide, 0, 2.0, 4000, job, &error);
  g_assert_null (plane);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  test_folder_remove (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slide/scaled/exact", test_exact);
  g_test_add_func ("/slide/scaled/rgb-and-threads", test_rgb_and_threads);
  g_test_add_func ("/slide/scaled/levels", test_levels);
  g_test_add_func ("/slide/scaled/cancel", test_cancel);
  return g_test_run ();
}
