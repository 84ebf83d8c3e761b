/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/scaled.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/parallel.h"
#include "slide/strips.h"

/* The most pixels that a plane may have; a caller that asks for more is
 * mistaken. */
#define MAX_PIXELS ((gint64) 1 << 29)

/* How one axis of the stored level is averaged onto the plane's. Pixel t of the
 * plane, from which the first one of a part of it is counted, is the weighted
 * mean of the level's pixels start[t] … end[t] - 1. The first and the last of
 * them have the weights first[t] and last[t], the parts of them that lie inside
 * pixel t; the others weigh 1. total[t] is the sum of the weights. */
typedef struct {
  int n;
  int *start, *end;
  float *first, *last, *total;
} Axis;

typedef struct {
  Axis x, y;
  int n_samples;
  SaffronPlane *planes[3];
  SaffronJob *job;
  /* The strip being averaged, its place in the level, and the first row of the
   * plane that it touches. */
  const SaffronRaster *strip;
  gint64 strip_x, strip_y;
  int row0;
} Scaler;

static void
axis_init (Axis *axis, int n_source, int first, int n_target, double ratio)
{
  axis->n = n_target;
  axis->start = g_new (int, n_target);
  axis->end = g_new (int, n_target);
  axis->first = g_new (float, n_target);
  axis->last = g_new (float, n_target);
  axis->total = g_new (float, n_target);

  for (int t = 0; t < n_target; t++)
    {
      double from = (first + t) * ratio;
      double to = MIN ((first + t + 1) * ratio, n_source);
      int start = (int) floor (from + 1e-9);
      int end = (int) ceil (to - 1e-9);

      /* A level whose size was rounded down ends before the plane does; its
       * last pixel is repeated. */
      if (start >= n_source || to - from < 1e-6)
        {
          start = MIN (start, n_source - 1);
          end = start + 1;
          from = start;
          to = end;
        }
      end = MAX (end, start + 1);
      from = CLAMP (from, start, start + 1.0);
      to = CLAMP (to, end - 1.0, (double) end);
      axis->start[t] = start;
      axis->end[t] = end;
      axis->first[t] = end == start + 1 ? to - from : start + 1.0 - from;
      axis->last[t] = end == start + 1 ? 0.0 : to - (end - 1.0);
      axis->total[t] =
          axis->first[t] + axis->last[t] + MAX (end - start - 2, 0);
    }
}

static void
axis_clear (Axis *axis)
{
  g_free (axis->start);
  g_free (axis->end);
  g_free (axis->first);
  g_free (axis->last);
  g_free (axis->total);
}

static void
add_u8 (float *restrict sum, const guint8 *restrict row, gsize n, float weight)
{
  for (gsize i = 0; i < n; i++)
    sum[i] += weight * row[i];
}

static void
add_u16 (float *restrict sum,
         const guint16 *restrict row,
         gsize n,
         float weight)
{
  for (gsize i = 0; i < n; i++)
    sum[i] += weight * row[i];
}

static void
add_f32 (float *restrict sum, const float *restrict row, gsize n, float weight)
{
  for (gsize i = 0; i < n; i++)
    sum[i] += isfinite (row[i]) ? weight * row[i] : 0.0f;
}

static void
add_row (float *sum, const SaffronRaster *strip, int y, float weight)
{
  const guint8 *row = strip->data + strip->stride * y;
  gsize n = (gsize) strip->width * strip->n_samples;

  if (strip->type == SAFFRON_SAMPLE_U8)
    add_u8 (sum, row, n, weight);
  else if (strip->type == SAFFRON_SAMPLE_U16)
    add_u16 (sum, (const guint16 *) row, n, weight);
  else
    add_f32 (sum, (const float *) row, n, weight);
}

/* Averages the weighted sum of the strip's rows, whose first pixel is @x0,
 * along x and adds the result to one row of each plane. */
