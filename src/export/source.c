/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/source.h"

#include <string.h>

#include "base/vector.h"

static inline float
nearest (const float *plane, const SaffronRect *rect, SaffronMovPoint p)
{
  gint64 x = (gint64) p.x - rect->x;
  gint64 y = (gint64) p.y - rect->y;

  return plane[y * rect->width + x];
}

/* Places are looked up in chunks: all are found, then their neighbours are
 * fetched, then mixed. So everything but fetching is done for several places at
 * once. */
#define CHUNK 128

typedef struct {
  int has[CHUNK], at[CHUNK];
  float fx[CHUNK], fy[CHUNK];
  float above[2 * CHUNK], below[2 * CHUNK]; /* two neighbours of each */
} Chunk;

VECTOR static void
look_up_places (const SaffronSource *source,
                const SaffronRect *rect,
                const SaffronMovPoint *points,
                int n,
                Chunk *c)
{
  double width = (double) source->width, height = (double) source->height;
  double left = (double) rect->x, top = (double) rect->y;
  int stride = (int) rect->width;

  for (int i = 0; i < n; i++)
    {
      double px = points[i].x, py = points[i].y;
      int has = (px >= 0.0) & (py >= 0.0) & (px < width) & (py < height);
      double x = has ? px - 0.5 - left : 0.0, y = has ? py - 0.5 - top : 0.0;
      /* Both are positive, so the cast rounds down. */
      int ix = (int) x, iy = (int) y;

      c->has[i] = has;
      c->at[i] = iy * stride + ix;
      c->fx[i] = (float) (x - ix);
      c->fy[i] = (float) (y - iy);
    }
}

static void
fetch_pixels (const float *plane, gint64 stride, int n, Chunk *c)
{
  for (int i = 0; i < n; i++)
    if (c->has[i])
      {
        memcpy (c->above + 2 * i, plane + c->at[i], 2 * sizeof (float));
        memcpy (c->below + 2 * i, plane + c->at[i] + stride,
                2 * sizeof (float));
      }
}

VECTOR static void
look_up_mix (const Chunk *c, float outside, int n, float *restrict out)
{
  for (int i = 0; i < n; i++)
    {
      const float *a = c->above + 2 * i, *b = c->below + 2 * i;
      float above = a[0] + c->fx[i] * (a[1] - a[0]);
      float below = b[0] + c->fx[i] * (b[1] - b[0]);
      float value = above + c->fy[i] * (below - above);

      out[i] = c->has[i] ? value : outside;
    }
}

static void
look_up_linear (const SaffronSource *source,
                const SaffronRect *rect,
                const float *plane,
                const SaffronMovPoint *points,
                int n,
                float *out)
{
  Chunk chunk = { .above = { 0 }, .below = { 0 } };

  for (int i = 0; i < n; i += CHUNK)
    {
      int m = MIN (CHUNK, n - i);

      look_up_places (source, rect, points + i, m, &chunk);
      fetch_pixels (plane, rect->width, m, &chunk);
      look_up_mix (&chunk, source->outside, m, out + i);
    }
}

static inline void
keys_weights (float t, float w[4])
{
  float t2 = t * t, t3 = t2 * t;

  w[0] = -0.5f * t + t2 - 0.5f * t3;
  w[1] = 1.0f - 2.5f * t2 + 1.5f * t3;
  w[2] = 0.5f * t + 2.0f * t2 - 1.5f * t3;
  w[3] = -0.5f * t2 + 0.5f * t3;
}

/* Four neighbours in a row, which are worked on side by side. */
typedef float Four __attribute__ ((vector_size (16)));
typedef int Mask __attribute__ ((vector_size (16)));

static inline Four
four_at (const float *at)
{
  Four four;

  memcpy (&four, at, sizeof four);
  return four;
}

static inline Four
choose (Mask mask, Four yes, Four no)
{
  return (Four) (((Mask) yes & mask) | ((Mask) no & ~mask));
}

static inline Four
lesser (Four a, Four b)
{
  return choose (a < b, a, b);
}

static inline Four
greater (Four a, Four b)
{
  return choose (a > b, a, b);
}

static inline __attribute__ ((always_inline)) float
cubic (const float *plane, const SaffronRect *rect, SaffronMovPoint p)
{
  double x = p.x - 0.5 - rect->x;
  double y = p.y - 0.5 - rect->y;
  gint64 ix = (gint64) x, iy = (gint64) y;
  const float *at = plane + (iy - 1) * rect->width + ix - 1;
  Four r0 = four_at (at), r1 = four_at (at + rect->width);
  Four r2 = four_at (at + 2 * rect->width), r3 = four_at (at + 3 * rect->width);
  Four low = lesser (lesser (r0, r1), lesser (r2, r3));
  Four high = greater (greater (r0, r1), greater (r2, r3));
  float wx[4], wy[4], sum, least, most;
  Four column;

  keys_weights ((float) (x - ix), wx);
  keys_weights ((float) (y - iy), wy);
  column = four_at (wx) * (wy[0] * r0 + wy[1] * r1 + wy[2] * r2 + wy[3] * r3);
  sum = (column[0] + column[1]) + (column[2] + column[3]);
  least = MIN (MIN (low[0], low[1]), MIN (low[2], low[3]));
  most = MAX (MAX (high[0], high[1]), MAX (high[2], high[3]));
  return CLAMP (sum, least, most);
}

VECTOR static void
look_up_cubic (const SaffronSource *source,
               const SaffronRect *rect,
               const float *plane,
               const SaffronMovPoint *points,
               int n,
               float *out)
{
  for (int i = 0; i < n; i++)
    out[i] = saffron_source_has (source, points[i])
                 ? cubic (plane, rect, points[i])
                 : source->outside;
}

static void
look_up_nearest (const SaffronSource *source,
                 const SaffronRect *rect,
                 const float *plane,
                 const SaffronMovPoint *points,
                 int n,
                 float *out)
{
  for (int i = 0; i < n; i++)
    out[i] = saffron_source_has (source, points[i])
                 ? nearest (plane, rect, points[i])
                 : source->outside;
}

void
saffron_source_look_up (const SaffronSource *source,
                        const SaffronRect *rect,
                        const float *plane,
                        const SaffronMovPoint *points,
                        int n,
                        float *out)
{
  switch (source->interpolation)
    {
    case SAFFRON_INTERPOLATION_NEAREST:
      look_up_nearest (source, rect, plane, points, n, out);
      break;
    case SAFFRON_INTERPOLATION_LINEAR:
      look_up_linear (source, rect, plane, points, n, out);
      break;
    case SAFFRON_INTERPOLATION_CUBIC:
      look_up_cubic (source, rect, plane, points, n, out);
      break;
    }
}
