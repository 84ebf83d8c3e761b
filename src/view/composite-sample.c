/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/composite-private.h"

#include <string.h>

/* So many pixels of a row are sampled together: few enough that most such
 * pieces need one tile alone, and in loops that the compiler vectorises. */
#define CHUNK 32

/* The inside of a tile, where interpolation needs no neighbour. */
typedef struct {
  const guint8 *data;
  gint32 stride; /* samples from row to row */
  float per_level0;
  float x, y; /* the tile's first pixel to the middle of the canvas */
  gint32 most_x, most_y;
} Tile;

/* Keeps what lies outside there, but near enough for whole numbers. */
static inline float
clamp (float value, float most)
{
  value = value > -2.0f ? value : -2.0f;
  return value < most ? value : most;
}

/* Where the points lie in the tile: the first of the four pixels as an offset
 * in samples, and the weights. Returns whether all have all four in it. */
static gboolean
locate (const Tile *t,
        const float *x,
        const float *y,
        gint32 *restrict at,
        float *restrict fx,
        float *restrict fy)
{
  const float most_x = (float) (t->most_x + 1),
              most_y = (float) (t->most_y + 1);
  gint32 outside = 0;

  for (int i = 0; i < CHUNK; i++)
    {
      float px = clamp (x[i] * t->per_level0 + t->x, most_x);
      float py = clamp (y[i] * t->per_level0 + t->y, most_y);
      /* Rounds down, since it is not below 0. */
      gint32 ix = (gint32) (px + 2.0f) - 2;
      gint32 iy = (gint32) (py + 2.0f) - 2;

      outside |= ix | iy | (t->most_x - ix) | (t->most_y - iy);
      fx[i] = px - (float) ix;
      fy[i] = py - (float) iy;
      at[i] = iy * t->stride + ix;
    }
  return outside >= 0;
}

/* Both pixels of a row in one word; the first in the lower half. */
static inline guint32
load16 (const guint8 *data, gint32 at)
{
  guint16 pair;

  memcpy (&pair, data + at, sizeof pair);
  return GUINT16_FROM_LE (pair);
}

static inline guint32
load32 (const guint8 *data, gint32 at)
{
  guint32 pair;

  memcpy (&pair, data + (gsize) at * 2, sizeof pair);
  return G_BYTE_ORDER == G_BIG_ENDIAN ? pair << 16 | pair >> 16 : pair;
}

static void
mix_halves (const guint32 *top,
            const guint32 *bottom,
            int bits,
            const float *fx,
            const float *fy,
            float *restrict out)
{
  const guint32 mask = (1u << bits) - 1u;

  for (int i = 0; i < CHUNK; i++)
    {
      float a = (float) (gint32) (top[i] & mask);
      float b = (float) (gint32) (top[i] >> bits);
      float c = (float) (gint32) (bottom[i] & mask);
      float d = (float) (gint32) (bottom[i] >> bits);
      float upper = a + fx[i] * (b - a), lower = c + fx[i] * (d - c);

      out[i] = upper + fy[i] * (lower - upper);
    }
}

static void
sample_u8 (const Tile *t,
           const gint32 *at,
           const float *fx,
           const float *fy,
           float *out)
{
  guint32 top[CHUNK], bottom[CHUNK];

  for (int i = 0; i < CHUNK; i++)
    {
      top[i] = load16 (t->data, at[i]);
      bottom[i] = load16 (t->data, at[i] + t->stride);
    }
  mix_halves (top, bottom, 8, fx, fy, out);
}

static void
sample_u16 (const Tile *t,
            const gint32 *at,
            const float *fx,
            const float *fy,
            float *out)
{
  guint32 top[CHUNK], bottom[CHUNK];

  for (int i = 0; i < CHUNK; i++)
    {
      top[i] = load32 (t->data, at[i]);
      bottom[i] = load32 (t->data, at[i] + t->stride);
    }
  mix_halves (top, bottom, 16, fx, fy, out);
}

/* The tile of the finest level under the point, if it is one of those that the
 * loops above know. */
static gboolean
find_tile (const SaffronFrameSlide *s,
           int channel,
           SaffronMovPoint middle,
           float x,
           float y,
           Tile *tile,
           SaffronSampleType *type)
{
  const SaffronTileGrid *grid = &s->levels[0].grid;
  double per_level0 = 1.0 / grid->downsample;
  double lx = (middle.x + (double) x) * per_level0;
  double ly = (middle.y + (double) y) * per_level0;
  const SaffronRaster *raster = NULL;
  int tx, ty;

  if (!(lx >= 0.0 && ly >= 0.0 && lx < (double) grid->width
        && ly < (double) grid->height))
    return FALSE;
  tx = (int) (lx / grid->tile_width);
  ty = (int) (ly / grid->tile_height);
  raster = saffron_frame_get_tile (s, 0, channel, tx, ty);
  if (raster == NULL || raster->n_samples != 1
      || raster->type == SAFFRON_SAMPLE_F32)
    return FALSE;
  *type = raster->type;
  *tile = (Tile){
    .data = raster->data,
    .stride = (gint32) (raster->stride / saffron_sample_type_size (*type)),
    .per_level0 = (float) per_level0,
    .x = (float) (middle.x * per_level0 - (double) tx * grid->tile_width - 0.5),
    .y =
        (float) (middle.y * per_level0 - (double) ty * grid->tile_height - 0.5),
    .most_x = raster->width - 2,
    .most_y = raster->height - 2,
  };
  return TRUE;
}

static gboolean
sample_chunk (const SaffronFrameSlide *s,
              int channel,
              SaffronMovPoint middle,
              const float *x,
              const float *y,
              float *values)
{
  SaffronSampleType type;
  Tile tile;
  gint32 at[CHUNK];
  float fx[CHUNK], fy[CHUNK];

  if (!find_tile (s, channel, middle, x[0], y[0], &tile, &type)
      || !locate (&tile, x, y, at, fx, fy))
    return FALSE;
  if (type == SAFFRON_SAMPLE_U8)
    sample_u8 (&tile, at, fx, fy, values);
  else
    sample_u16 (&tile, at, fx, fy, values);
  return TRUE;
}

void
saffron_composite_sample (const SaffronFrameSlide *s,
                          int channel,
                          SaffronMovPoint middle,
                          const float *x,
                          const float *y,
                          int n,
                          float *values,
                          guint8 *found)
{
  const int n_samples = s->rgb ? 3 : 1;

  for (int i = 0; i < n; i += CHUNK)
    {
      SaffronMovPoint points[CHUNK];
      int m = MIN (CHUNK, n - i);

      if (m == CHUNK
          && sample_chunk (s, channel, middle, x + i, y + i, values + i))
        {
          memset (found + i, 1, CHUNK);
          continue;
        }
      for (int k = 0; k < m; k++)
        points[k] = (SaffronMovPoint){ middle.x + (double) x[i + k],
                                       middle.y + (double) y[i + k] };
      saffron_sample_values (s, channel, points, m,
                             values + (gsize) i * (gsize) n_samples, found + i);
    }
}
