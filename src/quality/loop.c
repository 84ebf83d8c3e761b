/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/loop.h"

#include <math.h>

#include "base/median.h"
#include "base/parallel.h"
#include "quality/window-search.h"

/* A place at which both moving slides match the reference. */
typedef struct {
  const SaffronWindow *sides[2];
  SaffronWindowMatch match; /* of the second on the first */
} Place;

typedef struct {
  SaffronWindowInput input;
  GArray *places; /* (element-type Place) */
  SaffronJob *job;
  gint failed;
  GError *error; /* once @failed */
} Work;

static const SaffronWindow *
window_at (const SaffronWindows *windows, guint i)
{
  return &g_array_index (windows->windows, SaffronWindow, i);
}

/* The window of @windows at just that place, or NULL. Both lists are in reading
 * order of the same grid when both runs are of the same area; of others no two
 * places are the same. @next: (inout): where to go on */
static const SaffronWindow *
find_same (const SaffronWindows *windows,
           const SaffronWindow *wanted,
           guint *next)
{
  for (guint i = *next; i < windows->windows->len; i++)
    {
      const SaffronWindow *window = window_at (windows, i);

      if (window->at.x != wanted->at.x || window->at.y != wanted->at.y)
        continue;
      *next = i + 1;
      return window;
    }
  return NULL;
}

/* (transfer full): the places at which both were measured. */
static GArray *
list_common (const SaffronLoopSide sides[2])
{
  GArray *places = g_array_new (FALSE, TRUE, sizeof (Place));
  guint next = 0;

  for (guint i = 0; i < sides[0].windows->windows->len; i++)
    {
      Place place = { .sides = { window_at (sides[0].windows, i) } };

      place.sides[1] = find_same (sides[1].windows, place.sides[0], &next);
      if (place.sides[1] != NULL && isfinite (place.sides[0]->error)
          && isfinite (place.sides[1]->error))
        g_array_append_val (places, place);
    }
  return places;
}

/* (transfer full): at most %SAFFRON_LOOP_PLACES of them, evenly. */
static GArray *
choose (const GArray *common)
{
  GArray *places = g_array_new (FALSE, TRUE, sizeof (Place));
  guint n = MIN (common->len, SAFFRON_LOOP_PLACES);

  for (guint i = 0; i < n; i++)
    g_array_append_val (places,
                        g_array_index (common, Place, i * common->len / n));
  return places;
}

static void
compare (gint64 i, gpointer data)
{
  Work *work = data;
  Place *place = &g_array_index (work->places, Place, i);
  SaffronRefPoint shown = { place->sides[0]->at.x + place->sides[0]->dx,
                            place->sides[0]->at.y + place->sides[0]->dy };
  GError *error = NULL;

  if (g_atomic_int_get (&work->failed))
    return;
  if (saffron_window_search (&work->input, shown, &place->match, &error))
    saffron_job_add_fraction (work->job, 1.0 / work->places->len);
  else if (g_atomic_int_compare_and_exchange (&work->failed, FALSE, TRUE))
    work->error = error;
  else
    g_error_free (error);
}

/* Sorts @values. */
static double
quantile_of (GArray *values, double share)
{
  saffron_median (values);
  return g_array_index (values, double, (guint) (share * (values->len - 1)));
}

static void
sum_up (const GArray *places, SaffronLoop *loop)
{
  g_autoptr (GArray) apart = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) closure = g_array_new (FALSE, FALSE, sizeof (double));

  *loop = (SaffronLoop){ 0, NAN, NAN, NAN, NAN, loop->tolerance };
  for (guint i = 0; i < places->len; i++)
    {
      const Place *place = &g_array_index (places, Place, i);
      double x = place->match.dx, y = place->match.dy;
      double far = hypot (x, y);
      double open = hypot (x - place->sides[1]->dx + place->sides[0]->dx,
                           y - place->sides[1]->dy + place->sides[0]->dy);

      if (!place->match.found)
        continue;
      g_array_append_val (apart, far);
      g_array_append_val (closure, open);
    }
  if (apart->len == 0)
    return;
  loop->n = apart->len;
  loop->apart_median = quantile_of (apart, 0.5);
  loop->apart_p90 = quantile_of (apart, 0.9);
  loop->closure_median = quantile_of (closure, 0.5);
  loop->closure_p90 = quantile_of (closure, 0.9);
}

gboolean
saffron_loop_measure (const SaffronLoopSide sides[2],
                      SaffronJob *job,
                      SaffronLoop *loop,
                      GError **error)
{
  g_autoptr (GArray) common = list_common (sides);
  g_autoptr (GArray) places = choose (common);
  const SaffronLook looks[2] = { *sides[0].look, *sides[1].look };
  Work work = { .input = { .slides = { sides[0].slide, sides[1].slide },
                           .looks = looks,
                           .first = sides[0].run->transform,
                           .transform = sides[1].run->transform,
                           .reach = sides[0].windows->reach,
                           .pitch = sides[0].windows->pitch },
                .places = places,
                .job = job };

  saffron_parallel_for (job, places->len, compare, &work);
  if (work.error != NULL)
    {
      g_propagate_error (error, work.error);
      return FALSE;
    }
  if (!saffron_job_check (job, error))
    return FALSE;
  loop->tolerance =
      fmax (sides[0].windows->tolerance, sides[1].windows->tolerance);
  sum_up (places, loop);
  return TRUE;
}

SaffronLoopState
saffron_loop_get_state (const SaffronLoop *loop)
{
  if (loop->n < SAFFRON_LOOP_FEW)
    return SAFFRON_LOOP_UNKNOWN;
  return loop->closure_median > loop->tolerance ? SAFFRON_LOOP_OPEN
                                                : SAFFRON_LOOP_CLOSED;
}
