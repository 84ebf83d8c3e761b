/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/pieces-ways.h"

#include <math.h>
#include <string.h>

#include "register/components.h"
#include "register/filters.h"

/* Sigma over which the local correlation is averaged, pixels of the crop. */
#define SIGMA 4.0
/* A piece has this share of the reference's tissue at least. */
#define LEAST_PIECE 0.04
/* By how much it must agree better than the pieces there are, and how much of
 * the moving tissue under it must be free. */
#define BETTER 0.08
#define FREE_SHARE 0.6
/* Pixels by which a mask is widened. */
#define WIDEN 4
#define IS_TISSUE 0.3f

/* The likeness averaged over a neighbourhood, by its weights; 0 where there is
 * nothing to compare. */
static SaffronPlane *
average (const SaffronCropsMap *map, SaffronJob *job)
{
  gsize n = saffron_plane_n_pixels (map->likeness);
  g_autoptr (SaffronPlane) product = saffron_plane_copy (map->likeness);
  g_autoptr (SaffronPlane) weight = NULL;
  SaffronPlane *out = NULL;

  for (gsize i = 0; i < n; i++)
    product->data[i] *= map->weight->data[i];
  out = saffron_plane_gaussian (product, SIGMA, job);
  weight = saffron_plane_gaussian (map->weight, SIGMA, job);
  for (gsize i = 0; i < n; i++)
    out->data[i] =
        weight->data[i] > 0.05f ? out->data[i] / weight->data[i] : 0.0f;
  return out;
}

gboolean
saffron_way_init (SaffronWay *way,
                  const SaffronWays *ways,
                  const SaffronRegPlane *reference,
                  const SaffronRegPlane *moving,
                  const SaffronAffine *affine)
{
  g_auto (SaffronCropsMap) map = { 0 };

  memset (way, 0, sizeof *way);
  way->fitted = saffron_crops_fit (reference, moving, affine, ways->job);
  if (way->fitted == NULL)
    return FALSE;
  way->affine = *saffron_transform_get_affine (way->fitted);
  saffron_crops_map (ways->crops, way->fitted, ways->job, &map);
  way->agreement = average (&map, ways->job);
  return TRUE;
}

void
saffron_way_clear (SaffronWay *way)
{
  g_clear_pointer (&way->fitted, saffron_transform_unref);
  g_clear_pointer (&way->agreement, saffron_plane_free);
}

/* The pixel of the moving crop under pixel (x, y) of the reference's; FALSE
 * outside. */
static gboolean
moving_pixel (const SaffronWays *ways,
              const SaffronWay *way,
              int x,
              int y,
              gsize *at)
{
  const SaffronRegPlane *ref = ways->crops->reference;
  const SaffronRegPlane *mov = ways->crops->moving;
  SaffronMovPoint q = saffron_transform_pull (
      way->fitted, (SaffronRefPoint){ (x + 0.5) * ref->downsample,
                                      (y + 0.5) * ref->downsample });
  double px = floor (q.x / mov->downsample), py = floor (q.y / mov->downsample);

  if (!(px >= 0.0 && py >= 0.0 && px < mov->tissue->width
        && py < mov->tissue->height))
    return FALSE;
  *at = (gsize) py * (gsize) mov->tissue->width + (gsize) px;
  return TRUE;
}

/* Takes the way's agreement into account, and the moving tissue that it
 * uses. */
static void
take_over (SaffronWays *ways, const SaffronWay *way)
{
  const SaffronPlane *tissue = ways->crops->reference->tissue;
  g_autoptr (SaffronPlane) hit =
      saffron_plane_new (ways->used->width, ways->used->height);
  g_autoptr (SaffronPlane) wide = NULL;

  for (int y = 0; y < tissue->height; y++)
    for (int x = 0; x < tissue->width; x++)
      {
        float a = saffron_plane_row (way->agreement, y)[x];
        float *best = saffron_plane_row (ways->best, y) + x;
        gsize at;

        *best = MAX (*best, a);
        if (a >= ways->threshold && saffron_plane_row (tissue, y)[x] > IS_TISSUE
            && moving_pixel (ways, way, x, y, &at))
          hit->data[at] = 1.0f;
      }
  wide = saffron_plane_box_mean (hit, 2, ways->job);
  for (gsize i = 0; i < saffron_plane_n_pixels (wide); i++)
    if (wide->data[i] > 0.2f)
      ways->used->data[i] = 1.0f;
}

void
saffron_ways_add (SaffronWays *ways, SaffronWay *way)
{
  take_over (ways, way);
  ways->ways[ways->n++] = *way;
  memset (way, 0, sizeof *way);
}

void
saffron_ways_clear (SaffronWays *ways)
{
  for (int i = 0; i < ways->n; i++)
    saffron_way_clear (&ways->ways[i]);
  ways->n = 0;
  g_clear_pointer (&ways->crops, saffron_crops_free);
  g_clear_pointer (&ways->best, saffron_plane_free);
  g_clear_pointer (&ways->used, saffron_plane_free);
}

double
saffron_ways_score (const SaffronWays *ways, const SaffronWay *way)
{
  const SaffronPlane *tissue = ways->crops->reference->tissue;
  g_autoptr (SaffronPlane) gain =
      saffron_plane_new (tissue->width, tissue->height);
  double area = 0.0, free = 0.0;

  for (int y = 0; y < tissue->height; y++)
    for (int x = 0; x < tissue->width; x++)
      {
        float t = saffron_plane_row (tissue, y)[x];
        float a = saffron_plane_row (way->agreement, y)[x];
        gsize at;

        if (t < IS_TISSUE || a < ways->threshold
            || a < saffron_plane_row (ways->best, y)[x] + BETTER
            || !moving_pixel (ways, way, x, y, &at))
          continue;
        area += t;
        if (ways->used->data[at] > 0.5f)
          continue;
        free += t;
        saffron_plane_row (gain, y)[x] = t * a;
      }
  if (area <= 0.0 || free < FREE_SHARE * area)
    return 0.0;
  return saffron_largest_part (gain, LEAST_PIECE * ways->tissue);
}

SaffronRegPlane *
saffron_ways_masked (const SaffronRegPlane *plane,
                     const SaffronPlane *mask,
                     SaffronJob *job)
{
  SaffronRegPlane *out = g_new0 (SaffronRegPlane, 1);
  g_autoptr (SaffronPlane) wide = saffron_plane_box_mean (mask, WIDEN, job);

  out->downsample = plane->downsample;
  out->intensity = saffron_plane_copy (plane->intensity);
  out->weight = saffron_plane_copy (plane->weight);
  out->tissue = saffron_plane_copy (plane->tissue);
  for (gsize i = 0; i < saffron_plane_n_pixels (wide); i++)
    {
      float keep = wide->data[i] > 0.1f ? 1.0f : 0.0f;

      out->weight->data[i] *= keep;
      out->tissue->data[i] *= keep;
    }
  return out;
}
