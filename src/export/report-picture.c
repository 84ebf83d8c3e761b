/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/report-picture.h"

#include <math.h>

#include "base/parallel.h"
#include "export/warp-frame.h"

/* Rows that a thread draws at once. */
#define STRIP_ROWS 64
#define SWATCH 16

/* An overlay while it is drawn. */
typedef struct {
  const SaffronQcSide *sides; /* red, green */
  int width, height;
  guint8 *rgb;
  GMutex lock;
  GError *error; /* the first error */
} Overlay;

static void
draw_strip (gint64 index, gpointer data)
{
  Overlay *overlay = data;
  gsize stride = (gsize) overlay->width * 3;
  gint64 y = index * STRIP_ROWS;
  SaffronRect rect = { 0, y, overlay->width,
                       MIN (STRIP_ROWS, overlay->height - y) };
  g_autoptr (GError) error = NULL;

  if (saffron_qc_sides_draw (overlay->sides, &rect,
                             overlay->rgb + (gsize) y * stride, stride, &error))
    return;
  g_mutex_lock (&overlay->lock);
  if (overlay->error == NULL)
    overlay->error = g_steal_pointer (&error);
  g_mutex_unlock (&overlay->lock);
}

static cairo_surface_t *
surface_of (const guint8 *rgb, int width, int height)
{
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  int stride = cairo_image_surface_get_stride (surface);
  guint8 *data = cairo_image_surface_get_data (surface);

  for (int y = 0; y < height; y++)
    {
      guint32 *row = (guint32 *) (data + (gsize) y * stride);
      const guint8 *in = rgb + (gsize) y * width * 3;

      for (int x = 0; x < width; x++, in += 3)
        row[x] = (guint32) in[0] << 16 | (guint32) in[1] << 8 | in[2];
    }
  cairo_surface_mark_dirty (surface);
  return surface;
}

/* (transfer full) (nullable) */
static cairo_surface_t *
draw_overlay (const SaffronQcSide *sides,
              const SaffronWarpFrame *frame,
              SaffronJob *job,
              GError **error)
{
  Overlay overlay = { .sides = sides,
                      .width = (int) frame->width,
                      .height = (int) frame->height };
  g_autofree guint8 *rgb = g_new0 (guint8, 3 * frame->width * frame->height);

  overlay.rgb = rgb;
  g_mutex_init (&overlay.lock);
  saffron_parallel_for (job, (overlay.height + STRIP_ROWS - 1) / STRIP_ROWS,
                        draw_strip, &overlay);
  g_mutex_clear (&overlay.lock);
  if (overlay.error != NULL)
    {
      g_propagate_error (error, overlay.error);
      return NULL;
    }
  return saffron_job_check (job, error)
             ? surface_of (rgb, overlay.width, overlay.height)
             : NULL;
}

static gboolean
find_frame (SaffronSlide *reference,
            SaffronSlide *moving,
            SaffronRun *run,
            SaffronWarpFrame *frame,
            GError **error)
{
  double ratio;

  if (!saffron_warp_frame (reference, moving, run->transform,
                           SAFFRON_CROP_REFERENCE, 0, frame, error))
    return FALSE;
  saffron_warp_frame_square (frame, reference);
  ratio = MAX (
      (double) MAX (frame->width, frame->height) / SAFFRON_REPORT_OVERLAY, 1.0);
  frame->downsample_x *= ratio;
  frame->downsample_y *= ratio;
  frame->width = MAX ((gint64) round ((double) frame->width / ratio), 1);
  frame->height = MAX ((gint64) round ((double) frame->height / ratio), 1);
  return TRUE;
}

