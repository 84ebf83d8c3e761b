/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/decoded-cache.h"

/* @raster is NULL while a thread decodes the tile; @link joins the queue once
 * @raster is set. */
typedef struct {
  guint64 key;
  SaffronRaster *raster;
  GList link;
} Entry;

struct _SaffronDecodedCache {
  GMutex lock;
  GCond decoded;
  GHashTable *entries;
  GQueue used; /* most recent first */
  gsize n_bytes, max_bytes;
};

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_clear_pointer (&entry->raster, saffron_raster_unref);
  g_free (entry);
}

SaffronDecodedCache *
saffron_decoded_cache_new (gsize max_bytes)
{
  SaffronDecodedCache *cache = g_new0 (SaffronDecodedCache, 1);

  g_mutex_init (&cache->lock);
  g_cond_init (&cache->decoded);
  cache->entries =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, entry_free);
  g_queue_init (&cache->used);
  cache->max_bytes = max_bytes;
  return cache;
}

void
saffron_decoded_cache_free (SaffronDecodedCache *cache)
{
  g_hash_table_unref (cache->entries);
  g_mutex_clear (&cache->lock);
  g_cond_clear (&cache->decoded);
  g_free (cache);
}

static void
evict (SaffronDecodedCache *cache)
{
  while (cache->n_bytes > cache->max_bytes)
    {
      Entry *last = cache->used.tail->data;

      cache->n_bytes -= saffron_raster_n_bytes (last->raster);
      g_queue_unlink (&cache->used, &last->link);
      g_hash_table_remove (cache->entries, &last->key);
    }
}

static SaffronRaster *
get (SaffronDecodedCache *cache,
     guint64 key,
     gboolean keep,
     SaffronTileFunc func,
     gpointer data,
     GError **error)
{
  Entry *entry = NULL;
  SaffronRaster *raster = NULL;

  g_mutex_lock (&cache->lock);
  while ((entry = g_hash_table_lookup (cache->entries, &key)) != NULL)
    {
      if (entry->raster != NULL)
        {
          raster = saffron_raster_ref (entry->raster);
          g_queue_unlink (&cache->used, &entry->link);
          g_queue_push_head_link (&cache->used, &entry->link);
          g_mutex_unlock (&cache->lock);
          return raster;
        }
      g_cond_wait (&cache->decoded, &cache->lock);
    }

  entry = g_new0 (Entry, 1);
  entry->key = key;
  entry->link.data = entry;
  g_hash_table_insert (cache->entries, &entry->key, entry);
  g_mutex_unlock (&cache->lock);

  raster = func (key, data, error);

  g_mutex_lock (&cache->lock);
  if (raster != NULL && keep)
    {
      entry->raster = saffron_raster_ref (raster);
      cache->n_bytes += saffron_raster_n_bytes (raster);
      g_queue_push_head_link (&cache->used, &entry->link);
      evict (cache);
    }
  else
    g_hash_table_remove (cache->entries, &key);
  g_cond_broadcast (&cache->decoded);
  g_mutex_unlock (&cache->lock);
  return raster;
}

SaffronRaster *
saffron_decoded_cache_get (SaffronDecodedCache *cache,
                           guint64 key,
                           SaffronTileFunc func,
                           gpointer data,
                           GError **error)
{
  return get (cache, key, TRUE, func, data, error);
}

SaffronRaster *
saffron_decoded_cache_take (SaffronDecodedCache *cache,
                            guint64 key,
                            SaffronTileFunc func,
                            gpointer data,
                            GError **error)
{
  return get (cache, key, FALSE, func, data, error);
}
