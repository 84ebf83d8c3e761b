/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/model.h"

#include <math.h>

#include "view/fake-slide.h"

#define PATIENCE (60 * G_USEC_PER_SEC)

static SaffronSlide *
make_slide (gint64 width, gint64 height)
{
  FakeSlide spec = { .width = width,
                     .height = height,
                     .n_levels = 6,
                     .n_channels = 3,
                     .type = SAFFRON_SAMPLE_U16 };

  return fake_slide_new (&spec);
}

static SaffronViewModel *
make_model (void)
{
  SaffronViewModel *model = saffron_view_model_new (256 << 20, 2);
  g_autoptr (SaffronSlide) reference = make_slide (20000, 16000);
  g_autoptr (SaffronSlide) moving = make_slide (19000, 17000);

  saffron_view_model_set_size (model, 640, 400);
  saffron_view_model_set_slide (model, SAFFRON_VIEW_REFERENCE, reference, NULL);
  saffron_view_model_set_slide (model, SAFFRON_VIEW_MOVING, moving, NULL);
  return model;
}

static int
n_reads (SaffronViewModel *model)
{
  return fake_slide_get_n_reads (saffron_view_model_get_slide (model, 0))
         + fake_slide_get_n_reads (saffron_view_model_get_slide (model, 1));
}

/* Waits until nothing is decoded any more; returns the last frame. */
static SaffronFrame *
settle (SaffronViewModel *model)
{
  saffron_frame_unref (saffron_view_model_get_frame (model));
  g_assert_true (saffron_scheduler_wait_idle (
      saffron_view_model_get_scheduler (model), PATIENCE));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  return saffron_view_model_get_frame (model);
}

static void
count (GObject *object, gpointer data)
{
  ++*(int *) data;
}

static void
test_fit (void)
{
  g_autoptr (SaffronViewModel) model = make_model ();
  const SaffronViewGeometry *view = saffron_view_model_get_geometry (model);
  SaffronViewGeometry moved;

  g_assert_cmpfloat (view->centre.x, ==, 10000.0);
  g_assert_cmpfloat (view->centre.y, ==, 8000.0);
  g_assert_cmpfloat_with_epsilon (view->zoom, 0.98 * 400.0 / 16000.0, 1e-12);

  /* Resizing the window keeps the place and the zoom. */
  moved = *view;
  moved.centre.x = 5000.0;
  moved.zoom = 0.5;
  saffron_view_model_set_geometry (model, &moved);
  saffron_view_model_set_size (model, 1280, 800);
  view = saffron_view_model_get_geometry (model);
  g_assert_cmpfloat (view->centre.x, ==, 5000.0);
  g_assert_cmpfloat (view->zoom, ==, 0.5);
  g_assert_cmpint (view->width, ==, 1280);

  /* The view cannot leave the reference. */
  moved.centre.x = -1e6;
  moved.zoom = 1e6;
  saffron_view_model_set_geometry (model, &moved);
  g_assert_cmpfloat (view->centre.x, ==, 0.0);
  g_assert_cmpfloat (view->zoom, ==, SAFFRON_VIEW_MAX_ZOOM);
}

/* A view of the whole slide goes on showing the whole slide when the canvas
 * gets another size; side by side, in each half. */
static void
test_fit_on (void)
{
  g_autoptr (SaffronViewModel) model = make_model ();
  const SaffronViewGeometry *view = saffron_view_model_get_geometry (model);
  SaffronViewLook look = *saffron_view_model_get_look (model);
  SaffronViewGeometry fit;

  g_assert_true (saffron_view_model_has_size (model));
  saffron_view_model_set_size (model, 500, 800);
  g_assert_cmpfloat_with_epsilon (view->zoom, 0.98 * 500.0 / 20000.0, 1e-12);
  g_assert_cmpfloat (view->centre.x, ==, 10000.0);

  look.mode = SAFFRON_VIEW_MODE_SIDE_BY_SIDE;
  saffron_view_model_set_look (model, &look);
  g_assert_cmpfloat_with_epsilon (view->zoom, 0.98 * 500.0 / 20000.0, 1e-12);
  fit = saffron_view_model_get_fit (model);
  g_assert_cmpint (fit.width, ==, 500);
  saffron_view_model_set_geometry (model, &fit);
  saffron_view_model_set_size (model, 800, 800);
  /* As small as zooms go. */
  g_assert_cmpfloat_with_epsilon (view->zoom, 0.5 * 800.0 / 20000.0, 1e-12);
  g_assert_cmpint (view->width, ==, 800);
}

