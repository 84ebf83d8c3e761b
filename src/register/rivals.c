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
/* Cells along the longest side: the observations of the margin. A cell counts
 * from this share of its area on, and so many are needed. */
#define N_CELLS 12
#define LEAST_CELL 0.1
#define MIN_CELLS 4
/* Shares of the time: of the registration's own fit, and of looking for rivals
 * against fitting them. */
#define OWN_SHARE 0.1
#define SEARCH_SHARE 0.3

typedef struct {
  const SaffronCrops *crops;
  const SaffronTransform *transform;
  const SaffronAffine *affine; /* its */
  double scale, width, height; /* of the registration; of the crop, level 0 */
  SaffronCropsMap own;
  SaffronRivals *rivals;
} Work;

/* One way to lay the slides. */
typedef struct {
  SaffronAffine affine;
  SaffronTransform *fitted;
  SaffronCropsMap map;
  double likeness, area;
} Way;

static void
way_clear (Way *way)
{
  g_clear_pointer (&way->fitted, saffron_transform_unref);
  saffron_crops_map_clear (&way->map);
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
  saffron_crops_map (work->crops, way->fitted, job, &way->map);
  way->likeness = saffron_crops_map_mean (&way->map, &way->area);
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

/* The way that the registration has; with pieces it needs no fit. */
static gboolean
try_own (const Work *work,
         SaffronTransform *transform,
         SaffronJob *job,
         Way *way)
{
  if (saffron_transform_get_n_pieces (transform) == 1)
    return try_way (work, work->affine, job, way);
  memset (way, 0, sizeof *way);
  way->fitted = saffron_transform_ref (transform);
  way->affine = *work->affine;
  measure (work, job, way);
  return TRUE;
}

/* Sums of a map over the cells: of w and of w times the likeness. */
static void
sum_cells (const SaffronCropsMap *map,
           int n_x,
           int n_y,
           double *weights,
           double *sums)
{
  const SaffronPlane *plane = map->likeness;

  for (int y = 0; y < plane->height; y++)
    for (int x = 0; x < plane->width; x++)
      {
        int cell = y * n_y / plane->height * n_x + x * n_x / plane->width;
        double w = saffron_plane_row (map->weight, y)[x];

        weights[cell] += w;
        sums[cell] += w * saffron_plane_row (plane, y)[x];
      }
}

/* By how much the registration is more alike, cell by cell. */
static void
compare (const Work *work, const Way *way, SaffronRival *rival)
{
  const SaffronPlane *plane = work->own.likeness;
  double side = MAX (plane->width, plane->height) / (double) N_CELLS;
  int n_x = MAX ((int) lround (plane->width / side), 1);
  int n_y = MAX ((int) lround (plane->height / side), 1);
  int n = n_x * n_y, cells = 0;
  g_autofree double *sums = g_new0 (double, 4 * (gsize) n);
  double *w0 = sums, *s0 = sums + n, *w1 = sums + 2 * n, *s1 = sums + 3 * n;
  double total = 0.0, mean = 0.0, squares = 0.0;

  sum_cells (&work->own, n_x, n_y, w0, s0);
  sum_cells (&way->map, n_x, n_y, w1, s1);
  for (int i = 0; i < n; i++)
    {
      double w = MIN (w0[i], w1[i]);

      if (w < LEAST_CELL * side * side)
        continue;
      mean += w * (s0[i] / w0[i] - s1[i] / w1[i]);
      total += w;
      cells++;
    }
  rival->margin = work->rivals->likeness - way->likeness;
  rival->paired = 0.0;
  rival->error = INFINITY;
  if (cells < MIN_CELLS)
    return;
  rival->paired = mean / total;
  for (int i = 0; i < n; i++)
    {
      double w = MIN (w0[i], w1[i]), d;

      if (w < LEAST_CELL * side * side)
        continue;
      d = s0[i] / w0[i] - s1[i] / w1[i] - rival->paired;
      squares += w * w * d * d;
    }
  rival->error = sqrt (squares * cells / (cells - 1.0)) / total;
}

/* Fits the best of @found that are no way to come to the registration itself,
 * and keeps the one that is most alike. */
static void
keep_best (Work *work,
           const GArray *found,
           SaffronRivalKind kind,
           SaffronJob *job)
{
  SaffronRival *best = &work->rivals->kinds[kind];
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
      if (distance (work, &way.affine) > ELSEWHERE
          && way.area >= LEAST_COVER * work->rivals->area
          && (!best->found || way.likeness > best->likeness))
        {
          best->found = TRUE;
          best->likeness = way.likeness;
          best->affine = way.affine;
          compare (work, &way, best);
        }
      way_clear (&way);
    }
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
  if (!try_own (&work, (SaffronTransform *) transform, fitting, &own))
    return saffron_job_check (job, error);
  rivals->likeness = own.likeness;
  rivals->area = own.area;
  rivals->fitted = g_steal_pointer (&own.fitted);
  work.own = own.map;
  for (int kind = 0; kind < SAFFRON_N_RIVALS; kind++)
    {
      g_autoptr (SaffronJob) finding = saffron_job_new_part (
          job, OWN_SHARE + (1.0 - OWN_SHARE) * kind / SAFFRON_N_RIVALS,
          OWN_SHARE + (1.0 - OWN_SHARE) * (kind + 1) / SAFFRON_N_RIVALS);

      find_kind (&work, kind, finding);
    }
  saffron_crops_map_clear (&work.own);
  return saffron_job_check (job, error);
}

void
saffron_rivals_clear (SaffronRivals *rivals)
{
  g_clear_pointer (&rivals->fitted, saffron_transform_unref);
}
