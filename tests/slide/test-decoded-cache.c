/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/decoded-cache.h"

#include <gio/gio.h>

#define TILE_BYTES (16 * 16)

/* A source that makes tiles of one value each and counts them. It can fail for
 * a key, and can hold decoders until a given number has arrived. */
typedef struct {
  GMutex lock;
  GCond moved;
  int n_decoded[64];
  int failing; /* the key that fails, or -1 */
  gboolean gate_open;
  int n_inside;
} Source;

static void
source_init (Source *source)
{
  *source = (Source){ .failing = -1, .gate_open = TRUE };
  g_mutex_init (&source->lock);
  g_cond_init (&source->moved);
}

static void
source_clear (Source *source)
{
  g_mutex_clear (&source->lock);
  g_cond_clear (&source->moved);
}

static SaffronRaster *
decode (guint64 key, gpointer data, GError **error)
{
  Source *source = data;
  SaffronRaster *raster = NULL;
  gboolean fails;

  g_mutex_lock (&source->lock);
  source->n_decoded[key]++;
  source->n_inside++;
  g_cond_broadcast (&source->moved);
  while (!source->gate_open)
    g_cond_wait (&source->moved, &source->lock);
  source->n_inside--;
  fails = source->failing == (int) key;
  g_mutex_unlock (&source->lock);
  if (fails)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "tile %d", (int) key);
      return NULL;
    }
  raster = saffron_raster_new (16, 16, 1, SAFFRON_SAMPLE_U8);
  raster->data[0] = (guint8) key;
  return raster;
}

static void
get (SaffronDecodedCache *cache, Source *source, guint64 key)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SaffronRaster) raster = NULL;

  raster = saffron_decoded_cache_get (cache, key, decode, source, &error);
  g_assert_no_error (error);
  g_assert_cmpint (raster->data[0], ==, key);
}

/* The least recently used tile is dropped. */
static void
test_order (void)
{
  g_autoptr (SaffronDecodedCache) cache = NULL;
  Source source;

  source_init (&source);
  cache = saffron_decoded_cache_new (3 * TILE_BYTES);
  for (guint64 key = 0; key < 3; key++)
    get (cache, &source, key);
  get (cache, &source, 0);
  get (cache, &source, 3); /* drops 1 */
  get (cache, &source, 0);
  get (cache, &source, 2);
  get (cache, &source, 3);
  g_assert_cmpint (source.n_decoded[0], ==, 1);
  g_assert_cmpint (source.n_decoded[2], ==, 1);
  g_assert_cmpint (source.n_decoded[3], ==, 1);
  get (cache, &source, 1);
  g_assert_cmpint (source.n_decoded[1], ==, 2);
  source_clear (&source);
}

/* A tile that does not fit in the cache is returned all the same, and lives as
 * long as its user keeps it. */
static void
test_too_large (void)
{
  g_autoptr (SaffronDecodedCache) cache = NULL;
  g_autoptr (SaffronRaster) held = NULL;
  Source source;

  source_init (&source);
  cache = saffron_decoded_cache_new (TILE_BYTES - 1);
  held = saffron_decoded_cache_get (cache, 5, decode, &source, NULL);
  get (cache, &source, 6);
  get (cache, &source, 5);
  g_assert_cmpint (held->data[0], ==, 5);
  g_assert_cmpint (source.n_decoded[5], ==, 2);
  source_clear (&source);
}

/* A taken tile is not kept in the cache; one that is in the cache is taken from
 * it. */
static void
test_take (void)
{
  g_autoptr (SaffronDecodedCache) cache = NULL;
  Source source;

  source_init (&source);
  cache = saffron_decoded_cache_new (9 * TILE_BYTES);
  for (int i = 1; i <= 2; i++)
    {
      g_autoptr (SaffronRaster) taken =
          saffron_decoded_cache_take (cache, 7, decode, &source, NULL);

      g_assert_cmpint (taken->data[0], ==, 7);
      g_assert_cmpint (source.n_decoded[7], ==, i);
    }
  get (cache, &source, 7);
  saffron_raster_unref (
      saffron_decoded_cache_take (cache, 7, decode, &source, NULL));
  g_assert_cmpint (source.n_decoded[7], ==, 3);
  source_clear (&source);
}

static void
test_failure (void)
{
  g_autoptr (SaffronDecodedCache) cache = NULL;
  Source source;

  source_init (&source);
  cache = saffron_decoded_cache_new (9 * TILE_BYTES);
  source.failing = 4;
  for (int i = 1; i <= 2; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (
          saffron_decoded_cache_get (cache, 4, decode, &source, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
      g_assert_cmpint (source.n_decoded[4], ==, i);
    }
  source.failing = -1;
  get (cache, &source, 4);
  get (cache, &source, 4);
  g_assert_cmpint (source.n_decoded[4], ==, 3);
  source_clear (&source);
}

typedef struct {
  SaffronDecodedCache *cache;
  Source *source;
  guint64 key;
} Request;

static gpointer
request_run (gpointer data)
{
  Request *request = data;

  get (request->cache, request->source, request->key);
  return NULL;
}

/* A thread waits for a tile that another one is decoding, but not for other
 * tiles. */
static void
test_once (void)
{
  g_autoptr (SaffronDecodedCache) cache = NULL;
  Source source;
  Request requests[12];
  GThread *threads[12];

  source_init (&source);
  cache = saffron_decoded_cache_new (99 * TILE_BYTES);
  source.gate_open = FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      requests[i] = (Request){ cache, &source, i % 3 };
      threads[i] = g_thread_new ("request", request_run, &requests[i]);
    }
  g_mutex_lock (&source.lock);
  while (source.n_inside < 3)
    g_cond_wait (&source.moved, &source.lock);
  source.gate_open = TRUE;
  g_cond_broadcast (&source.moved);
  g_mutex_unlock (&source.lock);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  for (int key = 0; key < 3; key++)
    g_assert_cmpint (source.n_decoded[key], ==, 1);
  source_clear (&source);
}

static gpointer
hammer (gpointer data)
{
  Request *request = data;
  guint32 state = 1 + (guint32) request->key;

  for (int i = 0; i < 2000; i++)
    {
      state = state * 1664525u + 1013904223u;
      get (request->cache, request->source, (state >> 24) % 64);
    }
  return NULL;
}

static void
test_many_threads (void)
{
  g_autoptr (SaffronDecodedCache) cache = NULL;
  Source source;
  Request requests[4];
  GThread *threads[4];

  source_init (&source);
  cache = saffron_decoded_cache_new (7 * TILE_BYTES);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      requests[i] = (Request){ cache, &source, i };
      threads[i] = g_thread_new ("hammer", hammer, &requests[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  source_clear (&source);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slide/decoded-cache/order", test_order);
  g_test_add_func ("/slide/decoded-cache/too-large", test_too_large);
  g_test_add_func ("/slide/decoded-cache/take", test_take);
  g_test_add_func ("/slide/decoded-cache/failure", test_failure);
  g_test_add_func ("/slide/decoded-cache/once", test_once);
  g_test_add_func ("/slide/decoded-cache/many-threads", test_many_threads);
  return g_test_run ();
}
