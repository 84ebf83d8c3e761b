/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "warp-pictures.h"

static void
test_identity (void)
{
  char *folder = test_folder_new ();
  static const struct {
    SaffronSampleType type;
    gboolean rgb;
  } kinds[] = { { SAFFRON_SAMPLE_U16, FALSE },
                { SAFFRON_SAMPLE_U8, TRUE },
                { SAFFRON_SAMPLE_F32, FALSE } };

  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    for (int i = 0; i < 3; i++)
      {
        g_autofree char *in = g_strdup_printf ("in-%u-%d.ome.tiff", k, i);
        g_autofree char *out = g_strdup_printf ("out-%u-%d.ome.tiff", k, i);
        g_autoptr (SaffronSlide) slide = NULL;
        g_autoptr (SaffronSlide) warped = NULL;
        g_autoptr (SaffronTransform) none = NULL;
        SaffronWarpOptions options = SAFFRON_WARP_OPTIONS_INIT;

        slide = make_slide (folder, in, 301, 203, kinds[k].type, kinds[k].rgb,
                            SAFFRON_OME_SUBIFD);
        none = saffron_transform_new (301, 203, &SAFFRON_AFFINE_IDENTITY, NULL);
        options.tile_size = 64;
        options.interpolation = i;
        warped = warp (slide, slide, none, &options, folder, out, 2);
        g_assert_cmpint (saffron_slide_get_n_channels (warped), ==, 3);
        for (int c = 0; c < 3; c++)
          {
            g_autoptr (SaffronRaster) a = read_all (slide, c);
            g_autoptr (SaffronRaster) b = read_all (warped, c);

            g_assert_cmpint (a->type, ==, b->type);
            g_assert_cmpmem (a->data, saffron_raster_n_bytes (a), b->data,
                             saffron_raster_n_bytes (b));
            g_assert_cmpstr (saffron_slide_get_channel (slide, c)->name, ==,
                             saffron_slide_get_channel (warped, c)->name);
          }
      }
  test_folder_remove (folder);
}

/* Without a transform, pixels that are a level's are copied: the values are
 * those that the identity interpolates, on the slide and beyond its borders. */
static void
test_copy (void)
{
  char *folder = test_folder_new ();
  static const SaffronRect rects[] = { { 0, 0, 40, 30 },
                                       { -7, 3, 20, 50 },
                                       { 120, 90, 60, 40 },
                                       { 5, -9, 8, 9 },
                                       { -5, -5, 400, 300 } };
  g_autoptr (SaffronSlide) slide =
      make_slide (folder, "in.ome.tiff", 301, 203, SAFFRON_SAMPLE_U16, FALSE,
                  SAFFRON_OME_SUBIFD);
  g_autoptr (SaffronTransform) none =
      saffron_transform_new (301, 203, &SAFFRON_AFFINE_IDENTITY, NULL);

  g_assert_cmpint (saffron_slide_get_n_levels (slide), >, 1);
  for (guint i = 0; i < G_N_ELEMENTS (rects) * 2 * 3; i++)
    {
      const SaffronRect *rect = &rects[i / 6];
      double downsample =
          saffron_slide_get_level (slide, i / 3 % 2)->downsample;
      SaffronWarper warper = {
        .slide = slide,
        .origin = { -2.0 * downsample, 3.0 * downsample },
        .downsample_x = downsample,
        .downsample_y = downsample,
        .interpolation = (SaffronInterpolation) (i % 3),
        .outside = 7.0f,
      };
      gsize n = (gsize) (rect->width * rect->height);
      g_autofree float *copied = g_new (float, n);
      g_autofree float *found = g_new (float, n);

      g_assert_true (saffron_warper_read (&warper, 1, rect, copied, NULL));
      warper.transform = none;
      g_assert_true (saffron_warper_read (&warper, 1, rect, found, NULL));
      g_assert_cmpmem (copied, n * sizeof *copied, found, n * sizeof *found);
    }
  test_folder_remove (folder);
}

static double
stored_at (SaffronRaster *raster, gint64 x, gint64 y)
{
  return saffron_raster_get (raster, (int) CLAMP (x, 0, raster->width - 1),
                             (int) CLAMP (y, 0, raster->height - 1), 0);
}

