/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/pieces.h"

#include <math.h>
#include <string.h>

#include "register/components.h"
#include "register/crops-search.h"
#include "register/crops.h"
#include "register/filters.h"
#include "register/pieces-assign.h"
#include "register/sample.h"
#include "transform/pieces.h"

/* Sigma over which the local correlation is averaged, pixels of the crop. */
#define SIGMA 4.0
/* A place agrees from this averaged likeness on, and from this share of what
 * the best fifth of the tissue has. */
#define AGREES 0.12
#define AGREES_SHARE 0.4
/* The search goes on while both slides have this share of tissue left. */
#define LEAST_REST 0.06
/* A piece has this share of the reference's tissue at least. */
#define LEAST_PIECE 0.04
/* By how much it must agree better than the pieces there are, and how much of
 * the moving tissue under it must be free. */
#define BETTER 0.08
#define FREE_SHARE 0.6
/* How many ways to lay the rest are fitted, each way up. */
#define FITTED 3
/* The score of the best is at least so many times the best face down's. */
#define LEAD 2.0
/* Pixels by which the rest is widened: a search needs its surroundings. */
#define WIDEN 4

/* One way to lay the slides: a piece, or one that wants to be. */
typedef struct {
  SaffronAffine affine; /* between crops */
  SaffronTransform *fitted;
  SaffronPlane *agreement; /* averaged likeness over the reference's crop */
} Way;

typedef struct {
  SaffronCrops *crops;
  SaffronJob *job;
  double scale, tissue; /* of the moving slide; pixels of tissue */
  double threshold;
  Way ways[SAFFRON_PIECES_MAX];
  int n;
  SaffronPlane *best; /* agreement of the best way at each pixel */
  SaffronPlane *used; /* 1 where the moving tissue has its place */
} Work;

static void
way_clear (Way *way)
{
  g_clear_pointer (&way->fitted, saffron_transform_unref);
  g_clear_pointer (&way->agreement, saffron_plane_free);
}

