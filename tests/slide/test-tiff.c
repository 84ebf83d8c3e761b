/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tiff-maker.h"

#include "base/error.h"
#include "base/parallel.h"

static void
check_whole (const char *path, const TiffSpec *spec, double tolerance)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SaffronSlide) slide = saffron_slide_open (path, NULL, &error);
  SaffronRect whole = { 0, 0, spec->width, spec->height };
  SaffronRect inner = { 13, 7, 41, 35 };
  gboolean rgb = spec->photometric != PHOTOMETRIC_MINISBLACK;

  g_assert_no_error (error);
  g_assert_cmpint (saffron_slide_get_width (slide), ==, spec->width);
  g_assert_cmpint (saffron_slide_get_height (slide), ==, spec->height);
  g_assert_cmpint (saffron_slide_get_n_channels (slide), ==, spec->samples);
  for (int c = rgb ? -1 : 0; c < spec->samples; c++)
    {
      tiff_assert_region (slide, 0, &whole, c, spec, tolerance);
      tiff_assert_region (slide, 0, &inner, c, spec, tolerance);
    }
}

static void
check_layouts (const char *path, TiffSpec spec)
{
  static const char *const modes[] = { "wl", "wb", "wl8", "wb8" };

  for (int layout = 0; layout < 5; layout++)
    for (guint m = 0; m < G_N_ELEMENTS (modes); m++)
      {
        /* libtiff 4.5 swaps the bytes of these twice when it writes. */
        if (spec.predictor == 3 && modes[m][1] == 'b')
          continue;
        spec.samples = layout == 0 || layout == 1 ? 1 : 3;
        spec.tile = layout == 1 || layout == 3 ? 32 : 0;
        spec.planar = layout == 4 ? PLANARCONFIG_SEPARATE : PLANARCONFIG_CONTIG;
        tiff_write (path, modes[m], &spec, 1);
        check_whole (path, &spec, 0.0);
      }
}

static void
test_lossless (void)
{
  static const guint16 compressions[] = {
    COMPRESSION_NONE,     COMPRESSION_LZW,  COMPRESSION_ADOBE_DEFLATE,
    COMPRESSION_PACKBITS, COMPRESSION_ZSTD, COMPRESSION_LZMA,
    COMPRESSION_LERC,
  };
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "a.tif", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (compressions); i++)
    for (int type = 0; type < 3; type++)
      for (int predictor = 1; predictor <= 3; predictor++)
        {
          TiffSpec spec = { .width = 93,
                            .height = 70,
                            .bits = 8 << type,
                            .format = type == 2 ? SAMPLEFORMAT_IEEEFP
                                                : SAMPLEFORMAT_UINT,
                            .photometric = PHOTOMETRIC_MINISBLACK,
                            .compression = compressions[i] };
          gboolean has = compressions[i] == COMPRESSION_LZW
                         || compressions[i] == COMPRESSION_ZSTD
                         || compressions[i] == COMPRESSION_ADOBE_DEFLATE;

          if (!TIFFIsCODECConfigured (compressions[i])
              || (predictor > 1 && (!has || (predictor == 3) != (type == 2))))
            continue;
          if (has)
            spec.predictor = predictor;
          check_layouts (path, spec);
        }
  test_folder_remove (folder);
}

static void
test_rgb (void)
{
  static const struct {
    guint16 compression, photometric, planar;
    double tolerance;
  } kinds[] = {
    { COMPRESSION_NONE, PHOTOMETRIC_RGB, PLANARCONFIG_CONTIG, 0.0 },
    { COMPRESSION_LZW, PHOTOMETRIC_RGB, PLANARCONFIG_SEPARATE, 0.0 },
    { COMPRESSION_JPEG, PHOTOMETRIC_YCBCR, PLANARCONFIG_CONTIG, 8.0 },
    { COMPRESSION_JPEG, PHOTOMETRIC_RGB, PLANARCONFIG_CONTIG, 8.0 },
    { COMPRESSION_WEBP, PHOTOMETRIC_RGB, PLANARCONFIG_CONTIG, 0.0 },
  };
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "a.tif", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    for (int tiled = 0; tiled < 2; tiled++)
      {
        TiffSpec spec = { .width = 93,
                          .height = 70,
                          .samples = 3,
                          .bits = 8,
                          .photometric = kinds[i].photometric,
                          .planar = kinds[i].planar,
                          .compression = kinds[i].compression,
                          .tile = tiled ? 64 : 0 };

        if (!TIFFIsCODECConfigured (kinds[i].compression))
          continue;
        tiff_write (path, "w", &spec, 1);
        check_whole (path, &spec, kinds[i].tolerance);
      }
  test_folder_remove (folder);
}

