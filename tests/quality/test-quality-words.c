/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/quality-words.h"

#include <math.h>

#include "quality/bending.h"
#include "quality/worst.h"

/* Windows of the same tissue, with pixels of 0.5 µm. */
static SaffronQuality *
quality_new (void)
{
  SaffronQuality *quality = g_new0 (SaffronQuality, 1);

  quality->windows = g_new0 (SaffronWindows, 1);
  quality->windows->windows =
      g_array_new (FALSE, FALSE, sizeof (SaffronWindow));
  quality->windows->tolerance = 10.0;
  quality->worst = g_array_new (FALSE, FALSE, sizeof (SaffronWorstPlace));
  quality->bending = g_array_new (FALSE, FALSE, sizeof (SaffronBending));
  quality->um_x = quality->um_y = 0.5;
  quality->windows->um_x = quality->windows->um_y = 0.5;
  return quality;
}

/* @n: windows of a class with this error, px, each a worst place if @worst */
static void
add (SaffronQuality *quality,
     int n,
     SaffronWindowClass class,
     double error,
     gboolean worst)
{
  for (int i = 0; i < n; i++)
    {
      SaffronWorstPlace place = { quality->windows->windows->len, 1.0 };
      SaffronWindow window = { .class = class,
                               .tissue = 1.0,
                               .error = error,
                               .error_um = 0.5 * error,
                               .before = 4.0 * error,
                               .before_um = 2.0 * error };

      g_array_append_val (quality->windows->windows, window);
      if (worst)
        g_array_append_val (quality->worst, place);
    }
}

static void
check_headline (const SaffronQuality *quality, const char *words)
{
  g_autofree char *said = saffron_quality_headline (quality);

  g_assert_cmpstr (said, ==, words);
}

static void
test_headline (void)
{
  g_autoptr (SaffronQuality) quality = quality_new ();

  check_headline (quality, "The reference has no tissue to measure.");
  add (quality, 45, SAFFRON_WINDOW_UNKNOWN, NAN, FALSE);
  add (quality, 5, SAFFRON_WINDOW_AGREES, 2.0, FALSE);
  check_headline (quality, "Only 10.0 % of the tissue is seen to agree; of "
                           "90.0 % nothing can be said.");
  add (quality, 40, SAFFRON_WINDOW_AGREES, 2.0, TRUE);
  check_headline (quality, "No place is off: 50.0 % of the tissue agrees; of "
                           "50.0 % nothing can be said.");
  add (quality, 9, SAFFRON_WINDOW_OFF, 20.0, FALSE);
  check_headline (quality, "9.1 % of the tissue may be off, at no place for "
                           "certain.");
  add (quality, 1, SAFFRON_WINDOW_OFF, 20.0, TRUE);
  check_headline (quality, "10.0 % of the tissue is off, at 1 place.");
  add (quality, 2, SAFFRON_WINDOW_OFF, 20.0, TRUE);
  check_headline (quality, "11.8 % of the tissue is off, at 3 places.");
  g_assert_cmpuint (saffron_quality_count_off (quality), ==, 3);
}

static void
test_lengths (void)
{
  g_autoptr (SaffronQuality) quality = quality_new ();
  g_autofree char *um = NULL;
  g_autofree char *px = NULL;
  g_autofree char *known = NULL;
  g_autofree char *within = NULL;

  add (quality, 3, SAFFRON_WINDOW_AGREES, 2.0, FALSE);
  add (quality, 1, SAFFRON_WINDOW_UNKNOWN, NAN, FALSE);
  um = saffron_quality_errors_to_words (quality, FALSE);
  g_assert_cmpstr (um, ==, "median 1.00 µm, 90 % below 1.00 µm");
  known = saffron_quality_known_to_words (quality);
  g_assert_cmpstr (known, ==, "The error is known of 75.0 % of the tissue");
  within = saffron_quality_class_to_words (quality, SAFFRON_WINDOW_AGREES);
  g_assert_cmpstr (within, ==, "agrees within 5.00 µm");
  quality->um_x = quality->um_y = 0.0;
  px = saffron_quality_errors_to_words (quality, TRUE);
  g_assert_cmpstr (px, ==, "median 8.00 px, 90 % below 8.00 px");
}

static void
test_bending (void)
{
  g_autoptr (SaffronQuality) quality = quality_new ();
  SaffronBending pieces[] = { { 0, 0.75, 0.9, 0.0, 0.02, 0.1 },
                              { 1, 0.25, 0.7, 0.0, 0.06, 0.3 } };
  g_autofree char *none = saffron_quality_bending_to_words (quality);
  g_autofree char *smooth = NULL;
  g_autofree char *folded = NULL;

  g_assert_cmpstr (none, ==, "unknown");
  g_array_append_vals (quality->bending, pieces, 2);
  smooth = saffron_quality_bending_to_words (quality);
  g_assert_cmpstr (smooth, ==,
                   "stretched by 3.0 % (median), at most 30.0 %; areas shrink "
                   "to 0.70 at most; nothing folds");
  g_array_index (quality->bending, SaffronBending, 1).folded = 0.1;
  folded = saffron_quality_bending_to_words (quality);
  g_assert_cmpstr (folded, ==, "2.5 % of the tissue is folded over");
}

static void
test_where (void)
{
  SaffronRefPoint corner = { 0.0, 0.0 }, middle = { 500.0, 250.0 };
  SaffronRefPoint end = { 1000.0, 500.0 };

  g_assert_cmpstr (saffron_place_on_slide (corner, 1000, 500), ==,
                   "upper left");
  g_assert_cmpstr (saffron_place_on_slide (middle, 1000, 500), ==, "middle");
  g_assert_cmpstr (saffron_place_on_slide (end, 1000, 500), ==, "lower right");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/quality-words/headline", test_headline);
  g_test_add_func ("/quality-words/lengths", test_lengths);
  g_test_add_func ("/quality-words/bending", test_bending);
  g_test_add_func ("/quality-words/where", test_where);
  return g_test_run ();
}
