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
 * once. A multiple of four. */
#define CHUNK 128

typedef struct {
  int has[CHUNK], at[CHUNK];
  float fx[CHUNK], fy[CHUNK];
  float above[2 * CHUNK], below[2 * CHUNK]; /* two neighbours of each */
  float wy[4][CHUNK];                       /* the weights of four rows */
} Chunk;

/* @x, or 1 where the region of @n pixels has not all that a place there needs,
 * which is so only where the slide has nothing. */
static inline double
within (double x, double n)
{
  return (x >= 1.0) & (x < n - 2.0) ? x : 1.0;
}

/* @all: whether the slide has all of the places, which is quicker. */
static inline __attribute__ ((always_inline)) void
find_pixels (const SaffronRect *rect,
             const SaffronMovPoint *points,
             int n,
             gboolean all,
             Chunk *c)
{
  double left = (double) rect->x, top = (double) rect->y;
  double width = (double) rect->width, height = (double) rect->height;
  int stride = (int) rect->width;

  for (int i = 0; i < n; i++)
    {
      double x = points[i].x - 0.5 - left, y = points[i].y - 0.5 - top;
      double in_x = all ? x : within (x, width);
      double in_y = all ? y : within (y, height);
      /* Both are positive, so the cast rounds down. */
      int ix = (int) in_x, iy = (int) in_y;

      c->at[i] = iy * stride + ix;
      c->fx[i] = (float) (in_x - ix);
      c->fy[i] = (float) (in_y - iy);
    }
}

VECTOR static void
look_up_places (const SaffronSource *source,
                const SaffronRect *rect,
                const SaffronMovPoint *points,
                int n,
                Chunk *c)
{
  double width = (double) source->width, height = (double) source->height;
  int n_has = 0;

  for (int i = 0; i < n; i++)
    {
      double px = points[i].x, py = points[i].y;
      int has = (px >= 0.0) & (py >= 0.0) & (px < width) & (py < height);

      c->has[i] = has;
      n_has += has;
    }
  if (n_has == n)
    find_pixels (rect, points, n, TRUE, c);
  else
    find_pixels (rect, points, n, FALSE, c);
}

static void
fetch_pixels (const float *plane, gint64 stride, int n, Chunk *c)
{
  for (int i = 0; i < n; i++)
    {
      memcpy (c->above + 2 * i, plane + c->at[i], 2 * sizeof (float));
      memcpy (c->below + 2 * i, plane + c->at[i] + stride, 2 * sizeof (float));
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
  Chunk chunk;

  for (int i = 0; i < n; i += CHUNK)
    {
      int m = MIN (CHUNK, n - i);

      look_up_places (source, rect, points + i, m, &chunk);
      fetch_pixels (plane, rect->width, m, &chunk);
      look_up_mix (&chunk, source->outside, m, out + i);
    }
}

/* Four neighbours in a row, or the values of four places, which are worked on
 * side by side. */
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

/* Every other value of both, from the first and from the second on. */
static inline Four
evens (Four a, Four b)
{
  return __builtin_shufflevector (a, b, 0, 2, 4, 6);
}

static inline Four
odds (Four a, Four b)
{
  return __builtin_shufflevector (a, b, 1, 3, 5, 7);
}

/* Keys' weights (a = -1/2) of four pixels in a row. */
static inline Four
keys_weights (float t)
{
  const Four none = { 0.0f, 1.0f, 0.0f, 0.0f };
  const Four once = { -0.5f, 0.0f, 0.5f, 0.0f };
  const Four twice = { 1.0f, -2.5f, 2.0f, -0.5f };
  const Four thrice = { -0.5f, 1.5f, -1.5f, 0.5f };
  float t2 = t * t, t3 = t2 * t;

  return once * t + none + twice * t2 + thrice * t3;
}

/* The same of the four rows, for many places. */
VECTOR static void
look_up_weights (Chunk *c, int n)
{
  for (int i = 0; i < n; i++)
    {
      float t = c->fy[i], t2 = t * t, t3 = t2 * t;

      c->wy[0][i] = -0.5f * t + t2 - 0.5f * t3;
      c->wy[1][i] = 1.0f - 2.5f * t2 + 1.5f * t3;
      c->wy[2][i] = 0.5f * t + 2.0f * t2 - 1.5f * t3;
      c->wy[3][i] = -0.5f * t2 + 0.5f * t3;
    }
}

/* What the four rows of pixels around a place come to, in each column: their
 * weighted sum, the least and the greatest. */
typedef struct {
  Four sum, least, most;
} Columns;

static inline __attribute__ ((always_inline)) Columns
columns_at (const Chunk *c, int i, const float *plane, gint64 stride)
{
  const float *at = plane + c->at[i] - stride - 1;
  Four r0 = four_at (at), r1 = four_at (at + stride);
  Four r2 = four_at (at + 2 * stride), r3 = four_at (at + 3 * stride);

  return (Columns){
    keys_weights (c->fx[i])
        * (c->wy[0][i] * r0 + c->wy[1][i] * r1 + c->wy[2][i] * r2
           + c->wy[3][i] * r3),
    lesser (lesser (r0, r1), lesser (r2, r3)),
    greater (greater (r0, r1), greater (r2, r3)),
  };
}

/* Four places at once, each of which is a sum of four columns. */
static inline __attribute__ ((always_inline)) Four
cubic (const Chunk *c, int i, const float *plane, gint64 stride)
{
  Columns p = columns_at (c, i, plane, stride);
  Columns q = columns_at (c, i + 1, plane, stride);
  Columns r = columns_at (c, i + 2, plane, stride);
  Columns s = columns_at (c, i + 3, plane, stride);
  Four a, b, sum, least, most;

  a = evens (p.sum, q.sum) + odds (p.sum, q.sum);
  b = evens (r.sum, s.sum) + odds (r.sum, s.sum);
  sum = evens (a, b) + odds (a, b);
  a = lesser (evens (p.least, q.least), odds (p.least, q.least));
  b = lesser (evens (r.least, s.least), odds (r.least, s.least));
  least = lesser (evens (a, b), odds (a, b));
  a = greater (evens (p.most, q.most), odds (p.most, q.most));
  b = greater (evens (r.most, s.most), odds (r.most, s.most));
  most = greater (evens (a, b), odds (a, b));
  return choose (sum > most, most, choose (sum < least, least, sum));
}

VECTOR static void
look_up_mix_cubic (const Chunk *c,
                   const float *plane,
                   gint64 stride,
                   float outside,
                   int n,
                   float *restrict out)
{
  float values[CHUNK];

  for (int i = 0; i < n; i += 4)
    {
      Four four = cubic (c, i, plane, stride);

      memcpy (values + i, &four, sizeof four);
    }
  for (int i = 0; i < n; i++)
    out[i] = c->has[i] ? values[i] : outside;
}

static void
look_up_cubic (const SaffronSource *source,
               const SaffronRect *rect,
               const float *plane,
               const SaffronMovPoint *points,
               int n,
               float *out)
{
  Chunk chunk;

  for (int i = 0; i < n; i += CHUNK)
    {
      int m = MIN (CHUNK, n - i);

      look_up_places (source, rect, points + i, m, &chunk);
      /* What makes fours full must be a place, too. */
      for (int k = m; k % 4 != 0; k++)
        {
          chunk.at[k] = chunk.at[0];
          chunk.fx[k] = chunk.fx[0];
          chunk.fy[k] = chunk.fy[0];
        }
      look_up_weights (&chunk, (m + 3) / 4 * 4);
      look_up_mix_cubic (&chunk, plane, rect->width, source->outside, m,
                         out + i);
    }
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
