/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/glare.h"

#include <math.h>

#include "register/components.h"
#include "register/filters.h"
#include "register/masks.h"

/* The slide is divided into CELLS × CELLS parts. The brightness of a part is
 * what all but 1 / BRIGHTEST of its pixels stay below, so that a few nuclei
 * show. USUAL percent of the parts are darker than the brightness that counts:
 * tissue in a quarter of the slide sets it, a dozen specks do not. */
#define CELLS 16
#define BRIGHTEST 500
#define USUAL 75.0

/* Glare is so many times as bright. Nuclei of one slide differ by two or three.
 */
#define GLARING 4.0

/* The largest deviation of 3 × 3 pixels from their mean, as a share of it, and
 * the share of a speck's inner pixels that keep below it. Nuclei deviate by 0.2
 * and more at working size. */
#define SMOOTH 0.08
#define SMOOTH_SHARE 0.6
#define LEAST_SPECK 4

/* The signal around glare is at most this share of its own. */
#define STEEP 0.3

/* Glare covers at most RARE of the slide and, so that the only tissue of a
 * slide stays, at most LESSER of what is brighter than NOISE times the noise.
 */
#define RARE 0.03
#define LESSER 0.6
#define NOISE 10.0

/* How far around glare is left out, pixels: its edge and its halo. */
#define MARGIN 3

typedef struct {
  gsize area, n_inner, n_smooth, n_around;
  double sum, around;
} Speck;

/* Keeps the @n largest values in @values, the smallest of them first. */
static void
keep_largest (float *values, int n, float value)
{
  int i = 0;

  if (value <= values[0])
    return;
  for (; i + 1 < n && values[i + 1] < value; i++)
    values[i] = values[i + 1];
  values[i] = value;
}

/* The brightness of one part of the slide; negative if it is mostly outside. */
static float
part_brightness (const SaffronPlane *signal,
                 const SaffronPlane *weight,
                 int column,
                 int row)
{
  int x0 = column * signal->width / CELLS;
  int x1 = (column + 1) * signal->width / CELLS;
  int y0 = row * signal->height / CELLS;
  int y1 = (row + 1) * signal->height / CELLS;
  int area = (x1 - x0) * (y1 - y0);
  int n = MAX (area / BRIGHTEST, 1);
  g_autofree float *largest = g_new0 (float, n);
  int inside = 0;

  for (int y = y0; y < y1; y++)
    for (int x = x0; x < x1; x++)
      if (saffron_plane_row (weight, y)[x] > 0.5f)
        {
          keep_largest (largest, n, saffron_plane_row (signal, y)[x]);
          inside++;
        }
  return 2 * inside >= area ? largest[0] : -1.0f;
}

/* How bright the usual part of the slide is. */
static double
usual_brightness (const SaffronPlane *signal, const SaffronPlane *weight)
{
  g_autoptr (SaffronPlane) parts = saffron_plane_new (CELLS, CELLS);
  g_autoptr (SaffronPlane) inside = saffron_plane_new (CELLS, CELLS);

  for (int row = 0; row < CELLS; row++)
    for (int column = 0; column < CELLS; column++)
      {
        float value = part_brightness (signal, weight, column, row);

        saffron_plane_row (parts, row)[column] = value;
        saffron_plane_row (inside, row)[column] = value >= 0.0f ? 1.0f : 0.0f;
      }
  return saffron_plane_percentile (parts, inside, USUAL);
}

/* The standard deviation of the noise, from neighbours that differ least: a
 * tenth of the differences of Gaussian noise is below 0.178 of it. */
static double
noise_of (const SaffronPlane *signal, const SaffronPlane *weight)
{
  int width = signal->width / 2, height = signal->height / 2;
  g_autoptr (SaffronPlane) steps = NULL;
  g_autoptr (SaffronPlane) inside = NULL;

  if (width < 1 || height < 1)
    return 0.0;
  steps = saffron_plane_new (width, height);
  inside = saffron_plane_new (width, height);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        const float *at = saffron_plane_row (signal, 2 * y) + 2 * x;

        saffron_plane_row (steps, y)[x] = fabsf (at[1] - at[0]);
        saffron_plane_row (inside, y)[x] =
            saffron_plane_row (weight, 2 * y)[2 * x];
      }
  return saffron_plane_percentile (steps, inside, 10.0) / 0.178;
}

