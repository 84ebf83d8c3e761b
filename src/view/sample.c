/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/sample-private.h"

#include <math.h>

/* One level of one channel while a row is sampled. */
typedef struct {
  const SaffronTileGrid *grid;
  const SaffronTileRange *range;
  SaffronRaster *const *tiles;
  double per_level0;
} Source;

static const SaffronRaster *
tile_at (const Source *source, int tx, int ty)
{
  if (!saffron_tile_range_contains (source->range, tx, ty))
    return NULL;
  return source->tiles[(gsize) (ty - source->range->y) * source->range->n_x
                       + (tx - source->range->x)];
}

static inline float
get (const SaffronRaster *tile, int x, int y, int sample)
{
  const guint8 *row = tile->data + (gsize) y * tile->stride;
  gsize i = (gsize) x * tile->n_samples + sample;

  switch (tile->type)
    {
    case SAFFRON_SAMPLE_U8:
      return row[i];
    case SAFFRON_SAMPLE_U16:
      return ((const guint16 *) row)[i];
    case SAFFRON_SAMPLE_F32:
    default:
      return ((const float *) row)[i];
    }
}

/* A pixel of @tile or of its neighbours; (x, y) counts from the tile's corner
 * and is at most one pixel outside. */
static float
get_near (const Source *source,
          const SaffronRaster *tile,
          int tx,
          int ty,
          int x,
          int y,
          int sample)
{
  const SaffronTileGrid *grid = source->grid;
  int nx = tx, ny = ty, px = x, py = y;
  const SaffronRaster *other = NULL;

  if (x >= 0 && y >= 0 && x < tile->width && y < tile->height)
    return get (tile, x, y, sample);

  if (x < 0)
    nx--, px = grid->tile_width - 1;
  else if (x >= grid->tile_width)
    nx++, px = 0;
  if (y < 0)
    ny--, py = grid->tile_height - 1;
  else if (y >= grid->tile_height)
    ny++, py = 0;

  other = nx != tx || ny != ty ? tile_at (source, nx, ny) : NULL;
  if (other == NULL || px >= other->width || py >= other->height)
    {
      other = tile;
      px = CLAMP (x, 0, tile->width - 1);
      py = CLAMP (y, 0, tile->height - 1);
    }
  return get (other, px, py, sample);
}

/* The interpolated stored values at level coordinates (lx, ly). */
static gboolean
sample_at (const Source *source, double lx, double ly, int n, float *out)
{
  const SaffronTileGrid *grid = source->grid;
  int tx = (int) (lx / grid->tile_width);
  int ty = (int) (ly / grid->tile_height);
  const SaffronRaster *tile = tile_at (source, tx, ty);
  double x, y;
  float fx, fy;
  int x0, y0;

  if (tile == NULL)
    return FALSE;
  x = lx - (double) tx * grid->tile_width - 0.5;
  y = ly - (double) ty * grid->tile_height - 0.5;
  x0 = (int) floor (x);
  y0 = (int) floor (y);
  fx = (float) (x - x0);
  fy = (float) (y - y0);

  for (int i = 0; i < n; i++)
    {
      float a, b, c, d, top, bottom;

      if (x0 >= 0 && y0 >= 0 && x0 + 1 < tile->width && y0 + 1 < tile->height)
        {
          a = get (tile, x0, y0, i);
          b = get (tile, x0 + 1, y0, i);
          c = get (tile, x0, y0 + 1, i);
          d = get (tile, x0 + 1, y0 + 1, i);
        }
      else
        {
          a = get_near (source, tile, tx, ty, x0, y0, i);
          b = get_near (source, tile, tx, ty, x0 + 1, y0, i);
          c = get_near (source, tile, tx, ty, x0, y0 + 1, i);
          d = get_near (source, tile, tx, ty, x0 + 1, y0 + 1, i);
        }
      top = a + fx * (b - a);
      bottom = c + fx * (d - c);
      out[i] = top + fy * (bottom - top);
    }
  return TRUE;
}

/* Stored value → 0 … 1. */
typedef struct {
  float low, scale, exponent;
} Contrast;

