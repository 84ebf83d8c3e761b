/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/filters.h"

#include <math.h>
#include <string.h>

#include "base/parallel.h"
#include "base/vector.h"

/* Rows that one index of a parallel loop computes. */
#define BLOCK 16

/* For fewer pixels than this, starting a second thread takes longer than it
 * saves. */
#define SMALL 32768

typedef struct {
  const SaffronPlane *in;
  SaffronPlane *out;
  const float *taps;
  int radius;
} Filter;

static void
run_blocks (SaffronJob *job,
            SaffronParallelFunc func,
            const SaffronPlane *in,
            const SaffronPlane *out,
            gpointer data)
{
  gint64 n = (out->height + BLOCK - 1) / BLOCK;

  if (saffron_plane_n_pixels (in) >= SMALL)
    {
      saffron_parallel_for (job, n, func, data);
      return;
    }
  for (gint64 i = 0; i < n; i++)
    func (i, data);
}

static void
run_rows (SaffronJob *job, SaffronParallelFunc func, Filter *filter)
{
  run_blocks (job, func, filter->in, filter->out, filter);
}

static VECTOR void
add_row (float *line, const float *in, float w, int width)
{
  for (int x = 0; x < width; x++)
    line[x] += w * in[x];
}

static void
gaussian_rows (gint64 index, gpointer data)
{
  Filter *f = data;
  int width = f->in->width;
  int radius = f->radius;
  int last = MIN ((int) (index + 1) * BLOCK, f->out->height);
  g_autofree float *line = g_new (float, (gsize) width + 2 * radius);

  for (int y = (int) index * BLOCK; y < last; y++)
    {
      const float *in = saffron_plane_row (f->in, y);
      float *out = saffron_plane_row (f->out, y);

      for (int x = 0; x < radius; x++)
        {
          line[x] = in[0];
          line[radius + width + x] = in[width - 1];
        }
      memcpy (line + radius, in, sizeof (float) * width);
      memset (out, 0, sizeof (float) * width);
      for (int k = 0; k <= 2 * radius; k++)
        add_row (out, line + k, f->taps[k], width);
    }
}

static void
gaussian_columns (gint64 index, gpointer data)
{
  Filter *f = data;
  int width = f->in->width;
  int height = f->in->height;
  int last = MIN ((int) (index + 1) * BLOCK, height);

  for (int y = (int) index * BLOCK; y < last; y++)
    {
      float *out = saffron_plane_row (f->out, y);

      memset (out, 0, sizeof (float) * width);
      for (int k = -f->radius; k <= f->radius; k++)
        {
          const float *in =
              saffron_plane_row (f->in, CLAMP (y + k, 0, height - 1));

          add_row (out, in, f->taps[k + f->radius], width);
        }
    }
}

SaffronPlane *
saffron_plane_gaussian (const SaffronPlane *plane,
                        double sigma,
                        SaffronJob *job)
{
  int radius = (int) ceil (3.0 * sigma);
  g_autofree float *taps = NULL;
  g_autoptr (SaffronPlane) half = NULL;
  SaffronPlane *out = NULL;
  double sum = 0.0;
  Filter filter = { plane };

  if (sigma <= 0.0)
    return saffron_plane_copy (plane);

  taps = g_new (float, 2 * radius + 1);
  for (int k = -radius; k <= radius; k++)
    sum += exp (-0.5 * k * k / (sigma * sigma));
  for (int k = -radius; k <= radius; k++)
    taps[k + radius] = (float) (exp (-0.5 * k * k / (sigma * sigma)) / sum);

  half = saffron_plane_new (plane->width, plane->height);
  out = saffron_plane_new (plane->width, plane->height);
  filter.taps = taps;
  filter.radius = radius;
  filter.out = half;
  run_rows (job, gaussian_rows, &filter);
  filter.in = half;
  filter.out = out;
  run_rows (job, gaussian_columns, &filter);
  return out;
}

