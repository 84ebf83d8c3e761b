/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/snap-search.h"

#include <math.h>
#include <string.h>

#include "base/vector.h"

/* Shifts that are nearer than this to the best one are of the same peak,
 * pixels. */
#define SAME_PEAK 8

/* A variance below this is rounding. */
#define LEAST_VARIANCE 1e-9

/* Sums of @plane, and of its squares, over all that lies above and left of a
 * corner between pixels: (width + 1) × (height + 1) of them. */
typedef struct {
  gsize stride;
  double *sums, *squares;
} Integral;

static Integral
integral_new (const SaffronPlane *plane)
{
  gsize stride = (gsize) plane->width + 1;
  gsize n = stride * ((gsize) plane->height + 1);
  Integral out = { stride, g_new0 (double, n), g_new0 (double, n) };

  for (int y = 0; y < plane->height; y++)
    {
      gsize above = (gsize) y * stride, at = above + stride;
      double sum = 0.0, square = 0.0;

      for (int x = 0; x < plane->width; x++)
        {
          double value = saffron_plane_row (plane, y)[x];

          sum += value;
          square += value * value;
          out.sums[at + x + 1] = out.sums[above + x + 1] + sum;
          out.squares[at + x + 1] = out.squares[above + x + 1] + square;
        }
    }
  return out;
}

static void
integral_clear (Integral *self)
{
  g_free (self->sums);
  g_free (self->squares);
}

/* Over the @width × @height pixels from (@x, @y) on. */
static double
integral_over (const Integral *self,
               const double *sums,
               int x,
               int y,
               int width,
               int height)
{
  gsize top = (gsize) y * self->stride + (gsize) x;
  gsize bottom = top + (gsize) height * self->stride;

  return sums[bottom + width] - sums[bottom] - sums[top + width] + sums[top];
}

/* @template less its mean; its variance times its pixels. */
static SaffronPlane *
centred (const SaffronPlane *template, double *squares)
{
  gsize n = saffron_plane_n_pixels (template);
  SaffronPlane *out = saffron_plane_new (template->width, template->height);
  double mean = 0.0;

  *squares = 0.0;
  for (gsize i = 0; i < n; i++)
    mean += template->data[i];
  mean /= (double) n;
  for (gsize i = 0; i < n; i++)
    {
      out->data[i] = (float) (template->data[i] - mean);
      *squares += (double) out->data[i] * out->data[i];
    }
  return out;
}

/* Adds the products of row @y of @template with the search area at all shifts
 * in x and one in y. */
VECTOR static void
add_shifted_products (const float *row,
                      int width,
                      const float *under,
                      int n_shifts,
                      float *part)
{
  for (int i = 0; i < n_shifts; i++)
    part[i] = 0.0f;
  for (int x = 0; x < width; x++)
    for (int i = 0; i < n_shifts; i++)
      part[i] += row[x] * under[x + i];
}

/* (transfer full): the correlation at each shift. */
static SaffronPlane *
correlate (const SaffronPlane *template, const SaffronPlane *search, int radius)
{
  int n = 2 * radius + 1;
  int width = template->width, height = template->height;
  double area = (double) width * height;
  double squares = 0.0;
  g_autoptr (SaffronPlane) t = centred (template, &squares);
  g_autofree float *part = g_new (float, n);
  g_autofree double *sums = g_new (double, n);
  SaffronPlane *out = saffron_plane_new (n, n);
  Integral all = integral_new (search);

  for (int dy = 0; dy < n; dy++)
    {
      for (int dx = 0; dx < n; dx++)
        sums[dx] = 0.0;
      for (int y = 0; y < height; y++)
        {
          add_shifted_products (saffron_plane_row (t, y), width,
                                saffron_plane_row (search, y + dy), n, part);
          for (int dx = 0; dx < n; dx++)
            sums[dx] += part[dx];
        }
      for (int dx = 0; dx < n; dx++)
        {
          double sum = integral_over (&all, all.sums, dx, dy, width, height);
          double rest = integral_over (&all, all.squares, dx, dy, width, height)
                        - sum * sum / area;

          if (squares > LEAST_VARIANCE * area && rest > LEAST_VARIANCE * area)
            saffron_plane_row (out, dy)[dx] =
                (float) CLAMP (sums[dx] / sqrt (squares * rest), -1.0, 1.0);
        }
    }
  integral_clear (&all);
  return out;
}

