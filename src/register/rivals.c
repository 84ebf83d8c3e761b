/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/rivals.h"

#include <math.h>
#include <string.h>

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

/* Whether @way counts as a rival that is better than the best so far. */
static gboolean
is_better (const Work *work, const Way *way, const Way *best)
{
  return distance (work, &way->affine) > ELSEWHERE
         && way->area >= LEAST_COVER * work->rivals->area
         && (best->fitted == NULL || way->likeness > best->likeness);
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

/* Fits the best of @found that are no way to come to the registration itself,
 * and keeps the one that is most alike. */
static void
keep_best (Work *work,
           const GArray *found,
           SaffronRivalKind kind,
           SaffronJob *job)
{
  Way best = { 0 };
  int fitted = 0;

  for (guint i = 0; i < found->len && fitted < FITTED; i++)
    {
      const SaffronCandidate *one = &g_array_index (found, SaffronCandidate, i);
      g_autoptr (SaffronJob) fitting = saffron_job_new_part (
          job, (double) fitted / FITTED, (fitted + 1.0) / FITTED);
      Way way;

      if (one->score <= 0.0 || distance (work, &one->affine) < 0.5 * ELSEWHERE
          || !try_way (work, &one->affine, fitting, &way))
        continue;
      fitted++;
      if (is_better (work, &way, &best))
        {
          Way swap = best;

          best = way;
          way = swap;
        }
      way_clear (&way);
    }
  if (best.fitted != NULL)
    describe (work, &best, job, &work->rivals->kinds[kind]);
  way_clear (&best);
}

static void
find_kind (Work *work, SaffronRivalKind kind, SaffronJob *job)
{
  gboolean turned = saffron_affine_determinant (work->affine) < 0.0;
  gboolean mirrored = (kind == SAFFRON_RIVAL_FACE_DOWN) != turned;
  g_autoptr (SaffronJob) searching =
      saffron_job_new_part (job, 0.0, SEARCH_SHARE);
  g_autoptr (SaffronJob) fitting =
      saffron_job_new_part (job, SEARCH_SHARE, 1.0);
  g_autoptr (GArray) found =
      saffron_crops_search (work->crops->reference, work->crops->moving,
                            work->scale, mirrored, searching);

  keep_best (work, found, kind, fitting);
}

gboolean
saffron_rivals_find (const SaffronCrops *crops,
                     const SaffronTransform *transform,
                     SaffronJob *job,
                     SaffronRivals *rivals,
                     GError **error)
{
  const SaffronRegPlane *ref = crops->reference;
  g_autoptr (SaffronJob) fitting = saffron_job_new_part (job, 0.0, OWN_SHARE);
  const SaffronAffine *affine = saffron_transform_get_affine (transform);
  Work work = { crops, transform, affine };
  Way own;

  memset (rivals, 0, sizeof *rivals);
  work.scale = sqrt (fabs (saffron_affine_determinant (affine)));
  work.width = ref->intensity->width * ref->downsample;
  work.height = ref->intensity->height * ref->downsample;
  work.rivals = rivals;
  if (!try_own (&work, fitting, &own))
    return saffron_job_check (job, error);
  rivals->likeness = own.likeness;
  rivals->area = own.area;
  rivals->fitted = g_steal_pointer (&own.fitted);
  saffron_edges_init (&work.edges, crops);
  saffron_way_maps_measure (&work.own, &work.edges, rivals->fitted, job);
  for (int kind = 0; kind < SAFFRON_N_RIVALS; kind++)
    {
      g_autoptr (SaffronJob) finding = saffron_job_new_part (
          job, OWN_SHARE + (1.0 - OWN_SHARE) * kind / SAFFRON_N_RIVALS,
          OWN_SHARE + (1.0 - OWN_SHARE) * (kind + 1) / SAFFRON_N_RIVALS);

      find_kind (&work, kind, finding);
    }
  saffron_way_maps_clear (&work.own);
  saffron_edges_clear (&work.edges);
  return saffron_job_check (job, error);
}

void
saffron_rivals_clear (SaffronRivals *rivals)
{
  g_clear_pointer (&rivals->fitted, saffron_transform_unref);
}
