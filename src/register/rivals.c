/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/rivals.h"

#include <math.h>
#include <string.h>

#include "base/parallel.h"
#include "register/crops-search.h"
#include "transform/pieces.h"

/* How many of each kind are fitted. */
#define FITTED 3
/* Share of the crop's diagonal from which on it lies elsewhere. */
#define ELSEWHERE 0.1
/* Places along each side at which two ways are compared. */
#define N_SAMPLES 16
/* A rival that covers less than this share of what the registration covers is
 * none: little tissue is alike by chance. */
#define LEAST_COVER 0.25
/* Shares of the time: of the registration's own fit, and of looking for rivals
 * against fitting them. */
#define OWN_SHARE 0.1
#define SEARCH_SHARE 0.3

typedef struct {
  const SaffronCrops *crops;
  const SaffronTransform *transform;
  const SaffronAffine *affine; /* its */
  double scale, width, height; /* of the registration; of the crop, level 0 */
  SaffronEdges edges;
  SaffronWayMaps own;
  SaffronRivals *rivals;
} Work;

/* One way to lay the slides. */
typedef struct {
  SaffronAffine affine;
  SaffronTransform *fitted;
  double likeness, area;
} Way;

static void
way_clear (Way *way)
{
  g_clear_pointer (&way->fitted, saffron_transform_unref);
}

/* The mean distance between where @way and piece @k of the registration put
 * that piece's territory, as a share of the crop's diagonal; infinite for one
 * that has no territory here. */
static double
distance_from_piece (const Work *work, const SaffronAffine *way, int k)
{
  double sum = 0.0, n = 0.0;

  for (int i = 0; i < N_SAMPLES * N_SAMPLES; i++)
    {
      SaffronRefPoint p = {
        (i % N_SAMPLES + 0.5) / N_SAMPLES * work->width,
        (i / N_SAMPLES + 0.5) / N_SAMPLES * work->height,
      };
      SaffronMovPoint q = saffron_transform_pull (work->transform, p);

      if (saffron_transform_get_piece_at (work->transform, p) != k)
        continue;
      sum += hypot (way->xx * p.x + way->xy * p.y + way->x0 - q.x,
                    way->yx * p.x + way->yy * p.y + way->y0 - q.y);
      n += 1.0;
    }
  if (n <= 0.0)
    return INFINITY;
  return sum / n / work->scale / hypot (work->width, work->height);
}

/* The same to the piece that @way comes nearest to: a way to lay the slides
 * that one of the pieces has is no other way. */
static double
distance (const Work *work, const SaffronAffine *way)
{
  double nearest = INFINITY;

  for (int k = 0; k < saffron_transform_get_n_pieces (work->transform); k++)
    nearest = MIN (nearest, distance_from_piece (work, way, k));
  return nearest;
}

static void
measure (const Work *work, SaffronJob *job, Way *way)
{
  g_auto (SaffronCropsMap) map = { 0 };

  saffron_crops_map (work->crops, way->fitted, job, &map);
  way->likeness = saffron_crops_map_mean (&map, &way->area);
}

static gboolean
try_way (const Work *work,
         const SaffronAffine *affine,
         SaffronJob *job,
         Way *way)
{
  memset (way, 0, sizeof *way);
  way->fitted = saffron_crops_fit (work->crops->reference, work->crops->moving,
                                   affine, job);
  if (way->fitted == NULL)
    return FALSE;
  way->affine = *saffron_transform_get_affine (way->fitted);
  measure (work, job, way);
  return TRUE;
}

/* The way that the registration has, which may have pieces. */
static gboolean
try_own (const Work *work, SaffronJob *job, Way *way)
{
  memset (way, 0, sizeof *way);
  way->fitted = saffron_crops_fit_pieces (work->crops, work->transform, job);
  if (way->fitted == NULL)
    return FALSE;
  way->affine = *work->affine;
  measure (work, job, way);
  return TRUE;
}

/* Whether @way counts as a rival that is better than the best so far, if any.
 */
static gboolean
is_better (const Work *work, const Way *way, const Way *best)
{
  return distance (work, &way->affine) > ELSEWHERE
         && way->area >= LEAST_COVER * work->rivals->area
         && (best == NULL || way->likeness > best->likeness);
}

static void
describe (const Work *work,
          const Way *way,
          SaffronJob *job,
          SaffronRival *rival)
{
  g_auto (SaffronWayMaps) maps = { 0 };

  saffron_way_maps_measure (&maps, &work->edges, way->fitted, job);
  rival->found = TRUE;
  rival->likeness = way->likeness;
  rival->margin = work->rivals->likeness - way->likeness;
  rival->place = saffron_by_place (&work->own, &maps);
  rival->affine = way->affine;
}

/* The ways of one kind that are fitted. */
typedef struct {
  const Work *work;
  SaffronRivalKind kind;
  const SaffronCandidate *candidates[FITTED];
  Way ways[FITTED]; /* not fitted where that fails */
  int n;
  SaffronJob *job;
} Kind;