static void
box_rows (gint64 index, gpointer data)
{
  Filter *f = data;
  int width = f->in->width;
  int radius = f->radius;
  int last = MIN ((int) (index + 1) * BLOCK, f->out->height);
  double scale = 1.0 / (2 * radius + 1);

  for (int y = (int) index * BLOCK; y < last; y++)
    {
      const float *in = saffron_plane_row (f->in, y);
      float *out = saffron_plane_row (f->out, y);
      double sum = 0.0;

      for (int k = -radius; k <= radius; k++)
        sum += in[CLAMP (k, 0, width - 1)];
      for (int x = 0; x < width; x++)
        {
          out[x] = (float) (sum * scale);
          sum += (double) in[MIN (x + radius + 1, width - 1)]
                 - in[MAX (x - radius, 0)];
        }
    }
}

/* Writes the mean of each column's window and moves the window on by a row. */
static VECTOR void
slide_window (double *sum,
              const float *add,
              const float *take,
              double scale,
              float *out,
              int width)
{
  for (int x = 0; x < width; x++)
    {
      out[x] = (float) (sum[x] * scale);
      sum[x] += (double) add[x] - take[x];
    }
}

/* Each block starts its sum anew, which costs 2 r rows but keeps the blocks
 * independent of each other. */
static void
box_columns (gint64 index, gpointer data)
{
  Filter *f = data;
  int width = f->in->width;
  int height = f->in->height;
  int radius = f->radius;
  int first = (int) index * BLOCK;
  int last = MIN (first + BLOCK, height);
  double scale = 1.0 / (2 * radius + 1);
  g_autofree double *sum = g_new0 (double, width);

  for (int k = -radius; k <= radius; k++)
    {
      const float *in =
          saffron_plane_row (f->in, CLAMP (first + k, 0, height - 1));

      for (int x = 0; x < width; x++)
        sum[x] += in[x];
    }
  for (int y = first; y < last; y++)
    {
      const float *add =
          saffron_plane_row (f->in, MIN (y + radius + 1, height - 1));
      const float *take = saffron_plane_row (f->in, MAX (y - radius, 0));

      slide_window (sum, add, take, scale, saffron_plane_row (f->out, y),
                    width);
    }
}

SaffronPlane *
saffron_plane_box_mean (const SaffronPlane *plane, int radius, SaffronJob *job)
{
  g_autoptr (SaffronPlane) half = NULL;
  SaffronPlane *out = NULL;
  Filter filter = { plane };

  if (radius <= 0)
    return saffron_plane_copy (plane);

  half = saffron_plane_new (plane->width, plane->height);
  out = saffron_plane_new (plane->width, plane->height);
  filter.radius = radius;
  filter.out = half;
  run_rows (job, box_rows, &filter);
  filter.in = half;
  filter.out = out;
  run_rows (job, box_columns, &filter);
  return out;
}

SaffronPlane *
saffron_plane_lcn (const SaffronPlane *plane,
                   const SaffronPlane *weight,
                   double sigma,
                   double floor_value,
                   SaffronJob *job)
{
  gsize n = saffron_plane_n_pixels (plane);
  g_autoptr (SaffronPlane) first = saffron_plane_copy (plane);
  g_autoptr (SaffronPlane) second = saffron_plane_copy (plane);
  g_autoptr (SaffronPlane) mean = NULL;
  g_autoptr (SaffronPlane) square = NULL;
  g_autoptr (SaffronPlane) share = NULL;
  float least = (float) floor_value;

  for (gsize i = 0; i < n; i++)
    {
      float w = weight != NULL ? weight->data[i] : 1.0f;

      first->data[i] = w * plane->data[i];
      second->data[i] = w * plane->data[i] * plane->data[i];
    }
  mean = saffron_plane_gaussian (first, sigma, job);
  square = saffron_plane_gaussian (second, sigma, job);
  if (weight != NULL)
    share = saffron_plane_gaussian (weight, sigma, job);

  for (gsize i = 0; i < n; i++)
    {
      float w = weight != NULL ? weight->data[i] : 1.0f;
      float s = share != NULL ? MAX (share->data[i], 1e-6f) : 1.0f;
      float m = mean->data[i] / s;
      float v = MAX (square->data[i] / s - m * m, 0.0f);

      first->data[i] = w * (plane->data[i] - m) / (sqrtf (v) + least);
    }
  return g_steal_pointer (&first);
}

