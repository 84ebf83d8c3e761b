/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "common.h"
#include "export/warp.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "base/error.h"

/* A picture that is hard to interpolate: cells of flat values with sharp edges,
 * from 0 to the largest value, and ramps. */
static double
value_at (int channel, gint64 x, gint64 y, double max)
{
  guint32 h = (guint32) (x / 5) * 2654435761u ^ (guint32) (y / 3) * 40503u
              ^ (guint32) channel * 97u;

  h ^= h >> 15;
  h *= 2246822519u;
  h ^= h >> 13;
  switch (h % 4)
    {
    case 0:
      return 0.0;
    case 1:
      return max;
    case 2:
      return floor (max * (h >> 8) / (double) (1 << 24));
    default:
      return fmod ((double) (x * 31 + y * 17), max);
    }
}

typedef struct {
  gboolean light; /* a brightfield slide */
} Picture;

static double
picture_at (const Picture *picture, int channel, gint64 x, gint64 y, double max)
{
  double v = value_at (channel, x, y, picture->light ? 70.0 : max);

  return picture->light ? 250.0 - v : v;
}

static gboolean
region (int channel,
        const SaffronRect *rect,
        SaffronRaster *out,
        gpointer data,
        GError **error)
{
  const Picture *picture = data;
  double max = out->type == SAFFRON_SAMPLE_U8 ? 255.0 : 65535.0;

  for (int y = 0; y < out->height; y++)
    for (int x = 0; x < out->width; x++)
      for (int s = 0; s < out->n_samples; s++)
        {
          double v = picture_at (picture, channel < 0 ? s : channel,
                                 rect->x + x, rect->y + y, max);
          guint8 *row = out->data + out->stride * y;
          int i = x * out->n_samples + s;

          if (out->type == SAFFRON_SAMPLE_U8)
            row[i] = (guint8) v;
          else if (out->type == SAFFRON_SAMPLE_U16)
            ((guint16 *) row)[i] = (guint16) v;
          else
            ((float *) row)[i] = (float) v;
        }
  return TRUE;
}

static SaffronSlide *
open_slide (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  SaffronSlide *slide = saffron_slide_open (path, NULL, &error);

  g_assert_no_error (error);
  return slide;
}

static SaffronSlide *
make_slide (const char *folder,
            const char *name,
            gint64 width,
            gint64 height,
            SaffronSampleType type,
            gboolean rgb,
            SaffronOmeLayout layout)
{
  static const char *const names[] = { "DAPI", "CD3", "CD8" };
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  SaffronOmeSpec spec = SAFFRON_OME_SPEC_INIT;
  Picture picture = { rgb };

  spec.width = width;
  spec.height = height;
  spec.type = type;
  spec.rgb = rgb;
  spec.n_channels = 3;
  spec.channel_names = names;
  spec.um_x = spec.um_y = 0.5;
  spec.tile_size = 128;
  spec.layout = layout;
  saffron_ome_write (path, &spec, region, &picture, NULL, &error);
  g_assert_no_error (error);
  return open_slide (folder, name);
}

static SaffronSlide *
warp (SaffronSlide *reference,
      SaffronSlide *moving,
      const SaffronTransform *transform,
      const SaffronWarpOptions *options,
      const char *folder,
      const char *name,
      guint threads)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (SaffronJob) job = saffron_job_new ();
  g_autoptr (GError) error = NULL;

  saffron_job_set_threads (job, threads);
  saffron_warp_write (reference, moving, transform, options, path, job, &error);
  g_assert_no_error (error);
  return open_slide (folder, name);
}

static SaffronRaster *
read_all (SaffronSlide *slide, int channel)
{
  SaffronRect all = { 0, 0, saffron_slide_get_width (slide),
                      saffron_slide_get_height (slide) };
  g_autoptr (GError) error = NULL;
  SaffronRaster *raster = saffron_slide_read (slide, 0, &all, channel, &error);

  g_assert_no_error (error);
  return raster;
}