static void
fit_one (gint64 index, gpointer data)
{
  Kind *kind = data;
  g_autoptr (SaffronJob) fitting =
      saffron_job_new_share (kind->job, 1.0 / FITTED);

  try_way (kind->work, &kind->candidates[index]->affine, fitting,
           &kind->ways[index]);
}

/* Fits the best of @found that are no way to come to the registration itself,
 * at the same time. */
static void
fit_best (Kind *kind, const GArray *found)
{
  for (guint i = 0; i < found->len && kind->n < FITTED; i++)
    {
      const SaffronCandidate *one = &g_array_index (found, SaffronCandidate, i);

      if (one->score > 0.0
          && distance (kind->work, &one->affine) >= 0.5 * ELSEWHERE)
        kind->candidates[kind->n++] = one;
    }
  saffron_parallel_for (kind->job, kind->n, fit_one, kind);
}

/* Keeps the one that is most alike. */
static void
keep_best (Work *work, const Kind *kind)
{
  const Way *best = NULL;

  for (int i = 0; i < kind->n; i++)
    if (kind->ways[i].fitted != NULL && is_better (work, &kind->ways[i], best))
      best = &kind->ways[i];
  if (best != NULL)
    describe (work, best, kind->job, &work->rivals->kinds[kind->kind]);
}

static void
find_kind (Kind *kind, SaffronJob *job)
{
  const Work *work = kind->work;
  gboolean turned = saffron_affine_determinant (work->affine) < 0.0;
  gboolean mirrored = (kind->kind == SAFFRON_RIVAL_FACE_DOWN) != turned;
  g_autoptr (SaffronJob) searching = saffron_job_new_share (job, SEARCH_SHARE);
  g_autoptr (GArray) found =
      saffron_crops_search (work->crops->reference, work->crops->moving,
                            work->scale, mirrored, searching);

  kind->job = saffron_job_new_share (job, 1.0 - SEARCH_SHARE);
  fit_best (kind, found);
}

/* What is done at the same time: the registration's own fit, and the search and
 * the fits of each kind of rivals. */
typedef struct {
  Work *work;
  Way own;
  Kind kinds[SAFFRON_N_RIVALS];
  SaffronJob *job;
} Search;

static void
find_part (gint64 index, gpointer data)
{
  Search *search = data;
  Work *work = search->work;
  double share = index == 0 ? OWN_SHARE : (1.0 - OWN_SHARE) / SAFFRON_N_RIVALS;
  g_autoptr (SaffronJob) job = saffron_job_new_share (search->job, share);

  if (index > 0)
    {
      find_kind (&search->kinds[index - 1], job);
      return;
    }
  saffron_edges_init (&work->edges, work->crops);
  if (try_own (work, job, &search->own))
    saffron_way_maps_measure (&work->own, &work->edges, search->own.fitted,
                              job);
}

static void
describe_kind (gint64 index, gpointer data)
{
  Search *search = data;

  keep_best (search->work, &search->kinds[index]);
}

static void
search_clear (Search *search)
{
  for (int i = 0; i < SAFFRON_N_RIVALS; i++)
    {
      for (int k = 0; k < FITTED; k++)
        way_clear (&search->kinds[i].ways[k]);
      g_clear_object (&search->kinds[i].job);
    }
  way_clear (&search->own);
}

gboolean
saffron_rivals_find (const SaffronCrops *crops,
                     const SaffronTransform *transform,
                     SaffronJob *job,
                     SaffronRivals *rivals,
                     GError **error)
{
  const SaffronRegPlane *ref = crops->reference;
  const SaffronAffine *affine = saffron_transform_get_affine (transform);
  Work work = { crops, transform, affine };
  Search search = { .work = &work, .job = job };

  memset (rivals, 0, sizeof *rivals);
  work.scale = sqrt (fabs (saffron_affine_determinant (affine)));
  work.width = ref->intensity->width * ref->downsample;
  work.height = ref->intensity->height * ref->downsample;
  work.rivals = rivals;
  for (int kind = 0; kind < SAFFRON_N_RIVALS; kind++)
    search.kinds[kind] = (Kind){ .work = &work, .kind = kind };
  saffron_parallel_for (job, 1 + SAFFRON_N_RIVALS, find_part, &search);
  if (search.own.fitted != NULL && !saffron_job_is_cancelled (job))
    {
      rivals->likeness = search.own.likeness;
      rivals->area = search.own.area;
      rivals->fitted = g_steal_pointer (&search.own.fitted);
      saffron_parallel_for (job, SAFFRON_N_RIVALS, describe_kind, &search);
    }
  search_clear (&search);
  saffron_way_maps_clear (&work.own);
  saffron_edges_clear (&work.edges);
  return saffron_job_check (job, error);
}

void
saffron_rivals_clear (SaffronRivals *rivals)
{
  g_clear_pointer (&rivals->fitted, saffron_transform_unref);
}
