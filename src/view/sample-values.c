/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/sample-private.h"

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
      float a = get_near (source, tile, tx, ty, x0, y0, i);
      float b = get_near (source, tile, tx, ty, x0 + 1, y0, i);
      float c = get_near (source, tile, tx, ty, x0, y0 + 1, i);
      float d = get_near (source, tile, tx, ty, x0 + 1, y0 + 1, i);
      float top = a + fx * (b - a);
      float bottom = c + fx * (d - c);

      out[i] = top + fy * (bottom - top);
    }
  return TRUE;
}

/* The inside of a tile, where interpolation needs no neighbour. */
typedef struct {
  const void *data;
  gsize stride; /* samples from row to row */
  int n_samples;
  double per_level0;
  double x, y; /* of the first pixel's centre, in pixels of the level */
  double most_x, most_y; /* of the last pixel's centre, from the first's */
  /* where no finer level has a tile, level-0 pixels */
  SaffronViewBounds bounds;
} Inside;

/* Samples as long as the points lie inside, and returns how many do. */
#define DEFINE_SAMPLE_INSIDE(name, type)                                       \
  static int name (const Inside *in, const SaffronMovPoint *points, int n,     \
                   float *out)                                                 \
  {                                                                            \
    const Inside t = *in;                                                      \
    int i = 0;                                                                 \
                                                                               \
    for (; i < n; i++)                                                         \
      {                                                                        \
        double x = points[i].x * t.per_level0 - t.x;                           \
        double y = points[i].y * t.per_level0 - t.y;                           \
        const type *p = NULL;                                                  \
        float fx, fy;                                                          \
        int x0, y0;                                                            \
                                                                               \
        if (!(x >= 0.0 && y >= 0.0 && x < t.most_x && y < t.most_y             \
              && points[i].x >= t.bounds.x0 && points[i].y >= t.bounds.y0      \
              && points[i].x < t.bounds.x1 && points[i].y < t.bounds.y1))      \
          break;                                                               \
        x0 = (int) x;                                                          \
        y0 = (int) y;                                                          \
        fx = (float) (x - x0);                                                 \
        fy = (float) (y - y0);                                                 \
        p = (const type *) t.data + (gsize) y0 * t.stride                      \
            + (gsize) x0 * (gsize) t.n_samples;                                \
        for (int k = 0; k < t.n_samples; k++)                                  \
          {                                                                    \
            float a = (float) p[k], b = (float) p[t.n_samples + k];            \
            float c = (float) p[t.stride + (gsize) k];                         \
            float d = (float) p[t.stride + (gsize) (t.n_samples + k)];         \
            float top = a + fx * (b - a), bottom = c + fx * (d - c);           \
                                                                               \
            out[i * t.n_samples + k] = top + fy * (bottom - top);              \
          }                                                                    \
      }                                                                        \
    return i;                                                                  \
  }

DEFINE_SAMPLE_INSIDE (sample_inside_u8, guint8)
DEFINE_SAMPLE_INSIDE (sample_inside_u16, guint16)
DEFINE_SAMPLE_INSIDE (sample_inside_f32, float)

static int
sample_inside (const Inside *in,
               SaffronSampleType type,
               const SaffronMovPoint *points,
               int n,
               float *out)
{
  switch (type)
    {
    case SAFFRON_SAMPLE_U8:
      return sample_inside_u8 (in, points, n, out);
    case SAFFRON_SAMPLE_U16:
      return sample_inside_u16 (in, points, n, out);
    case SAFFRON_SAMPLE_F32:
    default:
      return sample_inside_f32 (in, points, n, out);
    }
}

static void
cut (double *from, double *to, int tile, int size, int n, double downsample)
{
  if (tile > 0)
    *from = MAX (*from, (double) tile * size * downsample);
  if (tile < n - 1)
    *to = MIN (*to, (double) (tile + 1) * size * downsample);
}

/* Samples the first of the points, and those after it that need the same tile
 * and none of its neighbours. Returns how many; 0 where nothing is decoded. */
static int
sample_run (const Source *sources,
            const SaffronMovPoint *points,
            int n,
            float *out)
{
  const SaffronFrameSlide *s = sources->slide;
  SaffronViewBounds bounds = { 0.0, 0.0, (double) s->width,
                               (double) s->height };

  for (int l = 0; l < s->n_levels; l++)
    {
      const SaffronTileGrid *grid = sources[l].grid;
      double per_level0 = sources[l].per_level0;
      /* A level may be a little smaller than the slide divided by its
       * downsample. */
      double lx = MIN (points->x * per_level0, (double) grid->width - 1e-6);
      double ly = MIN (points->y * per_level0, (double) grid->height - 1e-6);
      int tx = (int) (lx / grid->tile_width);
      int ty = (int) (ly / grid->tile_height);
      const SaffronRaster *tile =
          saffron_frame_get_tile (s, l, sources[l].channel, tx, ty);
      int done = 0;

      if (tile == NULL)
        {
          cut (&bounds.x0, &bounds.x1, tx, grid->tile_width, grid->n_x,
               grid->downsample);
          cut (&bounds.y0, &bounds.y1, ty, grid->tile_height, grid->n_y,
               grid->downsample);
          continue;
        }
      done = sample_inside (
          &(Inside){
              tile->data, tile->stride / saffron_sample_type_size (tile->type),
              tile->n_samples, per_level0, (double) tx * grid->tile_width + 0.5,
              (double) ty * grid->tile_height + 0.5, tile->width - 1.0,
              tile->height - 1.0, bounds },
          tile->type, points, n, out);
      if (done == 0 && sample_at (&sources[l], lx, ly, tile->n_samples, out))
        done = 1;
      return done;
    }
  return 0;
}

void
saffron_sample_values (const SaffronFrameSlide *s,
                       int channel,
                       const SaffronMovPoint *points,
                       int n,
                       float *values,
                       guint8 *found)
{
  const int n_samples = s->rgb ? 3 : 1;
  g_autofree Source *sources = g_new0 (Source, s->n_levels);

  for (int l = 0; l < s->n_levels; l++)
    sources[l] = (Source){ s, &s->levels[l].grid, l, channel,
                           1.0 / s->levels[l].grid.downsample };

  for (int i = 0; i < n;)
    {
      int done = 0;

      if (points[i].x >= 0.0 && points[i].y >= 0.0
          && points[i].x < (double) s->width
          && points[i].y < (double) s->height)
        done = sample_run (sources, points + i, n - i,
                           values + (gsize) i * (gsize) n_samples);
      memset (found + i, 1, (gsize) done);
      i += MAX (done, 1);
    }
}