static double
keys (double t)
{
  t = fabs (t);
  if (t < 1.0)
    return 1.5 * t * t * t - 2.5 * t * t + 1.0;
  if (t < 2.0)
    return -0.5 * t * t * t + 2.5 * t * t - 4.0 * t + 2.0;
  return 0.0;
}

/* The expected value by definition, one point at a time, in double. */
static double
expected (SaffronRaster *moving, SaffronMovPoint p, SaffronInterpolation how)
{
  gint64 ix = (gint64) floor (p.x - 0.5), iy = (gint64) floor (p.y - 0.5);
  double sum = 0.0, low = G_MAXDOUBLE, high = -G_MAXDOUBLE;

  if (p.x < 0.0 || p.y < 0.0 || p.x >= moving->width || p.y >= moving->height)
    return 0.0;
  if (how == SAFFRON_INTERPOLATION_NEAREST)
    return stored_at (moving, (gint64) floor (p.x), (gint64) floor (p.y));
  for (gint64 y = iy - 1; y <= iy + 2; y++)
    for (gint64 x = ix - 1; x <= ix + 2; x++)
      {
        double dx = p.x - 0.5 - x, dy = p.y - 0.5 - y;
        double v = stored_at (moving, x, y);

        if (how == SAFFRON_INTERPOLATION_LINEAR)
          sum += v * MAX (1.0 - fabs (dx), 0.0) * MAX (1.0 - fabs (dy), 0.0);
        else
          sum += v * keys (dx) * keys (dy);
        low = MIN (low, v);
        high = MAX (high, v);
      }
  return CLAMP (sum, low, high);
}

static SaffronTransform *
bent_transform (double width, double height)
{
  SaffronAffine affine = { 0.95 * cos (0.6), -0.95 * sin (0.6), 90.0,
                           0.95 * sin (0.6), 0.95 * cos (0.6),  -60.0 };
  SaffronLattice *lattice = saffron_lattice_new (width, height, 60.0);

  for (int i = 0; i < lattice->n_x * lattice->n_y; i++)
    {
      lattice->u[i] = (float) (8.0 * sin (i * 1.7));
      lattice->v[i] = (float) (8.0 * cos (i * 2.3));
    }
  return saffron_transform_new (width, height, &affine, lattice);
}

/* By how much a value may be wrong because its place may be 0.01 pixels off;
 * labels are where they belong. */
static double
slack_at (SaffronRaster *raster, SaffronMovPoint p, SaffronInterpolation how)
{
  double at = expected (raster, p, how), slack[2] = { 0.0, 0.0 };

  if (how == SAFFRON_INTERPOLATION_NEAREST)
    return 0.0;
  for (int sign = -1; sign <= 1; sign += 2)
    {
      SaffronMovPoint x = { p.x + 0.01 * sign, p.y };
      SaffronMovPoint y = { p.x, p.y + 0.01 * sign };

      slack[0] = MAX (slack[0], fabs (expected (raster, x, how) - at));
      slack[1] = MAX (slack[1], fabs (expected (raster, y, how) - at));
    }
  return 1.1 * (slack[0] + slack[1]);
}

static void
test_bent (void)
{
  char *folder = test_folder_new ();
  g_autoptr (SaffronSlide) reference = NULL;
  g_autoptr (SaffronSlide) moving = NULL;
  g_autoptr (SaffronTransform) transform = bent_transform (500, 400);
  g_autoptr (SaffronRaster) stored = NULL;

  reference = make_slide (folder, "reference.ome.tiff", 500, 400,
                          SAFFRON_SAMPLE_U8, FALSE, SAFFRON_OME_SUBIFD);
  moving = make_slide (folder, "moving.ome.tiff", 433, 377, SAFFRON_SAMPLE_U16,
                       FALSE, SAFFRON_OME_SUBIFD);
  stored = read_all (moving, 1);
  for (int how = 0; how < 3; how++)
    {
      g_autofree char *name = g_strdup_printf ("%d.ome.tiff", how);
      SaffronWarpOptions options = SAFFRON_WARP_OPTIONS_INIT;
      g_autoptr (SaffronSlide) warped = NULL;
      g_autoptr (SaffronRaster) got = NULL;
      guint n_wrong = 0, n_inside = 0;

      options.interpolation = how;
      warped = warp (reference, moving, transform, &options, folder, name, 0);
      got = read_all (warped, 1);
      g_assert_cmpint (got->width, ==, 500);
      g_assert_cmpint (got->height, ==, 400);
      for (int y = 0; y < 400; y++)
        for (int x = 0; x < 500; x++)
          {
            SaffronMovPoint p = saffron_transform_pull (
                transform, (SaffronRefPoint){ x + 0.5, y + 0.5 });
            double want = expected (stored, p, how);
            double is = saffron_raster_get (got, x, y, 0);

            n_wrong += fabs (want - is) > 0.6 + slack_at (stored, p, how);
            n_inside += p.x >= 0.0 && p.y >= 0.0 && p.x < 433 && p.y < 377;
          }
      /* A point within a rounding error of a pixel's edge may fall on either
       * side. */
      g_assert_cmpuint (n_wrong, <=, how == 0 ? 2 : 0);
      g_assert_cmpuint (n_inside, >, 50000);
      g_assert_cmpuint (n_inside, <, 190000);
    }
  test_folder_remove (folder);
}

