/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/pieces-search.h"

#include <math.h>
#include <string.h>

#include "register/components.h"
#include "register/crops-search.h"
#include "register/filters.h"

/* The search goes on while both slides have this share of tissue left. */
#define LEAST_REST 0.06
/* How many ways to lay the rest are fitted, each way up. */
#define FITTED 3
/* A way is no chance if its score is so many times the best face down's. On
 * weakly stained slides any two tissues agree in places, and right ways
 * have 1.2 to 1.8 times that; then the correlation over all that is searched is
 * asked, too: both ratios together are 1.6 to 3.0 if the way is right, and up
 * to 1.4 if not. */
#define LEAD 2.0
#define LEAD_OF_BOTH 1.6
#define LEAST_LEAD 1.1
/* Each fragment is searched for where the first way agrees with less than this
 * share of the tissue; a fragment has this share at least. */
#define ENOUGH 0.6
#define LEAST_FRAGMENT 0.1
/* Gaps of so many pixels do not divide fragments. */
#define GAP 2
/* A scale is tried, too, if it differs from the first by more than the one
 * factor and less than the other: a first way that lays the whole reference
 * onto a piece with a quarter of its tissue, or a piece onto the whole, is
 * wrong by 2. */
#define OTHER_SCALE 1.07
#define MOST_SCALE 2.0
/* Of ways that are as good as each other, by this factor, the one is taken that
 * leaves the tissue near where the coarse stage put it, within this share of
 * the crop's diagonal: two sections of one block look the same. */
#define AS_GOOD 1.1
#define NEAR_SHARE 0.25
#define IS_TISSUE 0.3f

typedef struct {
  SaffronWay way;
  double score;
  double preference;  /* see preference () */
  double correlation; /* as the search found it */
} Found;

static void
found_clear (Found *found)
{
  saffron_way_clear (&found->way);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Found, found_clear)

static double
scale_of (const SaffronWay *way)
{
  return sqrt (fabs (saffron_affine_determinant (&way->affine)));
}

/* Tissue that @done, at least @from, does not cover. @area: (out): of it. */
static SaffronPlane *
rest_of (const SaffronPlane *tissue,
         const SaffronPlane *done,
         double from,
         double *area)
{
  SaffronPlane *rest = saffron_plane_new (tissue->width, tissue->height);

  *area = 0.0;
  for (gsize i = 0; i < saffron_plane_n_pixels (tissue); i++)
    if (tissue->data[i] > IS_TISSUE && done->data[i] < from)
      {
        rest->data[i] = 1.0f;
        *area += tissue->data[i];
      }
  return rest;
}

/* How good a way is by its score, and by how near to the first it leaves the
 * tissue that agrees. */
static double
preference (const SaffronWays *ways, const SaffronWay *way, double score)
{
  const SaffronRegPlane *ref = ways->crops->reference;
  const SaffronAffine *a = &way->affine, *b = &ways->first;
  double x = 0.0, y = 0.0, n = 0.0, far;

  for (int j = 0; j < ref->tissue->height; j++)
    for (int i = 0; i < ref->tissue->width; i++)
      if (saffron_plane_row (ref->tissue, j)[i] > IS_TISSUE
          && saffron_plane_row (way->agreement, j)[i] >= ways->threshold)
        {
          x += (i + 0.5) * ref->downsample;
          y += (j + 0.5) * ref->downsample;
          n += 1.0;
        }
  x /= MAX (n, 1.0);
  y /= MAX (n, 1.0);
  far = hypot ((a->xx - b->xx) * x + (a->xy - b->xy) * y + a->x0 - b->x0,
               (a->yx - b->yx) * x + (a->yy - b->yy) * y + a->y0 - b->y0)
        / ways->crops->moving->downsample;
  if (far > NEAR_SHARE * hypot (ref->tissue->width, ref->tissue->height))
    return score;
  return AS_GOOD * score;
}

/* The best of what the search finds; a score of 0 when none is any good. */
static void
best_way (const SaffronWays *ways,
          const SaffronRegPlane *reference,
          const SaffronRegPlane *moving,
          double scale,
          gboolean turned,
          Found *best)
{
  g_autoptr (GArray) found =
      saffron_crops_search (reference, moving, scale, turned, ways->job);
  int fitted = 0;

  memset (best, 0, sizeof *best);
  for (guint i = 0; i < found->len && fitted < FITTED; i++)
    {
      const SaffronCandidate *one = &g_array_index (found, SaffronCandidate, i);
      g_auto (Found) its = { 0 };

      if (one->score <= 0.0 || saffron_job_is_cancelled (ways->job)
          || !saffron_way_init (&its.way, ways, reference, moving,
                                &one->affine))
        continue;
      fitted++;
      its.score = saffron_ways_score (ways, &its.way);
      its.preference = preference (ways, &its.way, its.score);
      if (its.preference <= best->preference)
        continue;
      its.correlation = one->score;
      found_clear (best);
      *best = its;
      memset (&its, 0, sizeof its);
    }
}

