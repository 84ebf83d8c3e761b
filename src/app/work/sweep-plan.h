/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/work/pair.h"

G_BEGIN_DECLS

/**
 * SaffronSweepPlan:
 * @n: combinations
 * @n_done: of these, the ones whose run is there
 * @seconds: what the others will take, one after the other; 0 when there are
 *   none, or when a slide is not open
 *
 * What starting a sweep would do.
 */
typedef struct {
  guint n;
  guint n_done;
  double seconds;
} SaffronSweepPlan;

/**
 * saffron_sweep_plan_async:
 * @axes: see saffron_sweep_new()
 *
 * Works it out on a thread: how long is what saffron-cli estimate says of each
 * combination.
 */
void saffron_sweep_plan_async (const SaffronPair *pair,
                               GSettings *settings,
                               const char *const *axes,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
/* (transfer full): %NULL with an error of saffron_sweep_new(), or when it was
 * cancelled. */
SaffronSweepPlan *saffron_sweep_plan_finish (GAsyncResult *result,
                                             GError **error);

/* (transfer full): the plan in words: "6 runs, 2 of them are there, about
 * 1 min 10 s". */
char *saffron_sweep_plan_to_words (const SaffronSweepPlan *plan);

G_END_DECLS
