/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/worst.h"

#include <math.h>

static double
badness_of (const SaffronWindows *windows, const SaffronWindow *window)
{
  double certain = window->error - window->uncertainty;

  if (isfinite (window->error))
    return window->tissue * MAX (certain, 0.0);
  return window->class == SAFFRON_WINDOW_OFF ? window->tissue * windows->reach
                                             : 0.0;
}

/* The worst first; of equal ones the first in reading order. */
static int
compare_places (gconstpointer a, gconstpointer b)
{
  const SaffronWorstPlace *x = a, *y = b;

  if (x->badness != y->badness)
    return x->badness < y->badness ? 1 : -1;
  return (x->window > y->window) - (x->window < y->window);
}

/* Whether a place that is listed already lies next to it. */
static gboolean
is_listed (const SaffronWindows *windows,
           const GArray *places,
           const SaffronWindow *window)
{
  double near = 1.5 * windows->pitch;

  for (guint i = 0; i < places->len; i++)
    {
      guint index = g_array_index (places, SaffronWorstPlace, i).window;
      const SaffronWindow *other =
          &g_array_index (windows->windows, SaffronWindow, index);

      if (MAX (fabs (other->at.x - window->at.x),
               fabs (other->at.y - window->at.y))
          < near)
        return TRUE;
    }
  return FALSE;
}

GArray *
saffron_worst_find (const SaffronWindows *windows)
{
  g_autoptr (GArray) all = NULL;
  GArray *places = g_array_new (FALSE, FALSE, sizeof (SaffronWorstPlace));

  all = g_array_new (FALSE, FALSE, sizeof (SaffronWorstPlace));
  for (guint i = 0; i < windows->windows->len; i++)
    {
      SaffronWorstPlace place = {
        i, badness_of (windows,
                       &g_array_index (windows->windows, SaffronWindow, i))
      };

      if (place.badness > 0.0)
        g_array_append_val (all, place);
    }
  g_array_sort (all, compare_places);
  for (guint i = 0; i < all->len && places->len < SAFFRON_WORST_MOST; i++)
    {
      SaffronWorstPlace place = g_array_index (all, SaffronWorstPlace, i);
      const SaffronWindow *window =
          &g_array_index (windows->windows, SaffronWindow, place.window);

      if (!is_listed (windows, places, window))
        g_array_append_val (places, place);
    }
  return places;
}
