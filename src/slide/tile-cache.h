/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/raster.h"

G_BEGIN_DECLS

/**
 * SaffronTileCache:
 *
 * Decoded tiles of one slide, the least recently used leaving first once they
 * take more than a number of bytes. All functions may be called from any
 * thread; two threads that want the same tile have it decoded once.
 */
typedef struct _SaffronTileCache SaffronTileCache;

/**
 * SaffronTileFunc:
 *
 * Decodes the tile @key; called without any lock held.
 *
 * Returns: (transfer full): the tile, or %NULL with an error
 */
typedef SaffronRaster *(*SaffronTileFunc) (guint64 key,
                                           gpointer data,
                                           GError **error);

SaffronTileCache *saffron_tile_cache_new (gsize max_bytes);
void saffron_tile_cache_free (SaffronTileCache *cache);

/**
 * saffron_tile_cache_get:
 *
 * Returns: (transfer full): the tile, decoded by @func unless it is here
 *   already; a failure is not remembered
 */
SaffronRaster *saffron_tile_cache_get (SaffronTileCache *cache,
                                       guint64 key,
                                       SaffronTileFunc func,
                                       gpointer data,
                                       GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronTileCache, saffron_tile_cache_free)

G_END_DECLS
