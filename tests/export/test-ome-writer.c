/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "common.h"
#include "export/ome-writer.h"

#include <glib/gstdio.h>
#include <string.h>
#include <vips/vips.h>

#include "base/error.h"

/* The value at a place of the test picture: smooth, with a little noise that
 * does not compress. */
static double
value_at (int channel, gint64 x, gint64 y, SaffronSampleType type)
{
  gint64 v = (x * 3 + y * 5 + channel * 1000 + (x * y) % 7) % 60000;

  switch (type)
    {
    case SAFFRON_SAMPLE_U8:
      return v % 256;
    case SAFFRON_SAMPLE_U16:
      return v;
    default:
      return v / 64.0 - 100.0;
    }
}

static void
set_sample (SaffronRaster *out, int x, int y, int s, double v)
{
  guint8 *row = out->data + out->stride * y;
  gsize i = (gsize) x * out->n_samples + s;

  if (out->type == SAFFRON_SAMPLE_U8)
    row[i] = (guint8) v;
  else if (out->type == SAFFRON_SAMPLE_U16)
    ((guint16 *) row)[i] = (guint16) v;
  else
    ((float *) row)[i] = (float) v;
}

typedef struct {
  SaffronJob *cancel; /* cancelled when the fifth region is requested */
  gint n_regions;     /* atomic */
  gint fail_at;       /* the region that fails; 0 for none */
} Source;

static gboolean
region (int channel,
        const SaffronRect *rect,
        SaffronRaster *out,
        gpointer data,
        GError **error)
{
  Source *source = data;
  gint n = g_atomic_int_add (&source->n_regions, 1) + 1;

  g_assert_cmpint (out->width, ==, rect->width);
  g_assert_cmpint (out->height, ==, rect->height);
  if (n == source->fail_at)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_DAMAGED, "broken here");
      return FALSE;
    }
  if (source->cancel != NULL && n == 5)
    saffron_job_cancel (source->cancel);
  for (int y = 0; y < out->height; y++)
    for (int x = 0; x < out->width; x++)
      for (int s = 0; s < out->n_samples; s++)
        set_sample (out, x, y, s,
                    value_at (channel < 0 ? s : channel, rect->x + x,
                              rect->y + y, out->type));
  return TRUE;
}

/* Names with characters that XML must escape, and some that it cannot hold. */
static const char *const names[] = { "DAPI", "CD3 <\"&'>\t\n\001\xef\xbf\xbe.",
                                     "α-SMA 𝛼" };
static const guint32 colors[] = { 0x0000ff, 0xff0000, 0x00ff80 };

static SaffronOmeSpec
make_spec (gint64 width, gint64 height, SaffronSampleType type, gboolean rgb)
{
  SaffronOmeSpec spec = SAFFRON_OME_SPEC_INIT;

  spec.width = width;
  spec.height = height;
  spec.n_channels = 3;
  spec.type = type;
  spec.rgb = rgb;
  spec.channel_names = names;
  spec.channel_colors = colors;
  spec.um_x = 0.325;
  spec.um_y = 0.5;
  spec.tile_size = 64;
  spec.name = "sample & more";
  return spec;
}

static void
write_ok (const char *path, const SaffronOmeSpec *spec, SaffronJob *job)
{
  g_autoptr (GError) error = NULL;
  Source source = { 0 };

  saffron_ome_write (path, spec, region, &source, job, &error);
  g_assert_no_error (error);
}

/* Level 0 reads back as it was written. */
static void
check_pixels (const char *path, const SaffronOmeSpec *spec)
{
  VipsImage *image = vips_image_new_from_file (path, "n", -1, NULL);
  int n_pages = spec->rgb ? 1 : 3;
  SaffronRaster stored = { .type = spec->type, .n_samples = 3 / n_pages };
  gsize size = 0;

  if (image == NULL)
    g_error ("%s", vips_error_buffer ());
  g_assert_cmpint (image->Xsize, ==, spec->width);
  g_assert_cmpint (image->Ysize, ==, spec->height * n_pages);
  g_assert_cmpint (image->Bands, ==, spec->rgb ? 3 : 1);
  stored.data = vips_image_write_to_memory (image, &size);
  if (stored.data == NULL)
    g_error ("%s: %s", path, vips_error_buffer ());
  stored.stride = size / image->Ysize;
  for (int c = 0; c < 3; c++)
    for (int y = 0; y < spec->height; y++)
      for (int x = 0; x < spec->width; x++)
        g_assert_cmpfloat (
            saffron_raster_get (&stored, x,
                                spec->rgb ? y : c * (int) spec->height + y,
                                spec->rgb ? c : 0),
            ==, (float) value_at (c, x, y, spec->type));
  g_free (stored.data);
  g_object_unref (image);
}