/* A slide that is opened before the canvas has a size is fitted when it has
 * one. */
static void
test_fit_late (void)
{
  g_autoptr (SaffronViewModel) model = saffron_view_model_new (64 << 20, 1);
  g_autoptr (SaffronSlide) slide = make_slide (20000, 16000);

  saffron_view_model_set_slide (model, SAFFRON_VIEW_REFERENCE, slide, NULL);
  g_assert_false (saffron_view_model_has_size (model));
  saffron_view_model_set_size (model, 1000, 1000);
  g_assert_true (saffron_view_model_has_size (model));
  g_assert_cmpfloat_with_epsilon (saffron_view_model_get_geometry (model)->zoom,
                                  0.98 * 1000.0 / 20000.0, 1e-12);
}

/* Without a reference the moving slide is shown, until there is a reference. */
static void
test_moving_alone (void)
{
  g_autoptr (SaffronViewModel) model = saffron_view_model_new (64 << 20, 1);
  g_autoptr (SaffronSlide) reference = make_slide (20000, 16000);
  g_autoptr (SaffronSlide) moving = make_slide (10000, 5000);
  const SaffronViewGeometry *view = NULL;
  SaffronViewGeometry out;

  saffron_view_model_set_size (model, 1000, 1000);
  saffron_view_model_set_slide (model, SAFFRON_VIEW_MOVING, moving, NULL);
  view = saffron_view_model_get_geometry (model);
  g_assert_cmpfloat_with_epsilon (view->zoom, 0.098, 1e-12);
  g_assert_cmpfloat (view->centre.x, ==, 5000.0);
  g_assert_cmpfloat (view->centre.y, ==, 2500.0);

  out = *view;
  out.zoom = 0.06;
  saffron_view_model_set_geometry (model, &out);
  view = saffron_view_model_get_geometry (model);
  g_assert_cmpfloat_with_epsilon (view->zoom, 0.06, 1e-12);
  saffron_view_model_fit (model);
  view = saffron_view_model_get_geometry (model);
  g_assert_cmpfloat_with_epsilon (view->zoom, 0.098, 1e-12);

  saffron_view_model_set_slide (model, SAFFRON_VIEW_REFERENCE, reference, NULL);
  view = saffron_view_model_get_geometry (model);
  g_assert_cmpfloat_with_epsilon (view->zoom, 0.049, 1e-12);
  g_assert_cmpfloat (view->centre.x, ==, 10000.0);
}

static void
set_level (SaffronViewModel *model, SaffronViewSide side, int level)
{
  g_autoptr (SaffronSlideDisplay) display =
      saffron_slide_display_copy (saffron_view_model_get_display (model, side));

  display->level = level;
  saffron_view_model_set_display (model, side, display);
}

