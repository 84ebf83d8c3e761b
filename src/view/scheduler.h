/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "view/tile-cache.h"

G_BEGIN_DECLS

/**
 * SaffronTileRequest:
 * @key: which tile
 * @keep: as in saffron_tile_cache_insert()
 */
typedef struct {
  SaffronTileKey key;
  gboolean keep;
} SaffronTileRequest;

/**
 * SaffronScheduler:
 *
 * Decodes tiles into a cache on threads of its own. It is told what is wanted
 * now, in order; a new list replaces the old one, so that after a pan nothing
 * is decoded for a place that has left the canvas. A thread decodes one tile at
 * a time; no tile is decoded twice while it is in the cache or under way. A
 * tile that fails is remembered, not asked for again, and reported once.
 */
typedef struct _SaffronScheduler SaffronScheduler;

/* Called in a worker's thread after one tile has come into the cache. */
typedef void (*SaffronTileArrivedFunc) (const SaffronTileKey *key,
                                        gpointer user_data);
/* Called in a worker's thread, once per tile; @error is the callback's to
 * look at. */
typedef void (*SaffronTileFailedFunc) (const SaffronTileKey *key,
                                       const GError *error,
                                       gpointer user_data);
/* What decodes; saffron_slide_read() by default, something else in tests. */
typedef SaffronRaster *(*SaffronTileReadFunc) (const SaffronTileKey *key,
                                               const SaffronRect *rect,
                                               gpointer user_data,
                                               GError **error);

typedef struct {
  SaffronTileArrivedFunc arrived;
  SaffronTileFailedFunc failed;
  SaffronTileReadFunc read;
  gpointer user_data;
} SaffronSchedulerFuncs;

typedef struct {
  guint64 n_decoded, n_failed;
  guint n_queued, n_in_flight, n_threads;
} SaffronSchedulerCounts;

/**
 * saffron_scheduler_new:
 * @n_threads: 0 for one per processor, at most 8
 */
SaffronScheduler *saffron_scheduler_new (SaffronTileCache *cache,
                                         guint n_threads,
                                         const SaffronSchedulerFuncs *funcs);

/* Waits for the tiles under way (a few milliseconds), then no callback comes
 * any more. */
void saffron_scheduler_free (SaffronScheduler *scheduler);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronScheduler, saffron_scheduler_free)

/**
 * saffron_scheduler_set_wanted:
 * @requests: (array length=n): most urgent first; may hold tiles that are
 *   there already
 */
void saffron_scheduler_set_wanted (SaffronScheduler *scheduler,
                                   const SaffronTileRequest *requests,
                                   guint n);

/* Drops all of a slide: from the list, from the cache, what failed, and what is
 * under way as soon as it is decoded. For closing it, and for trying again. */
void saffron_scheduler_forget_slide (SaffronScheduler *scheduler,
                                     SaffronSlide *slide);
gboolean saffron_scheduler_has_failed (SaffronScheduler *scheduler,
                                       const SaffronTileKey *key);

void saffron_scheduler_get_counts (SaffronScheduler *scheduler,
                                   SaffronSchedulerCounts *counts);

/* For tests and benchmarks: until nothing is queued nor under way, or
 * @timeout_us has passed (then FALSE). */
gboolean saffron_scheduler_wait_idle (SaffronScheduler *scheduler,
                                      gint64 timeout_us);

G_END_DECLS