static void
test_round_trip (void)
{
  static const struct {
    SaffronSampleType type;
    gboolean rgb;
    SaffronCompression compression;
    gboolean big;
  } cases[] = {
    { SAFFRON_SAMPLE_U8, FALSE, SAFFRON_COMPRESSION_NONE, FALSE },
    { SAFFRON_SAMPLE_U8, TRUE, SAFFRON_COMPRESSION_LZW, TRUE },
    { SAFFRON_SAMPLE_U8, TRUE, SAFFRON_COMPRESSION_DEFLATE, FALSE },
    { SAFFRON_SAMPLE_U16, FALSE, SAFFRON_COMPRESSION_NONE, TRUE },
    { SAFFRON_SAMPLE_U16, FALSE, SAFFRON_COMPRESSION_LZW, FALSE },
    { SAFFRON_SAMPLE_U16, FALSE, SAFFRON_COMPRESSION_DEFLATE, TRUE },
    { SAFFRON_SAMPLE_U16, FALSE, SAFFRON_COMPRESSION_ZSTD, FALSE },
    { SAFFRON_SAMPLE_F32, FALSE, SAFFRON_COMPRESSION_DEFLATE, FALSE },
    { SAFFRON_SAMPLE_F32, FALSE, SAFFRON_COMPRESSION_LZW, TRUE },
  };
  char *folder = test_folder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.ome.tiff", i);
      g_autofree char *path = g_build_filename (folder, name, NULL);
      SaffronOmeSpec spec = make_spec (331, 205, cases[i].type, cases[i].rgb);

      spec.compression = cases[i].compression;
      spec.big = cases[i].big;
      write_ok (path, &spec, NULL);
      check_pixels (path, &spec);
    }
  g_assert_cmpuint (test_count_files (folder), ==, G_N_ELEMENTS (cases));
  test_folder_remove (folder);
}

static void
test_threads (void)
{
  char *folder = test_folder_new ();
  g_autofree char *first = NULL;
  gsize n_first = 0;
  static const guint threads[] = { 1, 2, 7 };

  for (int i = 0; i < 3; i++)
    {
      g_autofree char *name = g_strdup_printf ("%d.ome.tiff", i);
      g_autoptr (SaffronJob) job = saffron_job_new ();
      SaffronOmeSpec spec = make_spec (1000, 700, SAFFRON_SAMPLE_U16, FALSE);
      g_autofree char *bytes = NULL;
      g_autofree char *path = g_build_filename (folder, name, NULL);
      gsize n = 0;

      saffron_job_set_threads (job, threads[i]);
      write_ok (path, &spec, job);
      g_assert_true (g_file_get_contents (path, &bytes, &n, NULL));
      if (i == 0)
        {
          first = g_steal_pointer (&bytes);
          n_first = n;
        }
      else
        g_assert_cmpmem (bytes, n, first, n_first);
    }
  test_folder_remove (folder);
}

static void
test_failures_leave_nothing (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "a.ome.tiff", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "no", "a.tiff", NULL);
  SaffronOmeSpec spec = make_spec (1000, 700, SAFFRON_SAMPLE_U16, FALSE);
  g_autoptr (SaffronJob) job = saffron_job_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  Source cancelling = { .cancel = job };
  Source failing = { .fail_at = 20 };
  Source fine = { 0 };

  g_assert_false (
      saffron_ome_write (path, &spec, region, &cancelling, job, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (
      saffron_ome_write (path, &spec, region, &failing, NULL, &error));
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_DAMAGED);
  g_clear_error (&error);
  g_assert_cmpuint (test_count_files (folder), ==, 0);

  g_assert_false (
      saffron_ome_write (nowhere, &spec, region, &fine, NULL, &error));
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_NOT_FOUND);
  g_clear_error (&error);

  g_assert_true (g_file_set_contents (path, "mine", -1, NULL));
  g_assert_false (saffron_ome_write (path, &spec, region, &fine, NULL, &error));
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT);
  g_clear_error (&error);
  spec.overwrite = TRUE;
  failing.n_regions = 0;
  g_assert_false (
      saffron_ome_write (path, &spec, region, &failing, NULL, &error));
  g_clear_error (&error);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "mine");
  g_assert_cmpuint (test_count_files (folder), ==, 1);
  test_folder_remove (folder);
}

