/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/scaled.h"

#include <math.h>
#include <string.h>

/* Rows of the stored level that are decoded at once. */
#define STRIP_ROWS 256

/* How one axis of the stored level is averaged onto the plane's: source pixel
 * s spreads over targets first[s] and first[s] + 1 with weights w0[s], w1[s].
 * The source is at least as fine as the target, so it meets at most two. */
typedef struct {
  int *first;
  float *w0, *w1;
} Axis;

static void
axis_init (Axis *axis, int n_source, int n_target, double ratio)
{
  axis->first = g_new (int, n_source);
  axis->w0 = g_new (float, n_source);
  axis->w1 = g_new (float, n_source);

  for (int s = 0; s < n_source; s++)
    {
      double from = s / ratio;
      double to = (s + 1) / ratio;
      int t = CLAMP ((int) floor (from + 1e-9), 0, n_target - 1);
      double edge = MIN (to, t + 1.0);

      axis->first[s] = t;
      axis->w0[s] = (float) ((edge - from) * ratio);
      axis->w1[s] = t + 1 < n_target ? (float) ((to - edge) * ratio) : 0.0f;
    }
}

static void
axis_clear (Axis *axis)
{
  g_free (axis->first);
  g_free (axis->w0);
  g_free (axis->w1);
}

static void
row_to_float (const SaffronRaster *raster, int y, float *out)
{
  const guint8 *row = raster->data + raster->stride * y;

  switch (raster->type)
    {
    case SAFFRON_SAMPLE_U8:
      for (int x = 0; x < raster->width; x++)
        out[x] = row[x];
      break;
    case SAFFRON_SAMPLE_U16:
      for (int x = 0; x < raster->width; x++)
        out[x] = ((const guint16 *) row)[x];
      break;
    case SAFFRON_SAMPLE_F32:
      for (int x = 0; x < raster->width; x++)
        {
          float v = ((const float *) row)[x];

          out[x] = isfinite (v) ? v : 0.0f;
        }
      break;
    }
}

static void
add_row (SaffronPlane *sum, int y, const float *row, float weight)
{
  float *to = NULL;

  if (weight <= 0.0f)
    return;
  to = saffron_plane_row (sum, y);
  for (int x = 0; x < sum->width; x++)
    to[x] += weight * row[x];
}

SaffronPlane *
saffron_slide_read_scaled (SaffronSlide *slide,
                           int channel,
                           double downsample,
                           int max_image_dim,
                           SaffronJob *job,
                           GError **error)
{
  int level_index = saffron_slide_best_level (slide, downsample);
  const SaffronLevel *level = saffron_slide_get_level (slide, level_index);
  double ratio = MAX (downsample / level->downsample, 1.0);
  int width = (int) ceil (saffron_slide_get_width (slide) / downsample - 1e-6);
  int height = (int) ceil (saffron_slide_get_height (slide) / downsample - 1e-6);
  g_autoptr (SaffronPlane) plane = saffron_plane_new (width, height);
  g_autofree float *line = g_new (float, level->width);
  g_autofree float *scaled = g_new (float, width);
  g_autofree float *wx = g_new0 (float, width);
  g_autofree float *wy = g_new0 (float, height);
  Axis ax, ay;

  axis_init (&ax, level->width, width, ratio);
  axis_init (&ay, level->height, height, ratio);
  for (int s = 0; s < level->width; s++)
    {
      wx[ax.first[s]] += ax.w0[s];
      if (ax.w1[s] > 0.0f)
        wx[ax.first[s] + 1] += ax.w1[s];
    }

  for (gint64 y0 = 0; y0 < level->height; y0 += STRIP_ROWS)
    {
      SaffronRect rect = { 0, y0, level->width,
                           MIN (STRIP_ROWS, level->height - y0) };
      g_autoptr (SaffronRaster) strip = NULL;

      if (!saffron_job_check (job, error)
          || (strip = saffron_slide_read (slide, level_index, &rect, channel,
                                          error)) == NULL)
        {
          g_clear_pointer (&plane, saffron_plane_free);
          break;
        }
      for (int r = 0; r < strip->height; r++)
        {
          int s = y0 + r;

          row_to_float (strip, r, line);
          memset (scaled, 0, sizeof (float) * width);
          for (int x = 0; x < level->width; x++)
            {
              scaled[ax.first[x]] += ax.w0[x] * line[x];
              if (ax.w1[x] > 0.0f)
                scaled[ax.first[x] + 1] += ax.w1[x] * line[x];
            }
          add_row (plane, ay.first[s], scaled, ay.w0[s]);
          wy[ay.first[s]] += ay.w0[s];
          if (ay.w1[s] > 0.0f)
            {
              add_row (plane, ay.first[s] + 1, scaled, ay.w1[s]);
              wy[ay.first[s] + 1] += ay.w1[s];
            }
        }
      saffron_job_set_fraction (job, (y0 + rect.height)
                                       / (double) level->height);
    }

  if (plane != NULL)
    for (int y = 0; y < height; y++)
      for (int x = 0; x < width; x++)
        {
          float weight = wx[x] * wy[y];

          if (weight > 0.0f)
            saffron_plane_row (plane, y)[x] /= weight;
        }
  axis_clear (&ax);
  axis_clear (&ay);
  return g_steal_pointer (&plane);
}