static void
test_threads (void)
{
  char *folder = test_folder_new ();
  g_autoptr (SaffronSlide) slide = NULL;
  g_autoptr (SaffronTransform) transform = bent_transform (700, 600);
  g_autofree char *first = NULL;
  gsize n_first = 0;
  static const guint threads[] = { 1, 2, 5 };

  slide = make_slide (folder, "slide.ome.tiff", 700, 600, SAFFRON_SAMPLE_U16,
                      FALSE, SAFFRON_OME_SUBIFD);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      SaffronWarpOptions options = SAFFRON_WARP_OPTIONS_INIT;
      g_autofree char *name = g_strdup_printf ("%u.ome.tiff", i);
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (SaffronSlide) warped = NULL;
      g_autofree char *bytes = NULL;
      gsize n = 0;

      options.tile_size = 64;
      warped =
          warp (slide, slide, transform, &options, folder, name, threads[i]);
      g_assert_true (g_file_get_contents (path, &bytes, &n, NULL));
      if (i == 0)
        {
          first = g_steal_pointer (&bytes);
          n_first = n;
        }
      else
        g_assert_cmpmem (first, n_first, bytes, n);
    }
  test_folder_remove (folder);
}

/* Checks the frame of each crop for a slide that is shifted by (100, 50). */
static void
test_crop (void)
{
  char *folder = test_folder_new ();
  SaffronAffine shift = { 1, 0, -100, 0, 1, -50 };
  g_autoptr (SaffronTransform) transform = NULL;
  g_autoptr (SaffronSlide) slide = NULL;
  g_autoptr (GError) error = NULL;
  SaffronWarpFrame frame;
  static const struct {
    SaffronCrop crop;
    int level;
    double x, y;
    gint64 width, height;
  } cases[] = {
    { SAFFRON_CROP_REFERENCE, 0, 0, 0, 600, 400 },
    { SAFFRON_CROP_ALL, 0, 0, 0, 700, 450 },
    { SAFFRON_CROP_REFERENCE, 1, 0, 0, 300, 200 },
    { SAFFRON_CROP_ALL, 2, 0, 0, 175, 113 },
    { SAFFRON_CROP_REFERENCE, 5, 0, 0, 19, 13 },
  };

  transform = saffron_transform_new (600, 400, &shift, NULL);
  slide = make_slide (folder, "slide.ome.tiff", 600, 400, SAFFRON_SAMPLE_U8,
                      FALSE, SAFFRON_OME_SUBIFD);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_true (saffron_warp_frame (slide, slide, transform, cases[i].crop,
                                         cases[i].level, &frame, &error));
      g_assert_cmpfloat (frame.origin.x, ==, cases[i].x);
      g_assert_cmpfloat (frame.origin.y, ==, cases[i].y);
      g_assert_cmpint (frame.width, ==, cases[i].width);
      g_assert_cmpint (frame.height, ==, cases[i].height);
    }
  g_assert_true (saffron_warp_frame (slide, slide, transform,
                                     SAFFRON_CROP_OVERLAP, 0, &frame, &error));
  g_assert_cmpfloat (frame.origin.x, <=, 100);
  g_assert_cmpfloat (frame.origin.x, >=, 97);
  g_assert_cmpfloat (frame.origin.y, <=, 50);
  g_assert_cmpfloat (frame.origin.y, >=, 47);
  g_assert_cmpfloat (frame.origin.x + frame.width, ==, 600);
  g_assert_cmpfloat (frame.origin.y + frame.height, ==, 400);

  saffron_transform_unref (transform);
  shift.x0 = 5000.0;
  transform = saffron_transform_new (600, 400, &shift, NULL);
  g_assert_false (saffron_warp_frame (slide, slide, transform,
                                      SAFFRON_CROP_OVERLAP, 0, &frame, &error));
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FAILED);
  g_clear_error (&error);
  saffron_transform_unref (transform);
  shift.x0 = 1e9;
  transform = saffron_transform_new (600, 400, &shift, NULL);
  g_assert_false (saffron_warp_frame (slide, slide, transform, SAFFRON_CROP_ALL,
                                      0, &frame, &error));
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FAILED);
  test_folder_remove (folder);
}

