/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/error-histogram.h"

#include <math.h>

/* Errors below this share of the tolerance are all alike to a person. */
#define LEAST 0.01

/* The length of one window, in the histogram's unit. */
static double
length_of (const SaffronErrorHistogram *histogram,
           const SaffronWindow *window,
           gboolean before)
{
  if (histogram->in_um)
    return before ? window->before_um : window->error_um;
  return before ? window->before : window->error;
}

/* Makes the axis hold the tolerance and all but the outermost lengths. */
static void
choose_axis (const SaffronWindows *windows, SaffronErrorHistogram *histogram)
{
  SaffronWindowLength after =
      histogram->in_um ? SAFFRON_WINDOW_ERROR_UM : SAFFRON_WINDOW_ERROR;
  SaffronWindowLength before =
      histogram->in_um ? SAFFRON_WINDOW_BEFORE_UM : SAFFRON_WINDOW_BEFORE;
  double low = histogram->tolerance, high = histogram->tolerance;

  /* fmin() and fmax() pass over NaN. */
  low = fmin (low, saffron_windows_quantile (windows, after, 0.05));
  low = fmin (low, saffron_windows_quantile (windows, before, 0.05));
  low = fmax (low, LEAST * histogram->tolerance);
  high = fmax (high, saffron_windows_quantile (windows, after, 0.99));
  high = fmax (high, saffron_windows_quantile (windows, before, 0.99));
  histogram->low = pow (10.0, floor (log10 (low)));
  histogram->high = pow (10.0, ceil (log10 (high)));
  if (histogram->high <= histogram->low)
    histogram->high = 10.0 * histogram->low;
}

static void
count (const SaffronWindows *windows,
       SaffronErrorHistogram *histogram,
       gboolean before,
       double *bins)
{
  double all = 0.0;

  for (guint i = 0; i < windows->windows->len; i++)
    {
      const SaffronWindow *window =
          &g_array_index (windows->windows, SaffronWindow, i);
      double length = length_of (histogram, window, before);
      int bin;

      if (!isfinite (length))
        continue;
      bin = (int) (saffron_error_histogram_place (histogram, length)
                   * SAFFRON_ERROR_BINS);
      bins[MIN (bin, SAFFRON_ERROR_BINS - 1)] += window->tissue;
      all += window->tissue;
    }
  for (int i = 0; i < SAFFRON_ERROR_BINS && all > 0.0; i++)
    bins[i] /= all;
}

void
saffron_error_histogram_count (const SaffronWindows *windows,
                               SaffronErrorHistogram *histogram)
{
  double um = sqrt (windows->um_x * windows->um_y);

  *histogram = (SaffronErrorHistogram){ .in_um = um > 0.0 };
  histogram->tolerance = windows->tolerance * (um > 0.0 ? um : 1.0);
  choose_axis (windows, histogram);
  count (windows, histogram, FALSE, histogram->after);
  count (windows, histogram, TRUE, histogram->before);
}

double
saffron_error_histogram_place (const SaffronErrorHistogram *histogram,
                               double length)
{
  double range = log10 (histogram->high / histogram->low);

  if (!(length > histogram->low))
    return 0.0;
  return fmin (log10 (length / histogram->low) / range, 1.0);
}