gboolean
saffron_report_picture_init (SaffronReportPicture *picture,
                             SaffronSlide *reference,
                             SaffronSlide *moving,
                             SaffronRun *run,
                             SaffronJob *job,
                             GError **error)
{
  SaffronTransform *affine = saffron_transform_new (
      saffron_transform_get_width (run->transform),
      saffron_transform_get_height (run->transform),
      saffron_transform_get_affine (run->transform), NULL);
  SaffronQcSide sides[2];

  *picture = (SaffronReportPicture){ 0 };
  if (find_frame (reference, moving, run, &picture->frame, error)
      && saffron_qc_sides_init (sides, reference, moving, run, &picture->frame,
                                job, error))
    picture->after = draw_overlay (sides, &picture->frame, job, error);
  if (picture->after != NULL)
    {
      /* With the colours of the other picture. */
      sides[0].warper.transform = affine;
      picture->before = draw_overlay (sides, &picture->frame, job, error);
    }
  saffron_transform_unref (affine);
  if (picture->before != NULL)
    return TRUE;
  saffron_report_picture_clear (picture);
  return FALSE;
}

void
saffron_report_picture_clear (SaffronReportPicture *picture)
{
  g_clear_pointer (&picture->before, cairo_surface_destroy);
  g_clear_pointer (&picture->after, cairo_surface_destroy);
}

/* (transfer full): the reference, green in @overlay, in grey that is dim enough
 * for a map to stand out. */
static cairo_surface_t *
draw_reference (cairo_surface_t *overlay)
{
  int width = cairo_image_surface_get_width (overlay);
  int height = cairo_image_surface_get_height (overlay);
  int stride = cairo_image_surface_get_stride (overlay);
  const guint8 *data = cairo_image_surface_get_data (overlay);
  cairo_surface_t *grey =
      cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  int out_stride = cairo_image_surface_get_stride (grey);
  guint8 *out = cairo_image_surface_get_data (grey);

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        const guint32 *row = (const guint32 *) (data + (gsize) y * stride);
        guint32 value = (row[x] >> 8 & 0xff) * 6 / 10;

        ((guint32 *) (out + (gsize) y * out_stride))[x] =
            value << 16 | value << 8 | value;
      }
  cairo_surface_mark_dirty (grey);
  return grey;
}

cairo_surface_t *
saffron_report_picture_draw_map (const SaffronReportPicture *picture,
                                 const SaffronMap *map,
                                 int longest)
{
  const SaffronWarpFrame *frame = &picture->frame;
  double scale = (double) longest / MAX (frame->width, frame->height);
  int width = MAX ((int) round (frame->width * scale), 1);
  int height = MAX ((int) round (frame->height * scale), 1);
  cairo_surface_t *grey = draw_reference (picture->after);
  cairo_surface_t *colours =
      cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_surface_t *drawn =
      cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_t *cr = cairo_create (drawn);

  saffron_map_draw (map, frame->origin, frame->downsample_x / scale,
                    frame->downsample_y / scale, width, height,
                    cairo_image_surface_get_data (colours),
                    cairo_image_surface_get_stride (colours));
  cairo_surface_mark_dirty (colours);
  cairo_save (cr);
  cairo_scale (cr, scale, scale);
  cairo_set_source_surface (cr, grey, 0.0, 0.0);
  cairo_paint (cr);
  cairo_restore (cr);
  cairo_set_source_surface (cr, colours, 0.0, 0.0);
  cairo_paint_with_alpha (cr, 0.7);
  cairo_destroy (cr);
  cairo_surface_destroy (grey);
  cairo_surface_destroy (colours);
  return drawn;
}

cairo_surface_t *
saffron_report_swatch (SaffronMapMark mark, int piece)
{
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_ARGB32, SWATCH, SWATCH);
  int stride = cairo_image_surface_get_stride (surface);
  guint8 *data = cairo_image_surface_get_data (surface);

  for (int y = 0; y < SWATCH; y++)
    for (int x = 0; x < SWATCH; x++)
      ((guint32 *) (data + (gsize) y * stride))[x] =
          saffron_map_mark_pixel (mark, piece, x, y);
  cairo_surface_mark_dirty (surface);
  return surface;
}