/* With both slides in the picture, each is in the right place. */
static void
test_crop_all_pixels (void)
{
  char *folder = test_folder_new ();
  SaffronAffine shift = { 1, 0, 40, 0, 1, 24 };
  g_autoptr (SaffronTransform) transform = NULL;
  g_autoptr (SaffronSlide) slide = NULL;
  g_autoptr (SaffronSlide) warped = NULL;
  g_autoptr (SaffronRaster) got = NULL;
  SaffronWarpOptions options = SAFFRON_WARP_OPTIONS_INIT;

  transform = saffron_transform_new (200, 150, &shift, NULL);
  slide = make_slide (folder, "slide.ome.tiff", 200, 150, SAFFRON_SAMPLE_U8,
                      TRUE, SAFFRON_OME_SUBIFD);
  options.crop = SAFFRON_CROP_ALL;
  warped = warp (slide, slide, transform, &options, folder, "all.ome.tiff", 0);
  got = read_all (warped, 0);
  g_assert_cmpint (got->width, ==, 240);
  g_assert_cmpint (got->height, ==, 174);
  for (int y = 0; y < 174; y++)
    for (int x = 0; x < 240; x++)
      {
        Picture picture = { TRUE };
        double want =
            x < 200 && y < 150 ? picture_at (&picture, 0, x, y, 255) : 255.0;

        g_assert_cmpfloat (saffron_raster_get (got, x, y, 0), ==, want);
      }
  test_folder_remove (folder);
}

/* Without a level that is coarse enough, pixels are averaged, not skipped. */
static void
test_coarse (void)
{
  char *folder = test_folder_new ();
  g_autoptr (SaffronTransform) none = NULL;
  g_autoptr (SaffronSlide) slide = NULL;
  g_autoptr (SaffronSlide) warped = NULL;
  g_autoptr (SaffronRaster) stored = NULL;
  g_autoptr (SaffronRaster) got = NULL;
  SaffronWarpOptions options = SAFFRON_WARP_OPTIONS_INIT;

  none = saffron_transform_new (256, 128, &SAFFRON_AFFINE_IDENTITY, NULL);
  slide = make_slide (folder, "slide.ome.tiff", 256, 128, SAFFRON_SAMPLE_U16,
                      FALSE, SAFFRON_OME_FLAT);
  options.level = 2;
  options.interpolation = SAFFRON_INTERPOLATION_LINEAR;
  warped = warp (slide, slide, none, &options, folder, "out.ome.tiff", 0);
  stored = read_all (slide, 2);
  got = read_all (warped, 2);
  g_assert_cmpint (got->width, ==, 64);
  g_assert_cmpint (got->height, ==, 32);
  for (int y = 0; y < 32; y++)
    for (int x = 0; x < 64; x++)
      {
        double sum = 0.0;

        for (int j = 0; j < 4; j++)
          for (int i = 0; i < 4; i++)
            sum += stored_at (stored, 4 * x + i, 4 * y + j);
        g_assert_cmpfloat_with_epsilon (saffron_raster_get (got, x, y, 0),
                                        sum / 16.0, 0.6);
      }
  test_folder_remove (folder);
}

static void
test_onto_itself (void)
{
  char *folder = test_folder_new ();
  g_autoptr (SaffronSlide) slide = NULL;
  g_autoptr (SaffronTransform) none = NULL;
  g_autoptr (GError) error = NULL;
  SaffronWarpOptions options = SAFFRON_WARP_OPTIONS_INIT;

  none = saffron_transform_new (100, 100, &SAFFRON_AFFINE_IDENTITY, NULL);
  slide = make_slide (folder, "slide.ome.tiff", 100, 100, SAFFRON_SAMPLE_U8,
                      FALSE, SAFFRON_OME_FLAT);
  options.overwrite = TRUE;
  g_assert_false (saffron_warp_write (slide, slide, none, &options,
                                      saffron_slide_get_path (slide), NULL,
                                      &error));
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT);
  test_folder_remove (folder);
}