/* Whether @found is more than chance, which is what the best way to lay the
 * slides face down gives. */
static gboolean
is_clear (const Found *found, const Found *face_down)
{
  double score = found->score / MAX (face_down->score, 1e-9);
  double search = found->correlation / MAX (face_down->correlation, 1e-9);

  return score >= LEAD
         || (MIN (score, search) >= LEAST_LEAD
             && score * search >= LEAD_OF_BOTH);
}

/* Looks for a way to lay @moving on @reference that is better than chance. */
static gboolean
find_way (const SaffronWays *ways,
          const SaffronRegPlane *reference,
          const SaffronRegPlane *moving,
          double scale,
          gboolean turned,
          Found *best)
{
  g_auto (Found) face_down = { 0 };

  best_way (ways, reference, moving, scale, turned, best);
  if (best->score <= 0.0)
    return FALSE;
  best_way (ways, reference, moving, scale, !turned, &face_down);
  return is_clear (best, &face_down) && !saffron_job_is_cancelled (ways->job);
}

/* (transfer full): what agrees under none of the ways, on both slides. FALSE
 * when that is too little for another piece. */
static gboolean
take_rests (const SaffronWays *ways,
            SaffronRegPlane **reference,
            SaffronRegPlane **moving)
{
  const SaffronCrops *crops = ways->crops;
  double left = 0.0, left_moving = 0.0;
  g_autoptr (SaffronPlane) rest =
      rest_of (crops->reference->tissue, ways->best, ways->threshold, &left);
  g_autoptr (SaffronPlane) rest_moving =
      rest_of (crops->moving->tissue, ways->used, 0.5, &left_moving);

  if (ways->n == SAFFRON_PIECES_MAX
      || MIN (left, left_moving) < LEAST_REST * ways->tissue)
    return FALSE;
  *reference = saffron_ways_masked (crops->reference, rest, ways->job);
  *moving = saffron_ways_masked (crops->moving, rest_moving, ways->job);
  return TRUE;
}

void
saffron_pieces_take_shown (SaffronWays *ways, const SaffronAffine *affine)
{
  SaffronAffine between = saffron_crops_from_slides (ways->crops, affine);
  g_autoptr (SaffronRegPlane) ref = NULL;
  g_autoptr (SaffronRegPlane) mov = NULL;
  SaffronWay way = { 0 };

  if (take_rests (ways, &ref, &mov)
      && saffron_way_init (&way, ways, ref, mov, &between)
      && saffron_ways_score (ways, &way) > 0.0)
    saffron_ways_add (ways, &way);
  saffron_way_clear (&way);
}

gboolean
saffron_pieces_search (SaffronWays *ways)
{
  gboolean turned = saffron_affine_determinant (&ways->ways[0].affine) < 0.0;
  g_autoptr (SaffronRegPlane) ref = NULL;
  g_autoptr (SaffronRegPlane) mov = NULL;
  g_auto (Found) found = { 0 };

  if (!take_rests (ways, &ref, &mov)
      || !find_way (ways, ref, mov, scale_of (&ways->ways[0]), turned, &found))
    return FALSE;
  saffron_ways_add (ways, &found.way);
  return TRUE;
}

/* (transfer full) (element-type SaffronPlane): separate fragments of tissue, 1
 * where each is; nothing when there are fewer than two. */
static GPtrArray *
fragments_of (const SaffronPlane *tissue, double least, SaffronJob *job)
{
  gsize n = saffron_plane_n_pixels (tissue);
  g_autoptr (SaffronPlane) near = saffron_plane_box_mean (tissue, GAP, job);
  g_autofree guint8 *is = g_new (guint8, n);
  g_autofree guint8 *seen = g_new0 (guint8, n);
  g_autofree gsize *queue = g_new (gsize, n);
  GPtrArray *out =
      g_ptr_array_new_with_free_func ((GDestroyNotify) saffron_plane_free);

  for (gsize i = 0; i < n; i++)
    is[i] = near->data[i] > IS_TISSUE;
  for (gsize i = 0; i < n; i++)
    {
      SaffronPlane *one = NULL;
      guint size;

      if (!is[i] || seen[i])
        continue;
      size = saffron_flood (is, tissue->width, tissue->height, i, seen, queue);
      if (size < least)
        continue;
      one = saffron_plane_new (tissue->width, tissue->height);
      for (guint k = 0; k < size; k++)
        one->data[queue[k]] = 1.0f;
      g_ptr_array_add (out, one);
    }
  if (out->len < 2)
    g_ptr_array_set_size (out, 0);
  return out;
}

