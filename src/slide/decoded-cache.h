/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/raster.h"

G_BEGIN_DECLS

/**
 * SaffronDecodedCache:
 *
 * Decoded tiles of one slide. Once they take more than a given number of bytes,
 * the least recently used are dropped first. All functions may be called from
 * any thread; a tile that two threads want at once is decoded once.
 */
typedef struct _SaffronDecodedCache SaffronDecodedCache;

/**
 * SaffronTileFunc:
 *
 * Decodes the tile @key. The cache holds no lock during the call.
 *
 * Returns: (transfer full): the tile, or %NULL with an error
 */
typedef SaffronRaster *(*SaffronTileFunc) (guint64 key,
                                           gpointer data,
                                           GError **error);

SaffronDecodedCache *saffron_decoded_cache_new (gsize max_bytes);
void saffron_decoded_cache_free (SaffronDecodedCache *cache);

/**
 * saffron_decoded_cache_get:
 *
 * Returns: (transfer full): the tile, decoded by @func unless it is in the
 *   cache, or %NULL with @func's error; a failure is not remembered
 */
SaffronRaster *saffron_decoded_cache_get (SaffronDecodedCache *cache,
                                          guint64 key,
                                          SaffronTileFunc func,
                                          gpointer data,
                                          GError **error);

/* The same for a tile that the caller uses whole and keeps itself. It will not
 * be asked for again soon, so the cache does not keep it. */
SaffronRaster *saffron_decoded_cache_take (SaffronDecodedCache *cache,
                                           guint64 key,
                                           SaffronTileFunc func,
                                           gpointer data,
                                           GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronDecodedCache, saffron_decoded_cache_free)

G_END_DECLS
