/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "slide/slide.h"

G_BEGIN_DECLS

/**
 * SaffronTileKey:
 * @slide: compared by address; the key holds no reference
 * @level: the slide's level
 * @channel: its channel, or %SAFFRON_CHANNEL_RGB
 * @x: tile column of the level's #SaffronTileGrid
 * @y: tile row
 */
typedef struct {
  SaffronSlide *slide;
  int level, channel;
  int x, y;
} SaffronTileKey;

guint saffron_tile_key_hash (gconstpointer key);
gboolean saffron_tile_key_equal (gconstpointer a, gconstpointer b);

/**
 * SaffronTileCache:
 *
 * Decoded tiles up to a budget of bytes; beyond it, the least recently looked
 * up are dropped first. Reference counted; all functions may be called from any
 * thread. It holds references to the slides of its tiles.
 */
typedef struct _SaffronTileCache SaffronTileCache;

SaffronTileCache *saffron_tile_cache_new (gsize budget);
SaffronTileCache *saffron_tile_cache_ref (SaffronTileCache *cache);
void saffron_tile_cache_unref (SaffronTileCache *cache);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronTileCache, saffron_tile_cache_unref)

void saffron_tile_cache_set_budget (SaffronTileCache *cache, gsize budget);
gsize saffron_tile_cache_get_budget (SaffronTileCache *cache);
gsize saffron_tile_cache_get_n_bytes (SaffronTileCache *cache);
guint saffron_tile_cache_get_n_tiles (SaffronTileCache *cache);

/* (transfer full) (nullable): the tile, which counts as used now. */
SaffronRaster *saffron_tile_cache_lookup (SaffronTileCache *cache,
                                          const SaffronTileKey *key);
/* Whether the tile is in the cache; does not count as a use. */
gboolean saffron_tile_cache_contains (SaffronTileCache *cache,
                                      const SaffronTileKey *key);

/**
 * saffron_tile_cache_insert:
 * @keep: whether the tile stays until its slide is dropped, whatever the
 *   budget; for the few coarsest tiles, which ensure that there is always
 *   something to draw
 */
void saffron_tile_cache_insert (SaffronTileCache *cache,
                                const SaffronTileKey *key,
                                SaffronRaster *raster,
                                gboolean keep);

/* No tile is kept beyond the budget any more, as after another choice of what
 * is shown: those that were are dropped like all others. */
void saffron_tile_cache_release (SaffronTileCache *cache);

/* Drops all tiles of @slide; of every slide if it is %NULL. */
void saffron_tile_cache_drop (SaffronTileCache *cache, SaffronSlide *slide);

G_END_DECLS