/* A fixed level is shown at any zoom; otherwise the zoom decides. */
static void
test_level_picker (void)
{
  g_autoptr (SaffronViewModel) model = make_model ();
  SaffronViewGeometry view = *saffron_view_model_get_geometry (model);

  for (int zoom = 0; zoom < 4; zoom++)
    {
      g_autoptr (SaffronFrame) automatic = NULL;

      view.zoom = pow (0.5, zoom);
      saffron_view_model_set_geometry (model, &view);
      automatic = settle (model);
      g_assert_cmpint (saffron_frame_get_level (automatic, 0), ==, zoom);
      for (int level = 1; level < 6; level += 2)
        {
          g_autoptr (SaffronFrame) fixed = NULL;

          set_level (model, SAFFRON_VIEW_REFERENCE, level);
          fixed = settle (model);
          g_assert_cmpint (saffron_frame_get_level (fixed, 0), ==, level);
          g_assert_cmpint (saffron_frame_get_level (fixed, 1), ==, zoom);
          g_assert_true (saffron_frame_is_sharp (fixed));
        }
      set_level (model, SAFFRON_VIEW_REFERENCE, -1);
    }
  /* The finest level of the whole slide does not fit into the cache. */
  saffron_view_model_fit (model);
  set_level (model, SAFFRON_VIEW_REFERENCE, 0);
  {
    g_autoptr (SaffronFrame) frame = settle (model);

    g_assert_cmpint (saffron_frame_get_level (frame, 0), >, 0);
    g_assert_true (saffron_frame_is_sharp (frame));
  }
}

static void
test_changed (void)
{
  g_autoptr (SaffronViewModel) model = make_model ();
  SaffronViewGeometry view = *saffron_view_model_get_geometry (model);
  g_autoptr (SaffronFrame) first = settle (model);
  g_autoptr (SaffronFrame) same = saffron_view_model_get_frame (model);
  int n = 0;

  g_signal_connect (model, "changed", G_CALLBACK (count), &n);
  g_assert_true (first == same);
  saffron_view_model_set_geometry (model, &view);
  g_assert_cmpint (n, ==, 0);
  saffron_view_pan (&view, 3.0, 0.0);
  saffron_view_model_set_geometry (model, &view);
  g_assert_cmpint (n, ==, 1);
  saffron_frame_unref (saffron_view_model_get_frame (model));

  /* However many tiles arrive, one iteration of the main loop draws once. */
  view.zoom = 1.0;
  saffron_view_model_set_geometry (model, &view);
  saffron_frame_unref (saffron_view_model_get_frame (model));
  g_assert_true (saffron_scheduler_wait_idle (
      saffron_view_model_get_scheduler (model), PATIENCE));
  g_assert_cmpint (n, ==, 2);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpint (n, ==, 3);
}

/* Tiles that arrive one by one do not each cause a redraw. Once the picture is
 * complete, tiles decoded ahead cause none. */
static void
test_changed_while_decoding (void)
{
  g_autoptr (SaffronViewModel) model = make_model ();
  SaffronScheduler *scheduler = saffron_view_model_get_scheduler (model);
  SaffronViewGeometry view = *saffron_view_model_get_geometry (model);
  gint64 start, elapsed;
  int n = 0, n_sharp;

  saffron_frame_unref (settle (model));
  start = g_get_monotonic_time ();
  view.zoom = 1.0;
  saffron_view_model_set_geometry (model, &view);
  for (int side = 0; side < 2; side++)
    fake_slide_set_delay (
        saffron_view_model_get_slide (model, (SaffronViewSide) side), 10000);
  g_signal_connect (model, "changed", G_CALLBACK (count), &n);
  for (;;)
    {
      g_autoptr (SaffronFrame) frame = saffron_view_model_get_frame (model);

      if (saffron_frame_is_sharp (frame))
        break;
      g_main_context_iteration (NULL, TRUE);
    }
  elapsed = g_get_monotonic_time () - start;
  g_assert_cmpint (n_reads (model), >, 30);
  /* One redraw for the move, one for the last tile. */
  g_assert_cmpint (n, <=, (int) (elapsed / 80000) + 2);

  n_sharp = n;
  g_assert_true (saffron_scheduler_wait_idle (scheduler, PATIENCE));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpint (n, ==, n_sharp);
}

