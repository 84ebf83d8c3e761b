/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/coarse-start.h"

#include <math.h>

#include "base/parallel.h"
#include "register/coarse-search.h"
#include "register/match-level.h"
#include "register/start.h"

/* Longest sides of the reference where all places are climbed from, and where
 * the best are compared. */
#define SMALL_DIM 128.0
#define LARGE_DIM 256.0

/* The places from which it climbs: steps to either side, of shifts in pixels of
 * the small plane and of turns in degrees. */
#define SHIFTS 2
#define SHIFT_STEP 6.0
#define TURNS 3
#define TURN_STEP 5.0
#define ROW (2 * SHIFTS + 1)
#define N_PLACES (ROW * ROW * (2 * TURNS + 1))

/* The sigmas of the climbs in pixels, and their most iterations. */
#define SIGMA_FAR 3.0
#define SIGMA_NEAR 1.0
#define FAR_ITERATIONS 4
#define ITERATIONS 8

/* How many are compared at the large size. */
#define MAX_COMPARED 6

/* What ends farther from the start than this share of the diagonal, or with
 * less overlap than this, is another place. */
#define REACH 0.25
#define LEAST_OVERLAP 0.08
#define IMPOSSIBLE -1.0

/* Radius of the local correlation's window, pixels. */
#define LNCC_RADIUS 8

typedef struct {
  SaffronCandidate start;
  double width, height;               /* of the reference, level-0 pixels */
  SaffronMatchLevel *ref[2], *mov[2]; /* small and large */
  SaffronCandidate *items;
  guint n_items;
  SaffronJob *job; /* of the loop under way */
} Near;

static void
near_clear (Near *near)
{
  for (int i = 0; i < 2; i++)
    {
      g_clear_pointer (&near->ref[i], saffron_match_level_free);
      g_clear_pointer (&near->mov[i], saffron_match_level_free);
    }
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Near, near_clear)

/* The start, shifted and turned about the middle of the reference. */
static SaffronAffine
place (const Near *near, int index)
{
  double pixel = near->ref[0]->plane->downsample;
  SaffronRefPoint middle = { 0.5 * near->width, 0.5 * near->height };
  SaffronAffine affine = near->start.affine;

  saffron_start_turn (&affine, 1.0, middle,
                      (index / (ROW * ROW) - TURNS) * TURN_STEP);
  saffron_start_shift (&affine, (index % ROW - SHIFTS) * SHIFT_STEP * pixel,
                       (index / ROW % ROW - SHIFTS) * SHIFT_STEP * pixel);
  return affine;
}

static gboolean
is_near (const Near *near, const SaffronCandidate *one)
{
  return saffron_candidate_distance (&near->start, one, near->width,
                                     near->height)
             <= REACH * hypot (near->width, near->height)
         && one->overlap >= LEAST_OVERLAP;
}

static void
measure (const Near *near,
         SaffronCandidate *one,
         int size,
         double sigma,
         int iterations)
{
  const SaffronMatchLevel *ref = near->ref[size];
  const SaffronMatchLevel *mov = near->mov[size];

  one->correlation =
      saffron_match_refine (ref, mov, sigma, iterations, &one->affine);
  one->likeness = NAN;
  one->source = "hand";
  saffron_candidate_describe (one);
  one->overlap = saffron_match_overlap (ref, mov, &one->affine, &one->balance);
  one->score = one->correlation * sqrt (one->overlap * one->balance);
  if (!is_near (near, one))
    one->score = IMPOSSIBLE;
}

static void
climb_one (gint64 index, gpointer data)
{
  const Near *near = data;
  SaffronCandidate *one = &near->items[index];

  one->affine = place (near, (int) index);
  measure (near, one, 0, SIGMA_FAR, FAR_ITERATIONS);
  saffron_job_add_fraction (near->job, 1.0 / near->n_items);
}

static void
compare_one (gint64 index, gpointer data)
{
  const Near *near = data;
  SaffronCandidate *one = &near->items[index];

  measure (near, one, 0, SIGMA_NEAR, ITERATIONS);
  measure (near, one, 1, SIGMA_NEAR, ITERATIONS);
  if (one->score > IMPOSSIBLE)
    {
      double chance = 0.0;
      double lncc = saffron_match_lncc (near->ref[1], near->mov[1],
                                        &one->affine, LNCC_RADIUS, &chance);

      one->score = (lncc - chance) * sqrt (one->overlap * one->balance);
    }
  saffron_job_add_fraction (near->job, 1.0 / near->n_items);
}

static void
run_all (Near *near,
         GArray *candidates,
         SaffronParallelFunc func,
         SaffronJob *job,
         SaffronJob *part)
{
  near->items = (SaffronCandidate *) (gpointer) candidates->data;
  near->n_items = candidates->len;
  near->job = part;
  saffron_parallel_for (job, near->n_items, func, near);
}

static void
near_init (Near *near,
           const SaffronRegPlane *reference,
           const SaffronRegPlane *moving,
           const SaffronAffine *start)
{
  const double dims[2] = { SMALL_DIM, LARGE_DIM };

  near->width = reference->intensity->width * reference->downsample;
  near->height = reference->intensity->height * reference->downsample;
  near->start.affine = *start;
  near->start.source = "hand";
  near->start.likeness = NAN;
  saffron_candidate_describe (&near->start);
  for (int i = 0; i < 2; i++)
    {
      near->ref[i] = saffron_match_level_new (
          reference, MAX (near->width, near->height) / dims[i]);
      near->mov[i] = saffron_match_level_new (
          moving, near->ref[i]->plane->downsample * near->start.scale);
    }
  near->start.overlap = saffron_match_overlap (
      near->ref[0], near->mov[0], &near->start.affine, &near->start.balance);
}

gboolean
saffron_coarse_start (const SaffronRegPlane *reference,
                      const SaffronRegPlane *moving,
                      const SaffronAffine *start,
                      SaffronJob *job,
                      SaffronCandidate *found,
                      GError **error)
{
  g_autoptr (GArray) candidates =
      g_array_new (FALSE, TRUE, sizeof (SaffronCandidate));
  g_autoptr (SaffronJob) climbing = saffron_job_new_part (job, 0.0, 0.8);
  g_autoptr (SaffronJob) comparing = saffron_job_new_part (job, 0.8, 1.0);
  g_auto (Near) near = { 0 };
  double pixel;

  near_init (&near, reference, moving, start);
  pixel = near.ref[0]->plane->downsample;
  g_array_set_size (candidates, N_PLACES);
  run_all (&near, candidates, climb_one, job, climbing);
  saffron_candidates_thin (candidates, near.width, near.height, 4.0 * pixel,
                           MAX_COMPARED);
  run_all (&near, candidates, compare_one, job, comparing);
  saffron_candidates_thin (candidates, near.width, near.height, pixel, 1);
  if (!saffron_job_check (job, error))
    return FALSE;
  *found = g_array_index (candidates, SaffronCandidate, 0);
  if (found->score <= 0.0)
    *found = near.start;
  return TRUE;
}
