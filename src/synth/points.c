/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "synth/random.h"
#include "synth/synth-private.h"

/* A point is the nucleus within this distance of a random place, content
 * pixels. */
#define NEAR 26.0
/* After this many random places, a point needs no nucleus any more. */
#define PATIENCE 12000

static int
compare_keys (const void *a, const void *b)
{
  guint64 x = *(const guint64 *) a;
  guint64 y = *(const guint64 *) b;

  return (x > y) - (x < y);
}

/* Finds a sharp nucleus of the reference near (x, y) and sets (x, y) to its
 * centre. */
static gboolean
find_nucleus (const SaffronSynth *synth,
              GArray *cells,
              double *x,
              double *y,
              guint64 *key)
{
  const SaffronCell *best = NULL;
  double nearest = G_MAXDOUBLE;

  g_array_set_size (cells, 0);
  saffron_cells_within (&synth->slides[0].cells, *x - NEAR, *y - NEAR,
                        *x + NEAR, *y + NEAR, cells);
  for (guint k = 0; k < cells->len; k++)
    {
      const SaffronCell *cell = &g_array_index (cells, SaffronCell, k);
      double distance = hypot (cell->x - *x, cell->y - *y);

      if (cell->blur > 3.f || distance >= nearest)
        continue;
      nearest = distance;
      best = cell;
    }
  if (best == NULL)
    return FALSE;
  *x = best->x;
  *y = best->y;
  *key = best->key;
  return TRUE;
}

static gboolean
in_all_slides (const SaffronSynth *synth, SaffronRefPoint p)
{
  for (int k = 0; k < synth->options.n_slides; k++)
    {
      SaffronMovPoint m = saffron_synth_pull (synth, k, p);

      if (m.x < 2.0 || m.x > (double) synth->slides[k].width - 2.0 || m.y < 2.0
          || m.y > (double) synth->slides[k].height - 2.0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
too_near (const SaffronSynth *synth, int n, SaffronRefPoint p, double distance)
{
  for (int k = 0; k < n; k++)
    if (hypot (synth->points[k].x - p.x, synth->points[k].y - p.y) < distance)
      return TRUE;
  return FALSE;
}

void
saffron_synth_choose_points (SaffronSynth *synth)
{
  const SaffronTissue *tissue = &synth->tissue;
  g_autoptr (GArray) cells = g_array_new (FALSE, FALSE, sizeof (SaffronCell));
  SaffronSynthRng rng = { saffron_synth_key (synth->options.seed, 701) };
  /* Points keep a distance from each other, which shrinks the longer the search
   * takes. */
  double distance =
      0.8 * synth->unit
      * sqrt (tissue->width * tissue->height / SAFFRON_SYNTH_POINTS);
  int n = 0;

  for (int tries = 0; n < SAFFRON_SYNTH_POINTS; tries++)
    {
      double x = saffron_synth_rng_unit (&rng) * tissue->width;
      double y = saffron_synth_rng_unit (&rng) * tissue->height;
      guint64 key = saffron_synth_key (synth->options.seed, (guint64) tries);
      gboolean last = tries > 20 * PATIENCE;
      SaffronRefPoint p;

      if (tries % 100 == 99)
        distance *= 0.97;
      if (!last
          && (saffron_tissue_depth (tissue, x, y) < 15.0
              || (saffron_synth_is_torn (synth)
                  && fabs (saffron_tissue_tear (tissue, x, y)) < 15.0)))
        continue;
      if (tries < PATIENCE && !find_nucleus (synth, cells, &x, &y, &key))
        continue;
      p = (SaffronRefPoint){ x * synth->unit, y * synth->unit };
      if ((!last && !in_all_slides (synth, p))
          || too_near (synth, n, p, distance))
        continue;
      synth->points[n] = p;
      synth->kept[n] = key;
      n++;
    }
  qsort (synth->kept, SAFFRON_SYNTH_POINTS, sizeof (guint64), compare_keys);
}