static SaffronSlide *
make_pyramid (const char *folder, TiffSpec *spec)
{
  g_autofree char *path = g_build_filename (folder, "p.tif", NULL);
  g_autoptr (GError) error = NULL;
  SaffronSlide *slide = NULL;

  for (int i = 0; i < 3; i++)
    spec[i] = (TiffSpec){ .width = 1000 >> i,
                          .height = 800 >> i,
                          .samples = 3,
                          .bits = 8,
                          .tile = 64,
                          .step = 1 << i,
                          .photometric = PHOTOMETRIC_RGB,
                          .compression = COMPRESSION_ADOBE_DEFLATE,
                          .subfile = i > 0 ? FILETYPE_REDUCEDIMAGE : 0 };
  tiff_write (path, "w", spec, 3);
  slide = saffron_slide_open (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (saffron_slide_get_n_levels (slide), ==, 3);
  return slide;
}

typedef struct {
  SaffronSlide *slide;
  const TiffSpec *specs;
} Readers;

static gpointer
read_around (gpointer data)
{
  Readers *readers = data;
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (int i = 0; i < 150; i++)
    {
      int level = g_rand_int_range (rand, 0, 3);
      const SaffronLevel *size =
          saffron_slide_get_level (readers->slide, level);
      SaffronRect rect;

      rect.width = g_rand_int_range (rand, 1, 130);
      rect.height = g_rand_int_range (rand, 1, 130);
      rect.x = g_rand_int_range (rand, 0, size->width - rect.width + 1);
      rect.y = g_rand_int_range (rand, 0, size->height - rect.height + 1);
      tiff_assert_region (readers->slide, level, &rect,
                          g_rand_int_range (rand, -1, 3),
                          &readers->specs[level], 0.0);
    }
  return NULL;
}

static void
test_threads (void)
{
  char *folder = test_folder_new ();
  TiffSpec specs[3];
  g_autoptr (SaffronSlide) slide = make_pyramid (folder, specs);
  Readers readers = { slide, specs };
  GThread *threads[4];

  for (int i = 0; i < 4; i++)
    threads[i] = g_thread_new ("reader", read_around, &readers);
  for (int i = 0; i < 4; i++)
    g_thread_join (threads[i]);
  test_folder_remove (folder);
}

/* Of a truncated file, the tiles that are there can be read; the others give an
 * error that names the file. */
static void
test_truncated (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "t.tif", NULL);
  TiffSpec spec = { .width = 640,
                    .height = 640,
                    .samples = 1,
                    .bits = 16,
                    .photometric = PHOTOMETRIC_MINISBLACK,
                    .tile = 64 };
  g_autoptr (GError) error = NULL;
  g_autoptr (SaffronSlide) slide = NULL;
  g_autoptr (SaffronRaster) raster = NULL;
  SaffronRect first = { 0, 0, 64, 64 }, last = { 600, 600, 40, 40 };
  g_autofree char *data = NULL;
  gsize length = 0;

  tiff_write (path, "w", &spec, 1);
  /* libtiff writes the directory last, so a shorter file would have none.
   * Instead, the last tile's offset is moved beyond the end. */
  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  for (gsize i = length / 2; i + 4 <= length; i++)
    {
      guint32 offset;

      memcpy (&offset, data + i, 4);
      if (offset == 8 + 99u * 64 * 64 * 2)
        {
          offset = length + 1000;
          memcpy (data + i, &offset, 4);
          break;
        }
    }
  g_assert_true (g_file_set_contents (path, data, length, NULL));

  slide = saffron_slide_open (path, NULL, &error);
  g_assert_no_error (error);
  tiff_assert_region (slide, 0, &first, 0, &spec, 0.0);
  raster = saffron_slide_read (slide, 0, &last, 0, &error);
  g_assert_null (raster);
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, "t.tif"));
  g_assert_null (strchr (error->message, '\n'));
  tiff_assert_region (slide, 0, &first, 0, &spec, 0.0);
  test_folder_remove (folder);
}

/* A scanner's own format that OpenSlide reads, and one that is read as TIFF. */
static void
test_vendors (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "v.tif", NULL);
  TiffSpec spec = { .width = 512,
                    .height = 300,
                    .samples = 3,
                    .bits = 8,
                    .photometric = PHOTOMETRIC_YCBCR,
                    .tile = 256,
                    .compression = COMPRESSION_JPEG };
  SaffronRect rect = { 100, 50, 300, 200 };
  g_autoptr (GError) error = NULL;
  g_autoptr (SaffronSlide) slide = NULL;
  double x = 0.0, y = 0.0;

  spec.description = "Aperio Image Library v1\n512x300 |AppMag = 20"
                     "|MPP = 0.4990|Left = 1";
  tiff_write (path, "w", &spec, 1);
  slide = saffron_slide_open (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (saffron_slide_get_format (slide), ==, "Aperio SVS");
  g_assert_cmpstr (saffron_slide_get_reader (slide), ==, "libtiff");
  g_assert_true (saffron_slide_get_pixel_size (slide, &x, &y));
  g_assert_cmpfloat_with_epsilon (x, 0.499, 1e-9);
  tiff_assert_region (slide, 0, &rect, SAFFRON_CHANNEL_RGB, &spec, 8.0);
  g_clear_object (&slide);

  spec.software = "MedScan";
  spec.description = "Background Color=E6E6E6;White Balance=E4E4E4;Objective "
                     "Magnification=20;OverlapsXY= 0 0";
  tiff_write (path, "w", &spec, 1);
  slide = saffron_slide_open (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (saffron_slide_get_format (slide), ==, "Trestle");
  g_assert_cmpstr (saffron_slide_get_reader (slide), ==, "OpenSlide");
  g_assert_cmpint (saffron_slide_get_width (slide), ==, 512);
  for (int c = -1; c < 3; c++)
    tiff_assert_region (slide, 0, &rect, c, &spec, 8.0);
  test_folder_remove (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slide/tiff/lossless", test_lossless);
  g_test_add_func ("/slide/tiff/rgb", test_rgb);
  g_test_add_func ("/slide/tiff/threads", test_threads);
  g_test_add_func ("/slide/tiff/truncated", test_truncated);
  g_test_add_func ("/slide/tiff/vendors", test_vendors);
  return g_test_run ();
}
