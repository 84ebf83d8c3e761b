/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/tile-cache.h"

#include "view/fake-slide.h"

#define SIDE 64

static SaffronSlide *
small_slide (void)
{
  FakeSlide spec = { .width = 4096, .height = 4096, .n_levels = 3 };

  return fake_slide_new (&spec);
}

static SaffronTileKey
key_of (SaffronSlide *slide, int x)
{
  return (SaffronTileKey){ slide, 0, 0, x, 0 };
}

static void
add (SaffronTileCache *cache, SaffronSlide *slide, int x, gboolean keep)
{
  SaffronTileKey key = key_of (slide, x);
  g_autoptr (SaffronRaster) raster =
      saffron_raster_new (SIDE, SIDE, 1, SAFFRON_SAMPLE_U8);

  saffron_tile_cache_insert (cache, &key, raster, keep);
}

static gboolean
has (SaffronTileCache *cache, SaffronSlide *slide, int x)
{
  SaffronTileKey key = key_of (slide, x);

  return saffron_tile_cache_contains (cache, &key);
}

/* What the cache counts for a tile of SIDE × SIDE, with its own overhead. */
static gsize
weight (void)
{
  g_autoptr (SaffronSlide) slide = small_slide ();
  g_autoptr (SaffronTileCache) cache = saffron_tile_cache_new (1 << 20);

  add (cache, slide, 0, FALSE);
  return saffron_tile_cache_get_n_bytes (cache);
}

static void
test_weight (void)
{
  g_autoptr (SaffronSlide) slide = small_slide ();
  g_autoptr (SaffronTileCache) cache = saffron_tile_cache_new (1 << 20);
  g_autoptr (SaffronRaster) wide =
      saffron_raster_new (SIDE, SIDE, 3, SAFFRON_SAMPLE_U16);
  SaffronTileKey key = key_of (slide, 1);
  gsize one = weight ();

  g_assert_cmpuint (one, >=, SIDE * SIDE);
  add (cache, slide, 0, FALSE);
  saffron_tile_cache_insert (cache, &key, wide, FALSE);
  g_assert_cmpuint (saffron_tile_cache_get_n_bytes (cache), ==,
                    2 * one + 5 * SIDE * SIDE);
  /* Inserting the same key again replaces the tile. */
  add (cache, slide, 1, FALSE);
  g_assert_cmpuint (saffron_tile_cache_get_n_bytes (cache), ==, 2 * one);
  g_assert_cmpuint (saffron_tile_cache_get_n_tiles (cache), ==, 2);
}

/* The least recently looked up tile is dropped first. */
static void
test_order_of_use (void)
{
  g_autoptr (SaffronSlide) slide = small_slide ();
  g_autoptr (SaffronTileCache) cache = saffron_tile_cache_new (4 * weight ());
  SaffronTileKey first = key_of (slide, 0);
  g_autoptr (SaffronRaster) used = NULL;

  for (int x = 0; x < 4; x++)
    add (cache, slide, x, FALSE);
  g_assert_cmpuint (saffron_tile_cache_get_n_tiles (cache), ==, 4);

  used = saffron_tile_cache_lookup (cache, &first);
  g_assert_nonnull (used);
  /* Asking whether a tile is in the cache does not count as a use. */
  g_assert_true (has (cache, slide, 1));
  add (cache, slide, 4, FALSE);
  g_assert_true (has (cache, slide, 0));
  g_assert_false (has (cache, slide, 1));
  add (cache, slide, 5, FALSE);
  g_assert_false (has (cache, slide, 2));
  g_assert_true (has (cache, slide, 3));
}

static void
test_bytes_decide (void)
{
  g_autoptr (SaffronSlide) slide = small_slide ();
  g_autoptr (SaffronTileCache) cache = saffron_tile_cache_new (8 * weight ());
  g_autoptr (SaffronRaster) large =
      saffron_raster_new (2 * SIDE, 2 * SIDE, 1, SAFFRON_SAMPLE_U8);
  SaffronTileKey key = key_of (slide, 100);

  for (int x = 0; x < 8; x++)
    add (cache, slide, x, FALSE);
  /* It is four times as large, so four small tiles are dropped. */
  saffron_tile_cache_insert (cache, &key, large, FALSE);
  g_assert_cmpuint (saffron_tile_cache_get_n_tiles (cache), ==, 5);
  g_assert_cmpuint (saffron_tile_cache_get_n_bytes (cache), <=,
                    saffron_tile_cache_get_budget (cache));
  saffron_tile_cache_set_budget (cache, 2 * weight ());
  g_assert_false (has (cache, slide, 100));
  g_assert_cmpuint (saffron_tile_cache_get_n_bytes (cache), <=, 2 * weight ());
}

static void
test_kept (void)
{
  g_autoptr (SaffronSlide) slide = small_slide ();
  g_autoptr (SaffronTileCache) cache = saffron_tile_cache_new (3 * weight ());

  add (cache, slide, 0, TRUE);
  for (int x = 1; x < 20; x++)
    add (cache, slide, x, FALSE);
  g_assert_true (has (cache, slide, 0));
  g_assert_true (has (cache, slide, 19));
  g_assert_cmpuint (saffron_tile_cache_get_n_tiles (cache), ==, 3);
  saffron_tile_cache_set_budget (cache, 0);
  g_assert_true (has (cache, slide, 0));
  g_assert_cmpuint (saffron_tile_cache_get_n_tiles (cache), ==, 1);
  saffron_tile_cache_drop (cache, slide);
  g_assert_cmpuint (saffron_tile_cache_get_n_bytes (cache), ==, 0);
}

