/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/pieces.h"

#include <math.h>
#include <string.h>

#include "register/components.h"
#include "register/filters.h"
#include "register/percentile.h"
#include "register/pieces-assign.h"
#include "register/pieces-search.h"
#include "register/pieces-ways.h"
#include "transform/affine-fit.h"
#include "transform/pieces.h"

/* A place agrees from this averaged likeness on, and from this share of what
 * the best fifth of the tissue has. */
#define AGREES 0.12
#define AGREES_SHARE 0.4
/* A fragment of this share of the tissue is a piece of its own if its own map
 * lies so far from the common one, a share of the crop's diagonal, that the
 * lattice would not follow, and if it agrees by more than small fragments of
 * other tissue that are bent to fit do, which reach 0.4. */
#define LEAST_FRAGMENT 0.1
#define FAR_SHARE 0.015
#define CLEAR 0.5
#define IS_TISSUE 0.3f
#define NOBODY 255

/* From which averaged likeness on a place agrees on these slides. */
static double
find_threshold (const SaffronWays *ways, const SaffronWay *first)
{
  double high = saffron_plane_percentile (
      first->agreement, ways->crops->reference->tissue, 80.0, NULL);

  return MAX (AGREES, AGREES_SHARE * high);
}

static gboolean
start (SaffronWays *ways,
       const SaffronRegPlane *reference,
       const SaffronRegPlane *moving,
       const SaffronTransform *transform)
{
  SaffronAffine affine;
  const SaffronPlane *tissue = NULL;
  SaffronWay first;

  ways->crops = saffron_crops_new (reference, moving, transform,
                                   SAFFRON_CROPS_WHOLE, ways->job);
  if (ways->crops == NULL)
    return FALSE;
  affine = saffron_crops_from_slides (ways->crops,
                                      saffron_transform_get_affine (transform));
  if (!saffron_way_init (&first, ways, ways->crops->reference,
                         ways->crops->moving, &affine))
    return FALSE;
  ways->first = affine;
  tissue = ways->crops->reference->tissue;
  for (gsize i = 0; i < saffron_plane_n_pixels (tissue); i++)
    ways->tissue += tissue->data[i];
  ways->threshold = find_threshold (ways, &first);
  ways->best = saffron_plane_new (tissue->width, tissue->height);
  ways->used = saffron_plane_new (ways->crops->moving->tissue->width,
                                  ways->crops->moving->tissue->height);
  saffron_ways_add (ways, &first);
  return TRUE;
}

/* (transfer full): the way that agrees best at each pixel. */
static guint8 *
label_tissue (const SaffronWays *ways)
{
  const SaffronPlane *tissue = ways->crops->reference->tissue;
  gsize n = saffron_plane_n_pixels (tissue);
  guint8 *labels = g_new (guint8, n);

  for (gsize i = 0; i < n; i++)
    {
      double best = ways->threshold;

      labels[i] = NOBODY;
      for (int k = 0; k < ways->n && tissue->data[i] > IS_TISSUE; k++)
        if (ways->ways[k].agreement->data[i] > best)
          {
            best = ways->ways[k].agreement->data[i];
            labels[i] = (guint8) k;
          }
    }
  return labels;
}

/* (transfer full) (element-type SaffronPlane): 1 in each connected part of
 * what way @k has, the largest first; those of @least pixels. */
static GPtrArray *
parts_of (const SaffronWays *ways, const guint8 *labels, int k, double least)
{
  const SaffronPlane *tissue = ways->crops->reference->tissue;
  gsize n = saffron_plane_n_pixels (tissue);
  g_autofree guint8 *seen = g_new0 (guint8, n);
  g_autofree gsize *queue = g_new (gsize, n);
  GPtrArray *parts =
      g_ptr_array_new_with_free_func ((GDestroyNotify) saffron_plane_free);
  guint most = 0;

  for (gsize i = 0; i < n; i++)
    {
      SaffronPlane *part = NULL;
      guint size;

      if (labels[i] != k || seen[i])
        continue;
      size =
          saffron_flood (labels, tissue->width, tissue->height, i, seen, queue);
      if (size < least)
        continue;
      part = saffron_plane_new (tissue->width, tissue->height);
      for (guint j = 0; j < size; j++)
        part->data[queue[j]] = 1.0f;
      g_ptr_array_insert (parts, size > most ? 0 : -1, part);
      most = MAX (most, size);
    }
  return parts;
}

