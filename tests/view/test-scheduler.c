/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/scheduler.h"

#include "base/error.h"
#include "view/fake-slide.h"

#define PATIENCE (60 * G_USEC_PER_SEC)

/* A reader that records which tiles are requested and, while its gate is
 * closed, waits before it answers. */
typedef struct {
  GMutex lock;
  GCond changed;
  GArray *asked; /* of SaffronTileKey, in order */
  gboolean closed;
  int passes; /* how many reads may pass the closed gate */
  int inside, most_inside;
  int bad_x; /* the column whose tiles fail; -1 for none */
  int n_arrived, n_failed;
} Reader;

static void
reader_init (Reader *r, gboolean closed)
{
  *r = (Reader){ .closed = closed, .bad_x = -1 };
  g_mutex_init (&r->lock);
  g_cond_init (&r->changed);
  r->asked = g_array_new (FALSE, FALSE, sizeof (SaffronTileKey));
}

static void
reader_clear (Reader *r)
{
  g_array_unref (r->asked);
  g_cond_clear (&r->changed);
  g_mutex_clear (&r->lock);
}

static SaffronRaster *
read_tile (const SaffronTileKey *key,
           const SaffronRect *rect,
           gpointer data,
           GError **error)
{
  Reader *r = data;
  gboolean bad;

  g_mutex_lock (&r->lock);
  g_array_append_val (r->asked, *key);
  r->inside++;
  r->most_inside = MAX (r->most_inside, r->inside);
  g_cond_broadcast (&r->changed);
  while (r->closed && r->passes == 0)
    g_cond_wait (&r->changed, &r->lock);
  if (r->closed)
    r->passes--;
  r->inside--;
  bad = key->x == r->bad_x;
  g_mutex_unlock (&r->lock);

  if (!bad)
    return saffron_raster_new ((int) rect->width, (int) rect->height, 1,
                               SAFFRON_SAMPLE_U8);
  g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_DAMAGED, "bad tile");
  return NULL;
}

static void
on_arrived (const SaffronTileKey *key, gpointer data)
{
  g_atomic_int_inc (&((Reader *) data)->n_arrived);
}

static void
on_failed (const SaffronTileKey *key, const GError *error, gpointer data)
{
  Reader *r = data;

  g_assert_cmpint (key->x, ==, r->bad_x);
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_DAMAGED);
  g_atomic_int_inc (&r->n_failed);
}

static void
wait_asked (Reader *r, guint n)
{
  g_mutex_lock (&r->lock);
  while (r->asked->len < n)
    g_cond_wait (&r->changed, &r->lock);
  g_mutex_unlock (&r->lock);
}

static void
let_pass (Reader *r, int n)
{
  g_mutex_lock (&r->lock);
  r->passes += n;
  if (n < 0)
    r->closed = FALSE;
  g_cond_broadcast (&r->changed);
  g_mutex_unlock (&r->lock);
}

static const SaffronTileKey *
asked (const Reader *r, guint i)
{
  g_assert_cmpuint (i, <, r->asked->len);
  return &g_array_index (r->asked, SaffronTileKey, i);
}

typedef struct {
  Reader reader;
  SaffronSlide *slide;
  SaffronTileCache *cache;
  SaffronScheduler *scheduler;
} Fixture;

static void
fixture_init (Fixture *f, guint n_threads, gboolean closed)
{
  FakeSlide spec = { .width = 65536, .height = 1024, .n_levels = 1 };
  SaffronSchedulerFuncs funcs = { on_arrived, on_failed, read_tile,
                                  &f->reader };

  reader_init (&f->reader, closed);
  f->slide = fake_slide_new (&spec);
  f->cache = saffron_tile_cache_new (256 << 20);
  f->scheduler = saffron_scheduler_new (f->cache, n_threads, &funcs);
}

static void
fixture_clear (Fixture *f)
{
  saffron_scheduler_free (f->scheduler);
  saffron_tile_cache_unref (f->cache);
  g_object_unref (f->slide);
  reader_clear (&f->reader);
}

static void
want (Fixture *f, int from, int n)
{
  g_autoptr (GArray) list =
      g_array_new (FALSE, FALSE, sizeof (SaffronTileRequest));

  for (int x = from; x < from + n; x++)
    {
      SaffronTileRequest request = { { f->slide, 0, 0, x, 0 }, FALSE };

      g_array_append_val (list, request);
    }
  saffron_scheduler_set_wanted (
      f->scheduler, (const SaffronTileRequest *) list->data, list->len);
}

/* Tiles are decoded in the order of the list, each once, although the list is
 * given again. */
static void
test_order (void)
{
  Fixture f;

  fixture_init (&f, 1, FALSE);
  want (&f, 0, 40);
  g_assert_true (saffron_scheduler_wait_idle (f.scheduler, PATIENCE));
  want (&f, 20, 40);
  g_assert_true (saffron_scheduler_wait_idle (f.scheduler, PATIENCE));
  want (&f, 0, 60);
  g_assert_true (saffron_scheduler_wait_idle (f.scheduler, PATIENCE));
  g_assert_cmpuint (f.reader.asked->len, ==, 60);
  for (guint i = 0; i < 60; i++)
    g_assert_cmpint (asked (&f.reader, i)->x, ==, (int) i);
  g_assert_cmpint (g_atomic_int_get (&f.reader.n_arrived), ==, 60);
  g_assert_cmpuint (saffron_tile_cache_get_n_tiles (f.cache), ==, 60);
  fixture_clear (&f);
}