static double
sum_of (const SaffronPlane *plane)
{
  double sum = 0.0;

  for (gsize i = 0; i < saffron_plane_n_pixels (plane); i++)
    sum += plane->data[i];
  return sum;
}

/* The scale at which both slides have the same amount of tissue; @scale where
 * that is nearly the same, or not possible. */
static double
scale_by_amount (const SaffronWays *ways, double scale)
{
  const SaffronRegPlane *ref = ways->crops->reference;
  const SaffronRegPlane *mov = ways->crops->moving;
  double by_amount = sqrt (sum_of (mov->tissue) / MAX (ways->tissue, 1.0))
                     * mov->downsample / ref->downsample;
  double ratio = fabs (log (MAX (by_amount, 1e-9) / scale));

  return ratio > log (OTHER_SCALE) && ratio < log (MOST_SCALE) ? by_amount
                                                               : scale;
}

/* Searches for each fragment of one slide on the other. */
static void
seed_from (const SaffronWays *ways,
           const GPtrArray *fragments,
           gboolean of_moving,
           double scale,
           gboolean turned,
           GArray *seeds)
{
  const SaffronCrops *crops = ways->crops;
  const double scales[2] = { scale, scale_by_amount (ways, scale) };
  int n_scales = scales[0] == scales[1] ? 1 : 2;

  for (guint i = 0; i < fragments->len; i++)
    {
      g_autoptr (SaffronRegPlane) one =
          saffron_ways_masked (of_moving ? crops->moving : crops->reference,
                               g_ptr_array_index (fragments, i), ways->job);

      for (int k = 0; k < n_scales; k++)
        {
          Found found;

          if (find_way (ways, of_moving ? crops->reference : one,
                        of_moving ? one : crops->moving, scales[k], turned,
                        &found))
            g_array_append_val (seeds, found);
          else
            found_clear (&found);
        }
    }
}

/* Takes over the best of @seeds, again and again. */
static void
take_best (SaffronWays *ways, GArray *seeds)
{
  while (ways->n < SAFFRON_PIECES_MAX)
    {
      Found *best = NULL;
      double most = 0.0;

      for (guint i = 0; i < seeds->len; i++)
        {
          Found *one = &g_array_index (seeds, Found, i);
          double score = 0.0;

          if (one->way.fitted != NULL)
            score = preference (ways, &one->way,
                                saffron_ways_score (ways, &one->way));
          if (score > most)
            {
              most = score;
              best = one;
            }
        }
      if (best == NULL)
        return;
      saffron_ways_add (ways, &best->way);
    }
}

static void
forget (SaffronPlane *plane)
{
  memset (plane->data, 0, sizeof (float) * saffron_plane_n_pixels (plane));
}

gboolean
saffron_pieces_seed (SaffronWays *ways)
{
  const SaffronCrops *crops = ways->crops;
  double scale = scale_of (&ways->ways[0]);
  gboolean turned = saffron_affine_determinant (&ways->ways[0].affine) < 0.0;
  double least = LEAST_FRAGMENT * ways->tissue, left = 0.0;
  g_autoptr (SaffronPlane) rest =
      rest_of (crops->reference->tissue, ways->best, ways->threshold, &left);
  g_autoptr (GPtrArray) of_reference = NULL;
  g_autoptr (GPtrArray) of_moving = NULL;
  g_autoptr (GArray) seeds = NULL;
  Found first = { 0 };

  if (left < (1.0 - ENOUGH) * ways->tissue)
    return FALSE;
  of_reference = fragments_of (crops->reference->tissue, least, ways->job);
  of_moving = fragments_of (crops->moving->tissue, least, ways->job);
  if (of_reference->len + of_moving->len == 0)
    return FALSE;
  seeds = g_array_new (FALSE, FALSE, sizeof (Found));
  g_array_set_clear_func (seeds, (GDestroyNotify) found_clear);
  first.way = ways->ways[0];
  g_array_append_val (seeds, first);
  ways->n = 0;
  forget (ways->best);
  forget (ways->used);
  seed_from (ways, of_reference, FALSE, scale, turned, seeds);
  seed_from (ways, of_moving, TRUE, scale, turned, seeds);
  take_best (ways, seeds);
  if (ways->n == 0)
    saffron_ways_add (ways, &g_array_index (seeds, Found, 0).way);
  return g_array_index (seeds, Found, 0).way.fitted != NULL;
}
