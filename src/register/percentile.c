/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/percentile.h"

#include <math.h>

#include "base/parallel.h"
#include "base/vector.h"

/* Blocks of pixels that one index of a parallel loop counts, at most, and the
 * fewest pixels of one. */
#define MOST_BLOCKS 64
#define LEAST_BLOCK 16384

#define BINS 1024
/* Pixels whose bins are found at once, which needs no branch. */
#define CHUNK 256
/* Neighbouring pixels count in separate histograms: often they fall into one
 * bin, and then each count would wait for the one before. */
#define LANES 4

/* What one block comes to. */
typedef struct {
  float low, high;
  gsize counted;
  guint bins[BINS];
} Part;

typedef struct {
  const SaffronPlane *plane, *mask;
  double above;
  double from, scale, high; /* of the bins */
  gsize n, size;            /* pixels, and of one block */
  int n_parts;
  Part *parts;
} Count;

/* Whether pixel @i counts. */
#define COUNTS(values, mask, above, i)                                         \
  ((mask) == NULL || (((mask)[i] > 0.5f) & ((double) (values)[i] > (above))))

VECTOR static void
find_range (const float *values,
            const float *mask,
            double above,
            int n,
            Part *part)
{
  float low[8], high[8];
  guint counted[8] = { 0 };
  int i = 0;

  for (int k = 0; k < 8; k++)
    {
      low[k] = INFINITY;
      high[k] = -INFINITY;
    }
  for (; i + 8 <= n; i += 8)
    for (int k = 0; k < 8; k++)
      {
        float v = values[i + k];
        gboolean is = COUNTS (values, mask, above, i + k);

        low[k] = is && v < low[k] ? v : low[k];
        high[k] = is && v > high[k] ? v : high[k];
        counted[k] += is ? 1 : 0;
      }
  for (; i < n; i++)
    if (COUNTS (values, mask, above, i))
      {
        low[0] = values[i] < low[0] ? values[i] : low[0];
        high[0] = values[i] > high[0] ? values[i] : high[0];
        counted[0]++;
      }
  for (int k = 0; k < 8; k++)
    {
      part->low = MIN (part->low, low[k]);
      part->high = MAX (part->high, high[k]);
      part->counted += counted[k];
    }
}

/* The bin of each pixel; BINS for one that does not count. */
VECTOR static void
find_bins (const float *values,
           const float *mask,
           const Count *c,
           int n,
           int *bins)
{
  double from = c->from, scale = c->scale, most = c->high, above = c->above;

  for (int i = 0; i < n; i++)
    {
      double at = (values[i] - from) * scale;
      double within = at < BINS - 1 ? at : BINS - 1;
      gboolean is = COUNTS (values, mask, above, i);

      is &= (at >= 0.0) & ((at < BINS) | (values[i] <= most));
      bins[i] = is ? (int) (within > 0.0 ? within : 0.0) : BINS;
    }
}

static void
range_of (Count *c, gint64 block, gsize *from, gsize *to)
{
  *from = (gsize) block * c->size;
  *to = MIN (*from + c->size, c->n);
}

static void
each_block (Count *c, SaffronParallelFunc func, SaffronJob *job)
{
  if (job != NULL)
    saffron_parallel_for (job, c->n_parts, func, c);
  for (int k = 0; job == NULL && k < c->n_parts; k++)
    func (k, c);
}

static void
range_block (gint64 block, gpointer data)
{
  Count *c = data;
  Part *part = &c->parts[block];
  gsize from, to;

  range_of (c, block, &from, &to);
  part->low = INFINITY;
  part->high = -INFINITY;
  part->counted = 0;
  find_range (c->plane->data + from,
              c->mask != NULL ? c->mask->data + from : NULL, c->above,
              (int) (to - from), part);
}

static void
count_block (gint64 block, gpointer data)
{
  Count *c = data;
  guint lanes[BINS + 1][LANES] = { 0 };
  int bins[CHUNK];
  gsize from, to;

  range_of (c, block, &from, &to);
  for (gsize at = from; at < to; at += CHUNK)
    {
      int n = (int) MIN (to - at, CHUNK);

      find_bins (c->plane->data + at,
                 c->mask != NULL ? c->mask->data + at : NULL, c, n, bins);
      for (int i = 0; i < n; i++)
        lanes[bins[i]][i % LANES]++;
    }
  for (int b = 0; b < BINS; b++)
    c->parts[block].bins[b] =
        lanes[b][0] + lanes[b][1] + lanes[b][2] + lanes[b][3];
}

/* Makes a histogram between @low and @high and narrows both to the bin that
 * holds the wanted pixel. @below counts the pixels below @low. */
static void
narrow (Count *c,
        double wanted,
        double *low,
        double *high,
        gsize *below,
        gsize *inside,
        SaffronJob *job)
{
  gsize sums[BINS] = { 0 };
  int b = 0;

  c->from = *low;
  c->high = *high;
  c->scale = BINS / (*high - *low);
  each_block (c, count_block, job);
  for (int k = 0; k < c->n_parts; k++)
    for (int i = 0; i < BINS; i++)
      sums[i] += c->parts[k].bins[i];
  while (b < BINS - 1 && *below + sums[b] < wanted)
    *below += sums[b++];
  *inside = sums[b];
  *low = c->from + b / c->scale;
  *high = c->from + (b + 1) / c->scale;
}

static double
find (Count *c, double percent, SaffronJob *job)
{
  double low = INFINITY, high = -INFINITY;
  double wanted;
  gsize counted = 0, below = 0, inside = 0;

  each_block (c, range_block, job);
  for (int k = 0; k < c->n_parts; k++)
    {
      low = MIN (low, (double) c->parts[k].low);
      high = MAX (high, (double) c->parts[k].high);
      counted += c->parts[k].counted;
    }
  if (counted == 0 || saffron_job_is_cancelled (job))
    return 0.0;

  /* Repeats the zoom, because a few hot pixels can put all others into one
   * bin. */
  wanted = percent / 100.0 * counted;
  inside = counted;
  for (int pass = 0; pass < 4 && inside > counted / 256; pass++)
    {
      if (!(high - low > 1e-6 * MAX (fabs (low), fabs (high))))
        return low;
      narrow (c, wanted, &low, &high, &below, &inside, job);
    }
  return low
         + (high - low) * CLAMP ((wanted - below) / MAX (inside, 1), 0.0, 1.0);
}

double
saffron_plane_percentile_above (const SaffronPlane *plane,
                                const SaffronPlane *mask,
                                double above,
                                double percent,
                                SaffronJob *job)
{
  Count count = { .plane = plane, .mask = mask, .above = above };
  gsize n = saffron_plane_n_pixels (plane);
  double value;

  count.n = n;
  count.size = MAX ((n + MOST_BLOCKS - 1) / MOST_BLOCKS, LEAST_BLOCK);
  count.n_parts = (int) ((n + count.size - 1) / count.size);
  count.parts = g_new0 (Part, count.n_parts);
  value = find (&count, percent, job);
  g_free (count.parts);
  return value;
}

double
saffron_plane_percentile (const SaffronPlane *plane,
                          const SaffronPlane *mask,
                          double percent,
                          SaffronJob *job)
{
  return saffron_plane_percentile_above (plane, mask, -INFINITY, percent, job);
}