/* The affine map that comes nearest to the fit of @way in @part, and how far it
 * is from the way's own there, a share of the crop's diagonal. */
static gboolean
own_affine (const SaffronWays *ways,
            const SaffronWay *way,
            const SaffronPlane *part,
            SaffronAffine *affine,
            double *far)
{
  double step = ways->crops->reference->downsample;
  double scale = sqrt (fabs (saffron_affine_determinant (&way->affine)));
  double sum = 0.0;
  g_autoptr (GArray) pairs =
      g_array_new (FALSE, FALSE, sizeof (SaffronPointPair));

  for (int y = 0; y < part->height; y += 2)
    for (int x = 0; x < part->width; x += 2)
      if (saffron_plane_row (part, y)[x] > 0.0f)
        {
          SaffronPointPair pair = {
            .reference = { (x + 0.5) * step, (y + 0.5) * step }, .weight = 1.0
          };

          pair.moving = saffron_transform_pull (way->fitted, pair.reference);
          g_array_append_val (pairs, pair);
        }
  if (!saffron_affine_fit ((const SaffronPointPair *) pairs->data, pairs->len,
                           SAFFRON_AFFINE_FULL, affine))
    return FALSE;
  for (guint i = 0; i < pairs->len; i++)
    {
      SaffronRefPoint p = g_array_index (pairs, SaffronPointPair, i).reference;
      const SaffronAffine *a = affine, *b = &way->affine;
      double dx = (a->xx - b->xx) * p.x + (a->xy - b->xy) * p.y + a->x0 - b->x0;
      double dy = (a->yx - b->yx) * p.x + (a->yy - b->yy) * p.y + a->y0 - b->y0;

      sum += dx * dx + dy * dy;
    }
  *far = sqrt (sum / pairs->len) / scale / step
         / hypot (part->width, part->height);
  return TRUE;
}

/* The mean agreement of @way in @part. */
static double
mean_agreement (const SaffronWay *way, const SaffronPlane *part)
{
  double sum = 0.0, n = 0.0;

  for (gsize i = 0; i < saffron_plane_n_pixels (part); i++)
    if (part->data[i] > 0.0f)
      {
        sum += way->agreement->data[i];
        n += 1.0;
      }
  return n > 0.0 ? sum / n : 0.0;
}

/* One bent fit may lay several fragments right that moved by themselves; the
 * stages that follow would have to bend as much. Those that lie far from their
 * common map become pieces of their own. */
static gboolean
split_fragments (SaffronWays *ways)
{
  int n = ways->n;
  g_autofree guint8 *labels = label_tissue (ways);

  for (int k = 0; k < n; k++)
    {
      g_autoptr (GPtrArray) parts =
          parts_of (ways, labels, k, LEAST_FRAGMENT * ways->tissue);

      for (guint i = 0; parts->len > 1 && i < parts->len; i++)
        {
          const SaffronPlane *part = g_ptr_array_index (parts, i);
          g_autoptr (SaffronRegPlane) ref = NULL;
          SaffronAffine affine;
          SaffronWay way;
          double far;

          if (ways->n == SAFFRON_PIECES_MAX
              || !own_affine (ways, &ways->ways[k], part, &affine, &far)
              || far < FAR_SHARE
              || mean_agreement (&ways->ways[k], part) < CLEAR)
            continue;
          ref = saffron_ways_masked (ways->crops->reference, part, ways->job);
          if (saffron_way_init (&way, ways, ref, ways->crops->moving, &affine))
            saffron_ways_add (ways, &way);
        }
    }
  return ways->n > n;
}

