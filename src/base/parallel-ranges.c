/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/parallel.h"

/* Elements of one range. Waking a thread takes as long as some thousands of
 * them. */
#define RANGE ((gsize) 32768)

typedef struct {
  SaffronParallelRangeFunc func;
  SaffronParallelCountFunc count;
  gpointer data;
  gsize n;
} Ranges;

static void
do_range (gint64 index, gpointer data)
{
  const Ranges *ranges = data;
  gsize from = (gsize) index * RANGE;

  ranges->func (from, MIN (from + RANGE, ranges->n), ranges->data);
}

void
saffron_parallel_ranges (SaffronJob *job,
                         gsize n,
                         SaffronParallelRangeFunc func,
                         gpointer data)
{
  Ranges ranges = { .func = func, .data = data, .n = n };

  if (job != NULL)
    saffron_parallel_for (job, (gint64) ((n + RANGE - 1) / RANGE), do_range,
                          &ranges);
  else if (n > 0)
    func (0, n, data);
}

/* Counts are exact in a double. */
static double
count_range (gint64 index, gpointer data)
{
  const Ranges *ranges = data;
  gsize from = (gsize) index * RANGE;

  return (double) ranges->count (from, MIN (from + RANGE, ranges->n),
                                 ranges->data);
}

gsize
saffron_parallel_count (SaffronJob *job,
                        gsize n,
                        SaffronParallelCountFunc func,
                        gpointer data)
{
  Ranges ranges = { .count = func, .data = data, .n = n };

  if (job == NULL)
    return n > 0 ? func (0, n, data) : 0;
  return (gsize) saffron_parallel_sum (job, (gint64) ((n + RANGE - 1) / RANGE),
                                       count_range, &ranges);
}
