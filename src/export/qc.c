/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/qc.h"

#include <math.h>

#include "base/parallel.h"
#include "export/composite-file.h"
#include "export/legend.h"
#include "export/png-file.h"
#include "export/qc-side.h"
#include "export/warp-frame.h"
#include "slide/square.h"

/* The rows in memory at once, and the width of the block that one thread
 * draws. Most tiles are that large, and a reference is read tile by tile then,
 * with nothing kept. */
#define STRIP_ROWS 512
#define BLOCK_COLUMNS 512
/* The longest side that a picture has by itself, about, and the most
 * halvings. */
#define LONGEST 2000.0
#define MAX_LEVEL 20

/* One strip while it is drawn. */
typedef struct {
  const SaffronQcSide *sides; /* red, green */
  SaffronRect rect;
  guint8 *rows;
  GMutex lock;
  GError *error; /* the first error */
} Strip;

char *
saffron_qc_file_name (const char *name)
{
  return g_strdup_printf ("%s_QC_RGB.png", name);
}

char *
saffron_qc_tiff_name (const char *name)
{
  return g_strdup_printf ("%s_QC_RGB.tif", name);
}

int
saffron_qc_level (SaffronSlide *reference, int level)
{
  double least = INFINITY, x, y, longest;
  int nearest = 0;

  saffron_slide_find_stretch (reference, &x, &y);
  longest = MAX (saffron_slide_get_width (reference) * x,
                 saffron_slide_get_height (reference) * y);
  if (level >= 0)
    return level;
  for (int i = 0; i <= MAX_LEVEL && longest > LONGEST; i++)
    {
      double side = longest / saffron_warp_downsample (reference, i);
      double off = fabs (log (side / LONGEST));

      if (off >= least)
        continue;
      least = off;
      nearest = i;
    }
  return nearest;
}

static void
draw_block (gint64 index, gpointer data)
{
  Strip *strip = data;
  SaffronRect rect = strip->rect;
  gsize stride = (gsize) strip->rect.width * 3;
  g_autoptr (GError) error = NULL;

  rect.x = index * BLOCK_COLUMNS;
  rect.width = MIN (BLOCK_COLUMNS, strip->rect.width - rect.x);
  if (saffron_qc_sides_draw (strip->sides, &rect, strip->rows + rect.x * 3,
                             stride, &error))
    return;
  g_mutex_lock (&strip->lock);
  if (strip->error == NULL)
    strip->error = g_steal_pointer (&error);
  g_mutex_unlock (&strip->lock);
}

static gboolean
draw_strip (const SaffronQcSide *sides,
            const SaffronRect *rect,
            guint8 *rows,
            SaffronJob *job,
            GError **error)
{
  Strip strip = { .sides = sides, .rect = *rect, .rows = rows };

  g_mutex_init (&strip.lock);
  saffron_parallel_for (job, (rect->width + BLOCK_COLUMNS - 1) / BLOCK_COLUMNS,
                        draw_block, &strip);
  g_mutex_clear (&strip.lock);
  if (strip.error != NULL)
    {
      g_propagate_error (error, strip.error);
      return FALSE;
    }
  return saffron_job_check (job, error);
}

/* Draws the legend into the lower left corner of the picture. */
static void
blend_legend (cairo_surface_t *legend,
              const SaffronRect *rect,
              gint64 height,
              guint8 *rows)
{
  int w = cairo_image_surface_get_width (legend);
  int h = cairo_image_surface_get_height (legend);
  int stride = cairo_image_surface_get_stride (legend);
  const guint8 *data = cairo_image_surface_get_data (legend);
  gint64 top = height - h;

  for (gint64 y = MAX (rect->y, top); y < rect->y + rect->height; y++)
    for (int x = 0; x < MIN (w, rect->width); x++)
      {
        guint32 pixel = ((const guint32 *) (data + (y - top) * stride))[x];
        guint8 *out = rows + ((y - rect->y) * rect->width + x) * 3;

        out[0] = (pixel >> 16) & 0xff;
        out[1] = (pixel >> 8) & 0xff;
        out[2] = pixel & 0xff;
      }
}

