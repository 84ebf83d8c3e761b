/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/tile-cache.h"

typedef struct {
  SaffronTileKey key;
  SaffronRaster *raster;
  gsize n_bytes;
  gboolean keep;
  GList link; /* in the queue of @used; kept tiles are not */
} Entry;

struct _SaffronTileCache {
  gatomicrefcount ref_count;
  GMutex lock;
  gsize budget, n_bytes;
  GHashTable *entries; /* from its SaffronTileKey * to each Entry * */
  GQueue used;         /* most recently used first */
};

guint
saffron_tile_key_hash (gconstpointer pointer)
{
  const SaffronTileKey *key = pointer;
  guint64 h = (guint64) GPOINTER_TO_SIZE (key->slide) >> 4;

  h = h * 31 + (guint) key->level;
  h = h * 131 + (guint) key->channel;
  h = h * 0x9e3779b97f4a7c15u + (guint) key->x;
  h = h * 0x9e3779b97f4a7c15u + (guint) key->y;
  return (guint) (h ^ h >> 32);
}

gboolean
saffron_tile_key_equal (gconstpointer a, gconstpointer b)
{
  const SaffronTileKey *k = a, *l = b;

  return k->x == l->x && k->y == l->y && k->level == l->level
         && k->channel == l->channel && k->slide == l->slide;
}

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  saffron_raster_unref (entry->raster);
  g_object_unref (entry->key.slide);
  g_free (entry);
}

SaffronTileCache *
saffron_tile_cache_new (gsize budget)
{
  SaffronTileCache *cache = g_new0 (SaffronTileCache, 1);

  g_atomic_ref_count_init (&cache->ref_count);
  g_mutex_init (&cache->lock);
  cache->budget = budget;
  cache->entries = g_hash_table_new_full (
      saffron_tile_key_hash, saffron_tile_key_equal, NULL, entry_free);
  g_queue_init (&cache->used);
  return cache;
}

SaffronTileCache *
saffron_tile_cache_ref (SaffronTileCache *cache)
{
  g_atomic_ref_count_inc (&cache->ref_count);
  return cache;
}

void
saffron_tile_cache_unref (SaffronTileCache *cache)
{
  if (!g_atomic_ref_count_dec (&cache->ref_count))
    return;
  g_hash_table_unref (cache->entries);
  g_mutex_clear (&cache->lock);
  g_free (cache);
}

static void
remove_entry (SaffronTileCache *cache, Entry *entry)
{
  cache->n_bytes -= entry->n_bytes;
  if (!entry->keep)
    g_queue_unlink (&cache->used, &entry->link);
}

static void
shrink (SaffronTileCache *cache)
{
  while (cache->n_bytes > cache->budget && cache->used.tail != NULL)
    {
      Entry *entry = cache->used.tail->data;

      remove_entry (cache, entry);
      g_hash_table_remove (cache->entries, &entry->key);
    }
}

void
saffron_tile_cache_set_budget (SaffronTileCache *cache, gsize budget)
{
  g_mutex_lock (&cache->lock);
  cache->budget = budget;
  shrink (cache);
  g_mutex_unlock (&cache->lock);
}

gsize
saffron_tile_cache_get_budget (SaffronTileCache *cache)
{
  gsize budget;

  g_mutex_lock (&cache->lock);
  budget = cache->budget;
  g_mutex_unlock (&cache->lock);
  return budget;
}

gsize
saffron_tile_cache_get_n_bytes (SaffronTileCache *cache)
{
  gsize n_bytes;

  g_mutex_lock (&cache->lock);
  n_bytes = cache->n_bytes;
  g_mutex_unlock (&cache->lock);
  return n_bytes;
}

guint
saffron_tile_cache_get_n_tiles (SaffronTileCache *cache)
{
  guint n;

  g_mutex_lock (&cache->lock);
  n = g_hash_table_size (cache->entries);
  g_mutex_unlock (&cache->lock);
  return n;
}

SaffronRaster *
saffron_tile_cache_lookup (SaffronTileCache *cache, const SaffronTileKey *key)
{
  SaffronRaster *raster = NULL;
  Entry *entry = NULL;

  g_mutex_lock (&cache->lock);
  entry = g_hash_table_lookup (cache->entries, key);
  if (entry != NULL)
    {
      raster = saffron_raster_ref (entry->raster);
      if (!entry->keep)
        {
          g_queue_unlink (&cache->used, &entry->link);
          g_queue_push_head_link (&cache->used, &entry->link);
        }
    }
  g_mutex_unlock (&cache->lock);
  return raster;
}

gboolean
saffron_tile_cache_contains (SaffronTileCache *cache, const SaffronTileKey *key)
{
  gboolean found;

  g_mutex_lock (&cache->lock);
  found = g_hash_table_contains (cache->entries, key);
  g_mutex_unlock (&cache->lock);
  return found;
}

void
saffron_tile_cache_insert (SaffronTileCache *cache,
                           const SaffronTileKey *key,
                           SaffronRaster *raster,
                           gboolean keep)
{
  Entry *entry = NULL;

  g_mutex_lock (&cache->lock);
  entry = g_hash_table_lookup (cache->entries, key);
  if (entry != NULL)
    {
      remove_entry (cache, entry);
      g_hash_table_remove (cache->entries, key);
    }

  entry = g_new0 (Entry, 1);
  entry->key = *key;
  g_object_ref (key->slide);
  entry->raster = saffron_raster_ref (raster);
  entry->n_bytes = saffron_raster_n_bytes (raster) + sizeof (Entry);
  entry->keep = keep;
  entry->link.data = entry;
  g_hash_table_insert (cache->entries, &entry->key, entry);
  cache->n_bytes += entry->n_bytes;
  if (!keep)
    g_queue_push_head_link (&cache->used, &entry->link);
  shrink (cache);
  g_mutex_unlock (&cache->lock);
}

void
saffron_tile_cache_release (SaffronTileCache *cache)
{
  GHashTableIter iter;
  gpointer value;

  g_mutex_lock (&cache->lock);
  g_hash_table_iter_init (&iter, cache->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Entry *entry = value;

      if (!entry->keep)
        continue;
      entry->keep = FALSE;
      g_queue_push_head_link (&cache->used, &entry->link);
    }
  shrink (cache);
  g_mutex_unlock (&cache->lock);
}

static gboolean
is_of_slide (gpointer key, gpointer value, gpointer data)
{
  gpointer *args = data;
  Entry *entry = value;

  if (args[1] != NULL && entry->key.slide != args[1])
    return FALSE;
  remove_entry (args[0], entry);
  return TRUE;
}

void
saffron_tile_cache_drop (SaffronTileCache *cache, SaffronSlide *slide)
{
  gpointer args[2] = { cache, slide };

  /* One of the tiles may hold the last reference to the slide. The extra
   * reference keeps the file from being closed under the lock. */
  if (slide != NULL)
    g_object_ref (slide);
  g_mutex_lock (&cache->lock);
  g_hash_table_foreach_remove (cache->entries, is_of_slide, args);
  g_mutex_unlock (&cache->lock);
  if (slide != NULL)
    g_object_unref (slide);
}