static Contrast
make_contrast (const SaffronChannelDisplay *display)
{
  double range = display->high - display->low;
  double gamma = display->gamma > 0.0 ? display->gamma : 1.0;

  return (Contrast){ (float) display->low,
                     (float) (1.0 / MAX (range, 1e-12)),
                     (float) (1.0 / gamma) };
}

static inline float
apply (const Contrast *contrast, float value)
{
  float t = (value - contrast->low) * contrast->scale;

  t = CLAMP (t, 0.0f, 1.0f);
  /* Also what is not a number ends here. */
  if (!(t > 0.0f))
    return 0.0f;
  return contrast->exponent == 1.0f ? t : powf (t, contrast->exponent);
}

static void
add_fluorescence (const SaffronFrameChannel *c,
                  float opacity,
                  float value,
                  const Contrast *contrast,
                  SaffronSampleRow *row,
                  int i)
{
  float t = apply (contrast, value) * opacity * (float) c->display.opacity;

  row->intensity[i] += t;
  row->color[3 * i] += t * (float) (c->display.color >> 16 & 0xff) / 255.0f;
  row->color[3 * i + 1] += t * (float) (c->display.color >> 8 & 0xff) / 255.0f;
  row->color[3 * i + 2] += t * (float) (c->display.color & 0xff) / 255.0f;
}

static void
set_brightfield (const SaffronFrame *frame,
                 float opacity,
                 const float value[3],
                 const Contrast *contrast,
                 SaffronSampleRow *row,
                 int i)
{
  float sum = 0.0f;

  for (int k = 0; k < 3; k++)
    {
      float t = apply (contrast, value[k]);
      float back =
        (float) (frame->look.background >> (16 - 8 * k) & 0xff) / 255.0f;

      sum += t;
      row->color[3 * i + k] = back + (t - back) * opacity;
    }
  row->intensity[i] = (1.0f - sum / 3.0f) * opacity;
}

static void
sample_channel (const SaffronFrame *frame,
                const SaffronFrameSlide *s,
                int channel,
                const SaffronMovPoint *points,
                SaffronSampleRow *row)
{
  const SaffronFrameChannel *c = &s->channels[channel];
  g_autofree Source *sources = g_new0 (Source, s->n_levels);
  Contrast contrast = make_contrast (&c->display);
  float opacity = (float) s->opacity;

  if (s->rgb)
    opacity *= (float) c->display.opacity;
  for (int l = 0; l < s->n_levels; l++)
    sources[l] = (Source){ &s->levels[l].grid, &s->levels[l].range,
                           c->tiles[l], 1.0 / s->levels[l].grid.downsample };

  for (int i = 0; i < row->n; i++)
    {
      double x = points[i].x, y = points[i].y;
      float value[3];

      if (!(x >= 0.0 && y >= 0.0 && x < s->width && y < s->height))
        continue;
      for (int l = 0; l < s->n_levels; l++)
        {
          const SaffronTileGrid *grid = sources[l].grid;
          /* A level may be a little smaller than the slide divided by its
           * downsample. */
          double lx = MIN (x * sources[l].per_level0, grid->width - 1e-6);
          double ly = MIN (y * sources[l].per_level0, grid->height - 1e-6);

          if (!sample_at (&sources[l], lx, ly, s->rgb ? 3 : 1, value))
            continue;
          row->covered[i] = 1;
          if (s->rgb)
            set_brightfield (frame, opacity, value, &contrast, row, i);
          else
            add_fluorescence (c, opacity, value[0], &contrast, row, i);
          break;
        }
    }
}

void
saffron_sample_row (const SaffronFrame *frame,
                    SaffronViewSide side,
                    const SaffronMovPoint *points,
                    SaffronSampleRow *row)
{
  const SaffronFrameSlide *s = &frame->slides[side];

  memset (row->color, 0, (gsize) row->n * 3 * sizeof (float));
  memset (row->intensity, 0, (gsize) row->n * sizeof (float));
  memset (row->covered, 0, (gsize) row->n);
  for (int c = 0; c < s->n_channels; c++)
    sample_channel (frame, s, c, points, row);
  for (int i = 0; i < row->n; i++)
    row->intensity[i] = MIN (row->intensity[i], 1.0f);
}