/* The estimate is near the real size, for a whole number of tiles and for sizes
 * that leave the last tiles partly empty. */
static void
test_estimate (void)
{
  static const struct {
    gint64 width, height;
    SaffronCompression compression;
    SaffronOmeLayout layout;
  } cases[] = {
    { 512, 512, SAFFRON_COMPRESSION_NONE, SAFFRON_OME_FLAT },
    { 1000, 700, SAFFRON_COMPRESSION_DEFLATE, SAFFRON_OME_SUBIFD },
    { 1000, 700, SAFFRON_COMPRESSION_LZW, SAFFRON_OME_FLAT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char *folder = test_folder_new ();
      g_autoptr (SaffronSlide) slide =
          make_slide (folder, "slide.ome.tiff", cases[i].width, cases[i].height,
                      SAFFRON_SAMPLE_U16, FALSE, SAFFRON_OME_FLAT);
      g_autoptr (SaffronTransform) none = saffron_transform_new (
          cases[i].width, cases[i].height, &SAFFRON_AFFINE_IDENTITY, NULL);
      g_autoptr (SaffronSlide) warped = NULL;
      g_autoptr (SaffronJob) job = saffron_job_new ();
      g_autofree char *path = g_build_filename (folder, "out.ome.tiff", NULL);
      SaffronWarpOptions options = SAFFRON_WARP_OPTIONS_INIT;
      SaffronExportEstimate estimate;
      g_autoptr (GError) error = NULL;
      GStatBuf st;

      options.tile_size = 128;
      options.compression = cases[i].compression;
      options.layout = cases[i].layout;
      g_assert_true (saffron_warp_estimate (slide, slide, none, &options, job,
                                            &estimate, &error));
      g_assert_no_error (error);
      g_assert_cmpint (estimate.width, ==, cases[i].width);
      g_assert_cmpint (estimate.height, ==, cases[i].height);
      g_assert_cmpfloat (estimate.seconds, >, 0.0);
      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
      warped = warp (slide, slide, none, &options, folder, "out.ome.tiff", 0);
      g_assert_cmpint (g_stat (path, &st), ==, 0);
      g_test_message ("estimated %.0f, written %.0f", (double) estimate.bytes,
                      (double) st.st_size);
      g_assert_cmpfloat ((double) estimate.bytes / st.st_size, >, 0.75);
      g_assert_cmpfloat ((double) estimate.bytes / st.st_size, <, 1.33);
      test_folder_remove (folder);
    }
}

/* The estimate already fails if writing would. */
static void
test_estimate_fails (void)
{
  char *folder = test_folder_new ();
  g_autoptr (SaffronSlide) slide =
      make_slide (folder, "slide.ome.tiff", 100, 100, SAFFRON_SAMPLE_U16, FALSE,
                  SAFFRON_OME_FLAT);
  g_autoptr (SaffronTransform) none =
      saffron_transform_new (100, 100, &SAFFRON_AFFINE_IDENTITY, NULL);
  g_autoptr (SaffronJob) job = saffron_job_new ();
  g_autoptr (GError) error = NULL;
  SaffronWarpOptions options = SAFFRON_WARP_OPTIONS_INIT;
  SaffronExportEstimate estimate;

  options.compression = SAFFRON_COMPRESSION_JPEG;
  g_assert_false (saffron_warp_estimate (slide, slide, none, &options, job,
                                         &estimate, &error));
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT);
  test_folder_remove (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/warp/identity", test_identity);
  g_test_add_func ("/warp/copy", test_copy);
  g_test_add_func ("/warp/bent", test_bent);
  g_test_add_func ("/warp/threads", test_threads);
  g_test_add_func ("/warp/crop", test_crop);
  g_test_add_func ("/warp/crop-all-pixels", test_crop_all_pixels);
  g_test_add_func ("/warp/coarse", test_coarse);
  g_test_add_func ("/warp/onto-itself", test_onto_itself);
  g_test_add_func ("/warp/estimate", test_estimate);
  g_test_add_func ("/warp/estimate-fails", test_estimate_fails);
  return g_test_run ();
}
