/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/masks.h"

#include <math.h>

#include "base/parallel.h"
#include "base/vector.h"
#include "register/filters.h"
#include "register/percentile.h"
#include "register/pixels.h"

/* The least share of a picture that is worth a mask. */
#define LEAST_BLANK 0.002

/* A fill lies at the picture's edge, along LEAST_EDGE of a side or more. A
 * saturated area is no fill; there the values rise gradually up to the largest.
 * So either all else is darker than DARKER_THAN_FILL of the fill, or the area
 * follows the edge for LONG_EDGE of a side, as no tissue does. */
#define LEAST_EDGE (1.0 / 32.0)
#define LONG_EDGE 0.25
#define DARKER_THAN_FILL 0.7

static double
share_above (const SaffronPlane *plane, float value, SaffronJob *job)
{
  return (double) saffron_pixels_above (plane, value, job)
         / saffron_plane_n_pixels (plane);
}

int
saffron_blank_radius (const SaffronPlane *plane)
{
  int longest = MAX (plane->width, plane->height);

  return MAX ((int) (longest * SAFFRON_BLANK_RADIUS), 2);
}

typedef struct {
  SaffronPlane *const *channels;
  int n;
  double lowest, highest;
  SaffronPlane *exact;
} Between;

VECTOR static void
keep_between (const float *restrict values,
              gsize n,
              double low,
              double high,
              float *restrict kept)
{
  for (gsize i = 0; i < n; i++)
    kept[i] = (values[i] > low) & (values[i] < high) ? kept[i] : 0.0f;
}

static void
mark_between (gsize from, gsize to, gpointer data)
{
  const Between *b = data;
  float *exact = b->exact->data;

  for (gsize i = from; i < to; i++)
    exact[i] = 1.0f;
  for (int c = 0; c < b->n; c++)
    keep_between (b->channels[c]->data + from, to - from, b->lowest - 1e-3,
                  b->highest + 1e-3, exact + from);
}

SaffronPlane *
saffron_blank_mask (SaffronPlane *const *channels,
                    int n_channels,
                    double lowest,
                    double highest,
                    int radius,
                    SaffronJob *job)
{
  int width = channels[0]->width;
  int height = channels[0]->height;
  g_autoptr (SaffronPlane) exact = saffron_plane_new (width, height);
  g_autoptr (SaffronPlane) core = NULL;
  g_autoptr (SaffronPlane) grown = NULL;
  Between between = { channels, n_channels, lowest, highest, exact };

  saffron_parallel_ranges (job, saffron_plane_n_pixels (exact), mark_between,
                           &between);
  if (share_above (exact, 0.5f, job) < LEAST_BLANK)
    return NULL;

  /* A morphological opening: erodes, grows by the same amount, and keeps the
   * exact pixels. */
  core = saffron_plane_box_mean (exact, radius, job);
  saffron_pixels_mark (core, 0.9999f, job);
  grown = saffron_plane_box_mean (core, radius, job);
  saffron_pixels_mark (grown, 1e-6f, job);
  saffron_pixels_multiply (grown, exact, job);
  if (share_above (grown, 0.5f, job) < LEAST_BLANK)
    return NULL;
  return g_steal_pointer (&grown);
}

void
saffron_mask_add (SaffronPlane **mask, SaffronPlane *other, SaffronJob *job)
{
  if (*mask == NULL)
    {
      *mask = other;
      return;
    }
  if (other != NULL)
    saffron_pixels_raise (*mask, other, job);
  saffron_plane_free (other);
}

SaffronPlane *
saffron_mask_invert (const SaffronPlane *mask, SaffronJob *job)
{
  SaffronPlane *out = saffron_plane_copy (mask);

  saffron_pixels_invert (out, job);
  return out;
}

void
saffron_mask_grow (SaffronPlane *mask, int radius, SaffronJob *job)
{
  g_autoptr (SaffronPlane) near = saffron_plane_box_mean (mask, radius, job);

  for (gsize i = 0; i < saffron_plane_n_pixels (mask); i++)
    mask->data[i] = near->data[i] > 1e-6f ? 1.0f : 0.0f;
}

void
saffron_mask_fill (SaffronPlane *plane,
                   const SaffronPlane *mask,
                   double sigma,
                   SaffronJob *job)
{
  gsize n = saffron_plane_n_pixels (plane);
  g_autoptr (SaffronPlane) share = saffron_mask_invert (mask, job);
  g_autoptr (SaffronPlane) sum = NULL;
  g_autoptr (SaffronPlane) smooth = NULL;

  saffron_pixels_multiply (plane, share, job);
  sum = saffron_plane_gaussian (plane, sigma, job);
  smooth = saffron_plane_gaussian (share, sigma, job);
  for (gsize i = 0; i < n; i++)
    if (mask->data[i] > 0.5f && smooth->data[i] > 1e-3f)
      plane->data[i] = sum->data[i] / smooth->data[i];
}

/* The longest run of @mask along a line of @n pixels. */
static int
longest_run (const float *mask, gsize step, int n)
{
  int run = 0, longest = 0;

  for (int i = 0; i < n; i++)
    {
      run = mask[(gsize) i * step] > 0.5f ? run + 1 : 0;
      longest = MAX (longest, run);
    }
  return longest;
}

