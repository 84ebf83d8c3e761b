/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "view/scheduler.h"

G_BEGIN_DECLS

/**
 * SaffronArrivals:
 *
 * Carries the reports of a scheduler's workers into the thread that made it, in
 * one call for all tiles that arrived meanwhile. Reference counted, because it
 * must outlive both its user and the workers' last report.
 */
typedef struct _SaffronArrivals SaffronArrivals;

/**
 * SaffronArrivalsFuncs:
 * @done: tiles that came into the cache or failed. A key's slide may have been
 *   freed; only compare its address
 * @failed: one tile that failed, called before @done
 */
typedef struct {
  void (*done) (const SaffronTileKey *keys, guint n, gpointer user_data);
  void (*failed) (SaffronSlide *slide, const char *message, gpointer user_data);
} SaffronArrivalsFuncs;

SaffronArrivals *saffron_arrivals_new (const SaffronArrivalsFuncs *funcs,
                                       gpointer user_data);
void saffron_arrivals_unref (SaffronArrivals *arrivals);

/* The functions to give to saffron_scheduler_new(). */
SaffronSchedulerFuncs
saffron_arrivals_get_scheduler_funcs (SaffronArrivals *arrivals);

/* From now on no function is called. Call it in the thread that made
 * @arrivals. */
void saffron_arrivals_close (SaffronArrivals *arrivals);

/* The context in which the functions are called. */
GMainContext *saffron_arrivals_get_context (SaffronArrivals *arrivals);

G_END_DECLS