static void
add_across (const Axis *axis, const float *sum, gint64 x0, int n, float **out)
{
  for (int t = 0; t < axis->n; t++)
    for (int c = 0; c < n; c++)
      {
        const float *at = sum + (axis->start[t] - x0) * n + c;
        int inner = axis->end[t] - axis->start[t] - 2;
        double value = (double) axis->first[t] * *at;

        at += n;
        for (int i = 0; i < inner; i++, at += n)
          value += *at;
        if (inner >= 0)
          value += (double) axis->last[t] * *at;
        out[c][t] += (float) value;
      }
}

/* Adds the strip's rows that fall on one row of the planes to it. */
static void
scale_row (gint64 index, gpointer data)
{
  Scaler *scaler = data;
  const SaffronRaster *strip = scaler->strip;
  const Axis *axis = &scaler->y;
  int t = scaler->row0 + index;
  gint64 from = MAX (axis->start[t], scaler->strip_y);
  gint64 to = MIN (axis->end[t], scaler->strip_y + strip->height);
  g_autofree float *sum = NULL;
  float *out[3] = { NULL };

  if (from >= to)
    return;
  sum = g_new0 (float, (gsize) strip->width * strip->n_samples);
  for (gint64 s = from; s < to; s++)
    add_row (sum, strip, s - scaler->strip_y,
             s == axis->start[t]     ? axis->first[t]
             : s == axis->end[t] - 1 ? axis->last[t]
                                     : 1.0f);
  for (int c = 0; c < scaler->n_samples; c++)
    out[c] = saffron_plane_row (scaler->planes[c], t);
  add_across (&scaler->x, sum, scaler->strip_x, scaler->n_samples, out);
}

static gboolean
scale_strip (const SaffronRaster *strip,
             gint64 y,
             gpointer data,
             GError **error)
{
  Scaler *scaler = data;
  const Axis *axis = &scaler->y;
  int row1;

  scaler->strip = strip;
  scaler->strip_y = y;
  while (scaler->row0 < axis->n - 1 && axis->end[scaler->row0] <= y)
    scaler->row0++;
  row1 = scaler->row0;
  while (row1 < axis->n && axis->start[row1] < y + strip->height)
    row1++;
  saffron_parallel_for (scaler->job, row1 - scaler->row0, scale_row, scaler);
  return saffron_job_check (scaler->job, error);
}

static void
normalise (const Scaler *scaler, SaffronPlane *plane)
{
  for (int y = 0; y < plane->height; y++)
    for (int x = 0; x < plane->width; x++)
      saffron_plane_row (plane, y)[x] /=
          scaler->x.total[x] * scaler->y.total[y];
}

static gboolean
read_scaled (SaffronSlide *slide,
             int channel,
             double downsample,
             SaffronPlane **planes,
             SaffronJob *job,
             GError **error)
{
  SaffronStripSource source = { 0 };
  int level_index = saffron_slide_best_level (slide, downsample);
  const SaffronLevel *level = saffron_slide_get_level (slide, level_index);
  double ratio = downsample / level->downsample;
  double width = ceil (saffron_slide_get_width (slide) / downsample - 1e-6);
  double height = ceil (saffron_slide_get_height (slide) / downsample - 1e-6);
  Scaler scaler = { .job = job };
  gboolean ok = FALSE;

  if (level_index > 0 && !saffron_slide_prepare (slide, channel, job, error))
    return FALSE;
  width = MAX (width, 1.0);
  height = MAX (height, 1.0);
  if (width * height > MAX_PIXELS)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_TOO_LARGE,
                   _ ("%s: a plane of %.0f × %.0f pixels is too large"),
                   saffron_slide_get_path (slide), width, height);
      return FALSE;
    }
  scaler.n_samples = channel == SAFFRON_CHANNEL_RGB ? 3 : 1;
  for (int c = 0; c < scaler.n_samples; c++)
    scaler.planes[c] = saffron_plane_new (width, height);
  axis_init (&scaler.x, level->width, 0, width, ratio);
  axis_init (&scaler.y, level->height, 0, height, ratio);

  saffron_slide_get_strip_source (slide, level_index, channel, &source);
  ok = saffron_strips_run (&source, 1, scale_strip, &scaler, job, error);

  for (int c = 0; c < scaler.n_samples; c++)
    {
      if (ok)
        normalise (&scaler, scaler.planes[c]);
      else
        g_clear_pointer (&scaler.planes[c], saffron_plane_free);
      planes[c] = scaler.planes[c];
    }
  axis_clear (&scaler.x);
  axis_clear (&scaler.y);
  return ok;
}

