/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What one event of a drag costs: the fit, and the search for folds in it; and
 * what it saves: the fit from scratch. */
#include "config.h"

#include <stdio.h>
#include <time.h>

#include "quality/landmark-folds.h"
#include "transform/landmark-drag.h"
#include "transform/random-transform.h"

#define WIDTH 25000.0
#define HEIGHT 30000.0
#define EVENTS 60

static double
work (void)
{
  struct timespec t;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &t);
  return (double) t.tv_sec * 1e3 + (double) t.tv_nsec / 1e6;
}

static int
by_value (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
search (const SaffronTransform *fit,
        const SaffronTransform *base,
        const SaffronPointPair *pairs,
        gsize n)
{
  g_autoptr (GArray) landmarks = saffron_landmarks_new ();
  g_autoptr (SaffronLandmarkFolds) folds = NULL;
  double start;

  for (gsize i = 0; i < n; i++)
    saffron_landmarks_add (landmarks, pairs[i].reference, pairs[i].moving, NULL,
                           NULL);
  start = work ();
  folds = saffron_landmark_folds_new (fit, base, landmarks);
  return work () - start;
}

/* Milliseconds of processor time; returns the 95th percentile of an event. */
static double
measure (SaffronTransform *base, gsize n)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autofree SaffronPointPair *pairs = g_new (SaffronPointPair, n);
  g_autoptr (SaffronLandmarkDrag) drag = NULL;
  g_autoptr (SaffronTransform) whole = NULL;
  double events[EVENTS], searches[EVENTS], begin, start, fold, bound;

  for (gsize i = 0; i < n; i++)
    {
      pairs[i].reference.x = uniform (rand, 0.0, WIDTH);
      pairs[i].reference.y = uniform (rand, 0.0, HEIGHT);
      pairs[i].moving = saffron_transform_pull (base, pairs[i].reference);
      pairs[i].moving.x += uniform (rand, -20.0, 20.0);
      pairs[i].weight = 1.0;
    }
  start = work ();
  drag = saffron_landmark_drag_new (base, pairs, n, n / 2, NULL);
  begin = work () - start;
  for (int i = 0; i < EVENTS; i++)
    {
      g_autoptr (SaffronTransform) fit = NULL;

      pairs[n / 2].moving.x += 3.0;
      start = work ();
      fit = saffron_landmark_drag_fit (drag, pairs[n / 2].reference,
                                       pairs[n / 2].moving, NULL);
      events[i] = work () - start;
      searches[i] = search (fit, base, pairs, n);
    }
  start = work ();
  whole = saffron_landmark_fit (WIDTH, HEIGHT, base, pairs, n, NULL);
  start = work () - start;
  fold = work ();
  saffron_transform_min_jacobian (whole, &bound);
  fold = work () - fold;
  qsort (events, EVENTS, sizeof *events, by_value);
  qsort (searches, EVENTS, sizeof *searches, by_value);
  printf ("%4" G_GSIZE_FORMAT
          " landmarks: the press %.1f ms, an event %.2f ms (median), %.2f ms "
          "(95 %%), its folds %.2f and %.2f ms; a fit from scratch %.1f ms, of "
          "which folds %.1f ms\n",
          n, begin, events[EVENTS / 2], events[EVENTS * 95 / 100],
          searches[EVENTS / 2], searches[EVENTS * 95 / 100], start, fold);
  return events[EVENTS * 95 / 100] + searches[EVENTS * 95 / 100];
}

int
main (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  const double spacings[] = { 0.0, 400.0, 100.0 };
  gboolean slow = FALSE;

  for (gsize s = 0; s < G_N_ELEMENTS (spacings); s++)
    {
      SaffronAffine affine = random_similarity (rand);
      g_autoptr (SaffronTransform) base = saffron_transform_new (
          WIDTH, HEIGHT, &affine,
          spacings[s] > 0.0
              ? random_lattice (rand, WIDTH, HEIGHT, spacings[s], 30, 16000)
              : NULL);

      printf ("A base with nodes every %.0f px:\n", spacings[s]);
      slow |= measure (base, 100) > 16.0;
      slow |= measure (base, 300) > 33.0;
    }
  return slow ? 1 : 0;
}
