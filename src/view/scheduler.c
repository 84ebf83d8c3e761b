/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/scheduler.h"

#include "view/tile-grid.h"

#define MAX_THREADS 8

struct _SaffronScheduler {
  SaffronTileCache *cache;
  SaffronSchedulerFuncs funcs;

  GMutex lock;
  GCond work; /* signalled when something is queued, or on quit */
  GCond idle; /* signalled when nothing is queued or in flight */
  gboolean quit;
  GArray *queue; /* of SaffronTileRequest, each with a reference to the slide */
  guint next;
  GHashTable *in_flight; /* of keys on workers' stacks, but forgotten ones */
  guint n_busy;          /* workers that are decoding */
  GHashTable *failed;    /* owned keys */
  guint64 n_decoded, n_failed;

  guint n_threads;
  GThread *threads[MAX_THREADS];
};

static SaffronRaster *
read_tile (const SaffronTileKey *key,
           const SaffronRect *rect,
           gpointer user_data,
           GError **error)
{
  return saffron_slide_read (key->slide, key->level, rect, key->channel, error);
}

static void
request_clear (gpointer data)
{
  SaffronTileRequest *request = data;

  g_clear_object (&request->key.slide);
}

/* Takes the next tile that still has to be decoded, with its reference to the
 * slide. Called with the lock held. */
static gboolean
take_next (SaffronScheduler *self, SaffronTileRequest *out)
{
  while (self->next < self->queue->len)
    {
      SaffronTileRequest *request =
          &g_array_index (self->queue, SaffronTileRequest, self->next++);

      if (g_hash_table_contains (self->in_flight, &request->key)
          || g_hash_table_contains (self->failed, &request->key)
          || saffron_tile_cache_contains (self->cache, &request->key))
        continue;
      *out = *request;
      g_object_ref (out->key.slide);
      return TRUE;
    }
  return FALSE;
}

/* Called without the lock, because decoding takes long. */
static void
decode (SaffronScheduler *self, const SaffronTileRequest *request)
{
  const SaffronTileKey *key = &request->key;
  const SaffronLevel *level = saffron_slide_get_level (key->slide, key->level);
  SaffronTileGrid grid = saffron_tile_grid_for_level (level);
  SaffronRect rect = saffron_tile_grid_rect (&grid, key->x, key->y);
  g_autoptr (SaffronRaster) raster = NULL;
  g_autoptr (GError) error = NULL;
  gboolean forgotten;

  raster = self->funcs.read (key, &rect, self->funcs.user_data, &error);

  g_mutex_lock (&self->lock);
  forgotten = !g_hash_table_contains (self->in_flight, key);
  if (raster != NULL)
    self->n_decoded++;
  if (raster != NULL && !forgotten)
    saffron_tile_cache_insert (self->cache, key, raster, request->keep);
  if (raster == NULL && !forgotten)
    {
      self->n_failed++;
      g_hash_table_add (self->failed, g_memdup2 (key, sizeof *key));
    }
  g_hash_table_remove (self->in_flight, key);
  g_mutex_unlock (&self->lock);

  if (forgotten)
    return;
  if (raster != NULL && self->funcs.arrived != NULL)
    self->funcs.arrived (key, self->funcs.user_data);
  else if (raster == NULL && self->funcs.failed != NULL)
    self->funcs.failed (key, error, self->funcs.user_data);
}

static gpointer
worker (gpointer data)
{
  SaffronScheduler *self = data;

  g_mutex_lock (&self->lock);
  while (!self->quit)
    {
      SaffronTileRequest request;

      if (!take_next (self, &request))
        {
          if (self->n_busy == 0)
            g_cond_broadcast (&self->idle);
          g_cond_wait (&self->work, &self->lock);
          continue;
        }
      g_hash_table_add (self->in_flight, &request.key);
      self->n_busy++;
      g_mutex_unlock (&self->lock);
      decode (self, &request);
      /* This may close a file, so it is not done under the lock. */
      g_object_unref (request.key.slide);
      g_mutex_lock (&self->lock);
      self->n_busy--;
    }
  g_mutex_unlock (&self->lock);
  return NULL;
}

