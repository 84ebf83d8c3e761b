/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/lncc-private.h"

#include <string.h>

/* A row is read in chunks of this many pixels: all are placed, then fetched,
 * then interpolated. So everything but fetching is done for eight pixels at
 * once. */
#define CHUNK 128

typedef struct {
  int at[CHUNK];
  float fx[CHUNK], fy[CHUNK], inside_x[CHUNK], inside_y[CHUNK];
  float top[2 * CHUNK], low[2 * CHUNK]; /* two neighbours of each pixel */
} Chunk;

VECTOR static void
find_pixels (const float *px,
             const float *py,
             int n,
             int width,
             int height,
             Chunk *c)
{
  float max_x = (float) (width - 1), max_y = (float) (height - 1);
  int most_x = MAX (width - 2, 0), most_y = MAX (height - 2, 0);

  for (int i = 0; i < n; i++)
    {
      float x = px[i], y = py[i];
      float cx = x < 0.0f ? 0.0f : (x > max_x ? max_x : x);
      float cy = y < 0.0f ? 0.0f : (y > max_y ? max_y : y);
      int ix = (int) cx, iy = (int) cy;

      ix = ix > most_x ? most_x : ix;
      iy = iy > most_y ? most_y : iy;
      c->inside_x[i] = ((x > 0.0f) & (x < max_x)) ? 1.0f : 0.0f;
      c->inside_y[i] = ((y > 0.0f) & (y < max_y)) ? 1.0f : 0.0f;
      c->fx[i] = cx - (float) ix;
      c->fy[i] = cy - (float) iy;
      c->at[i] = iy * width + ix;
    }
}

/* Two neighbours are fetched at once. */
static void
fetch_pixels (const float *data, int below, int n, Chunk *c)
{
  for (int i = 0; i < n; i++)
    {
      const float *p = data + c->at[i];

      memcpy (c->top + 2 * i, p, 2 * sizeof (float));
      memcpy (c->low + 2 * i, p + below, 2 * sizeof (float));
    }
}

/* The same of a plane that is one pixel wide, where each is its own
 * neighbour. */
static void
fetch_column (const float *data, int below, int n, Chunk *c)
{
  for (int i = 0; i < n; i++)
    {
      const float *p = data + c->at[i];

      c->top[2 * i] = c->top[2 * i + 1] = p[0];
      c->low[2 * i] = c->low[2 * i + 1] = p[below];
    }
}

VECTOR static void
mix_pixels (const Chunk *c, int n, float *value, float *dx, float *dy)
{
  for (int i = 0; i < n; i++)
    {
      float v00 = c->top[2 * i], v01 = c->low[2 * i];
      float across = c->top[2 * i + 1] - v00, lower = c->low[2 * i + 1] - v01;
      float fx = c->fx[i], fy = c->fy[i];
      float top = v00 + fx * across, low = v01 + fx * lower;

      value[i] = top + fy * (low - top);
      dx[i] = c->inside_x[i] * (across + fy * (lower - across));
      dy[i] = c->inside_y[i] * (low - top);
    }
}

/* Reads one row by bilinear interpolation. Beyond the border the last pixels
 * are repeated, so the derivative is zero there. */
static void
sample_row (const SaffronPlane *from,
            const float *px,
            const float *py,
            int n,
            float *value,
            float *dx,
            float *dy)
{
  /* In a plane that is one pixel high, a pixel has no neighbour below. */
  int below = from->height > 1 ? from->width : 0;
  Chunk chunk;

  for (int i = 0; i < n; i += CHUNK)
    {
      int m = MIN (CHUNK, n - i);

      find_pixels (px + i, py + i, m, from->width, from->height, &chunk);
      if (from->width > 1)
        fetch_pixels (from->data, below, m, &chunk);
      else
        fetch_column (from->data, below, m, &chunk);
      mix_pixels (&chunk, m, value + i, dx + i, dy + i);
    }
}

static inline float
clamped (float v, float max)
{
  return v < 0.0f ? 0.0f : (v > max ? max : v);
}