/* The range [from, to) of source pixels that target pixel i averages. */
static void
reduce_range (double ratio, int i, int n, int *from, int *to)
{
  *from = CLAMP ((int) floor (i * ratio + 1e-9), 0, n - 1);
  *to = CLAMP ((int) ceil ((i + 1) * ratio - 1e-9), *from + 1, n);
}

static double
reduce_weight (double ratio, int i, int s)
{
  double a = MAX (i * ratio, (double) s);
  double b = MIN ((i + 1) * ratio, s + 1.0);

  return MAX (b - a, 0.0);
}

/* The source pixels that each target pixel of a row averages: the same in all
 * rows. */
typedef struct {
  const SaffronPlane *in;
  SaffronPlane *out;
  double ratio;
  int *from, *to;  /* one for each target pixel */
  double *share;   /* the sum of its weights */
  double *weights; /* of all source pixels of all target pixels */
} Reduction;

static void
reduction_init (Reduction *r,
                const SaffronPlane *in,
                SaffronPlane *out,
                double ratio)
{
  int width = out->width;
  gsize n = 0;

  *r = (Reduction){ in, out, ratio };
  r->from = g_new (int, width);
  r->to = g_new (int, width);
  r->share = g_new0 (double, width);
  for (int x = 0; x < width; x++)
    {
      reduce_range (ratio, x, in->width, &r->from[x], &r->to[x]);
      n += (gsize) (r->to[x] - r->from[x]);
    }
  r->weights = g_new (double, n);
  n = 0;
  for (int x = 0; x < width; x++)
    for (int s = r->from[x]; s < r->to[x]; s++)
      {
        r->weights[n] = reduce_weight (ratio, x, s);
        r->share[x] += r->weights[n++];
      }
}

static void
reduction_clear (Reduction *r)
{
  g_free (r->from);
  g_free (r->to);
  g_free (r->share);
  g_free (r->weights);
}

/* One row of the target from @line, the sum of the source's rows, whose weights
 * come to @height. */
static void
reduce_line (const Reduction *r, const float *line, double height, float *out)
{
  const double *weight = r->weights;

  for (int x = 0; x < r->out->width; x++)
    {
      double sum = 0.0, share = r->share[x] * height;

      for (int s = r->from[x]; s < r->to[x]; s++)
        sum += *weight++ * line[s];
      out[x] = share > 0.0 ? (float) (sum / share) : line[r->from[x]];
    }
}

static void
reduce_rows (gint64 index, gpointer data)
{
  const Reduction *r = data;
  int width = r->in->width;
  int last = MIN ((int) (index + 1) * BLOCK, r->out->height);
  g_autofree float *line = g_new (float, width);

  for (int y = (int) index * BLOCK; y < last; y++)
    {
      double height = 0.0;
      int y0, y1;

      memset (line, 0, sizeof (float) * width);
      reduce_range (r->ratio, y, r->in->height, &y0, &y1);
      for (int s = y0; s < y1; s++)
        {
          float w = (float) reduce_weight (r->ratio, y, s);

          height += w;
          add_row (line, saffron_plane_row (r->in, s), w, width);
        }
      reduce_line (r, line, height, saffron_plane_row (r->out, y));
    }
}

SaffronPlane *
saffron_plane_reduce (const SaffronPlane *plane,
                      double ratio,
                      int width,
                      int height,
                      SaffronJob *job)
{
  SaffronPlane *out = saffron_plane_new (width, height);
  Reduction reduction;

  reduction_init (&reduction, plane, out, ratio);
  run_blocks (job, reduce_rows, plane, out, &reduction);
  reduction_clear (&reduction);
  return out;
}
