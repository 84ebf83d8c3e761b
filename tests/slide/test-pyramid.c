/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "common.h"
#include "tiff-maker.h"

#include <utime.h>

#include "base/error.h"
#include "slide/pyramid.h"
#include "slide/scaled.h"

static char *
cache_folder (void)
{
  return g_build_filename (g_get_user_cache_dir (), "saffron", "pyramids",
                           NULL);
}

static void
empty_cache (void)
{
  g_autofree char *folder = cache_folder ();

  saffron_pyramid_evict (folder, NULL, 0);
  g_assert_cmpuint (test_count_files (folder), ==, 0);
}

static char *
make_wide (const char *folder, TiffSpec *spec)
{
  char *path = g_build_filename (folder, "w.tif", NULL);

  spec->width = 4501;
  spec->height = 701;
  tiff_write (path, "w", spec, 1);
  return path;
}

/* Compares each level with the averages of the one before. */
static void
check_levels (SaffronSlide *slide, int channel, double tolerance)
{
  for (int l = 1; l < saffron_slide_get_n_levels (slide); l++)
    {
      const SaffronLevel *big = saffron_slide_get_level (slide, l - 1);
      const SaffronLevel *level = saffron_slide_get_level (slide, l);
      SaffronRect whole = { 0, 0, big->width, big->height };
      SaffronRect rect = { 0, 0, level->width, level->height };
      g_autoptr (SaffronRaster) a = NULL;
      g_autoptr (SaffronRaster) b = NULL;

      a = saffron_slide_read (slide, l - 1, &whole, channel, NULL);
      b = saffron_slide_read (slide, l, &rect, channel, NULL);
      g_assert_nonnull (a);
      g_assert_nonnull (b);
      g_assert_cmpint (level->width, ==, (big->width + 1) / 2);
      g_assert_cmpfloat (level->downsample, ==, 1 << l);
      for (int y = 0; y < b->height; y++)
        for (int x = 0; x < b->width; x++)
          for (int s = 0; s < b->n_samples; s++)
            {
              int x1 = MIN (2 * x + 1, a->width - 1);
              int y1 = MIN (2 * y + 1, a->height - 1);
              double mean = 0.25
                            * (saffron_raster_get (a, 2 * x, 2 * y, s)
                               + saffron_raster_get (a, x1, 2 * y, s)
                               + saffron_raster_get (a, 2 * x, y1, s)
                               + saffron_raster_get (a, x1, y1, s));

              g_assert_cmpfloat_with_epsilon (saffron_raster_get (b, x, y, s),
                                              mean, tolerance);
            }
    }
}

static void
test_build (void)
{
  static const struct {
    guint16 bits, format, samples, photometric, planar;
    guint32 tile;
  } kinds[] = {
    { 8, SAMPLEFORMAT_UINT, 3, PHOTOMETRIC_RGB, PLANARCONFIG_CONTIG, 256 },
    { 16, SAMPLEFORMAT_UINT, 2, PHOTOMETRIC_MINISBLACK, PLANARCONFIG_SEPARATE,
      0 },
    { 32, SAMPLEFORMAT_IEEEFP, 1, PHOTOMETRIC_MINISBLACK, PLANARCONFIG_CONTIG,
      0 },
  };
  char *folder = test_folder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      TiffSpec spec = { .bits = kinds[i].bits,
                        .format = kinds[i].format,
                        .samples = kinds[i].samples,
                        .tile = kinds[i].tile,
                        .photometric = kinds[i].photometric,
                        .planar = kinds[i].planar,
                        .rows = 50 };
      g_autofree char *path = make_wide (folder, &spec);
      g_autoptr (SaffronJob) job = saffron_job_new ();
      g_autoptr (GError) error = NULL;
      g_autoptr (SaffronSlide) slide = saffron_slide_open (path, NULL, NULL);

      empty_cache ();
      g_assert_true (saffron_slide_needs_pyramid (slide));
      g_assert_cmpint (saffron_slide_get_n_levels (slide), ==, 1);
      g_clear_object (&slide);

      slide = saffron_slide_open (path, job, &error);
      g_assert_no_error (error);
      g_assert_cmpint (saffron_slide_get_n_levels (slide), ==, 5);
      g_assert_false (saffron_slide_needs_pyramid (slide));
      for (int c = kinds[i].samples == 3 ? -1 : 0; c < kinds[i].samples; c++)
        check_levels (slide, c, kinds[i].bits == 32 ? 1e-6 : 0.51);
      g_clear_object (&slide);

      /* The pyramid is used when the slide is opened again, but not for a
       * changed file. */
      slide = saffron_slide_open (path, NULL, NULL);
      g_assert_cmpint (saffron_slide_get_n_levels (slide), ==, 5);
      g_clear_object (&slide);
      g_assert_cmpint (utime (path, &(struct utimbuf){ 1000, 1000 }), ==, 0);
      slide = saffron_slide_open (path, NULL, NULL);
      g_assert_cmpint (saffron_slide_get_n_levels (slide), ==, 1);
    }
  empty_cache ();
  test_folder_remove (folder);
}