/* Fits each way again on the largest connected part of what it has: before, it
 * was bent towards tissue that has become another's. */
static void
fit_again (SaffronWays *ways)
{
  g_autofree guint8 *labels = label_tissue (ways);

  for (int k = 0; k < ways->n; k++)
    {
      SaffronWay *way = &ways->ways[k];
      g_autoptr (GPtrArray) parts = parts_of (ways, labels, k, 1.0);
      g_autoptr (SaffronRegPlane) ref = NULL;
      SaffronWay better;

      if (parts->len == 0)
        continue;
      ref = saffron_ways_masked (ways->crops->reference,
                                 g_ptr_array_index (parts, 0), ways->job);
      if (!saffron_way_init (&better, ways, ref, ways->crops->moving,
                             &way->affine))
        return;
      saffron_way_clear (way);
      *way = better;
    }
}

/* Each pixel belongs to the way that agrees best there; see pieces-assign.h for
 * what is made of that. */
static void
assign (const SaffronWays *ways,
        const SaffronRegPlane *reference,
        SaffronPieces *pieces)
{
  const SaffronPlane *agreements[SAFFRON_PIECES_MAX];

  for (int i = 0; i < ways->n; i++)
    {
      agreements[i] = ways->ways[i].agreement;
      pieces->affines[i] =
          saffron_crops_to_slides (ways->crops, &ways->ways[i].affine);
    }
  saffron_pieces_assign (ways->crops, agreements, ways->n, reference,
                         ways->threshold, pieces);
}

gboolean
saffron_pieces_find (const SaffronRegPlane *reference,
                     const SaffronRegPlane *moving,
                     const SaffronTransform *transform,
                     const GArray *shown,
                     gboolean search,
                     SaffronJob *job,
                     SaffronPieces *pieces,
                     GError **error)
{
  g_auto (SaffronWays) ways = { .job = job };

  memset (pieces, 0, sizeof *pieces);
  pieces->n = 1;
  pieces->affines[0] = *saffron_transform_get_affine (transform);
  pieces->shares[0] = 1.0;
  if (start (&ways, reference, moving, transform))
    {
      for (guint i = 0; i < shown->len; i++)
        saffron_pieces_take_shown (&ways,
                                   &g_array_index (shown, SaffronAffine, i));
      /* Fragments are searched for where the first way may be wrong everywhere;
       * a person who has shown a piece has told that it is not. */
      pieces->relaid = search && ways.n == 1 && saffron_pieces_seed (&ways);
      if (pieces->relaid)
        pieces->affines[0] =
            saffron_crops_to_slides (ways.crops, &ways.ways[0].affine);
      while (search && saffron_pieces_search (&ways))
        ;
      if (ways.n > 1)
        fit_again (&ways);
      if (search && split_fragments (&ways))
        fit_again (&ways);
      if (ways.n > 1)
        assign (&ways, reference, pieces);
    }
  if (saffron_job_check (job, error))
    return TRUE;
  saffron_pieces_clear (pieces);
  return FALSE;
}

SaffronTransform *
saffron_pieces_join (const SaffronPieces *pieces, const SaffronTransform *start)
{
  double width = saffron_transform_get_width (start);
  double height = saffron_transform_get_height (start);
  const SaffronRefBox all = { 0.0, 0.0, width, height };
  SaffronTransform *parts[SAFFRON_PIECES_MAX];
  SaffronTransform *joined = NULL;

  if (pieces->n == 1)
    return saffron_transform_new (width, height, &pieces->affines[0], NULL);
  for (int k = 0; k < pieces->n; k++)
    parts[k] = saffron_transform_new (width, height, &pieces->affines[k], NULL);
  joined = saffron_transform_join (
      saffron_piece_map_new (&all, pieces->cell, pieces->n, pieces->labels),
      parts);
  for (int k = 0; k < pieces->n; k++)
    saffron_transform_unref (parts[k]);
  return joined;
}

void
saffron_pieces_clear (SaffronPieces *pieces)
{
  g_clear_pointer (&pieces->labels, g_free);
}
