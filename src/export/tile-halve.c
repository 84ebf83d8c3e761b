/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/tile-halve.h"

#include <string.h>

void
saffron_tile_pad (const SaffronTileCodec *codec,
                  guint8 *tile,
                  int width,
                  int height)
{
  gsize pixel = saffron_sample_type_size (codec->type) * codec->n_samples;
  gsize stride = pixel * codec->tile_size;

  for (int y = 0; y < height; y++)
    for (int x = width; x < codec->tile_size; x++)
      memcpy (tile + y * stride + x * pixel,
              tile + y * stride + (width - 1) * pixel, pixel);
  for (int y = height; y < codec->tile_size; y++)
    memcpy (tile + y * stride, tile + (height - 1) * stride, stride);
}

#define HALVE_ROWS(NAME, TYPE, AVERAGE)                                        \
  static void NAME (const TYPE *a, const TYPE *b, TYPE *out, int n_out,        \
                    int n_samples)                                             \
  {                                                                            \
    for (int x = 0; x < n_out; x++)                                            \
      for (int s = 0; s < n_samples; s++)                                      \
        {                                                                      \
          int i = 2 * x * n_samples + s;                                       \
          int j = i + n_samples;                                               \
                                                                               \
          out[x * n_samples + s] = AVERAGE;                                    \
        }                                                                      \
  }

HALVE_ROWS (halve_u8, guint8, (a[i] + a[j] + b[i] + b[j] + 2) >> 2)
HALVE_ROWS (halve_u16, guint16, (a[i] + a[j] + b[i] + b[j] + 2) >> 2)
HALVE_ROWS (halve_f32, float, ((a[i] + a[j]) + (b[i] + b[j])) * 0.25f)

/* Takes every other pixel of a row. */
static void
pick (const guint8 *row, guint8 *out, int half, gsize pixel)
{
  for (int x = 0; x < half; x++)
    memcpy (out + x * pixel, row + 2 * x * pixel, pixel);
}

void
saffron_tile_halve (const SaffronTileCodec *codec,
                    const guint8 *tile,
                    guint8 *parent,
                    int right,
                    int below)
{
  int n = codec->n_samples;
  int half = codec->tile_size / 2;
  gsize size = saffron_sample_type_size (codec->type);
  gsize stride = size * n * codec->tile_size;

  for (int y = 0; y < half; y++)
    {
      const guint8 *a = tile + 2 * y * stride;
      const guint8 *b = a + stride;
      guint8 *out =
          parent + (y + below * half) * stride + right * half * n * size;

      if (codec->labels)
        {
          pick (a, out, half, size * n);
          continue;
        }
      switch (codec->type)
        {
        case SAFFRON_SAMPLE_U8:
          halve_u8 (a, b, out, half, n);
          break;
        case SAFFRON_SAMPLE_U16:
          halve_u16 ((const guint16 *) a, (const guint16 *) b, (guint16 *) out,
                     half, n);
          break;
        case SAFFRON_SAMPLE_F32:
          halve_f32 ((const float *) a, (const float *) b, (float *) out, half,
                     n);
          break;
        }
    }
}
