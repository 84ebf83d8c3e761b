/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/raster.h"

G_BEGIN_DECLS

/**
 * SaffronDecodedCache:
 *
 * Decoded tiles of one slide, the least recently used leaving first once they
 * take more than a number of bytes. All functions may be called from any
 * thread; two threads that want the same tile have it decoded once.
 */
typedef struct _SaffronDecodedCache SaffronDecodedCache;

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

SaffronDecodedCache *saffron_decoded_cache_new (gsize max_bytes);
void saffron_decoded_cache_free (SaffronDecodedCache *cache);

/**
 * saffron_decoded_cache_get:
 *
 * Returns: (transfer full): the tile, decoded by @func unless it is here
 *   already; a failure is not remembered
 */
SaffronRaster *saffron_decoded_cache_get (SaffronDecodedCache *cache,
                                          guint64 key,
                                          SaffronTileFunc func,
                                          gpointer data,
                                          GError **error);

/* The same for a tile that the caller takes whole and keeps itself: nobody asks
 * for it again soon, so it is not kept here too. */
SaffronRaster *saffron_decoded_cache_take (SaffronDecodedCache *cache,
                                           guint64 key,
                                           SaffronTileFunc func,
                                           gpointer data,
                                           GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronDecodedCache, saffron_decoded_cache_free)

G_END_DECLS
