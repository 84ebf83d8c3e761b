/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/float-region.h"

#include <string.h>

static void
row_to_float (const SaffronRaster *raster, int y, int sample, float *out)
{
  const guint8 *row = raster->data + raster->stride * y;
  int step = raster->n_samples;
  int n = raster->width;

  switch (raster->type)
    {
    case SAFFRON_SAMPLE_U8:
      for (int i = 0; i < n; i++)
        out[i] = row[(gsize) i * step + sample];
      break;
    case SAFFRON_SAMPLE_U16:
      if (step == 1)
        for (int i = 0; i < n; i++)
          out[i] = ((const guint16 *) row)[i];
      else
        for (int i = 0; i < n; i++)
          out[i] = ((const guint16 *) row)[(gsize) i * step + sample];
      break;
    case SAFFRON_SAMPLE_F32:
      for (int i = 0; i < n; i++)
        out[i] = ((const float *) row)[(gsize) i * step + sample];
      break;
    }
}

/* Fills the part of one plane outside @inside by repeating the border of
 * @inside. */
static void
repeat_border (const SaffronRect *inside, const SaffronRect *rect, float *out)
{
  gint64 x0 = inside->x - rect->x, x1 = x0 + inside->width;
  gint64 y0 = inside->y - rect->y, y1 = y0 + inside->height;
  gsize row_bytes = rect->width * sizeof (float);

  for (gint64 y = y0; y < y1; y++)
    {
      float *row = out + y * rect->width;

      for (gint64 x = 0; x < x0; x++)
        row[x] = row[x0];
      for (gint64 x = x1; x < rect->width; x++)
        row[x] = row[x1 - 1];
    }
  for (gint64 y = 0; y < y0; y++)
    memcpy (out + y * rect->width, out + y0 * rect->width, row_bytes);
  for (gint64 y = y1; y < rect->height; y++)
    memcpy (out + y * rect->width, out + (y1 - 1) * rect->width, row_bytes);
}

gboolean
saffron_read_floats (SaffronSlide *slide,
                     int level_index,
                     int channel,
                     const SaffronRect *rect,
                     float *out,
                     GError **error)
{
  const SaffronLevel *level = saffron_slide_get_level (slide, level_index);
  gint64 x0 = MAX (rect->x, 0), y0 = MAX (rect->y, 0);
  gint64 x1 = MIN (rect->x + rect->width, level->width);
  gint64 y1 = MIN (rect->y + rect->height, level->height);
  SaffronRect inside = { x0, y0, x1 - x0, y1 - y0 };
  g_autoptr (SaffronRaster) raster = NULL;

  g_return_val_if_fail (x1 > x0 && y1 > y0, FALSE);

  raster = saffron_slide_read (slide, level_index, &inside, channel, error);
  if (raster == NULL)
    return FALSE;
  for (int s = 0; s < raster->n_samples; s++)
    {
      float *plane = out + (gsize) s * rect->width * rect->height;

      for (gint64 y = y0; y < y1; y++)
        row_to_float (raster, (int) (y - y0), s,
                      plane + (y - rect->y) * rect->width + x0 - rect->x);
      repeat_border (&inside, rect, plane);
    }
  return TRUE;
}
