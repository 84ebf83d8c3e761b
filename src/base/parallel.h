/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"

G_BEGIN_DECLS

typedef void (*SaffronParallelFunc) (gint64 index, gpointer data);
typedef double (*SaffronParallelSumFunc) (gint64 index, gpointer data);

/**
 * saffron_parallel_for:
 * @job: (nullable): gives the number of threads and may be cancelled
 * @n: how many indices
 * @func: called once for each index in [0, @n), in any order, from several
 *   threads; must write only what belongs to its index
 *
 * The caller's thread works too, so calls may nest. Where it is in the
 * background its helpers are too, see base/background.h. Once @job is
 * cancelled, no further index is started and the call returns: check the job
 * afterwards.
 */
void saffron_parallel_for (SaffronJob *job,
                           gint64 n,
                           SaffronParallelFunc func,
                           gpointer data);

/**
 * saffron_parallel_sum:
 *
 * As saffron_parallel_for(), adding what @func returns in the order of the
 * indices: the same bits on any number of threads. Let an index be a block of
 * fixed size, never one that depends on the number of threads.
 */
double saffron_parallel_sum (SaffronJob *job,
                             gint64 n,
                             SaffronParallelSumFunc func,
                             gpointer data);

G_END_DECLS