static void
work_clear (Work *work)
{
  for (int i = 0; i < work->n; i++)
    way_clear (&work->ways[i]);
  g_clear_pointer (&work->crops, saffron_crops_free);
  g_clear_pointer (&work->best, saffron_plane_free);
  g_clear_pointer (&work->used, saffron_plane_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Work, work_clear)

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

/* Fits on @reference and @moving, which may be masked; compares all tissue. */
static gboolean
way_init (Way *way,
          const Work *work,
          const SaffronRegPlane *reference,
          const SaffronRegPlane *moving,
          const SaffronAffine *affine)
{
  g_auto (SaffronCropsMap) map = { 0 };

  memset (way, 0, sizeof *way);
  way->fitted = saffron_crops_fit (reference, moving, affine, work->job);
  if (way->fitted == NULL)
    return FALSE;
  way->affine = *saffron_transform_get_affine (way->fitted);
  saffron_crops_map (work->crops, way->fitted, work->job, &map);
  way->agreement = average (&map, work->job);
  return TRUE;
}

/* The pixel of the moving crop under pixel (x, y) of the reference's; FALSE
 * outside. */
static gboolean
moving_pixel (const Work *work, const Way *way, int x, int y, gsize *at)
{
  const SaffronRegPlane *ref = work->crops->reference;
  const SaffronRegPlane *mov = work->crops->moving;
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
take_over (Work *work, const Way *way)
{
  const SaffronPlane *tissue = work->crops->reference->tissue;
  g_autoptr (SaffronPlane) hit =
      saffron_plane_new (work->used->width, work->used->height);
  g_autoptr (SaffronPlane) wide = NULL;

  for (int y = 0; y < tissue->height; y++)
    for (int x = 0; x < tissue->width; x++)
      {
        float a = saffron_plane_row (way->agreement, y)[x];
        float *best = saffron_plane_row (work->best, y) + x;
        gsize at;

        *best = MAX (*best, a);
        if (a >= work->threshold && saffron_plane_row (tissue, y)[x] > 0.3f
            && moving_pixel (work, way, x, y, &at))
          hit->data[at] = 1.0f;
      }
  wide = saffron_plane_box_mean (hit, 2, work->job);
  for (gsize i = 0; i < saffron_plane_n_pixels (wide); i++)
    if (wide->data[i] > 0.2f)
      work->used->data[i] = 1.0f;
}

/* A plane with its masks kept where @rest, widened, is. */
static SaffronRegPlane *
masked (const SaffronRegPlane *plane, const SaffronPlane *rest, SaffronJob *job)
{
  SaffronRegPlane *out = g_new0 (SaffronRegPlane, 1);
  g_autoptr (SaffronPlane) wide = saffron_plane_box_mean (rest, WIDEN, job);

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
    if (tissue->data[i] > 0.3f && done->data[i] < from)
      {
        rest->data[i] = 1.0f;
        *area += tissue->data[i];
      }
  return rest;
}

/* How much tissue agrees under @way, better than under the ways there are, on
 * moving tissue that is free, in its largest connected part. */
static double
score_way (const Work *work, const Way *way)
{
  const SaffronPlane *tissue = work->crops->reference->tissue;
  g_autoptr (SaffronPlane) gain =
      saffron_plane_new (tissue->width, tissue->height);
  double area = 0.0, free = 0.0;

  for (int y = 0; y < tissue->height; y++)
    for (int x = 0; x < tissue->width; x++)
      {
        float t = saffron_plane_row (tissue, y)[x];
        float a = saffron_plane_row (way->agreement, y)[x];
        gsize at;

        if (t < 0.3f || a < work->threshold
            || a < saffron_plane_row (work->best, y)[x] + BETTER
            || !moving_pixel (work, way, x, y, &at))
          continue;
        area += t;
        if (work->used->data[at] > 0.5f)
          continue;
        free += t;
        saffron_plane_row (gain, y)[x] = t * a;
      }
  if (area <= 0.0 || free < FREE_SHARE * area)
    return 0.0;
  return saffron_largest_part (gain, LEAST_PIECE * work->tissue);
}

/* The best of @found; 0 when none is any good. */
static double
best_way (const Work *work,
          const GArray *found,
          const SaffronRegPlane *reference,
          const SaffronRegPlane *moving,
          Way *best)
{
  double score = 0.0;
  int fitted = 0;

  memset (best, 0, sizeof *best);
  for (guint i = 0; i < found->len && fitted < FITTED; i++)
    {
      const SaffronCandidate *one = &g_array_index (found, SaffronCandidate, i);
      double its = 0.0;
      Way way;

      if (one->score <= 0.0 || saffron_job_is_cancelled (work->job)
          || !way_init (&way, work, reference, moving, &one->affine))
        continue;
      fitted++;
      its = score_way (work, &way);
      if (its <= score)
        {
          way_clear (&way);
          continue;
        }
      score = its;
      way_clear (best);
      *best = way;
    }
  return score;
}

/* Looks for one more piece in what is left; FALSE when there is none. */
static gboolean
find_next (Work *work)
{
  const SaffronCrops *crops = work->crops;
  double left = 0.0, left_moving = 0.0, score, chance;
  gboolean turned = saffron_affine_determinant (&work->ways[0].affine) < 0.0;
  g_autoptr (SaffronPlane) rest =
      rest_of (crops->reference->tissue, work->best, work->threshold, &left);
  g_autoptr (SaffronPlane) rest_moving =
      rest_of (crops->moving->tissue, work->used, 0.5, &left_moving);
  g_autoptr (SaffronRegPlane) ref = NULL;
  g_autoptr (SaffronRegPlane) mov = NULL;
  g_autoptr (GArray) found = NULL;
  g_autoptr (GArray) face_down = NULL;
  Way way, other;

  if (MIN (left, left_moving) < LEAST_REST * work->tissue)
    return FALSE;
  ref = masked (crops->reference, rest, work->job);
  mov = masked (crops->moving, rest_moving, work->job);
  found = saffron_crops_search (ref, mov, work->scale, turned, work->job);
  score = best_way (work, found, ref, mov, &way);
  if (score <= 0.0)
    return FALSE;
  face_down = saffron_crops_search (ref, mov, work->scale, !turned, work->job);
  chance = best_way (work, face_down, ref, mov, &other);
  way_clear (&other);
  if (score < LEAD * chance || saffron_job_is_cancelled (work->job))
    {
      way_clear (&way);
      return FALSE;
    }
  take_over (work, &way);
  work->ways[work->n++] = way;
  return TRUE;
}

/* From which averaged likeness on a place agrees on these slides. */
static double
find_threshold (const Work *work, const Way *first)
{
  double high = saffron_plane_percentile (first->agreement,
                                          work->crops->reference->tissue, 80.0);

  return MAX (AGREES, AGREES_SHARE * high);
}

static gboolean
start (Work *work,
       const SaffronRegPlane *reference,
       const SaffronRegPlane *moving,
       const SaffronTransform *transform)
{
  SaffronAffine affine;
  const SaffronPlane *tissue = NULL;

  work->crops = saffron_crops_new (reference, moving, transform,
                                   SAFFRON_CROPS_WHOLE, work->job);
  if (work->crops == NULL)
    return FALSE;
  affine = saffron_crops_from_slides (work->crops,
                                      saffron_transform_get_affine (transform));
  work->scale = sqrt (fabs (saffron_affine_determinant (&affine)));
  if (!way_init (&work->ways[0], work, work->crops->reference,
                 work->crops->moving, &affine))
    return FALSE;
  work->n = 1;
  tissue = work->crops->reference->tissue;
  for (gsize i = 0; i < saffron_plane_n_pixels (tissue); i++)
    work->tissue += tissue->data[i];
  work->threshold = find_threshold (work, &work->ways[0]);
  work->best = saffron_plane_new (tissue->width, tissue->height);
  work->used = saffron_plane_new (work->crops->moving->tissue->width,
                                  work->crops->moving->tissue->height);
  take_over (work, &work->ways[0]);
  return TRUE;
}

/* Each pixel belongs to the way that agrees best there; see pieces-assign.h for
 * what is made of that. */
static void
assign (const Work *work,
        const SaffronRegPlane *reference,
        SaffronPieces *pieces)
{
  const SaffronPlane *agreements[SAFFRON_PIECES_MAX];

  for (int i = 0; i < work->n; i++)
    {
      agreements[i] = work->ways[i].agreement;
      pieces->affines[i] =
          saffron_crops_to_slides (work->crops, &work->ways[i].affine);
    }
  saffron_pieces_assign (work->crops, agreements, work->n, reference,
                         work->threshold, pieces);
}

gboolean
saffron_pieces_find (const SaffronRegPlane *reference,
                     const SaffronRegPlane *moving,
                     const SaffronTransform *transform,
                     SaffronJob *job,
                     SaffronPieces *pieces,
                     GError **error)
{
  g_auto (Work) work = { .job = job };

  memset (pieces, 0, sizeof *pieces);
  pieces->n = 1;
  pieces->affines[0] = *saffron_transform_get_affine (transform);
  pieces->shares[0] = 1.0;
  if (start (&work, reference, moving, transform))
    {
      while (work.n < SAFFRON_PIECES_MAX && find_next (&work))
        ;
      if (work.n > 1)
        assign (&work, reference, pieces);
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
