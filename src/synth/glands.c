/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "synth/glands.h"

#include <math.h>

#include "synth/random.h"

/* Centres closer to each other than this leave no room for a gland. */
#define LEAST_DISTANCE 95.0

enum {
  KEY_CENTRE = 101,
  KEY_GLAND,
  KEY_SECTION,
};

static void
gland_centre (const SaffronTissue *tissue,
              gint64 i,
              gint64 j,
              double *x,
              double *y)
{
  SaffronSynthRng rng = { saffron_synth_key2 (
      saffron_synth_key (tissue->seed, KEY_CENTRE), i, j) };

  *x = ((double) i + saffron_synth_rng_range (&rng, 0.03, 0.97))
       * SAFFRON_GLAND_PITCH;
  *y = ((double) j + saffron_synth_rng_range (&rng, 0.03, 0.97))
       * SAFFRON_GLAND_PITCH;
}

/* Finds the walls between the gland and its eight neighbours, whether these
 * exist or not. FALSE when there is no room for a gland. */
static gboolean
gland_walls (const SaffronTissue *tissue,
             gint64 i,
             gint64 j,
             double gap,
             SaffronGland *gland)
{
  double nearest = G_MAXDOUBLE;
  int k = 0;

  for (gint64 dj = -1; dj <= 1; dj++)
    for (gint64 di = -1; di <= 1; di++)
      {
        double x = 0.0, y = 0.0, distance = 0.0, wall = 0.0;

        if (di == 0 && dj == 0)
          continue;
        gland_centre (tissue, i + di, j + dj, &x, &y);
        x -= gland->x;
        y -= gland->y;
        distance = hypot (x, y);
        nearest = MIN (nearest, distance);
        wall = MAX (0.5 * distance - gap, 8.0);
        gland->nx[k] = (float) (x / distance / wall);
        gland->ny[k] = (float) (y / distance / wall);
        k++;
      }
  return nearest > LEAST_DISTANCE;
}

static gboolean
gland_at (const SaffronTissue *tissue,
          guint64 section,
          gint64 i,
          gint64 j,
          SaffronGland *gland)
{
  guint64 key =
      saffron_synth_key2 (saffron_synth_key (tissue->seed, KEY_GLAND), i, j);
  SaffronSynthRng rng = { key };
  double chance = saffron_synth_rng_unit (&rng);
  double gap = saffron_synth_rng_range (&rng, 1.0, 9.0);
  double limit = saffron_synth_rng_range (&rng, 85.0, 132.0);

  gland_centre (tissue, i, j, &gland->x, &gland->y);
  if (chance > saffron_tissue_glandular (tissue, gland->x, gland->y)
      || saffron_tissue_depth (tissue, gland->x, gland->y) < 25.0)
    return FALSE;

  gland->key = key;
  gland->solid = saffron_synth_rng_unit (&rng) < 0.22;
  gland->height = (float) saffron_synth_rng_range (&rng, 27.0, 40.0);
  if (!gland_walls (tissue, i, j, gap, gland))
    return FALSE;
  if (section != 0)
    {
      SaffronSynthRng cut = { saffron_synth_key (
          saffron_synth_key (key, KEY_SECTION), section) };

      gland->x += saffron_synth_rng_range (&cut, -4.0, 4.0);
      gland->y += saffron_synth_rng_range (&cut, -4.0, 4.0);
      limit *= saffron_synth_rng_range (&cut, 0.88, 1.0);
      gland->height += (float) saffron_synth_rng_range (&cut, -2.0, 2.0);
    }
  gland->limit = (float) (1.0 / limit);
  gland->shrink = 1.f;
  for (int k = 0; k < 4; k++)
    {
      gland->wave[k] = (float) saffron_synth_rng_range (&rng, -0.1, 0.1);
      gland->shrink -= fabsf (gland->wave[k]);
    }
  gland->shrink = 1.f / gland->shrink;
  return TRUE;
}

void
saffron_glands_within (const SaffronTissue *tissue,
                       guint64 section,
                       double x0,
                       double y0,
                       double x1,
                       double y1,
                       GArray *out)
{
  double reach = SAFFRON_GLAND_REACH + 5.0;
  gint64 i0 = (gint64) floor ((x0 - reach) / SAFFRON_GLAND_PITCH);
  gint64 i1 = (gint64) floor ((x1 + reach) / SAFFRON_GLAND_PITCH);
  gint64 j0 = (gint64) floor ((y0 - reach) / SAFFRON_GLAND_PITCH);
  gint64 j1 = (gint64) floor ((y1 + reach) / SAFFRON_GLAND_PITCH);

  for (gint64 j = j0; j <= j1; j++)
    for (gint64 i = i0; i <= i1; i++)
      {
        SaffronGland gland = { 0 };

        if (gland_at (tissue, section, i, j, &gland))
          g_array_append_val (out, gland);
      }
}

float
saffron_gland_fraction (const SaffronGland *gland, float dx, float dy)
{
  float square = dx * dx + dy * dy + 1e-6f;
  float round = square * gland->limit * gland->limit;
  float sum = round * round;
  float c = dx / sqrtf (square);
  float s = dy / sqrtf (square);
  float c2 = c * c - s * s;
  float s2 = 2.f * c * s;
  float wave = gland->wave[0] * c2 + gland->wave[1] * s2
               + gland->wave[2] * (c * c2 - s * s2)
               + gland->wave[3] * (s * c2 + c * s2);

  for (int k = 0; k < 8; k++)
    {
      float side = MAX (gland->nx[k] * dx + gland->ny[k] * dy, 0.f);

      side *= side;
      sum += side * side;
    }
  return sqrtf (sqrtf (sum)) * (1.f + wave) * gland->shrink;
}

float
saffron_gland_depth (const SaffronGland *gland, float dx, float dy)
{
  float fraction = saffron_gland_fraction (gland, dx, dy);

  /* The fraction grows linearly along a ray from the centre, so the distance
   * follows from it. At the centre itself there is no ray. */
  if (fraction < 0.02f)
    return 0.98f / gland->limit;
  return sqrtf (dx * dx + dy * dy) * (1.f / fraction - 1.f);
}
