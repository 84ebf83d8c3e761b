/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"

G_BEGIN_DECLS

typedef void (*SaffronParallelFunc) (gint64 index, gpointer data);
typedef double (*SaffronParallelSumFunc) (gint64 index, gpointer data);
typedef void (*SaffronParallelRangeFunc) (gsize from, gsize to, gpointer data);
typedef gsize (*SaffronParallelCountFunc) (gsize from, gsize to, gpointer data);

/**
 * saffron_parallel_for:
 * @job: (nullable): gives the number of threads and may be cancelled
 * @n: the number of indices
 * @func: called once for each index in [0, @n), in any order, from several
 *   threads; may write only what belongs to its index
 *
 * Returns when all calls of @func have returned. The caller's thread works,
 * too, so calls may nest. If it runs in the background, so do its helpers (see
 * base/background.h). Once @job is cancelled, no further index is started;
 * check the job afterwards.
 */
void saffron_parallel_for (SaffronJob *job,
                           gint64 n,
                           SaffronParallelFunc func,
                           gpointer data);

/**
 * saffron_parallel_sum:
 *
 * Runs @func as saffron_parallel_for() does and adds up what it returns in the
 * order of the indices, so that the sum has the same bits on any number of
 * threads. An index must stand for a block whose size does not depend on the
 * number of threads.
 *
 * Returns: the sum
 */
double saffron_parallel_sum (SaffronJob *job,
                             gint64 n,
                             SaffronParallelSumFunc func,
                             gpointer data);

/**
 * saffron_parallel_ranges:
 * @job: (nullable): as before, but without one the caller works alone
 * @n: the number of elements
 * @func: called for ranges that together are [0, @n), each element once
 *
 * saffron_parallel_for() over ranges of elements each of which takes little
 * time, as the pixels of a plane. Few elements are one range.
 */
void saffron_parallel_ranges (SaffronJob *job,
                              gsize n,
                              SaffronParallelRangeFunc func,
                              gpointer data);

/**
 * saffron_parallel_count:
 *
 * The same of a function that counts.
 *
 * Returns: the sum of what @func returns
 */
gsize saffron_parallel_count (SaffronJob *job,
                              gsize n,
                              SaffronParallelCountFunc func,
                              gpointer data);

G_END_DECLS