SaffronScheduler *
saffron_scheduler_new (SaffronTileCache *cache,
                       guint n_threads,
                       const SaffronSchedulerFuncs *funcs)
{
  SaffronScheduler *self = g_new0 (SaffronScheduler, 1);

  if (n_threads == 0)
    n_threads = g_get_num_processors ();
  self->cache = saffron_tile_cache_ref (cache);
  if (funcs != NULL)
    self->funcs = *funcs;
  if (self->funcs.read == NULL)
    self->funcs.read = read_tile;
  g_mutex_init (&self->lock);
  g_cond_init (&self->work);
  g_cond_init (&self->idle);
  self->queue = g_array_new (FALSE, FALSE, sizeof (SaffronTileRequest));
  g_array_set_clear_func (self->queue, request_clear);
  self->in_flight =
      g_hash_table_new (saffron_tile_key_hash, saffron_tile_key_equal);
  self->failed = g_hash_table_new_full (saffron_tile_key_hash,
                                        saffron_tile_key_equal, g_free, NULL);

  self->n_threads = CLAMP (n_threads, 1, MAX_THREADS);
  for (guint i = 0; i < self->n_threads; i++)
    self->threads[i] = g_thread_new ("tiles", worker, self);
  return self;
}

void
saffron_scheduler_free (SaffronScheduler *self)
{
  g_mutex_lock (&self->lock);
  self->quit = TRUE;
  g_cond_broadcast (&self->work);
  g_cond_broadcast (&self->idle);
  g_mutex_unlock (&self->lock);
  for (guint i = 0; i < self->n_threads; i++)
    g_thread_join (self->threads[i]);

  g_array_unref (self->queue);
  g_hash_table_unref (self->in_flight);
  g_hash_table_unref (self->failed);
  g_cond_clear (&self->work);
  g_cond_clear (&self->idle);
  g_mutex_clear (&self->lock);
  saffron_tile_cache_unref (self->cache);
  g_free (self);
}

void
saffron_scheduler_set_wanted (SaffronScheduler *self,
                              const SaffronTileRequest *requests,
                              guint n)
{
  GArray *queue =
      g_array_sized_new (FALSE, FALSE, sizeof (SaffronTileRequest), n);
  GArray *old = NULL;

  g_array_set_clear_func (queue, request_clear);
  g_array_append_vals (queue, requests, n);
  for (guint i = 0; i < n; i++)
    g_object_ref (requests[i].key.slide);

  g_mutex_lock (&self->lock);
  old = self->queue;
  self->queue = queue;
  self->next = 0;
  g_cond_broadcast (&self->work);
  g_mutex_unlock (&self->lock);
  g_array_unref (old);
}

static gboolean
key_is_of_slide (gpointer key, gpointer value, gpointer slide)
{
  return ((SaffronTileKey *) key)->slide == slide;
}

void
saffron_scheduler_forget_slide (SaffronScheduler *self, SaffronSlide *slide)
{
  g_autoptr (GArray) rest =
      g_array_new (FALSE, FALSE, sizeof (SaffronTileRequest));
  GArray *old = NULL;

  g_array_set_clear_func (rest, request_clear);
  g_mutex_lock (&self->lock);
  for (guint i = self->next; i < self->queue->len; i++)
    {
      SaffronTileRequest request =
          g_array_index (self->queue, SaffronTileRequest, i);

      if (request.key.slide == slide)
        continue;
      g_object_ref (request.key.slide);
      g_array_append_val (rest, request);
    }
  old = self->queue;
  self->queue = g_steal_pointer (&rest);
  self->next = 0;
  g_hash_table_foreach_remove (self->failed, key_is_of_slide, slide);
  g_hash_table_foreach_remove (self->in_flight, key_is_of_slide, slide);
  g_mutex_unlock (&self->lock);

  saffron_tile_cache_drop (self->cache, slide);
  g_array_unref (old);
}

gboolean
saffron_scheduler_has_failed (SaffronScheduler *self, const SaffronTileKey *key)
{
  gboolean failed;

  g_mutex_lock (&self->lock);
  failed = g_hash_table_contains (self->failed, key);
  g_mutex_unlock (&self->lock);
  return failed;
}

void
saffron_scheduler_get_counts (SaffronScheduler *self,
                              SaffronSchedulerCounts *counts)
{
  g_mutex_lock (&self->lock);
  counts->n_decoded = self->n_decoded;
  counts->n_failed = self->n_failed;
  counts->n_queued = self->queue->len - self->next;
  counts->n_in_flight = self->n_busy;
  counts->n_threads = self->n_threads;
  g_mutex_unlock (&self->lock);
}

gboolean
saffron_scheduler_wait_idle (SaffronScheduler *self, gint64 timeout_us)
{
  gint64 end = g_get_monotonic_time () + timeout_us;
  gboolean idle = FALSE;

  g_mutex_lock (&self->lock);
  for (;;)
    {
      idle = self->next >= self->queue->len && self->n_busy == 0;
      if (idle || !g_cond_wait_until (&self->idle, &self->lock, end))
        break;
    }
  g_mutex_unlock (&self->lock);
  return idle;
}