/* @tiff: (nullable) */
static gboolean
write_strips (SaffronPngFile *png,
              SaffronCompositeFile *tiff,
              const SaffronQcSide *sides,
              const SaffronWarpFrame *frame,
              cairo_surface_t *legend,
              SaffronJob *job,
              GError **error)
{
  gsize bytes = (gsize) frame->width * 3 * STRIP_ROWS;
  g_autofree guint8 *rows = g_malloc (bytes);

  for (gint64 y = 0; y < frame->height; y += STRIP_ROWS)
    {
      SaffronRect rect = { 0, y, frame->width,
                           MIN (STRIP_ROWS, frame->height - y) };

      if (!draw_strip (sides, &rect, rows, job, error))
        return FALSE;
      if (tiff != NULL
          && !saffron_composite_file_write (tiff, rows, (int) rect.height,
                                            error))
        return FALSE;
      if (legend != NULL)
        blend_legend (legend, &rect, frame->height, rows);
      if (!saffron_png_file_write (png, rows, (int) rect.height, job, error))
        return FALSE;
      saffron_job_set_fraction (job,
                                (double) (y + rect.height) / frame->height);
    }
  return saffron_png_file_finish (png, error)
         && (tiff == NULL || saffron_composite_file_finish (tiff, error));
}

static cairo_surface_t *
legend_of (SaffronSlide *reference,
           SaffronSlide *moving,
           SaffronRun *run,
           const SaffronWarpFrame *frame)
{
  /* The bar is at most a fifth of the picture. */
  SaffronLegend legend = { reference,
                           moving,
                           run,
                           frame->downsample_x,
                           (int) frame->width - 2 * SAFFRON_LEGEND_PAD,
                           (double) frame->width / 5.0 };

  return saffron_legend_draw (&legend);
}

static gboolean
find_frame (SaffronSlide *reference,
            SaffronSlide *moving,
            const SaffronRun *run,
            const SaffronQcOptions *options,
            SaffronWarpFrame *frame,
            GError **error)
{
  if (!saffron_warp_frame (
          reference, moving, run->transform, SAFFRON_CROP_REFERENCE,
          saffron_qc_level (reference, options->level), frame, error))
    return FALSE;
  saffron_warp_frame_square (frame, reference);
  return TRUE;
}

gboolean
saffron_qc_write (SaffronSlide *reference,
                  SaffronSlide *moving,
                  const SaffronRun *run,
                  const SaffronQcOptions *options,
                  const char *path,
                  SaffronJob *job,
                  GError **error)
{
  SaffronQcSide sides[2] = { 0 };
  SaffronWarpFrame frame;
  g_autoptr (SaffronPngFile) png = NULL;
  g_autoptr (SaffronCompositeFile) tiff = NULL;
  cairo_surface_t *legend = NULL;
  gboolean done;

  saffron_job_begin_stage (job, "picture", 0.0, 1.0);
  if (!find_frame (reference, moving, run, options, &frame, error)
      || !saffron_qc_sides_init (sides, reference, moving, run, &frame, job,
                                 error))
    return FALSE;
  png = saffron_png_file_new (path, (int) frame.width, (int) frame.height,
                              options->overwrite, error);
  if (png != NULL && options->tiff != NULL)
    tiff = saffron_composite_file_new (options->tiff, (int) frame.width,
                                       (int) frame.height, options->overwrite,
                                       error);
  if (png == NULL || (options->tiff != NULL && tiff == NULL))
    return FALSE;
  if (options->legend)
    legend = legend_of (reference, moving, run, &frame);
  done = write_strips (png, tiff, sides, &frame, legend, job, error);
  g_clear_pointer (&legend, cairo_surface_destroy);
  return done;
}

/* Bytes of the file per pixel, and seconds per pixel of all processors
 * together. */
#define PNG_BYTES 1.2
#define PIXEL_SECONDS 100e-9

gboolean
saffron_qc_estimate (SaffronSlide *reference,
                     SaffronSlide *moving,
                     const SaffronRun *run,
                     const SaffronQcOptions *options,
                     guint threads,
                     SaffronExportEstimate *estimate,
                     GError **error)
{
  SaffronWarpFrame frame;
  double pixels;

  if (!find_frame (reference, moving, run, options, &frame, error))
    return FALSE;
  if (threads == 0)
    threads = g_get_num_processors ();
  pixels = (double) frame.width * (double) frame.height;
  estimate->width = frame.width;
  estimate->height = frame.height;
  estimate->bytes = (gint64) (pixels * PNG_BYTES);
  estimate->seconds = pixels * PIXEL_SECONDS / threads;
  return TRUE;
}
