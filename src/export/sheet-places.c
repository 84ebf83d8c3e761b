/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/sheet-places.h"

#include <stdlib.h>

#include "quality/worst.h"

/* A window, and its random number. */
typedef struct {
  guint64 lot;
  guint index;
} Lot;

/* SplitMix64 (Steele, Lea and Flood 2014): its number @index. */
static guint64
draw_lot (guint index)
{
  guint64 x = ((guint64) index + 1) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  x = (x ^ x >> 30) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  x = (x ^ x >> 27) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return x ^ x >> 31;
}

static int
compare_lots (gconstpointer a, gconstpointer b)
{
  const Lot *x = a, *y = b;

  return (x->lot > y->lot) - (x->lot < y->lot);
}

static int
compare_indices (gconstpointer a, gconstpointer b)
{
  guint x = *(const guint *) a, y = *(const guint *) b;

  return (x > y) - (x < y);
}

/* Whether one of the places is that of window @index. Neighbouring windows may
 * share a place on their border. */
static gboolean
has_place (const SaffronWindows *windows,
           const guint *places,
           guint n,
           guint index)
{
  const SaffronWindow *all = (const SaffronWindow *) windows->windows->data;

  for (guint i = 0; i < n; i++)
    if (all[places[i]].at.x == all[index].at.x
        && all[places[i]].at.y == all[index].at.y)
      return TRUE;
  return FALSE;
}

void
saffron_sheet_places_find (const SaffronWindows *windows,
                           const GArray *worst,
                           SaffronSheetPlaces *places)
{
  g_autoptr (GArray) lots = g_array_new (FALSE, FALSE, sizeof (Lot));

  *places = (SaffronSheetPlaces){
    .n_worst = MIN (worst->len, SAFFRON_SHEET_PLACES),
  };
  for (guint i = 0; i < places->n_worst; i++)
    places->worst[i] = g_array_index (worst, SaffronWorstPlace, i).window;
  for (guint i = 0; i < windows->windows->len; i++)
    {
      Lot lot = { draw_lot (i), i };

      g_array_append_val (lots, lot);
    }
  g_array_sort (lots, compare_lots);
  for (guint i = 0; i < lots->len && places->n_random < SAFFRON_SHEET_PLACES;
       i++)
    {
      guint index = g_array_index (lots, Lot, i).index;

      if (!has_place (windows, places->worst, places->n_worst, index)
          && !has_place (windows, places->random, places->n_random, index))
        places->random[places->n_random++] = index;
    }
  qsort (places->random, places->n_random, sizeof (guint), compare_indices);
}
