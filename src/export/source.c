/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/source.h"

static inline float
nearest (const float *plane, const SaffronRect *rect, SaffronMovPoint p)
{
  gint64 x = (gint64) p.x - rect->x;
  gint64 y = (gint64) p.y - rect->y;

  return plane[y * rect->width + x];
}

static inline float
linear (const float *plane, const SaffronRect *rect, SaffronMovPoint p)
{
  /* Both are positive, so the cast rounds down. */
  double x = p.x - 0.5 - rect->x;
  double y = p.y - 0.5 - rect->y;
  gint64 ix = (gint64) x, iy = (gint64) y;
  float fx = (float) (x - ix), fy = (float) (y - iy);
  const float *a = plane + iy * rect->width + ix;
  const float *b = a + rect->width;
  float above = a[0] + fx * (a[1] - a[0]);
  float below = b[0] + fx * (b[1] - b[0]);

  return above + fy * (below - above);
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

static inline float
cubic (const float *plane, const SaffronRect *rect, SaffronMovPoint p)
{
  double x = p.x - 0.5 - rect->x;
  double y = p.y - 0.5 - rect->y;
  gint64 ix = (gint64) x, iy = (gint64) y;
  const float *r0 = plane + (iy - 1) * rect->width + ix - 1;
  const float *r1 = r0 + rect->width;
  const float *r2 = r1 + rect->width;
  const float *r3 = r2 + rect->width;
  float wx[4], wy[4], column[4], low[4], high[4];
  float sum, least, most;

  keys_weights ((float) (x - ix), wx);
  keys_weights ((float) (y - iy), wy);
  for (int i = 0; i < 4; i++)
    {
      float a = MIN (r0[i], r1[i]), b = MIN (r2[i], r3[i]);
      float c = MAX (r0[i], r1[i]), d = MAX (r2[i], r3[i]);

      column[i] =
          wx[i]
          * (wy[0] * r0[i] + wy[1] * r1[i] + wy[2] * r2[i] + wy[3] * r3[i]);
      low[i] = MIN (a, b);
      high[i] = MAX (c, d);
    }
  sum = (column[0] + column[1]) + (column[2] + column[3]);
  least = MIN (MIN (low[0], low[1]), MIN (low[2], low[3]));
  most = MAX (MAX (high[0], high[1]), MAX (high[2], high[3]));
  return CLAMP (sum, least, most);
}

#define LOOK_UP(FUNC)                                                          \
  for (int i = 0; i < n; i++)                                                  \
    out[i] = saffron_source_has (source, points[i])                            \
                 ? FUNC (plane, rect, points[i])                               \
                 : source->outside;                                            \
  break

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
      LOOK_UP (nearest);
    case SAFFRON_INTERPOLATION_LINEAR:
      LOOK_UP (linear);
    case SAFFRON_INTERPOLATION_CUBIC:
      LOOK_UP (cubic);
    }
}
