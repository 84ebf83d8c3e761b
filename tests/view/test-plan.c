/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/frame.h"

#include <math.h>

#include "view/fake-slide.h"

#define PATIENCE (60 * G_USEC_PER_SEC)

typedef struct {
  SaffronSlide *slides[2];
  SaffronSlideDisplay *displays[2];
  SaffronTileCache *cache;
  SaffronViewGeometry view;
} Fixture;

static void
fixture_init (Fixture *f, gsize budget)
{
  FakeSlide spec = { .width = 40000,
                     .height = 40000,
                     .n_levels = 8,
                     .type = SAFFRON_SAMPLE_U16,
                     .n_channels = 2 };

  for (int side = 0; side < 2; side++)
    {
      f->slides[side] = fake_slide_new (&spec);
      f->displays[side] = saffron_slide_display_new (f->slides[side], 0);
    }
  f->cache = saffron_tile_cache_new (budget);
  f->view = (SaffronViewGeometry){ { 20000.0, 20000.0 }, 1.0, 1280, 800 };
}

static void
fixture_clear (Fixture *f)
{
  for (int side = 0; side < 2; side++)
    {
      saffron_slide_display_free (f->displays[side]);
      g_object_unref (f->slides[side]);
    }
  saffron_tile_cache_unref (f->cache);
}

static SaffronFrame *
make_frame (const Fixture *f)
{
  SaffronViewLook look = SAFFRON_VIEW_LOOK_DEFAULT;
  const SaffronSlideDisplay *displays[2] = { f->displays[0], f->displays[1] };

  return saffron_frame_new (&f->view, &look, NULL, f->slides, displays,
                            f->cache);
}

static const SaffronTileRequest *
request (const GArray *plan, guint i)
{
  return &g_array_index (plan, SaffronTileRequest, i);
}

static gboolean
on_canvas (const SaffronFrame *frame, const SaffronTileKey *key)
{
  const SaffronFrameSlide *s = &frame->slides[0];

  for (int l = 0; l < s->n_levels; l++)
    if (s->levels[l].level == key->level)
      return saffron_tile_range_contains (&s->levels[l].range, key->x, key->y);
  return FALSE;
}

/* The index of the first tile of the wanted level on the canvas. */
static guint
first_wanted (const SaffronFrame *frame, const GArray *plan)
{
  guint i = 0;

  while (i < plan->len
         && request (plan, i)->key.level != frame->slides[0].levels[0].level)
    i++;
  return i;
}

/* All coarse tiles come before the first fine one, so that there is something
 * to see at once; the margin comes last. */
static void
test_coarse_first (void)
{
  Fixture f;
  g_autoptr (SaffronFrame) frame = NULL;
  g_autoptr (GArray) plan = NULL;
  guint n_wanted, first, n_coarse = 0;

  fixture_init (&f, 256 << 20);
  frame = make_frame (&f);
  plan = saffron_frame_plan (frame);
  n_wanted = frame->slides[0].n_wanted + frame->slides[1].n_wanted;
  first = first_wanted (frame, plan);
  g_assert_cmpuint (n_wanted, ==,
                    frame->slides[0].n_missing + frame->slides[1].n_missing);
  g_assert_cmpint (request (plan, 0)->key.level, ==, 7);
  for (guint i = 0; i < first; i++)
    {
      g_assert_true (on_canvas (frame, &request (plan, i)->key));
      g_assert_cmpint (request (plan, i)->key.level, <=,
                       i > 0 ? request (plan, i - 1)->key.level : 7);
      n_coarse += request (plan, i)->key.level == 7;
    }
  g_assert_cmpuint (n_coarse, >=, 2);
  g_assert_cmpuint (plan->len, >, first + n_wanted);
  for (guint i = first; i < first + n_wanted; i++)
    {
      g_assert_cmpint (request (plan, i)->key.level, ==, 0);
      g_assert_true (on_canvas (frame, &request (plan, i)->key));
    }
  for (guint i = 0; i < plan->len; i++)
    g_assert_true (request (plan, i)->keep
                   == (request (plan, i)->key.level == 7));
  fixture_clear (&f);
}

/* Of a torn slide whose pieces lie 10000 px apart, only their own tiles are
 * wanted, asked for and counted, and none is drawn coarser for the rest. */