/* Changing contrast, gamma, colour, opacity or mode decodes nothing. */
static void
test_contrast_decodes_nothing (void)
{
  g_autoptr (SaffronViewModel) model = make_model ();
  SaffronScheduler *scheduler = saffron_view_model_get_scheduler (model);
  SaffronViewGeometry view = *saffron_view_model_get_geometry (model);
  SaffronSchedulerCounts before, after;
  int reads;

  view.zoom = 0.5;
  saffron_view_model_set_geometry (model, &view);
  saffron_frame_unref (settle (model));
  saffron_scheduler_get_counts (scheduler, &before);
  reads = n_reads (model);
  g_assert_cmpint (reads, >, 0);

  for (int i = 0; i < 100; i++)
    {
      SaffronViewLook look = *saffron_view_model_get_look (model);
      g_autoptr (SaffronFrame) frame = NULL;

      for (int side = 0; side < 2; side++)
        {
          g_autoptr (SaffronSlideDisplay) display = saffron_slide_display_copy (
              saffron_view_model_get_display (model, (SaffronViewSide) side));

          display->channels[0].low = 10.0 * i;
          display->channels[0].high = 60000.0 - 100.0 * i;
          display->channels[0].gamma = 0.5 + 0.02 * i;
          display->channels[0].color = (guint32) (i * 0x010203);
          display->channels[0].opacity = 1.0 - 0.01 * i;
          display->opacity = 0.01 * i;
          saffron_view_model_set_display (model, (SaffronViewSide) side,
                                          display);
        }
      look.mode = (SaffronViewMode) (i % SAFFRON_VIEW_N_MODES);
      look.colors = (SaffronOverlayColors) (i % SAFFRON_OVERLAY_N_COLORS);
      look.swipe = 0.01 * i;
      look.lens_x = i;
      saffron_view_model_set_look (model, &look);
      frame = settle (model);
      g_assert_true (saffron_frame_is_sharp (frame));
    }
  saffron_scheduler_get_counts (scheduler, &after);
  g_assert_cmpuint (after.n_decoded, ==, before.n_decoded);
  g_assert_cmpint (n_reads (model), ==, reads);
}

/* Showing another channel decodes only that channel. */
static void
test_another_channel (void)
{
  g_autoptr (SaffronViewModel) model = make_model ();
  g_autoptr (SaffronFrame) one = settle (model);
  SaffronSlide *moving = saffron_view_model_get_slide (model, 1);
  g_autoptr (SaffronSlideDisplay) display = saffron_slide_display_copy (
      saffron_view_model_get_display (model, SAFFRON_VIEW_REFERENCE));
  g_autoptr (SaffronFrame) two = NULL;
  int reads = n_reads (model), others = fake_slide_get_n_reads (moving);

  display->channels[2].visible = TRUE;
  saffron_view_model_set_display (model, SAFFRON_VIEW_REFERENCE, display);
  two = settle (model);
  g_assert_cmpint (two->slides[0].n_channels, ==, 2);
  g_assert_true (saffron_frame_is_sharp (two));
  g_assert_cmpint (fake_slide_get_n_reads (moving), ==, others);
  g_assert_cmpint (n_reads (model), ==, reads + (reads - others));
}

static void
test_swap (void)
{
  g_autoptr (SaffronViewModel) model = saffron_view_model_new (256 << 20, 2);
  g_autoptr (SaffronSlide) a = make_slide (20000, 16000);
  g_autoptr (SaffronSlide) b = make_slide (20000, 16000);
  g_autoptr (SaffronFrame) frame = NULL;
  int reads;

  saffron_view_model_set_size (model, 640, 400);
  saffron_view_model_set_slide (model, SAFFRON_VIEW_REFERENCE, a, NULL);
  saffron_view_model_set_slide (model, SAFFRON_VIEW_MOVING, b, NULL);
  saffron_frame_unref (settle (model));
  reads = n_reads (model);
  saffron_view_model_swap (model);
  frame = settle (model);
  g_assert_true (frame->slides[0].slide == b && frame->slides[1].slide == a);
  g_assert_true (saffron_frame_is_sharp (frame));
  g_assert_cmpint (n_reads (model), ==, reads);
}

