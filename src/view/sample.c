/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/sample-private.h"

#include <math.h>

/* Where to sample: one level of one channel. */
typedef struct {
  const SaffronFrameSlide *slide;
  const SaffronTileGrid *grid;
  int level, channel;
  double per_level0;
} Source;

static inline float
get (const SaffronRaster *tile, int x, int y, int sample)
{
  return (float) saffron_raster_get (tile, x, y, sample);
}

/* A pixel of @tile or of a neighbour; (x, y) counts from the tile's corner and
 * lies at most one pixel outside. */
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
  const SaffronRaster *other = NULL;
  int rx, ry;

  if (x >= 0 && y >= 0 && x < tile->width && y < tile->height)
    return get (tile, x, y, sample);
  other = saffron_frame_locate (source->slide, source->level, source->channel,
                                tx, ty, (gint64) tx * grid->tile_width + x,
                                (gint64) ty * grid->tile_height + y, &rx, &ry);
  return get (other, rx, ry, sample);
}

/* The interpolated stored values at level coordinates (lx, ly). */
static gboolean
sample_at (const Source *source, double lx, double ly, int n, float *out)
{
  const SaffronTileGrid *grid = source->grid;
  int tx = (int) (lx / grid->tile_width);
  int ty = (int) (ly / grid->tile_height);
  const SaffronRaster *tile = saffron_frame_get_tile (
      source->slide, source->level, source->channel, tx, ty);
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

/* How values become colours: contrast, colour and opacity of a channel. For an
 * RGB slide the colour is the background's. */
typedef struct {
  float low, scale, exponent;
  float color[3];
  float opacity;
  /* of an RGB slide */
  float balance[3], glass[3], per_darkness[3];
} Paint;

static Paint
make_paint (const SaffronFrame *frame,
            const SaffronFrameSlide *s,
            const SaffronChannelDisplay *display)
{
  SaffronContrast contrast = saffron_channel_display_get_contrast (display);
  Paint paint = { (float) contrast.low, (float) contrast.scale,
                  (float) contrast.exponent };

  saffron_color_unpack (s->rgb ? frame->look.background : display->color,
                        paint.color);
  paint.opacity = (float) s->opacity * (float) display->opacity;
  for (int k = 0; s->rgb && k < 3; k++)
    {
      paint.balance[k] = (float) saffron_channel_display_balance (display, k);
      paint.glass[k] = (float) display->glass[k];
      paint.per_darkness[k] =
          (float) (1.0 / MAX (display->glass[k] - display->dark, 1e-12));
    }
  return paint;
}

static inline float
apply_gamma (const Paint *paint, float t)
{
  /* This also catches NaN. */
  if (!(t > 0.0f))
    return 0.0f;
  return paint->exponent == 1.0f ? t : powf (t, paint->exponent);
}

static inline float
apply (const Paint *paint, float value)
{
  float t = (value - paint->low) * paint->scale;

  return apply_gamma (paint, CLAMP (t, 0.0f, 1.0f));
}

/* 1 where sample @k is as bright as glass, 0 where it is dark. */
static inline float
apply_glass (const Paint *paint, int k, float value)
{
  float darkness = (paint->glass[k] - value) * paint->per_darkness[k];

  return apply_gamma (paint, 1.0f - CLAMP (darkness, 0.0f, 1.0f));
}

static void
add_fluorescence (const Paint *paint, float value, SaffronSampleRow *row, int i)
{
  float t = apply (paint, value) * paint->opacity;

  row->intensity[i] += t;
  for (int k = 0; k < 3; k++)
    row->color[3 * i + k] += t * paint->color[k];
}

static void
set_brightfield (const Paint *paint,
                 const float value[3],
                 SaffronSampleRow *row,
                 int i)
{
  float sum = 0.0f;

  for (int k = 0; k < 3; k++)
    {
      float t = apply (paint, value[k] * paint->balance[k]);
      float back = paint->color[k];

      sum += apply_glass (paint, k, value[k]);
      row->color[3 * i + k] = back + (t - back) * paint->opacity;
    }
  row->intensity[i] = (1.0f - sum / 3.0f) * paint->opacity;
}

static void
sample_channel (const SaffronFrame *frame,
                const SaffronFrameSlide *s,
                int channel,
                const SaffronMovPoint *points,
                SaffronSampleRow *row)
{
  const Paint paint = make_paint (frame, s, &s->channels[channel].display);
  g_autofree Source *sources = g_new0 (Source, s->n_levels);

  for (int l = 0; l < s->n_levels; l++)
    sources[l] = (Source){ s, &s->levels[l].grid, l, channel,
                           1.0 / s->levels[l].grid.downsample };

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
            set_brightfield (&paint, value, row, i);
          else
            add_fluorescence (&paint, value[0], row, i);
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