/* How far the mask runs along an edge of the picture, as a share of that side.
 */
static double
share_of_edge (const SaffronPlane *mask)
{
  gsize width = (gsize) mask->width;
  const float *last = saffron_plane_row (mask, mask->height - 1);
  int across = MAX (longest_run (mask->data, 1, mask->width),
                    longest_run (last, 1, mask->width));
  int down = MAX (longest_run (mask->data, width, mask->height),
                  longest_run (mask->data + width - 1, width, mask->height));

  return MAX ((double) across / mask->width, (double) down / mask->height);
}

typedef struct {
  const float *values;
  float least;
} Least;

static gsize
count_at_least (gsize from, gsize to, gpointer data)
{
  const Least *a = data;
  guint n = 0;

  for (gsize i = from; i < to; i++)
    n += a->values[i] >= a->least;
  return n;
}

SaffronPlane *
saffron_white_fill (SaffronPlane *const *channels,
                    int n_channels,
                    SaffronJob *job)
{
  gsize n = saffron_plane_n_pixels (channels[0]);
  g_autoptr (SaffronPlane) fill = NULL;
  g_autoptr (SaffronPlane) rest = NULL;
  float largest = -G_MAXFLOAT;
  double bright = -G_MAXDOUBLE, dark = G_MAXDOUBLE, edge;

  for (int c = 0; c < n_channels; c++)
    largest = MAX (largest, saffron_pixels_largest (channels[c], job));
  if (saffron_parallel_count (job, n, count_at_least,
                              &(Least){ channels[0]->data, largest })
      < LEAST_BLANK * n)
    return NULL;
  fill = saffron_blank_mask (channels, n_channels, largest, largest,
                             saffron_blank_radius (channels[0]), job);
  if (fill == NULL)
    return NULL;
  rest = saffron_mask_invert (fill, job);
  for (int c = 0; c < n_channels; c++)
    {
      bright =
          MAX (bright, saffron_plane_percentile (channels[c], rest, 99.0, job));
      dark = MIN (dark, saffron_plane_percentile (channels[c], rest, 1.0, job));
    }
  edge = share_of_edge (fill);
  /* A picture of two values is no slide with a fill. */
  if (bright <= dark || edge < LEAST_EDGE)
    return NULL;
  return bright < DARKER_THAN_FILL * largest || edge >= LONG_EDGE
             ? g_steal_pointer (&fill)
             : NULL;
}

/* Rises from 0 at less than 0.5 px from the border to 1 at 4.5 px and more. */
static float
border_ramp (int i, int n)
{
  int inside = MIN (i, n - 1 - i);

  return CLAMP ((inside + 1 - 2) / 5.0f + 0.4f, 0.0f, 1.0f);
}

typedef struct {
  SaffronPlane *out;
  const SaffronPlane *soft; /* NULL without blank areas */
} Validity;

static void
validity_row (gint64 y, gpointer data)
{
  const Validity *v = data;
  int width = v->out->width;
  float *row = saffron_plane_row (v->out, (int) y);
  float side = border_ramp ((int) y, v->out->height);

  for (int x = 0; x < width; x++)
    row[x] = side * border_ramp (x, width);
  if (v->soft != NULL)
    {
      const float *empty = saffron_plane_row (v->soft, (int) y);

      for (int x = 0; x < width; x++)
        row[x] *= CLAMP (1.0f - empty[x], 0.0f, 1.0f);
    }
}

SaffronPlane *
saffron_validity (int width,
                  int height,
                  const SaffronPlane *blank,
                  SaffronJob *job)
{
  SaffronPlane *out = saffron_plane_new (width, height);
  g_autoptr (SaffronPlane) near = NULL;
  g_autoptr (SaffronPlane) soft = NULL;

  if (blank != NULL)
    {
      near = saffron_plane_box_mean (blank, 2, job);
      saffron_pixels_mark (near, 1e-6f, job);
      soft = saffron_plane_box_mean (near, 2, job);
    }
  saffron_parallel_for (job, height, validity_row, &(Validity){ out, soft });
  return out;
}

typedef struct {
  SaffronPlane *out;
  const SaffronPlane *weight;
  double threshold;
} Tissue;

static void
tissue_range (gsize from, gsize to, gpointer data)
{
  const Tissue *tissue = data;
  float *out = tissue->out->data;

  for (gsize i = from; i < to; i++)
    {
      double t = (out[i] - 0.5 * tissue->threshold) / tissue->threshold;

      t = CLAMP (t, 0.0, 1.0);
      out[i] = (float) (t * t * (3.0 - 2.0 * t)) * tissue->weight->data[i];
    }
}

SaffronPlane *
saffron_tissue (const SaffronPlane *signal,
                const SaffronPlane *weight,
                double threshold,
                SaffronJob *job)
{
  double sigma = MAX (signal->width, signal->height) / 200.0;
  SaffronPlane *out = saffron_plane_gaussian (signal, sigma, job);
  Tissue tissue = { out, weight, threshold };

  saffron_parallel_ranges (job, saffron_plane_n_pixels (out), tissue_range,
                           &tissue);
  return out;
}
