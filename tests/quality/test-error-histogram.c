/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/error-histogram.h"

#include <math.h>

/* A window with these errors, in pixels; a pixel has @um µm. */
static void
add (SaffronWindows *windows, double tissue, double after, double before)
{
  double um = sqrt (windows->um_x * windows->um_y);
  SaffronWindow window = { .tissue = tissue,
                           .error = after,
                           .before = before,
                           .error_um = um > 0.0 ? after * um : NAN,
                           .before_um = um > 0.0 ? before * um : NAN };

  g_array_append_val (windows->windows, window);
}

static SaffronWindows *
windows_new (double um)
{
  SaffronWindows *windows = g_new0 (SaffronWindows, 1);

  windows->windows = g_array_new (FALSE, FALSE, sizeof (SaffronWindow));
  windows->um_x = windows->um_y = um;
  windows->tolerance = 10.0;
  return windows;
}

static double
sum (const double *bins, int from, int to)
{
  double all = 0.0;

  for (int i = from; i < to; i++)
    all += bins[i];
  return all;
}

static int
bin_of (const SaffronErrorHistogram *histogram, double length)
{
  return (int) (saffron_error_histogram_place (histogram, length)
                * SAFFRON_ERROR_BINS);
}

static void
test_shares (void)
{
  g_autoptr (SaffronWindows) windows = windows_new (0.5);
  SaffronErrorHistogram histogram;

  /* In µm 1, 1.5 and 30 after, 40, 50 and 60 before; one cannot be told. */
  add (windows, 1.0, 2.0, 80.0);
  add (windows, 0.5, 3.0, 100.0);
  add (windows, 0.5, 60.0, 120.0);
  add (windows, 1.0, NAN, NAN);
  saffron_error_histogram_count (windows, &histogram);
  g_assert_true (histogram.in_um);
  g_assert_cmpfloat (histogram.tolerance, ==, 5.0);
  g_assert_cmpfloat (histogram.low, ==, 1.0);
  g_assert_cmpfloat (histogram.high, ==, 100.0);
  g_assert_cmpfloat_with_epsilon (sum (histogram.after, 0, SAFFRON_ERROR_BINS),
                                  1.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (sum (histogram.before, 0, SAFFRON_ERROR_BINS),
                                  1.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (histogram.after[0], 0.5, 1e-12);
  g_assert_cmpfloat_with_epsilon (histogram.after[bin_of (&histogram, 30.0)],
                                  0.25, 1e-12);
  g_assert_cmpfloat_with_epsilon (histogram.before[bin_of (&histogram, 40.0)],
                                  0.5, 1e-12);
}

/* Nothing falls off the axis, which always holds the tolerance. */
static void
test_axis (void)
{
  g_autoptr (SaffronWindows) windows = windows_new (0.0);
  SaffronErrorHistogram histogram;

  saffron_error_histogram_count (windows, &histogram);
  g_assert_false (histogram.in_um);
  g_assert_cmpfloat (histogram.low, <, histogram.high);
  g_assert_cmpfloat (histogram.low, <=, 10.0);
  g_assert_cmpfloat (histogram.high, >=, 10.0);
  g_assert_cmpfloat (sum (histogram.after, 0, SAFFRON_ERROR_BINS), ==, 0.0);

  add (windows, 1.0, 0.0, 1e9);
  saffron_error_histogram_count (windows, &histogram);
  g_assert_cmpfloat (histogram.low, >, 0.0);
  g_assert_cmpfloat (histogram.after[0], ==, 1.0);
  g_assert_cmpfloat (histogram.before[SAFFRON_ERROR_BINS - 1], ==, 1.0);
  g_assert_cmpfloat (saffron_error_histogram_place (&histogram, 0.0), ==, 0.0);
  g_assert_cmpfloat (saffron_error_histogram_place (&histogram, 1e12), ==, 1.0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/quality/error-histogram/shares", test_shares);
  g_test_add_func ("/quality/error-histogram/axis", test_axis);
  return g_test_run ();
}
