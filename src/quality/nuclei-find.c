/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/nuclei-find.h"

#include <math.h>

#include "register/components.h"
#include "register/filters.h"
#include "register/percentile.h"

/* From one scale to the next: three in an octave. */
#define SCALE_STEP 1.2599

/* The noise is smoothed by a sigma of this share of the least radius. */
#define SMOOTHING 0.35

/* Surroundings reach this many of the largest radii. */
#define SURROUNDINGS 3.0

/* Blobs are the same one when their centres are closer than this share of the
 * larger radius. */
#define APART 0.8

/* A blob answers with at least this share of what a middling one does. */
#define LEAST_RESPONSE 0.2

#define BINS 256

typedef struct {
  SaffronNucleus nucleus;
  float response;
} Blob;

/* The largest response of all scales at each pixel, and at which scale. */
typedef struct {
  SaffronPlane *best;
  guint8 *scale;
} Responses;

static void
responses_clear (Responses *responses)
{
  g_clear_pointer (&responses->best, saffron_plane_free);
  g_clear_pointer (&responses->scale, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Responses, responses_clear)

void
saffron_nuclei_found_clear (SaffronNucleiFound *found)
{
  g_clear_pointer (&found->nuclei, g_array_unref);
  g_clear_pointer (&found->mask, g_free);
}

/* The threshold that parts the values best, by the variance between both
 * classes. */
static double
otsu (const SaffronPlane *plane, const SaffronPlane *weight)
{
  double low = saffron_plane_percentile (plane, weight, 0.1, NULL);
  double high = saffron_plane_percentile (plane, weight, 99.9, NULL);
  double per_bin = (high - low) / BINS, best = -1.0, threshold = high;
  double n = 0.0, sum = 0.0, below = 0.0, below_sum = 0.0;
  gint64 counts[BINS] = { 0 };

  if (!(per_bin > 0.0))
    return high;
  for (gsize i = 0; i < saffron_plane_n_pixels (plane); i++)
    if (weight->data[i] > 0.5f)
      counts[(int) CLAMP ((plane->data[i] - low) / per_bin, 0.0, BINS - 1)]++;
  for (int i = 0; i < BINS; i++)
    {
      n += (double) counts[i];
      sum += (double) counts[i] * i;
    }
  for (int i = 0; i < BINS - 1; i++)
    {
      double apart = 0.0, between = 0.0;

      below += (double) counts[i];
      below_sum += (double) counts[i] * i;
      if (below <= 0.0 || below >= n)
        continue;
      apart = below_sum / below - (sum - below_sum) / (n - below);
      between = below * (n - below) * apart * apart;
      if (between > best)
        {
          best = between;
          threshold = low + (i + 1) * per_bin;
        }
    }
  return threshold;
}

/* What is brighter than its surroundings. */
static guint8 *
threshold (const SaffronPlane *values,
           const SaffronPlane *weight,
           double least,
           double most,
           SaffronJob *job)
{
  g_autoptr (SaffronPlane) smooth =
      saffron_plane_gaussian (values, SMOOTHING * least, job);
  g_autoptr (SaffronPlane) around =
      saffron_plane_box_mean (values, (int) ceil (SURROUNDINGS * most), job);
  gsize n = saffron_plane_n_pixels (values);
  guint8 *mask = g_new (guint8, n);
  double least_value = 0.0;

  for (gsize i = 0; i < n; i++)
    smooth->data[i] -= around->data[i];
  least_value = otsu (smooth, weight);
  for (gsize i = 0; i < n; i++)
    mask[i] = weight->data[i] > 0.5f && smooth->data[i] > least_value;
  return mask;
}

/* Scale 0 is that of discs with the radius @least. */
static void
respond (const SaffronPlane *values,
         double least,
         double most,
         SaffronJob *job,
         Responses *out)
{
  gsize n = saffron_plane_n_pixels (values);
  double sigma = least / (G_SQRT2 * sqrt (SCALE_STEP));
  double more = sqrt (SCALE_STEP * SCALE_STEP - 1.0);
  int n_scales = 1 + (int) ceil (log (most / least) / log (SCALE_STEP));
  g_autoptr (SaffronPlane) fine = saffron_plane_gaussian (values, sigma, job);

  out->best = saffron_plane_new (values->width, values->height);
  out->scale = g_new0 (guint8, n);
  for (int k = 0; k < n_scales; k++)
    {
      SaffronPlane *coarse = saffron_plane_gaussian (fine, sigma * more, job);

      for (gsize i = 0; i < n; i++)
        if (fine->data[i] - coarse->data[i] > out->best->data[i])
          {
            out->best->data[i] = fine->data[i] - coarse->data[i];
            out->scale[i] = (guint8) k;
          }
      saffron_plane_free (fine);
      fine = coarse;
      sigma *= SCALE_STEP;
    }
}

/* Of equal neighbours, the first counts. */
static gboolean
is_peak (const SaffronPlane *plane, int x, int y)
{
  const float *at = saffron_plane_row (plane, y) + x;
  int width = plane->width;
  const int before[4] = { -width - 1, -width, -width + 1, -1 };

  for (int i = 0; i < 4; i++)
    if (!(at[0] > at[before[i]] && at[0] >= at[-before[i]]))
      return FALSE;
  return TRUE;
}

/* Where a parabola through three values has its top, −0.5 to 0.5. */
static double
top_of (float before, float at, float after)
{
  double bend = 2.0 * at - before - after;

  return bend > 0.0 ? CLAMP (0.5 * (after - before) / bend, -0.5, 0.5) : 0.0;
}

static GArray *
find_blobs (const Responses *responses, const guint8 *mask, double least)
{
  const SaffronPlane *best = responses->best;
  GArray *blobs = g_array_new (FALSE, FALSE, sizeof (Blob));
  int width = best->width;

  for (int y = 1; y < best->height - 1; y++)
    for (int x = 1; x < width - 1; x++)
      {
        gsize i = (gsize) y * (gsize) width + (gsize) x;
        const float *at = best->data + i;
        Blob blob = { .response = *at };

        if (!mask[i] || !is_peak (best, x, y))
          continue;
        blob.nucleus.x = x + 0.5 + top_of (at[-1], at[0], at[1]);
        blob.nucleus.y = y + 0.5 + top_of (at[-width], at[0], at[width]);
        blob.nucleus.radius = least * pow (SCALE_STEP, responses->scale[i]);
        g_array_append_val (blobs, blob);
      }
  return blobs;
}

static int
compare_blobs (gconstpointer a, gconstpointer b)
{
  const Blob *p = a, *q = b;

  if (p->response != q->response)
    return p->response < q->response ? 1 : -1;
  if (p->nucleus.y != q->nucleus.y)
    return p->nucleus.y > q->nucleus.y ? 1 : -1;
  return (p->nucleus.x > q->nucleus.x) - (p->nucleus.x < q->nucleus.x);
}

static gboolean
overlaps_one (const SaffronNucleus *nucleus, const GArray *nuclei)
{
  for (guint i = 0; i < nuclei->len; i++)
    {
      const SaffronNucleus *other = &g_array_index (nuclei, SaffronNucleus, i);
      double apart = APART * MAX (nucleus->radius, other->radius);
      double dx = nucleus->x - other->x, dy = nucleus->y - other->y;

      if (dx * dx + dy * dy < apart * apart)
        return TRUE;
    }
  return FALSE;
}

/* The blobs that count, the most distinct first. */
static GArray *
choose (GArray *blobs)
{
  GArray *nuclei = g_array_new (FALSE, FALSE, sizeof (SaffronNucleus));
  float least = 0.0f;

  g_array_sort (blobs, compare_blobs);
  if (blobs->len > 0)
    least = (float) LEAST_RESPONSE
            * g_array_index (blobs, Blob, blobs->len / 4).response;
  for (guint i = 0; i < blobs->len; i++)
    {
      const Blob *blob = &g_array_index (blobs, Blob, i);

      if (blob->response >= least && !overlaps_one (&blob->nucleus, nuclei))
        g_array_append_val (nuclei, blob->nucleus);
    }
  return nuclei;
}

/* Leaves of the mask what holds a nucleus. */
static void
keep_nuclei (SaffronNucleiFound *found)
{
  int n = 0;
  g_autoptr (GArray) stretches = saffron_components (
      found->mask, found->width, found->height, SAFFRON_TOUCH_SIDES, &n);
  g_autofree guint8 *held = g_new0 (guint8, MAX (n, 1));
  g_autofree guint8 *centres =
      g_new0 (guint8, (gsize) found->width * (gsize) found->height);

  for (guint i = 0; i < found->nuclei->len; i++)
    {
      const SaffronNucleus *at =
          &g_array_index (found->nuclei, SaffronNucleus, i);

      centres[(gsize) at->y * (gsize) found->width + (gsize) at->x] = 1;
    }
  for (int pass = 0; pass < 2; pass++)
    for (guint i = 0; i < stretches->len; i++)
      {
        const SaffronStretch *s = &g_array_index (stretches, SaffronStretch, i);
        gsize row = (gsize) s->y * (gsize) found->width;

        for (int x = s->x0; x < s->x1; x++)
          if (pass == 0)
            held[s->component] |= centres[row + (gsize) x];
          else
            found->mask[row + (gsize) x] = held[s->component];
      }
}

void
saffron_nuclei_find (const SaffronPlane *values,
                     const SaffronPlane *weight,
                     double least,
                     double most,
                     SaffronJob *job,
                     SaffronNucleiFound *found)
{
  g_auto (Responses) responses = { 0 };
  g_autoptr (GArray) blobs = NULL;

  found->width = values->width;
  found->height = values->height;
  found->mask = threshold (values, weight, least, most, job);
  respond (values, least, most, job, &responses);
  blobs = find_blobs (&responses, found->mask, least);
  found->nuclei = choose (blobs);
  keep_nuclei (found);
}
