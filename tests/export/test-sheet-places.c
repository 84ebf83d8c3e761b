/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/sheet-places.h"

#include "quality/worst.h"

/* The places of a sheet of @n windows, @per_place of which share a place. From
 * the last one backwards, every second one is among the worst. */
static SaffronSheetPlaces
find (guint n, guint n_worst, guint per_place)
{
  SaffronWindows *windows = g_new0 (SaffronWindows, 1);
  g_autoptr (GArray) worst =
      g_array_new (FALSE, FALSE, sizeof (SaffronWorstPlace));
  SaffronSheetPlaces places;

  windows->windows = g_array_new (FALSE, TRUE, sizeof (SaffronWindow));
  g_array_set_size (windows->windows, n);
  for (guint i = 0; i < n; i++)
    g_array_index (windows->windows, SaffronWindow, i).at.x = i / per_place;
  for (guint i = 0; i < n_worst; i++)
    {
      SaffronWorstPlace place = { n - 1 - 2 * i, 100.0 - i };

      g_array_append_val (worst, place);
    }
  saffron_sheet_places_find (windows, worst, &places);
  saffron_windows_free (windows);
  return places;
}

static void
check (guint n, guint n_worst)
{
  SaffronSheetPlaces places = find (n, n_worst, 1);

  g_assert_cmpuint (places.n_worst, ==, MIN (n_worst, 9));
  g_assert_cmpuint (places.n_random, ==, MIN (n - places.n_worst, 9));
  for (guint i = 0; i < places.n_worst; i++)
    g_assert_cmpuint (places.worst[i], ==, n - 1 - 2 * i);
  for (guint i = 0; i < places.n_random; i++)
    {
      g_assert_cmpuint (places.random[i], <, n);
      if (i > 0)
        g_assert_cmpuint (places.random[i - 1], <, places.random[i]);
      for (guint j = 0; j < places.n_worst; j++)
        g_assert_cmpuint (places.random[i], !=, places.worst[j]);
    }
}

static void
test_numbers (void)
{
  check (0, 0);
  check (1, 0);
  check (1, 1);
  check (8, 4);
  check (18, 9);
  check (24, 12);
  check (1500, 0);
  check (1500, 30);
}

/* No place is shown twice. */
static void
test_shared (void)
{
  SaffronSheetPlaces places = find (20, 3, 2);

  /* Windows 19, 17 and 15 have the places of 18, 16 and 14. */
  g_assert_cmpuint (places.n_random, ==, 7);
  for (guint i = 0; i < places.n_random; i++)
    g_assert_cmpuint (places.random[i] / 2, ==, i);
}

/* The same windows give the same places, and these are spread over all. */
static void
test_draw (void)
{
  double sum = 0.0;
  guint n = 0;

  for (guint size = 800; size < 1000; size++)
    {
      SaffronSheetPlaces places = find (size, 9, 1), again = find (size, 9, 1);

      g_assert_cmpmem (&places, sizeof places, &again, sizeof again);
      for (guint i = 0; i < places.n_random; i++, n++)
        sum += (double) places.random[i] / size;
    }
  g_assert_cmpfloat (sum / n, >, 0.35);
  g_assert_cmpfloat (sum / n, <, 0.65);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sheet-places/numbers", test_numbers);
  g_test_add_func ("/sheet-places/shared", test_shared);
  g_test_add_func ("/sheet-places/draw", test_draw);
  return g_test_run ();
}