static void
test_torn (void)
{
  Fixture f;
  SaffronViewLook look = SAFFRON_VIEW_LOOK_DEFAULT;
  g_autoptr (SaffronTransform) torn = fake_torn_new (40000, 40000, 10000.0);
  g_autoptr (SaffronFrame) frame = NULL;
  g_autoptr (GArray) plan = NULL;
  const SaffronFrameSlide *s = NULL;
  guint n_asked = 0;

  fixture_init (&f, 64 << 20);
  /* Where all three meet. */
  f.view.centre = (SaffronRefPoint){ 22553.0, 22766.0 };
  {
    const SaffronSlideDisplay *displays[2] = { f.displays[0], f.displays[1] };

    frame =
        saffron_frame_new (&f.view, &look, torn, f.slides, displays, f.cache);
  }
  s = &frame->slides[SAFFRON_VIEW_MOVING];
  plan = saffron_frame_plan (frame);
  g_assert_cmpint (s->levels[0].level, ==, 0);
  g_assert_nonnull (s->levels[0].wanted);
  g_assert_cmpint (s->levels[0].range.n_x * s->levels[0].range.n_y, >, 2000);
  g_assert_cmpuint (s->n_wanted, <, 150);
  g_assert_cmpuint (s->n_wanted, ==, s->n_missing);
  for (guint i = 0; i < plan->len; i++)
    {
      const SaffronTileKey *key = &request (plan, i)->key;

      if (key->slide == f.slides[1] && key->level == 0)
        n_asked += saffron_frame_level_wants (&s->levels[0], key->x, key->y);
    }
  g_assert_cmpuint (n_asked, >=, s->n_wanted);
  /* Those and a margin around each part, not all between the parts. */
  g_assert_cmpuint (plan->len, <, 1000);
  fixture_clear (&f);
}

static double
distance (const Fixture *f, const SaffronTileKey *key)
{
  SaffronTileGrid grid = saffron_tile_grid_for_level (
      saffron_slide_get_level (key->slide, key->level));

  return hypot ((key->x + 0.5) * grid.tile_width - f->view.centre.x,
                (key->y + 0.5) * grid.tile_height - f->view.centre.y);
}

/* Tiles are ordered from the centre outwards, to within a tile, with reference
 * and moving slide in turn. */
static void
test_centre_out (void)
{
  Fixture f;
  g_autoptr (SaffronFrame) frame = NULL;
  g_autoptr (GArray) plan = NULL;
  guint first, n;

  fixture_init (&f, 256 << 20);
  frame = make_frame (&f);
  plan = saffron_frame_plan (frame);
  first = first_wanted (frame, plan);
  n = frame->slides[0].n_wanted;
  g_assert_cmpuint (n, >=, 20);
  for (guint i = 0; i < 2 * n; i++)
    {
      const SaffronTileKey *key = &request (plan, first + i)->key;

      g_assert_true (key->slide == f.slides[i % 2]);
      if (i >= 2)
        g_assert_cmpfloat (distance (&f, key) + 256.0 * G_SQRT2 * 0.5 + 1.0, >=,
                           distance (&f, &request (plan, first + i - 2)->key));
    }
  g_assert_cmpfloat (distance (&f, &request (plan, first)->key), <,
                     distance (&f, &request (plan, first + 2 * n - 1)->key)
                         - 256.0);
  fixture_clear (&f);
}

static void
decode (SaffronScheduler *scheduler, const SaffronFrame *frame)
{
  g_autoptr (GArray) plan = saffron_frame_plan (frame);

  saffron_scheduler_set_wanted (
      scheduler, (const SaffronTileRequest *) plan->data, plan->len);
  g_assert_true (saffron_scheduler_wait_idle (scheduler, PATIENCE));
}

/* The slide was read once for each tile that arrived. */
static void
test_decoded_once (void)
{
  Fixture f;
  SaffronScheduler *scheduler = NULL;

  fixture_init (&f, 256 << 20);
  scheduler = saffron_scheduler_new (f.cache, 3, NULL);
  for (int i = 0; i < 6; i++)
    {
      g_autoptr (SaffronFrame) frame = NULL;
      g_autoptr (SaffronFrame) sharp = NULL;

      f.view.centre.x += 130.0;
      f.view.zoom = i < 3 ? 1.0 : 0.3;
      frame = make_frame (&f);
      decode (scheduler, frame);
      sharp = make_frame (&f);
      g_assert_true (saffron_frame_is_sharp (sharp));
      g_assert_true (saffron_frame_has_pixels (sharp));
    }
  g_assert_cmpint (fake_slide_get_n_reads (f.slides[0])
                       + fake_slide_get_n_reads (f.slides[1]),
                   ==, (int) saffron_tile_cache_get_n_tiles (f.cache));
  saffron_scheduler_free (scheduler);
  fixture_clear (&f);
}

/* A view finishes decoding even if the cache cannot hold the margin: a tile
 * that a request evicts must not be requested again for ever. */
static void
test_small_cache (void)
{
  Fixture f;
  SaffronScheduler *scheduler = NULL;
  int last = -1, n = 0;

  fixture_init (&f, 9 << 20);
  scheduler = saffron_scheduler_new (f.cache, 2, NULL);
  for (int i = 0; i < 12; i++)
    {
      g_autoptr (SaffronFrame) frame = make_frame (&f);
      g_autoptr (SaffronFrame) after = NULL;

      decode (scheduler, frame);
      after = make_frame (&f);
      g_assert_true (saffron_frame_is_sharp (after));
      last = n;
      n = fake_slide_get_n_reads (f.slides[0])
          + fake_slide_get_n_reads (f.slides[1]);
    }
  g_assert_cmpint (n, ==, last);
  g_assert_cmpuint (saffron_tile_cache_get_n_bytes (f.cache), <=, 9 << 20);
  saffron_scheduler_free (scheduler);
  fixture_clear (&f);
}

