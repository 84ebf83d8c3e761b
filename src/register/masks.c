/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/masks.h"

#include <math.h>

#include "register/filters.h"

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
share_above (const SaffronPlane *plane, float value)
{
  gsize n = saffron_plane_n_pixels (plane);
  gsize above = 0;

  for (gsize i = 0; i < n; i++)
    above += plane->data[i] > value;
  return (double) above / n;
}

static void
set_above (SaffronPlane *plane, float value)
{
  gsize n = saffron_plane_n_pixels (plane);

  for (gsize i = 0; i < n; i++)
    plane->data[i] = plane->data[i] > value ? 1.0f : 0.0f;
}

int
saffron_blank_radius (const SaffronPlane *plane)
{
  int longest = MAX (plane->width, plane->height);

  return MAX ((int) (longest * SAFFRON_BLANK_RADIUS), 2);
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
  gsize n = saffron_plane_n_pixels (exact);

  for (gsize i = 0; i < n; i++)
    {
      gboolean is = TRUE;

      for (int c = 0; c < n_channels; c++)
        is = is && channels[c]->data[i] > lowest - 1e-3
             && channels[c]->data[i] < highest + 1e-3;
      exact->data[i] = is ? 1.0f : 0.0f;
    }
  if (share_above (exact, 0.5f) < LEAST_BLANK)
    return NULL;

  /* A morphological opening: erodes, grows by the same amount, and keeps the
   * exact pixels. */
  core = saffron_plane_box_mean (exact, radius, job);
  set_above (core, 0.9999f);
  grown = saffron_plane_box_mean (core, radius, job);
  set_above (grown, 1e-6f);
  for (gsize i = 0; i < n; i++)
    grown->data[i] *= exact->data[i];
  if (share_above (grown, 0.5f) < LEAST_BLANK)
    return NULL;
  return g_steal_pointer (&grown);
}

void
saffron_mask_add (SaffronPlane **mask, SaffronPlane *other)
{
  if (*mask == NULL)
    {
      *mask = other;
      return;
    }
  for (gsize i = 0; other != NULL && i < saffron_plane_n_pixels (other); i++)
    (*mask)->data[i] = MAX ((*mask)->data[i], other->data[i]);
  saffron_plane_free (other);
}

SaffronPlane *
saffron_mask_invert (const SaffronPlane *mask)
{
  SaffronPlane *out = saffron_plane_new (mask->width, mask->height);

  for (gsize i = 0; i < saffron_plane_n_pixels (out); i++)
    out->data[i] = 1.0f - mask->data[i];
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
  g_autoptr (SaffronPlane) share = saffron_mask_invert (mask);
  g_autoptr (SaffronPlane) sum = NULL;
  g_autoptr (SaffronPlane) smooth = NULL;

  for (gsize i = 0; i < n; i++)
    plane->data[i] *= share->data[i];
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

static float
largest_of (const SaffronPlane *plane)
{
  gsize n = saffron_plane_n_pixels (plane);
  float largest = -G_MAXFLOAT;

  for (gsize i = 0; i < n; i++)
    largest = plane->data[i] > largest ? plane->data[i] : largest;
  return largest;
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
  gsize count = 0;

  for (int c = 0; c < n_channels; c++)
    largest = MAX (largest, largest_of (channels[c]));
  for (gsize i = 0; i < n; i++)
    count += channels[0]->data[i] >= largest;
  if (count < LEAST_BLANK * n)
    return NULL;
  fill = saffron_blank_mask (channels, n_channels, largest, largest,
                             saffron_blank_radius (channels[0]), job);
  if (fill == NULL)
    return NULL;
  rest = saffron_mask_invert (fill);
  for (int c = 0; c < n_channels; c++)
    {
      bright = MAX (bright, saffron_plane_percentile (channels[c], rest, 99.0));
      dark = MIN (dark, saffron_plane_percentile (channels[c], rest, 1.0));
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
      set_above (near, 1e-6f);
      soft = saffron_plane_box_mean (near, 2, job);
    }
  for (int y = 0; y < height; y++)
    {
      float *row = saffron_plane_row (out, y);
      float side = border_ramp (y, height);

      for (int x = 0; x < width; x++)
        row[x] = side * border_ramp (x, width);
      if (soft != NULL)
        {
          const float *empty = saffron_plane_row (soft, y);

          for (int x = 0; x < width; x++)
            row[x] *= CLAMP (1.0f - empty[x], 0.0f, 1.0f);
        }
    }
  return out;
}

SaffronPlane *
saffron_tissue (const SaffronPlane *signal,
                const SaffronPlane *weight,
                double threshold,
                SaffronJob *job)
{
  double sigma = MAX (signal->width, signal->height) / 200.0;
  SaffronPlane *out = saffron_plane_gaussian (signal, sigma, job);
  gsize n = saffron_plane_n_pixels (out);

  for (gsize i = 0; i < n; i++)
    {
      double t = (out->data[i] - 0.5 * threshold) / threshold;

      t = CLAMP (t, 0.0, 1.0);
      out->data[i] = (float) (t * t * (3.0 - 2.0 * t)) * weight->data[i];
    }
  return out;
}
