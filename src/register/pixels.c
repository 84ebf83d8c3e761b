/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/pixels.h"

#include "base/parallel.h"

typedef struct {
  float *to;
  const float *from;
  double value, most;
} Pixels;

static void
run (SaffronPlane *plane,
     const SaffronPlane *other,
     double value,
     double most,
     SaffronParallelRangeFunc func,
     SaffronJob *job)
{
  Pixels pixels = { plane->data, other != NULL ? other->data : NULL, value,
                    most };

  saffron_parallel_ranges (job, saffron_plane_n_pixels (plane), func, &pixels);
}

static void
mark_range (gsize from, gsize to, gpointer data)
{
  const Pixels *p = data;
  float value = (float) p->value;

  for (gsize i = from; i < to; i++)
    p->to[i] = p->to[i] > value ? 1.0f : 0.0f;
}

void
saffron_pixels_mark (SaffronPlane *plane, float value, SaffronJob *job)
{
  run (plane, NULL, value, 0.0, mark_range, job);
}

static void
subtract_range (gsize from, gsize to, gpointer data)
{
  const Pixels *p = data;

  for (gsize i = from; i < to; i++)
    p->to[i] = (float) (p->to[i] - p->value);
}

void
saffron_pixels_subtract (SaffronPlane *plane, double value, SaffronJob *job)
{
  run (plane, NULL, value, 0.0, subtract_range, job);
}

static void
scale_range (gsize from, gsize to, gpointer data)
{
  const Pixels *p = data;

  for (gsize i = from; i < to; i++)
    p->to[i] = (float) CLAMP (p->to[i] * p->value, 0.0, p->most);
}

void
saffron_pixels_scale (SaffronPlane *plane,
                      double factor,
                      double most,
                      SaffronJob *job)
{
  run (plane, NULL, factor, most, scale_range, job);
}

static void
invert_range (gsize from, gsize to, gpointer data)
{
  const Pixels *p = data;

  for (gsize i = from; i < to; i++)
    p->to[i] = 1.0f - p->to[i];
}

void
saffron_pixels_invert (SaffronPlane *plane, SaffronJob *job)
{
  run (plane, NULL, 0.0, 0.0, invert_range, job);
}

static void
multiply_range (gsize from, gsize to, gpointer data)
{
  const Pixels *p = data;

  for (gsize i = from; i < to; i++)
    p->to[i] *= p->from[i];
}

void
saffron_pixels_multiply (SaffronPlane *plane,
                         const SaffronPlane *other,
                         SaffronJob *job)
{
  run (plane, other, 0.0, 0.0, multiply_range, job);
}

static void
raise_range (gsize from, gsize to, gpointer data)
{
  const Pixels *p = data;

  for (gsize i = from; i < to; i++)
    p->to[i] = MAX (p->to[i], p->from[i]);
}

void
saffron_pixels_raise (SaffronPlane *plane,
                      const SaffronPlane *other,
                      SaffronJob *job)
{
  run (plane, other, 0.0, 0.0, raise_range, job);
}

static void
lower_range (gsize from, gsize to, gpointer data)
{
  const Pixels *p = data;

  for (gsize i = from; i < to; i++)
    p->to[i] = MIN (p->to[i], p->from[i]);
}

void
saffron_pixels_lower (SaffronPlane *plane,
                      const SaffronPlane *other,
                      SaffronJob *job)
{
  run (plane, other, 0.0, 0.0, lower_range, job);
}

static void
clear_range (gsize from, gsize to, gpointer data)
{
  const Pixels *p = data;

  for (gsize i = from; i < to; i++)
    p->to[i] = p->from[i] > 0.5f ? 0.0f : p->to[i];
}

void
saffron_pixels_clear (SaffronPlane *plane,
                      const SaffronPlane *mask,
                      SaffronJob *job)
{
  run (plane, mask, 0.0, 0.0, clear_range, job);
}

typedef struct {
  const float *values, *mask;
  double value;
} Above;

static gsize
count_above (gsize from, gsize to, gpointer data)
{
  const Above *a = data;
  guint n = 0;

  if (a->mask == NULL)
    for (gsize i = from; i < to; i++)
      n += a->values[i] > a->value;
  else
    for (gsize i = from; i < to; i++)
      n += (a->values[i] > a->value) & (a->mask[i] > 0.5f);
  return n;
}

gsize
saffron_pixels_above (const SaffronPlane *plane, double value, SaffronJob *job)
{
  Above above = { plane->data, NULL, value };

  return saffron_parallel_count (job, saffron_plane_n_pixels (plane),
                                 count_above, &above);
}

gsize
saffron_pixels_above_in (const SaffronPlane *plane,
                         const SaffronPlane *mask,
                         double value,
                         SaffronJob *job)
{
  Above above = { plane->data, mask->data, value };

  return saffron_parallel_count (job, saffron_plane_n_pixels (plane),
                                 count_above, &above);
}

typedef struct {
  const SaffronPlane *plane;
  float *largest; /* of each row */
} Largest;

static void
find_largest (gint64 y, gpointer data)
{
  const Largest *l = data;
  const float *row = saffron_plane_row (l->plane, (int) y);
  float most = -G_MAXFLOAT;

  for (int x = 0; x < l->plane->width; x++)
    most = row[x] > most ? row[x] : most;
  l->largest[y] = most;
}

float
saffron_pixels_largest (const SaffronPlane *plane, SaffronJob *job)
{
  g_autofree float *rows = g_new0 (float, plane->height);
  Largest largest = { plane, rows };
  float most = -G_MAXFLOAT;

  saffron_parallel_for (job, plane->height, find_largest, &largest);
  for (int y = 0; y < plane->height; y++)
    most = MAX (most, rows[y]);
  return most;
}