/* After a move, nothing more is decoded for the place that was left. */
static void
test_replaced (void)
{
  SaffronSchedulerCounts counts;
  Fixture f;

  fixture_init (&f, 2, TRUE);
  want (&f, 0, 50);
  wait_asked (&f.reader, 2);
  want (&f, 100, 10);
  saffron_scheduler_get_counts (f.scheduler, &counts);
  g_assert_cmpuint (counts.n_queued, ==, 10);
  g_assert_cmpuint (counts.n_in_flight, ==, 2);
  let_pass (&f.reader, -1);
  g_assert_true (saffron_scheduler_wait_idle (f.scheduler, PATIENCE));

  /* Tiles that were in flight are kept. */
  g_assert_cmpuint (f.reader.asked->len, ==, 12);
  for (guint i = 0; i < f.reader.asked->len; i++)
    g_assert_true (asked (&f.reader, i)->x < 2
                   || asked (&f.reader, i)->x >= 100);
  g_assert_cmpuint (saffron_tile_cache_get_n_tiles (f.cache), ==, 12);
  fixture_clear (&f);
}

/* A tile in flight is not started by another worker. */
static void
test_under_way (void)
{
  Fixture f;

  fixture_init (&f, 4, TRUE);
  want (&f, 0, 1);
  wait_asked (&f.reader, 1);
  want (&f, 0, 4);
  wait_asked (&f.reader, 4);
  want (&f, 0, 4);
  let_pass (&f.reader, -1);
  g_assert_true (saffron_scheduler_wait_idle (f.scheduler, PATIENCE));
  g_assert_cmpuint (f.reader.asked->len, ==, 4);
  fixture_clear (&f);
}

/* However long the list, no more than two tiles per worker are started. */
static void
test_in_flight (void)
{
  SaffronSchedulerCounts counts;
  Fixture f;

  fixture_init (&f, 3, TRUE);
  want (&f, 0, 200);
  wait_asked (&f.reader, 3);
  for (int i = 0; i < 50; i++)
    {
      let_pass (&f.reader, 1);
      wait_asked (&f.reader, 4 + i);
      saffron_scheduler_get_counts (f.scheduler, &counts);
      g_assert_cmpuint (counts.n_in_flight, <=, 2 * counts.n_threads);
    }
  let_pass (&f.reader, -1);
  g_assert_true (saffron_scheduler_wait_idle (f.scheduler, PATIENCE));
  g_assert_cmpint (f.reader.most_inside, <=, 2 * 3);
  g_assert_cmpint (f.reader.most_inside, ==, 3);
  saffron_scheduler_get_counts (f.scheduler, &counts);
  g_assert_cmpuint (counts.n_in_flight, ==, 0);
  g_assert_cmpuint (counts.n_queued, ==, 0);
  g_assert_cmpuint (counts.n_decoded, ==, 200);
  fixture_clear (&f);
}

static void
test_failures (void)
{
  SaffronSchedulerCounts counts;
  Fixture f;
  SaffronTileKey bad;

  fixture_init (&f, 2, FALSE);
  f.reader.bad_x = 5;
  for (int i = 0; i < 3; i++)
    {
      want (&f, 0, 10);
      g_assert_true (saffron_scheduler_wait_idle (f.scheduler, PATIENCE));
    }
  bad = (SaffronTileKey){ f.slide, 0, 0, 5, 0 };
  g_assert_true (saffron_scheduler_has_failed (f.scheduler, &bad));
  g_assert_cmpuint (f.reader.asked->len, ==, 10);
  g_assert_cmpint (g_atomic_int_get (&f.reader.n_failed), ==, 1);
  saffron_scheduler_get_counts (f.scheduler, &counts);
  g_assert_cmpuint (counts.n_failed, ==, 1);
  g_assert_cmpuint (counts.n_decoded, ==, 9);

  /* A failed tile is tried again only after its slide was forgotten. */
  saffron_scheduler_forget_slide (f.scheduler, f.slide);
  g_assert_false (saffron_scheduler_has_failed (f.scheduler, &bad));
  g_assert_cmpuint (saffron_tile_cache_get_n_tiles (f.cache), ==, 0);
  fixture_clear (&f);
}

/* A slide that is closed while one of its tiles is decoded leaves nothing in
 * the cache. */
static void
test_forget (void)
{
  Fixture f;

  fixture_init (&f, 1, TRUE);
  want (&f, 0, 10);
  wait_asked (&f.reader, 1);
  saffron_scheduler_forget_slide (f.scheduler, f.slide);
  let_pass (&f.reader, -1);
  g_assert_true (saffron_scheduler_wait_idle (f.scheduler, PATIENCE));
  g_assert_cmpuint (f.reader.asked->len, ==, 1);
  g_assert_cmpuint (saffron_tile_cache_get_n_tiles (f.cache), ==, 0);
  g_assert_cmpint (g_atomic_int_get (&f.reader.n_arrived), ==, 0);
  fixture_clear (&f);
}

static void
test_free_while_busy (void)
{
  gpointer alive = NULL;
  Fixture f;

  fixture_init (&f, 2, FALSE);
  alive = f.slide;
  g_object_add_weak_pointer (G_OBJECT (f.slide), &alive);
  want (&f, 0, 250);
  fixture_clear (&f);
  g_assert_null (alive);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view/scheduler/order", test_order);
  g_test_add_func ("/view/scheduler/replaced", test_replaced);
  g_test_add_func ("/view/scheduler/under-way", test_under_way);
  g_test_add_func ("/view/scheduler/in-flight", test_in_flight);
  g_test_add_func ("/view/scheduler/failures", test_failures);
  g_test_add_func ("/view/scheduler/forget", test_forget);
  g_test_add_func ("/view/scheduler/free-while-busy", test_free_while_busy);
  return g_test_run ();
}