static inline void
spline_weights (float t, float w[4])
{
  float s = 1.0f - t;

  w[0] = s * s * s / 6.0f;
  w[1] = (3.0f * t * t * t - 6.0f * t * t + 4.0f) / 6.0f;
  w[2] = (3.0f * s * s * s - 6.0f * s * s + 4.0f) / 6.0f;
  w[3] = t * t * t / 6.0f;
}

static void
smooth_row (const SaffronPlane *from,
            const float *px,
            const float *py,
            int n,
            float *value)
{
  int last_x = from->width - 1, last_y = from->height - 1;

  for (int i = 0; i < n; i++)
    {
      float x = clamped (px[i], (float) last_x);
      float y = clamped (py[i], (float) last_y);
      int ix = (int) x, iy = (int) y;
      float wx[4], wy[4], sum = 0.0f;

      spline_weights (x - (float) ix, wx);
      spline_weights (y - (float) iy, wy);
      for (int j = 0; j < 4; j++)
        {
          const float *row =
              saffron_plane_row (from, CLAMP (iy + j - 1, 0, last_y));
          float line = 0.0f;

          for (int k = 0; k < 4; k++)
            line += wx[k] * row[CLAMP (ix + k - 1, 0, last_x)];
          sum += wy[j] * line;
        }
      value[i] = sum;
    }
}

VECTOR static void
place_row (const double *a,
           int y,
           int n,
           const float *u,
           const float *v,
           float *px,
           float *py)
{
  float x0 = (float) (a[0] * 0.5 + a[1] * (y + 0.5) + a[2]);
  float y0 = (float) (a[3] * 0.5 + a[4] * (y + 0.5) + a[5]);
  float xx = (float) a[0], xy = (float) a[1];
  float yx = (float) a[3], yy = (float) a[4];

  for (int x = 0; x < n; x++)
    {
      float px0 = (float) x + u[x];

      px[x] = x0 + (xx * px0 + xy * v[x]);
      py[x] = y0 + (yx * px0 + yy * v[x]);
    }
}

void
saffron_lncc_scratch_init (SaffronLnccScratch *scratch,
                           const SaffronLncc *lncc,
                           const SaffronField *field)
{
  gsize n = (gsize) lncc->width;
  gsize nodes = field != NULL ? 2 * (gsize) field->n_x : 0;
  float *all = g_new0 (float, 6 * n + nodes + 1);

  *scratch =
      (SaffronLnccScratch){ all,         all + n,     all + 2 * n, all + 3 * n,
                            all + 4 * n, all + 5 * n, all + 6 * n, all };
}

void
saffron_lncc_scratch_clear (SaffronLnccScratch *scratch)
{
  g_clear_pointer (&scratch->all, g_free);
}

void
saffron_lncc_place_row (const SaffronLncc *lncc,
                        const SaffronField *field,
                        int y,
                        SaffronLnccScratch *s)
{
  if (field != NULL)
    saffron_field_row (field, y, s->u, s->v, s->nodes);
  place_row (lncc->a, y, lncc->width, s->u, s->v, s->px, s->py);
}

VECTOR static void
turn_gradient (const double *a,
               const float *gx,
               const float *gy,
               int n,
               float *dx,
               float *dy)
{
  float xx = (float) a[0], xy = (float) a[1];
  float yx = (float) a[3], yy = (float) a[4];

  for (int x = 0; x < n; x++)
    {
      dx[x] = xx * gx[x] + yx * gy[x];
      dy[x] = xy * gx[x] + yy * gy[x];
    }
}

void
saffron_lncc_read_row (const SaffronLncc *lncc,
                       const SaffronPlane *from,
                       float offset,
                       SaffronLnccScratch *s,
                       float *value,
                       float *dx,
                       float *dy)
{
  int n = lncc->width;

  sample_row (from, s->px, s->py, n, value, s->gx, s->gy);
  for (int x = 0; x < n; x++)
    value[x] -= offset;
  if (dx != NULL)
    turn_gradient (lncc->a, s->gx, s->gy, n, dx, dy);
}

void
saffron_lncc_read_row_smoothly (const SaffronLncc *lncc,
                                const SaffronPlane *from,
                                float offset,
                                SaffronLnccScratch *s,
                                float *value)
{
  smooth_row (from, s->px, s->py, lncc->width, value);
  for (int x = 0; x < lncc->width; x++)
    value[x] -= offset;
}
