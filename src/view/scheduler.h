/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "view/tile-cache.h"

G_BEGIN_DECLS

/**
 * SaffronTileRequest:
 * @key: the tile
 * @keep: as in saffron_tile_cache_insert()
 */
typedef struct {
  SaffronTileKey key;
  gboolean keep;
} SaffronTileRequest;

/**
 * SaffronScheduler:
 *
 * Decodes tiles into a cache, on threads of its own. It is told which tiles are
 * wanted now, in order. A new list replaces the old one, so that after a pan
 * nothing is decoded for a place that has left the canvas. A thread decodes one
 * tile at a time. A tile in the cache or in flight is not decoded again. A tile
 * that fails is reported once, remembered, and not tried again.
 */
typedef struct _SaffronScheduler SaffronScheduler;

/* Called in a worker's thread after one tile has come into the cache. */
typedef void (*SaffronTileArrivedFunc) (const SaffronTileKey *key,
                                        gpointer user_data);
/* Called in a worker's thread, once per failed tile; the scheduler owns
 * @error. */
typedef void (*SaffronTileFailedFunc) (const SaffronTileKey *key,
                                       const GError *error,
                                       gpointer user_data);
/* Decodes a tile: saffron_slide_read() by default, something else in tests. */
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
 * @n_threads: at most 8; 0 for one per processor
 */
SaffronScheduler *saffron_scheduler_new (SaffronTileCache *cache,
                                         guint n_threads,
                                         const SaffronSchedulerFuncs *funcs);

/* Waits for the tiles in flight (a few milliseconds); after that no callback is
 * called. */
void saffron_scheduler_free (SaffronScheduler *scheduler);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronScheduler, saffron_scheduler_free)

/**
 * saffron_scheduler_set_wanted:
 * @requests: (array length=n): the tiles, most urgent first; may include tiles
 *   that are in the cache already
 */
void saffron_scheduler_set_wanted (SaffronScheduler *scheduler,
                                   const SaffronTileRequest *requests,
                                   guint n);

/* Drops everything about a slide: its tiles in the list and in the cache, its
 * failures, and its tiles in flight as soon as they are decoded. For closing
 * the slide, and for trying again. */
void saffron_scheduler_forget_slide (SaffronScheduler *scheduler,
                                     SaffronSlide *slide);
gboolean saffron_scheduler_has_failed (SaffronScheduler *scheduler,
                                       const SaffronTileKey *key);

void saffron_scheduler_get_counts (SaffronScheduler *scheduler,
                                   SaffronSchedulerCounts *counts);

/* For tests and benchmarks: waits until nothing is queued or in flight; FALSE
 * when @timeout_us passes before. */
gboolean saffron_scheduler_wait_idle (SaffronScheduler *scheduler,
                                      gint64 timeout_us);

G_END_DECLS