SaffronPlane *
saffron_slide_read_scaled (SaffronSlide *slide,
                           int channel,
                           double downsample,
                           int max_image_dim,
                           SaffronJob *job,
                           GError **error)
{
  SaffronPlane *plane = NULL;

  g_return_val_if_fail (SAFFRON_IS_SLIDE (slide), NULL);
  g_return_val_if_fail (
      channel >= 0 && channel < saffron_slide_get_n_channels (slide), NULL);
  g_return_val_if_fail (isfinite (downsample) && downsample > 0.0, NULL);

  read_scaled (slide, channel, MAX (downsample, 1.0), &plane, job, error);
  return plane;
}

gboolean
saffron_slide_read_scaled_rgb (SaffronSlide *slide,
                               double downsample,
                               int max_image_dim,
                               SaffronPlane *planes[3],
                               SaffronJob *job,
                               GError **error)
{
  planes[0] = planes[1] = planes[2] = NULL;
  g_return_val_if_fail (SAFFRON_IS_SLIDE (slide), FALSE);
  g_return_val_if_fail (
      saffron_slide_get_kind (slide) == SAFFRON_SLIDE_BRIGHTFIELD, FALSE);
  g_return_val_if_fail (isfinite (downsample) && downsample > 0.0, FALSE);

  return read_scaled (slide, SAFFRON_CHANNEL_RGB, MAX (downsample, 1.0), planes,
                      job, error);
}

gboolean
saffron_slide_read_scaled_box (SaffronSlide *slide,
                               int channel,
                               double downsample,
                               const SaffronRect *box,
                               SaffronPlane *planes[3],
                               GError **error)
{
  int index = saffron_slide_best_level (slide, downsample);
  const SaffronLevel *level = saffron_slide_get_level (slide, index);
  double ratio = downsample / level->downsample;
  Scaler scaler = { .n_samples = channel == SAFFRON_CHANNEL_RGB ? 3 : 1 };
  g_autoptr (SaffronRaster) raster = NULL;
  SaffronRect rect;

  planes[0] = planes[1] = planes[2] = NULL;
  axis_init (&scaler.x, level->width, box->x, box->width, ratio);
  axis_init (&scaler.y, level->height, box->y, box->height, ratio);
  rect.x = scaler.x.start[0];
  rect.y = scaler.y.start[0];
  rect.width = scaler.x.end[box->width - 1] - rect.x;
  rect.height = scaler.y.end[box->height - 1] - rect.y;
  raster = saffron_slide_read (slide, index, &rect, channel, error);
  if (raster != NULL)
    {
      for (int c = 0; c < scaler.n_samples; c++)
        scaler.planes[c] = saffron_plane_new (box->width, box->height);
      scaler.strip = raster;
      scaler.strip_x = rect.x;
      scaler.strip_y = rect.y;
      for (int t = 0; t < box->height; t++)
        scale_row (t, &scaler);
      for (int c = 0; c < scaler.n_samples; c++)
        {
          normalise (&scaler, scaler.planes[c]);
          planes[c] = scaler.planes[c];
        }
    }
  axis_clear (&scaler.x);
  axis_clear (&scaler.y);
  return raster != NULL;
}