/* (nullable): 1 where it is brighter than @level, inside the image. */
static guint8 *
find_candidates (const SaffronPlane *signal,
                 const SaffronPlane *weight,
                 double level)
{
  gsize n = saffron_plane_n_pixels (signal);
  g_autofree guint8 *bright = g_new0 (guint8, n);
  gboolean any = FALSE;

  for (gsize i = 0; i < n; i++)
    {
      bright[i] = signal->data[i] > level && weight->data[i] > 0.5f;
      any = any || bright[i];
    }
  return any ? g_steal_pointer (&bright) : NULL;
}

/* Adds what the 3 × 3 pixels around say, if they belong to the speck. */
static void
speck_add_inner (Speck *speck,
                 const SaffronPlane *signal,
                 const guint8 *bright,
                 int x,
                 int y)
{
  int width = signal->width;
  gsize i = (gsize) y * width + x;
  double sum = 0.0, most = 0.0;

  if (x < 1 || y < 1 || x > width - 2 || y > signal->height - 2)
    return;
  for (int dy = -1; dy <= 1; dy++)
    for (int dx = -1; dx <= 1; dx++)
      {
        gsize j = (gsize) ((gssize) i + dy * width + dx);

        if (!bright[j])
          return;
        sum += signal->data[j];
      }
  sum /= 9.0;
  for (int dy = -1; dy <= 1; dy++)
    for (int dx = -1; dx <= 1; dx++)
      most =
          MAX (most, fabs (signal->data[(gssize) i + dy * width + dx] - sum));
  speck->n_inner++;
  speck->n_smooth += most <= SMOOTH * sum;
}

static void
speck_add (Speck *speck,
           const SaffronPlane *signal,
           const guint8 *bright,
           int x,
           int y)
{
  speck->area++;
  speck->sum += saffron_plane_row (signal, y)[x];
  speck_add_inner (speck, signal, bright, x, y);
  for (int s = 0; s < 8; s++)
    {
      int u = x + saffron_places_around[s][0];
      int v = y + saffron_places_around[s][1];
      gsize j = (gsize) v * signal->width + u;

      if (u < 0 || v < 0 || u >= signal->width || v >= signal->height
          || bright[j])
        continue;
      speck->around += signal->data[j];
      speck->n_around++;
    }
}

static gboolean
is_glare (const Speck *speck)
{
  return speck->n_inner >= LEAST_SPECK
         && speck->n_smooth >= SMOOTH_SHARE * speck->n_inner
         && speck->n_around > 0
         && speck->around / speck->n_around <= STEEP * speck->sum / speck->area;
}

/* Whether so much may be glare. */
static gboolean
is_rare (const SaffronPlane *signal,
         const SaffronPlane *weight,
         gsize area,
         double noise)
{
  gsize inside = 0, shining = 0;

  for (gsize i = 0; i < saffron_plane_n_pixels (signal); i++)
    if (weight->data[i] > 0.5f)
      {
        inside++;
        shining += signal->data[i] > NOISE * noise;
      }
  return area <= RARE * inside && area <= LESSER * shining;
}

/* (nullable): 1 inside the specks that are glare. */
static SaffronPlane *
draw_specks (const SaffronPlane *signal,
             const SaffronPlane *weight,
             const guint8 *bright,
             double noise)
{
  gsize n_pixels = saffron_plane_n_pixels (signal);
  int n = 0;
  g_autofree int *labels =
      saffron_components (bright, signal->width, signal->height, &n);
  g_autofree Speck *specks = g_new0 (Speck, n + 1);
  SaffronPlane *mask = NULL;
  gsize area = 0;

  for (gsize i = 0; i < n_pixels; i++)
    if (labels[i] != 0)
      speck_add (&specks[labels[i]], signal, bright, (int) (i % signal->width),
                 (int) (i / signal->width));
  for (int s = 1; s <= n; s++)
    {
      if (!is_glare (&specks[s]))
        specks[s].area = 0;
      area += specks[s].area;
    }
  if (area == 0 || !is_rare (signal, weight, area, noise))
    return NULL;
  mask = saffron_plane_new (signal->width, signal->height);
  for (gsize i = 0; i < n_pixels; i++)
    mask->data[i] = specks[labels[i]].area > 0 ? 1.0f : 0.0f;
  return mask;
}

SaffronPlane *
saffron_glare_mask (const SaffronPlane *signal,
                    const SaffronPlane *weight,
                    SaffronJob *job)
{
  double noise = noise_of (signal, weight);
  double level =
      MAX (GLARING * usual_brightness (signal, weight), NOISE * noise);
  g_autofree guint8 *bright = find_candidates (signal, weight, level);
  SaffronPlane *mask =
      bright != NULL ? draw_specks (signal, weight, bright, noise) : NULL;

  if (mask != NULL)
    saffron_mask_grow (mask, MARGIN, job);
  return mask;
}