static void
cancel_now (SaffronJob *job, const char *stage, double fraction, gpointer data)
{
  if (fraction > 0.2)
    saffron_job_cancel (job);
}

static void
test_cancel (void)
{
  char *folder = test_folder_new ();
  g_autofree char *cache = cache_folder ();
  TiffSpec spec = {
    .samples = 1, .bits = 8, .tile = 64, .photometric = PHOTOMETRIC_MINISBLACK
  };
  g_autofree char *path = make_wide (folder, &spec);
  g_autoptr (SaffronJob) job = saffron_job_new ();
  g_autoptr (GError) error = NULL;

  empty_cache ();
  saffron_job_set_callback (job, cancel_now, NULL);
  saffron_job_begin_stage (job, "opening", 0.0, 1.0);
  g_assert_null (saffron_slide_open (path, job, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (test_count_files (cache), ==, 0);
  test_folder_remove (folder);
}

/* A truncated cache file is not used, and the pyramid is built again. */
static void
test_damaged_cache (void)
{
  char *folder = test_folder_new ();
  TiffSpec spec = {
    .samples = 1, .bits = 8, .tile = 64, .photometric = PHOTOMETRIC_MINISBLACK
  };
  g_autofree char *path = make_wide (folder, &spec);
  g_autofree char *file = saffron_pyramid_path (path, NULL);
  g_autofree char *part = saffron_pyramid_path (path, "scene 2, z 0");
  g_autoptr (SaffronJob) job = saffron_job_new ();
  g_autoptr (SaffronSlide) slide = saffron_slide_open (path, job, NULL);

  /* Another scene or Z plane of the file has another pyramid. */
  g_assert_cmpstr (part, !=, file);
  g_assert_cmpint (saffron_slide_get_n_levels (slide), ==, 5);
  g_clear_object (&slide);
  g_assert_true (g_file_set_contents (file, "SAFPYR1", 7, NULL));
  slide = saffron_slide_open (path, NULL, NULL);
  g_assert_cmpint (saffron_slide_get_n_levels (slide), ==, 1);
  g_clear_object (&slide);
  slide = saffron_slide_open (path, job, NULL);
  g_assert_cmpint (saffron_slide_get_n_levels (slide), ==, 5);
  empty_cache ();
  test_folder_remove (folder);
}

static void
test_no_cache (void)
{
  char *folder = test_folder_new ();
  g_autofree char *cache = cache_folder ();
  TiffSpec spec = {
    .samples = 1, .bits = 8, .tile = 64, .photometric = PHOTOMETRIC_MINISBLACK
  };
  g_autofree char *path = make_wide (folder, &spec);
  g_autoptr (SaffronJob) job = saffron_job_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (SaffronSlide) slide = NULL;

  /* A file is in the folder's place, so that not even root can write there. */
  empty_cache ();
  g_rmdir (cache);
  g_assert_true (g_file_set_contents (cache, "x", 1, NULL));
  slide = saffron_slide_open (path, job, &error);
  g_assert_no_error (error);
  g_assert_cmpint (saffron_slide_get_n_levels (slide), ==, 1);
  g_assert_nonnull (saffron_slide_get_notes (slide)[0]);
  g_assert_nonnull (strstr (saffron_slide_get_notes (slide)[0], "pyramid"));
  g_unlink (cache);
  test_folder_remove (folder);
}

/* The message about the cache's folder begins with the slide's path; it is no
 * fault of the slide all the same. */
static void
test_no_cache_beside_slide (void)
{
  g_autofree char *cache = cache_folder ();
  g_autofree char *path = g_strndup (cache, strlen (cache) - 1);
  TiffSpec spec = { .width = 4501,
                    .height = 701,
                    .samples = 1,
                    .bits = 8,
                    .tile = 64,
                    .photometric = PHOTOMETRIC_MINISBLACK };
  g_autoptr (SaffronJob) job = saffron_job_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (SaffronSlide) slide = NULL;

  empty_cache ();
  g_rmdir (cache);
  tiff_write (path, "w", &spec, 1);
  g_assert_true (g_file_set_contents (cache, "x", 1, NULL));
  slide = saffron_slide_open (path, job, &error);
  g_assert_no_error (error);
  g_assert_nonnull (saffron_slide_get_notes (slide)[0]);
  g_unlink (cache);
  g_unlink (path);
}

/* A slide that cannot be read to its end is an error, with a job as without. */
static void
test_cut_slide (void)
{
  char *folder = test_folder_new ();
  TiffSpec spec = { .samples = 1,
                    .bits = 8,
                    .tile = 64,
                    .compression = COMPRESSION_ADOBE_DEFLATE,
                    .photometric = PHOTOMETRIC_MINISBLACK };
  g_autofree char *path = make_wide (folder, &spec);
  g_autofree char *cache = cache_folder ();
  g_autoptr (SaffronJob) job = saffron_job_new ();
  g_autoptr (GError) error = NULL;
  FILE *file = NULL;

  /* Stored tiles begin behind the header; their bytes are no deflate stream. */
  empty_cache ();
  file = g_fopen (path, "r+b");
  g_assert_cmpint (fseek (file, 64, SEEK_SET), ==, 0);
  for (int i = 0; i < 20000; i++)
    fputc (0xff, file);
  g_assert_cmpint (fclose (file), ==, 0);
  g_assert_null (saffron_slide_open (path, job, &error));
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_DAMAGED);
  g_assert_cmpuint (test_count_files (cache), ==, 0);
  test_folder_remove (folder);
}

static void
check_same (SaffronSlide *a, SaffronSlide *b, int channel)
{
  for (int l = 0; l < saffron_slide_get_n_levels (a); l++)
    {
      const SaffronLevel *level = saffron_slide_get_level (a, l);
      SaffronRect rect = { 0, 0, level->width, level->height };
      g_autoptr (GError) error = NULL;
      g_autoptr (SaffronRaster) one = NULL;
      g_autoptr (SaffronRaster) other = NULL;

      one = saffron_slide_read (a, l, &rect, channel, &error);
      g_assert_no_error (error);
      other = saffron_slide_read (b, l, &rect, channel, &error);
      g_assert_no_error (error);
      g_assert_cmpmem (one->data, saffron_raster_n_bytes (one), other->data,
                       saffron_raster_n_bytes (other));
    }
}

/* A slide that is opened lazily has the levels and values of its pyramid, but
 * only channels that are read are built and kept. */
static void
test_lazy (void)
{
  char *folder = test_folder_new ();
  g_autofree char *cache = cache_folder ();
  TiffSpec spec = { .samples = 2,
                    .bits = 16,
                    .tile = 64,
                    .photometric = PHOTOMETRIC_MINISBLACK,
                    .planar = PLANARCONFIG_SEPARATE };
  g_autofree char *path = make_wide (folder, &spec);
  g_autoptr (SaffronJob) job = saffron_job_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (SaffronSlide) lazy = NULL;
  g_autoptr (SaffronSlide) again = NULL;
  g_autoptr (SaffronSlide) whole = NULL;

  empty_cache ();
  lazy = saffron_slide_open_lazily (path, NULL, job, &error);
  g_assert_no_error (error);
  g_assert_cmpint (saffron_slide_get_n_levels (lazy), ==, 5);
  g_assert_cmpuint (test_count_files (cache), ==, 0);
  g_assert_true (saffron_slide_prepare (lazy, 1, job, &error));
  g_assert_cmpuint (test_count_files (cache), ==, 1);
  /* What was built is used, and is no whole pyramid. */
  again = saffron_slide_open_lazily (path, NULL, NULL, &error);
  check_same (again, lazy, 1);
  g_assert_cmpuint (test_count_files (cache), ==, 1);
  g_clear_object (&again);
  again = saffron_slide_open (path, NULL, &error);
  g_assert_cmpint (saffron_slide_get_n_levels (again), ==, 1);

  whole = saffron_slide_open (path, job, &error);
  g_assert_cmpuint (test_count_files (cache), ==, 2);
  check_same (whole, lazy, 1);
  check_same (whole, lazy, 0);
  g_assert_cmpuint (test_count_files (cache), ==, 3);
  empty_cache ();
  test_folder_remove (folder);
}

/* Building one channel obeys the job that asks for it. */
static void
test_lazy_cancel (void)
{
  char *folder = test_folder_new ();
  g_autofree char *cache = cache_folder ();
  TiffSpec spec = { .samples = 2,
                    .bits = 8,
                    .tile = 64,
                    .photometric = PHOTOMETRIC_MINISBLACK,
                    .planar = PLANARCONFIG_SEPARATE };
  g_autofree char *path = make_wide (folder, &spec);
  g_autoptr (SaffronJob) job = saffron_job_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (SaffronSlide) slide = NULL;
  g_autoptr (SaffronPlane) plane = NULL;

  empty_cache ();
  slide = saffron_slide_open_lazily (path, NULL, NULL, &error);
  saffron_job_cancel (job);
  plane = saffron_slide_read_scaled (slide, 0, 16.0, 4000, job, &error);
  g_assert_null (plane);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (test_count_files (cache), ==, 0);
  g_clear_error (&error);
  plane = saffron_slide_read_scaled (slide, 0, 16.0, 4000, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (test_count_files (cache), ==, 1);
  empty_cache ();
  test_folder_remove (folder);
}

/* A brightfield slide is read in one pass, so it gets its whole pyramid at
 * once, unless there is no job. */
static void
test_lazy_rgb (void)
{
  char *folder = test_folder_new ();
  g_autofree char *cache = cache_folder ();
  TiffSpec spec = {
    .samples = 3, .bits = 8, .tile = 256, .photometric = PHOTOMETRIC_RGB
  };
  g_autofree char *path = make_wide (folder, &spec);
  g_autoptr (SaffronJob) job = saffron_job_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (SaffronSlide) lazy = NULL;
  g_autoptr (SaffronSlide) whole = NULL;

  empty_cache ();
  lazy = saffron_slide_open_lazily (path, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (saffron_slide_get_n_levels (lazy), ==, 5);
  g_assert_cmpuint (test_count_files (cache), ==, 0);
  whole = saffron_slide_open_lazily (path, NULL, job, &error);
  g_assert_cmpuint (test_count_files (cache), ==, 1);
  if (saffron_slide_get_kind (whole) == SAFFRON_SLIDE_BRIGHTFIELD)
    check_same (whole, lazy, SAFFRON_CHANNEL_RGB);
  empty_cache ();
  test_folder_remove (folder);
}

static void
test_evict (void)
{
  char *folder = test_folder_new ();
  g_autofree char *keep = g_build_filename (folder, "0.pyramid", NULL);
  char data[1000] = { 0 };

  for (int i = 0; i < 5; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%d.pyramid", folder, i);

      g_assert_true (g_file_set_contents (path, data, sizeof data, NULL));
      g_assert_cmpint (utime (path, &(struct utimbuf){ 1000 + i, 1000 + i }),
                       ==, 0);
    }
  saffron_pyramid_evict (folder, keep, 3500);
  g_assert_cmpuint (test_count_files (folder), ==, 3);
  g_assert_true (g_file_test (keep, G_FILE_TEST_EXISTS));
  test_folder_remove (folder);
}

int
main (int argc, char **argv)
{
  char *cache = test_folder_new ();
  g_autofree char *pyramids = NULL;
  g_autofree char *saffron = g_build_filename (cache, "saffron", NULL);
  int status;

  /* A cache folder of its own, because other tests run at the same time. */
  g_setenv ("XDG_CACHE_HOME", cache, TRUE);
  g_test_init (&argc, &argv, NULL);
  pyramids = cache_folder ();
  g_mkdir_with_parents (pyramids, 0700);
  g_test_add_func ("/slide/pyramid/build", test_build);
  g_test_add_func ("/slide/pyramid/cancel", test_cancel);
  g_test_add_func ("/slide/pyramid/damaged-cache", test_damaged_cache);
  g_test_add_func ("/slide/pyramid/no-cache", test_no_cache);
  g_test_add_func ("/slide/pyramid/no-cache-beside-slide",
                   test_no_cache_beside_slide);
  g_test_add_func ("/slide/pyramid/cut-slide", test_cut_slide);
  g_test_add_func ("/slide/pyramid/lazy", test_lazy);
  g_test_add_func ("/slide/pyramid/lazy-cancel", test_lazy_cancel);
  g_test_add_func ("/slide/pyramid/lazy-rgb", test_lazy_rgb);
  g_test_add_func ("/slide/pyramid/evict", test_evict);
  status = g_test_run ();
  g_rmdir (pyramids);
  g_rmdir (saffron);
  test_folder_remove (cache);
  return status;
}
