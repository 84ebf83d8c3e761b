/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "slide/slide.h"

G_BEGIN_DECLS

#define SAFFRON_HISTOGRAM_BINS 256

/**
 * SaffronHistogram:
 * @minimum: smallest value, left border of the first bin
 * @maximum: largest value, right border of the last bin
 * @n: number of values counted, an even sample of all
 * @bins: how many of them lie in each part of the range
 * @n_sorted: entries of @sorted
 * @sorted: values in ascending order, from which percentiles are read
 * @glass: of three samples: in each the value of empty glass, which is the most
 *   common of the bright ones
 *
 * How a channel's stored values are distributed.
 */
typedef struct {
  double minimum, maximum;
  guint64 n;
  guint64 bins[SAFFRON_HISTOGRAM_BINS];
  guint n_sorted;
  float *sorted;
  double glass[3];
} SaffronHistogram;

/**
 * saffron_histogram_read:
 * @channel: a channel, or %SAFFRON_CHANNEL_RGB for the three samples together
 *
 * Reads the finest level that has at most four million pixels; if all levels
 * have more, a regular grid of regions of the coarsest. It decodes tiles, so
 * never call it in the main thread. A fluorescence slide's zeros, which mark
 * areas that were not scanned, are counted in @bins but left out of @sorted.
 *
 * Returns: (transfer full): the histogram, or %NULL with an error
 */
SaffronHistogram *saffron_histogram_read (SaffronSlide *slide,
                                          int channel,
                                          SaffronJob *job,
                                          GError **error);
void saffron_histogram_free (SaffronHistogram *histogram);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronHistogram, saffron_histogram_free)

/* The value below which @percent of the counted values lie. */
double saffron_histogram_percentile (const SaffronHistogram *histogram,
                                     double percent);

/* The inverse: how many percent of the counted values are at most @value; 0 for
 * the smallest of them. */
double saffron_histogram_rank (const SaffronHistogram *histogram, double value);

/**
 * saffron_histogram_auto_contrast:
 * @from: percentile that becomes black, 1 by default
 * @to: percentile that becomes white, 99 by default
 * @low: (out): always less than @high
 */
void saffron_histogram_auto_contrast (const SaffronHistogram *histogram,
                                      double from,
                                      double to,
                                      double *low,
                                      double *high);

/* Runs saffron_histogram_read() in a thread of GIO's and calls @callback in the
 * caller's main context. */
void saffron_histogram_read_async (SaffronSlide *slide,
                                   int channel,
                                   SaffronJob *job,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
SaffronHistogram *saffron_histogram_read_finish (GAsyncResult *result,
                                                 GError **error);

G_END_DECLS
