/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "view/scheduler.h"

G_BEGIN_DECLS

/**
 * SaffronArrivals:
 *
 * Carries what a scheduler's workers report into the thread that made it, in
 * one call for however many tiles came meanwhile. Reference counted, for it has
 * to live as long as the longest of its user and the workers' last report.
 */
typedef struct _SaffronArrivals SaffronArrivals;

/**
 * SaffronArrivalsFuncs:
 * @done: tiles that came into the cache or failed; of a key's slide only the
 *   address is good
 * @failed: one tile that failed, called before @done
 */
typedef struct {
  void (*done) (const SaffronTileKey *keys, guint n, gpointer user_data);
  void (*failed) (SaffronSlide *slide, const char *message, gpointer user_data);
} SaffronArrivalsFuncs;

SaffronArrivals *saffron_arrivals_new (const SaffronArrivalsFuncs *funcs,
                                       gpointer user_data);
void saffron_arrivals_unref (SaffronArrivals *arrivals);

/* What to give to the scheduler. */
SaffronSchedulerFuncs
saffron_arrivals_get_scheduler_funcs (SaffronArrivals *arrivals);

/* In the thread that made it: from now on nothing is called. */
void saffron_arrivals_close (SaffronArrivals *arrivals);

/* The context in which the functions are called. */
GMainContext *saffron_arrivals_get_context (SaffronArrivals *arrivals);

G_END_DECLS