/* What was kept is dropped like all others once it is released. */
static void
test_released (void)
{
  g_autoptr (SaffronSlide) slide = small_slide ();
  g_autoptr (SaffronTileCache) cache = saffron_tile_cache_new (3 * weight ());

  for (int x = 0; x < 5; x++)
    add (cache, slide, x, TRUE);
  g_assert_cmpuint (saffron_tile_cache_get_n_tiles (cache), ==, 5);
  saffron_tile_cache_release (cache);
  g_assert_cmpuint (saffron_tile_cache_get_n_tiles (cache), ==, 3);
  for (int x = 10; x < 13; x++)
    add (cache, slide, x, FALSE);
  for (int x = 0; x < 5; x++)
    g_assert_false (has (cache, slide, x));
  g_assert_cmpuint (saffron_tile_cache_get_n_bytes (cache), ==, 3 * weight ());
}

/* A tile that is in use outlives its place in the cache. */
static void
test_references (void)
{
  SaffronSlide *slides[2] = { small_slide (), small_slide () };
  SaffronTileCache *cache = saffron_tile_cache_new (1 << 20);
  SaffronTileKey key = key_of (slides[0], 0);
  SaffronRaster *held = NULL;
  gpointer alive[2] = { slides[0], slides[1] };

  for (int i = 0; i < 2; i++)
    {
      g_object_add_weak_pointer (G_OBJECT (slides[i]), &alive[i]);
      add (cache, slides[i], 0, FALSE);
      add (cache, slides[i], 1, TRUE);
    }
  held = saffron_tile_cache_lookup (cache, &key);
  held->data[SIDE * SIDE - 1] = 42;
  g_object_unref (slides[0]);
  g_object_unref (slides[1]);
  g_assert_nonnull (alive[0]);

  saffron_tile_cache_drop (cache, slides[0]);
  g_assert_null (alive[0]);
  g_assert_nonnull (alive[1]);
  g_assert_cmpint (held->data[SIDE * SIDE - 1], ==, 42);
  g_assert_cmpuint (saffron_tile_cache_get_n_tiles (cache), ==, 2);

  saffron_tile_cache_ref (cache);
  saffron_tile_cache_unref (cache);
  g_assert_nonnull (alive[1]);
  saffron_tile_cache_unref (cache);
  g_assert_null (alive[1]);
  saffron_raster_unref (held);
}

typedef struct {
  SaffronTileCache *cache;
  SaffronSlide *slide;
  guint seed;
  guint n_found;
} Hammer;

/* Tile x is filled with x, so that a torn or mixed-up tile is detected. */
static gpointer
hammer (gpointer data)
{
  Hammer *h = data;
  g_autoptr (GRand) random = g_rand_new_with_seed (h->seed);

  for (int i = 0; i < 20000; i++)
    {
      SaffronTileKey key = key_of (h->slide, g_rand_int_range (random, 0, 60));
      g_autoptr (SaffronRaster) raster =
          saffron_tile_cache_lookup (h->cache, &key);

      if (raster == NULL)
        {
          raster = saffron_raster_new (SIDE, 1, 1, SAFFRON_SAMPLE_U8);
          memset (raster->data, key.x, SIDE);
          saffron_tile_cache_insert (h->cache, &key, raster, key.x < 3);
        }
      else
        {
          h->n_found++;
          g_assert_cmpint (raster->data[0], ==, key.x);
          g_assert_cmpint (raster->data[SIDE - 1], ==, key.x);
        }
      if (i % 500 == 0)
        saffron_tile_cache_set_budget (h->cache, i % 1000 == 0 ? 4000 : 8000);
    }
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (SaffronSlide) slide = small_slide ();
  g_autoptr (SaffronTileCache) cache = saffron_tile_cache_new (8000);
  Hammer hammers[4];
  GThread *threads[4];
  gsize kept = 0;

  for (guint i = 0; i < 4; i++)
    {
      hammers[i] = (Hammer){ cache, slide, 17 + i, 0 };
      threads[i] = g_thread_new ("hammer", hammer, &hammers[i]);
    }
  for (guint i = 0; i < 4; i++)
    {
      g_thread_join (threads[i]);
      g_assert_cmpuint (hammers[i].n_found, >, 0);
    }

  /* The running sum of bytes equals that of the tiles that are left. */
  g_assert_cmpuint (saffron_tile_cache_get_n_bytes (cache), <=, 8000);
  saffron_tile_cache_set_budget (cache, 0);
  kept = saffron_tile_cache_get_n_tiles (cache);
  g_assert_cmpuint (kept, ==, 3);
  g_assert_true (has (cache, slide, 0) && has (cache, slide, 1)
                 && has (cache, slide, 2));
  saffron_tile_cache_drop (cache, NULL);
  g_assert_cmpuint (saffron_tile_cache_get_n_bytes (cache), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view/tile-cache/weight", test_weight);
  g_test_add_func ("/view/tile-cache/order-of-use", test_order_of_use);
  g_test_add_func ("/view/tile-cache/bytes-decide", test_bytes_decide);
  g_test_add_func ("/view/tile-cache/kept", test_kept);
  g_test_add_func ("/view/tile-cache/released", test_released);
  g_test_add_func ("/view/tile-cache/references", test_references);
  g_test_add_func ("/view/tile-cache/threads", test_threads);
  return g_test_run ();
}