static void
test_refused (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "a.ome.tiff", NULL);
  SaffronOmeSpec spec = make_spec (100, 70, SAFFRON_SAMPLE_U16, FALSE);
  Source source = { 0 };
  g_autoptr (GError) error = NULL;

  spec.compression = SAFFRON_COMPRESSION_JPEG;
  g_assert_false (
      saffron_ome_write (path, &spec, region, &source, NULL, &error));
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT);
  g_clear_error (&error);
  spec.type = SAFFRON_SAMPLE_U8;
  spec.compression = SAFFRON_COMPRESSION_WEBP;
  g_assert_false (
      saffron_ome_write (path, &spec, region, &source, NULL, &error));
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT);
  g_clear_error (&error);
  spec.compression = SAFFRON_COMPRESSION_DEFLATE;
  spec.quality = 77;
  g_assert_false (
      saffron_ome_write (path, &spec, region, &source, NULL, &error));
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT);
  g_clear_error (&error);
  spec.quality = 0;
  spec.width = 0;
  g_assert_false (
      saffron_ome_write (path, &spec, region, &source, NULL, &error));
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT);
  g_assert_cmpint (source.n_regions, ==, 0);
  test_folder_remove (folder);
}

/* Checks the files with tifffile, libtiff's tools and libvips. check-ome.py
 * computes the same values as value_at(). */
static void
test_other_readers (void)
{
  static const char *const layouts[] = { "subifd", "flat", "pages" };
  char *folder = test_folder_new ();
  g_autofree char *script =
      g_test_build_filename (G_TEST_DIST, "export", "check-ome.py", NULL);
  g_autoptr (GError) error = NULL;
  const char *const argv[] = { "/usr/bin/python3", script, folder, NULL };
  int status = 0;

  for (int layout = 0; layout < 3; layout++)
    for (int kind = 0; kind < 4; kind++)
      for (int compression = 0; compression <= SAFFRON_COMPRESSION_WEBP;
           compression++)
        {
          gboolean rgb = kind == 3;
          SaffronSampleType type =
              rgb ? SAFFRON_SAMPLE_U8 : (SaffronSampleType) kind;
          SaffronOmeSpec spec = make_spec (331, 205, type, rgb);
          g_autofree char *name = NULL;
          g_autofree char *path = NULL;

          if (compression >= SAFFRON_COMPRESSION_JPEG
              && (type != SAFFRON_SAMPLE_U8
                  || (!rgb && compression == SAFFRON_COMPRESSION_WEBP)))
            continue;
          spec.layout = layout;
          spec.compression = compression;
          spec.big = (layout + kind + compression) % 2;
          if (layout == SAFFRON_OME_FLAT)
            spec.um_x = spec.um_y = 0.0;
          name = g_strdup_printf ("%s-%s-%s.ome.tiff", layouts[layout],
                                  rgb ? "rgb" : saffron_sample_type_name (type),
                                  saffron_compression_name (compression));
          path = g_build_filename (folder, name, NULL);
          write_ok (path, &spec, NULL);
        }

  if (!g_spawn_sync (NULL, (char **) argv, NULL, 0, NULL, NULL, NULL, NULL,
                     &status, &error))
    g_test_skip (error->message);
  else if (WIFEXITED (status) && WEXITSTATUS (status) == 77)
    g_test_skip ("tifffile, tiffinfo or vips is not installed");
  else
    {
      g_spawn_check_wait_status (status, &error);
      g_assert_no_error (error);
    }
  test_folder_remove (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (VIPS_INIT (argv[0]) != 0)
    g_error ("%s", vips_error_buffer ());
  g_test_add_func ("/ome-writer/round-trip", test_round_trip);
  g_test_add_func ("/ome-writer/threads", test_threads);
  g_test_add_func ("/ome-writer/failures-leave-nothing",
                   test_failures_leave_nothing);
  g_test_add_func ("/ome-writer/refused", test_refused);
  g_test_add_func ("/ome-writer/other-readers", test_other_readers);
  return g_test_run ();
}