/* How far from the middle one of three equidistant values the top of the
 * parabola through them lies. */
static double
top_of (double before, double middle, double after)
{
  double bend = before - 2.0 * middle + after;

  return bend < 0.0 ? CLAMP (0.5 * (before - after) / bend, -0.5, 0.5) : 0.0;
}

static double
best_elsewhere (const SaffronPlane *map, int x, int y)
{
  double best = -1.0;

  for (int j = 0; j < map->height; j++)
    for (int i = 0; i < map->width; i++)
      if (MAX (abs (i - x), abs (j - y)) > SAME_PEAK)
        best = MAX (best, saffron_plane_row (map, j)[i]);
  return best;
}

SaffronSnapPeak
saffron_snap_search (const SaffronPlane *template,
                     const SaffronPlane *search,
                     int radius)
{
  SaffronSnapPeak peak = { 0 };
  g_autoptr (SaffronPlane) map = NULL;
  gsize best = 0;
  int x, y;

  g_return_val_if_fail (radius >= 1, peak);
  g_return_val_if_fail (search->width == template->width + 2 * radius, peak);
  g_return_val_if_fail (search->height == template->height + 2 * radius, peak);

  map = correlate (template, search, radius);
  for (gsize i = 0; i < saffron_plane_n_pixels (map); i++)
    if (map->data[i] > map->data[best])
      best = i;
  x = (int) (best % (gsize) map->width);
  y = (int) (best / (gsize) map->width);
  peak.ncc = map->data[best];
  peak.laid = saffron_plane_row (map, radius)[radius];
  peak.rival = best_elsewhere (map, x, y);
  peak.at_border = x == 0 || y == 0 || x == 2 * radius || y == 2 * radius;
  peak.dx = x - radius;
  peak.dy = y - radius;
  if (!peak.at_border)
    {
      const float *at = map->data + best;

      peak.dx += top_of (at[-1], at[0], at[1]);
      peak.dy += top_of (at[-map->width], at[0], at[map->width]);
      peak.bend_x = 2.0 * at[0] - at[-1] - at[1];
      peak.bend_y = 2.0 * at[0] - at[-map->width] - at[map->width];
    }
  return peak;
}

SaffronPlane *
saffron_snap_middle (const SaffronPlane *plane, int border)
{
  SaffronPlane *out =
      saffron_plane_new (plane->width - 2 * border, plane->height - 2 * border);

  for (int y = 0; y < out->height; y++)
    memcpy (saffron_plane_row (out, y),
            saffron_plane_row (plane, y + border) + border,
            (gsize) out->width * sizeof (float));
  return out;
}

static SaffronPlane *
mirrored (const SaffronPlane *plane, gboolean in_x, gboolean in_y)
{
  int width = plane->width, height = plane->height;
  SaffronPlane *out = saffron_plane_new (width, height);

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      saffron_plane_row (out, y)[x] = saffron_plane_row (
          plane, in_y ? height - 1 - y : y)[in_x ? width - 1 - x : x];
  return out;
}

double
saffron_snap_chance (const SaffronPlane *template,
                     const SaffronPlane *search,
                     int radius)
{
  double best = -1.0;

  for (int i = 1; i < 4; i++)
    {
      g_autoptr (SaffronPlane) other =
          mirrored (search, (i & 1) != 0, (i & 2) != 0);

      best = MAX (best, saffron_snap_search (template, other, radius).ncc);
    }
  return best;
}