/* A level's pixels count by their longer side, of either slide. */
static void
test_level_of_stretched (void)
{
  static const struct {
    double um[2][2];
    double aspect;
    SaffronAffine affine;
    int levels[2];
  } cases[] = {
    { { { 0.3, 0.3 }, { 0.3, 0.3 } }, 1.0, { 1, 0, 0, 0, 1, 0 }, { 3, 3 } },
    { { { 0.3, 0.6 }, { 0.3, 0.6 } }, 2.0, { 1, 0, 0, 0, 1, 0 }, { 2, 2 } },
    { { { 0.6, 0.3 }, { 0.3, 0.3 } }, 0.5, { 2, 0, 0, 0, 1, 0 }, { 2, 3 } },
    { { { 0.3, 0.3 }, { 0.6, 0.3 } }, 1.0, { .5, 0, 0, 0, 1, 0 }, { 3, 2 } },
    { { { 0.3, 0.6 }, { 0.6, 1.2 } }, 2.0, { .5, 0, 0, 0, .5, 0 }, { 2, 1 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SaffronViewLook look = SAFFRON_VIEW_LOOK_DEFAULT;
      SaffronViewGeometry view = {
        { 20000.0, 20000.0 }, 0.125, 640, 400, cases[i].aspect
      };
      g_autoptr (SaffronTransform) transform =
          saffron_transform_new (40000, 40000, &cases[i].affine, NULL);
      g_autoptr (SaffronTileCache) cache = saffron_tile_cache_new (64 << 20);
      SaffronSlide *slides[2];
      SaffronSlideDisplay *displays[2];
      SaffronFrame *frame = NULL;

      for (int side = 0; side < 2; side++)
        {
          FakeSlide spec = { .width = 40000, .height = 40000, .n_levels = 8 };

          spec.um[0] = cases[i].um[side][0];
          spec.um[1] = cases[i].um[side][1];
          slides[side] = fake_slide_new (&spec);
          displays[side] = saffron_slide_display_new (slides[side], 0);
        }
      frame = saffron_frame_new (&view, &look, transform, slides,
                                 (const SaffronSlideDisplay *const *) displays,
                                 cache);
      for (int side = 0; side < 2; side++)
        {
          g_assert_cmpint (saffron_frame_get_level (frame, side), ==,
                           cases[i].levels[side]);
          saffron_slide_display_free (displays[side]);
          g_object_unref (slides[side]);
        }
      saffron_frame_unref (frame);
    }
}

/* A fixed level that does not fit in the cache is reported as refused; one that
 * fits is drawn. */
static void
test_refused (void)
{
  for (int i = 0; i < 3; i++)
    {
      Fixture f;
      g_autoptr (SaffronFrame) frame = NULL;

      fixture_init (&f, i == 0 ? 9 << 20 : 64 << 20);
      f.view.zoom = 0.5;
      f.displays[0]->level = i < 2 ? 0 : -1;
      frame = make_frame (&f);
      g_assert_cmpint (saffron_frame_get_refused (frame, 0), ==,
                       i == 0 ? 0 : -1);
      g_assert_cmpint (saffron_frame_get_refused (frame, 1), ==, -1);
      if (i == 0)
        g_assert_cmpint (saffron_frame_get_level (frame, 0), >, 0);
      else
        g_assert_cmpint (saffron_frame_get_level (frame, 0), ==, i - 1);
      fixture_clear (&f);
    }
}

/* No tiles of hidden channels and slides are requested. */
static void
test_hidden (void)
{
  Fixture f;
  g_autoptr (SaffronFrame) both = NULL;
  g_autoptr (SaffronFrame) one = NULL;
  g_autoptr (GArray) two_channels = NULL;
  g_autoptr (GArray) one_slide = NULL;

  fixture_init (&f, 256 << 20);
  f.displays[0]->channels[1].visible = TRUE;
  both = make_frame (&f);
  two_channels = saffron_frame_plan (both);
  g_assert_cmpint (both->slides[0].n_channels, ==, 2);
  f.displays[0]->visible = FALSE;
  one = make_frame (&f);
  one_slide = saffron_frame_plan (one);
  g_assert_cmpuint (one_slide->len * 3, ==, two_channels->len);
  for (guint i = 0; i < one_slide->len; i++)
    g_assert_true (request (one_slide, i)->key.slide == f.slides[1]);
  fixture_clear (&f);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view/plan/torn", test_torn);
  g_test_add_func ("/view/plan/coarse-first", test_coarse_first);
  g_test_add_func ("/view/plan/centre-out", test_centre_out);
  g_test_add_func ("/view/plan/decoded-once", test_decoded_once);
  g_test_add_func ("/view/plan/small-cache", test_small_cache);
  g_test_add_func ("/view/plan/level-of-stretched", test_level_of_stretched);
  g_test_add_func ("/view/plan/refused", test_refused);
  g_test_add_func ("/view/plan/hidden", test_hidden);
  return g_test_run ();
}
