/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <cairo.h>
#include <zlib.h>

#include "common.h"
#include "export/deflate-rows.h"
#include "export/png-file.h"

/* Compresses @data as one part of a stream, and asserts that zlib gives it
 * back. Returns how many bytes the part took. */
static gsize
assert_round_trip (const guint8 *data, gsize n)
{
  gsize most = saffron_deflate_rows_bound (n);
  g_autofree guint8 *packed = g_malloc (most + 2);
  g_autofree guint8 *back = g_malloc (n + 1);
  gsize size = saffron_deflate_rows (data, n, packed);
  z_stream stream = { 0 };

  g_assert_cmpuint (size, <=, most);
  memcpy (packed + size, SAFFRON_DEFLATE_END, 2);
  stream.next_in = packed;
  stream.avail_in = (uInt) size + 2;
  stream.next_out = back;
  stream.avail_out = (uInt) n + 1;
  g_assert_cmpint (inflateInit2 (&stream, -15), ==, Z_OK);
  g_assert_cmpint (inflate (&stream, Z_FINISH), ==, Z_STREAM_END);
  g_assert_cmpuint (stream.avail_in, ==, 0);
  g_assert_cmpmem (back, n + 1 - stream.avail_out, data, n);
  inflateEnd (&stream);
  return size;
}

/* Runs of zeros, short and longer than a match may be. */
static void
test_runs (void)
{
  for (gsize run = 0; run < 1100; run += 13)
    {
      g_autofree guint8 *data = g_malloc0 (run + 2);

      assert_round_trip (data, run + 1);
      data[0] = 3;
      data[run + 1] = 200;
      assert_round_trip (data, run + 1);
      assert_round_trip (data, run + 2);
    }
}

static void
test_empty_picture (void)
{
  gsize n = 3000001;
  g_autofree guint8 *data = g_malloc0 (n);

  g_assert_cmpuint (assert_round_trip (data, n), <, n / 300);
}

/* Noise takes no more than it is, but for the codes. */
static void
test_noise (void)
{
  gsize n = 100003;
  g_autofree guint8 *data = g_malloc (n);
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);

  for (gsize i = 0; i < n; i++)
    data[i] = (guint8) g_rand_int_range (rand, 0, 256);
  g_assert_cmpuint (assert_round_trip (data, n), <, n + n / 200 + 300);
}

/* A picture of cells: smooth places, noise and much black. */
static guint8 *
make_picture (int width, int height)
{
  gsize n = (gsize) width * (gsize) height;
  guint8 *rgb = g_malloc0 (n * 3);
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (gsize i = 0; i < n; i++)
    {
      gsize x = i % (gsize) width, y = i / (gsize) width;

      if ((x / 40 + y / 9) % 3 == 0)
        continue;
      rgb[3 * i] = (guint8) (x + g_rand_int_range (rand, 0, 4));
      rgb[3 * i + 1] = (guint8) (255 - y);
      rgb[3 * i + 2] = (x / 40) % 5 == 0 ? (guint8) (x * y) : 0;
    }
  return rgb;
}

/* Writes @rgb in calls of @step rows. */
static void
write_picture (const char *path,
               const guint8 *rgb,
               int width,
               int height,
               int step,
               guint threads)
{
  g_autoptr (SaffronJob) job = saffron_job_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (SaffronPngFile) png =
      saffron_png_file_new (path, width, height, TRUE, &error);

  g_assert_no_error (error);
  saffron_job_set_threads (job, threads);
  for (int y = 0; y < height; y += step)
    g_assert_true (
        saffron_png_file_write (png, rgb + (gsize) y * (gsize) width * 3,
                                MIN (step, height - y), job, &error));
  g_assert_true (saffron_png_file_finish (png, &error));
  g_assert_no_error (error);
}

/* Asserts that another reader finds @rgb in the file. */
static void
assert_picture (const char *path, const guint8 *rgb, int width, int height)
{
  cairo_surface_t *surface = cairo_image_surface_create_from_png (path);
  const guint8 *data = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);

  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpint (cairo_image_surface_get_width (surface), ==, width);
  g_assert_cmpint (cairo_image_surface_get_height (surface), ==, height);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        const guint8 *at = rgb + ((gsize) y * (gsize) width + (gsize) x) * 3;
        guint32 pixel =
            ((const guint32 *) (data + (gsize) y * (gsize) stride))[x];

        g_assert_cmphex (pixel & 0xffffff, ==,
                         (guint32) at[0] << 16 | (guint32) at[1] << 8 | at[2]);
      }
  cairo_surface_destroy (surface);
}

static void
test_file (void)
{
  static const int sizes[][3] = {
    { 1, 1, 1 }, { 5, 3, 3 }, { 1, 400, 7 }, { 700, 601, 256 }, { 30000, 13, 5 }
  };
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "a.png", NULL);
  g_autofree char *other = g_build_filename (folder, "b.png", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      const int *s = sizes[i];
      g_autofree guint8 *rgb = make_picture (s[0], s[1]);
      g_autofree char *one = NULL, *seven = NULL;
      gsize n_one, n_seven;

      write_picture (path, rgb, s[0], s[1], s[2], 1);
      write_picture (other, rgb, s[0], s[1], s[2], 7);
      assert_picture (path, rgb, s[0], s[1]);
      g_assert_true (g_file_get_contents (path, &one, &n_one, NULL));
      g_assert_true (g_file_get_contents (other, &seven, &n_seven, NULL));
      g_assert_cmpmem (one, n_one, seven, n_seven);
    }
  test_folder_remove (folder);
}

static void
test_cancelled (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "a.png", NULL);
  g_autofree guint8 *rgb = make_picture (50, 40);
  g_autoptr (SaffronJob) job = saffron_job_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (SaffronPngFile) png =
      saffron_png_file_new (path, 50, 40, FALSE, &error);

  g_assert_no_error (error);
  saffron_job_cancel (job);
  g_assert_false (saffron_png_file_write (png, rgb, 40, job, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_pointer (&png, saffron_png_file_free);
  g_assert_cmpuint (test_count_files (folder), ==, 0);
  test_folder_remove (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/export/png/runs", test_runs);
  g_test_add_func ("/export/png/empty-picture", test_empty_picture);
  g_test_add_func ("/export/png/noise", test_noise);
  g_test_add_func ("/export/png/file", test_file);
  g_test_add_func ("/export/png/cancelled", test_cancelled);
  return g_test_run ();
}