/* Removing a slide drops its tiles and closes its file. */
static void
test_close (void)
{
  g_autoptr (SaffronViewModel) model = make_model ();
  SaffronTileCache *cache = saffron_view_model_get_cache (model);
  gpointer alive = saffron_view_model_get_slide (model, SAFFRON_VIEW_MOVING);
  guint n_tiles;

  g_object_add_weak_pointer (alive, &alive);
  saffron_frame_unref (settle (model));
  n_tiles = saffron_tile_cache_get_n_tiles (cache);
  saffron_view_model_set_slide (model, SAFFRON_VIEW_MOVING, NULL, NULL);
  g_assert_null (alive);
  g_assert_cmpuint (saffron_tile_cache_get_n_tiles (cache), <, n_tiles);
  saffron_view_model_set_slide (model, SAFFRON_VIEW_REFERENCE, NULL, NULL);
  g_assert_cmpuint (saffron_tile_cache_get_n_tiles (cache), ==, 0);
}

/* A model may be freed while its workers decode. */
static void
test_gone_while_busy (void)
{
  for (int i = 0; i < 20; i++)
    {
      SaffronViewModel *model = make_model ();

      saffron_frame_unref (saffron_view_model_get_frame (model));
      g_object_unref (model);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
}

static void
on_failed (SaffronViewModel *model, int side, const char *message, int *counts)
{
  g_assert_nonnull (strstr (message, "cannot be read"));
  counts[side]++;
}

/* However many tiles fail, there is one message per slide, and coarser tiles
 * are shown. */
static void
test_failures (void)
{
  g_autoptr (SaffronViewModel) model = make_model ();
  SaffronSlide *moving = saffron_view_model_get_slide (model, 1);
  SaffronViewGeometry view = *saffron_view_model_get_geometry (model);
  g_autoptr (SaffronFrame) frame = NULL;
  int counts[2] = { 0, 0 };

  g_signal_connect (model, "tile-failed", G_CALLBACK (on_failed), counts);
  fake_slide_break_level (moving, 0);
  view.zoom = 1.0;
  saffron_view_model_set_geometry (model, &view);
  for (int i = 0; i < 3; i++)
    saffron_frame_unref (settle (model));
  frame = settle (model);
  g_assert_cmpint (counts[0], ==, 0);
  g_assert_cmpint (counts[1], ==, 1);
  g_assert_true (saffron_frame_has_pixels (frame));
  g_assert_cmpuint (frame->slides[1].n_missing, ==, frame->slides[1].n_wanted);
  g_assert_cmpuint (frame->slides[0].n_missing, ==, 0);
}

/* The overview uses the tiles that are decoded and requests none. */
static void
test_overview (void)
{
  g_autoptr (SaffronViewModel) model = make_model ();
  g_autoptr (SaffronFrame) frame = settle (model);
  g_autoptr (SaffronFrame) small = NULL;
  int reads = n_reads (model);

  small = saffron_view_model_get_overview (model, 120, 90);
  g_assert_cmpint (small->geometry.width, ==, 120);
  g_assert_true (saffron_frame_has_pixels (small));
  g_assert_true (saffron_scheduler_wait_idle (
      saffron_view_model_get_scheduler (model), PATIENCE));
  g_assert_cmpint (n_reads (model), ==, reads);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view/model/fit", test_fit);
  g_test_add_func ("/view/model/fit-on", test_fit_on);
  g_test_add_func ("/view/model/fit-late", test_fit_late);
  g_test_add_func ("/view/model/moving-alone", test_moving_alone);
  g_test_add_func ("/view/model/level-picker", test_level_picker);
  g_test_add_func ("/view/model/changed", test_changed);
  g_test_add_func ("/view/model/changed-while-decoding",
                   test_changed_while_decoding);
  g_test_add_func ("/view/model/contrast-decodes-nothing",
                   test_contrast_decodes_nothing);
  g_test_add_func ("/view/model/another-channel", test_another_channel);
  g_test_add_func ("/view/model/swap", test_swap);
  g_test_add_func ("/view/model/close", test_close);
  g_test_add_func ("/view/model/gone-while-busy", test_gone_while_busy);
  g_test_add_func ("/view/model/failures", test_failures);
  g_test_add_func ("/view/model/overview", test_overview);
  return g_test_run ();
}
