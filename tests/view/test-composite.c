/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/compositor.h"

#include <math.h>

#include "view/model.h"
#include "view/scene.h"

#define PATIENCE (60 * G_USEC_PER_SEC)
#define BACKGROUND 0xff204060
#define N_SLIDES 8

static guint32
middle_of (const SaffronFrame *frame)
{
  g_autofree guint32 *pixels = draw_cpu (frame);
  int width = frame->geometry.width, height = frame->geometry.height;

  return pixels[(gsize) (height / 2) * (gsize) width + (gsize) (width / 2)];
}

static guint32
draw_middle (Scene *scene)
{
  g_autoptr (SaffronFrame) frame = scene_frame (scene, TRUE);

  return middle_of (frame);
}

static void
show_range (SaffronSlideDisplay *display)
{
  for (int c = 0; c < display->n_channels; c++)
    {
      display->channels[c].low = 0.0;
      display->channels[c].high = 255.0;
    }
}

/* What each slide adds, worked out by hand: its value by its colour, its
 * opacities and gamma; what is hidden adds nothing, and where nothing is there
 * is the background. */
static void
test_sum (void)
{
  FakeSlide grey = {
    .width = 1000, .height = 1000, .n_levels = 3, .value = 102
  };
  FakeSlide dark = grey;
  FakeSlide stained = {
    .width = 1000, .height = 1000, .rgb = TRUE, .color = { 150, 100, 50 }
  };
  Scene *scene = scene_new (&grey, &grey, SCENE_IDENTITY);
  SaffronSlideDisplay *more, *stain;

  dark.value = 51;
  dark.n_channels = 2;
  more = scene_add (scene, &dark, SCENE_IDENTITY, 0xff0000);
  for (int side = 0; side < 2; side++)
    show_range (scene->displays[side]);
  show_range (more);
  scene->look.mode = SAFFRON_VIEW_MODE_COMPOSITE;
  scene->displays[0]->channels[0].color = 0x0000ff;
  scene->displays[1]->channels[0].color = 0x00ff80;
  g_assert_cmphex (draw_middle (scene), ==, 0xff336699);

  scene->displays[1]->channels[0].opacity = 0.5;
  scene->displays[0]->opacity = 0.5;
  more->channels[0].gamma = 2.0; /* 51 / 255 = 0.2, and 114 / 255 its root */
  g_assert_cmphex (draw_middle (scene), ==, 0xff72334d);
  more->channels[0].gamma = 1.0;
  more->channels[1].visible = TRUE;
  more->channels[1].color = 0xffff00;
  g_assert_cmphex (draw_middle (scene), ==, 0xff66664d);
  more->visible = FALSE;
  g_assert_cmphex (draw_middle (scene), ==, 0xff00334d);
  scene->displays[0]->visible = FALSE;
  scene->displays[1]->channels[0].visible = FALSE;
  g_assert_cmphex (draw_middle (scene), ==, BACKGROUND);

  /* Of a brightfield slide, how much darker than glass it is. */
  stain = scene_add (scene, &stained, SCENE_IDENTITY, 0xff00ff);
  for (int k = 0; k < 3; k++)
    stain->channels[0].glass[k] = 200.0;
  stain->channels[0].dark = 0.0;
  g_assert_cmphex (draw_middle (scene), ==, 0xff800080);
  scene_free (scene);
}

/* The sum is never more than white, and black where a value is no number. */
static void
test_limits (void)
{
  FakeSlide bright = { .width = 1000, .height = 1000, .value = 255 };
  Scene *scene = scene_new (&bright, &bright, SCENE_IDENTITY);

  scene->look.mode = SAFFRON_VIEW_MODE_COMPOSITE;
  for (int i = 0; i < 5; i++)
    scene_add (scene, &bright, SCENE_IDENTITY, 0xffffff);
  g_assert_cmphex (draw_middle (scene), ==, 0xffffffff);
  scene_free (scene);
}

/* A composite of one slide is that slide alone, drawn by its exact transform;
 * of bends and pieces, too, and within a region that has another. */
static void
test_places (void)
{
  static const double zooms[] = { 0.11, 0.73, 3.7 };
  FakeSlide spec = { 3000, 2400, 5, 2.0, 1, FALSE, SAFFRON_SAMPLE_U16, 256 };
  const SaffronRect region = { 1301, 977, 402, 333 };

  for (int warp = SCENE_IDENTITY; warp <= SCENE_TORN; warp++)
    for (guint z = 0; z < G_N_ELEMENTS (zooms); z++)
      {
        Scene *scene = scene_new (&spec, &spec, (SceneWarp) warp);
        g_autoptr (SaffronTransform) inside =
            fake_transform_new (3000.0, 2400.0, 9.0, 200.0);
        g_autofree guint32 *alone = NULL;
        g_autofree guint32 *composite = NULL;
        Difference d;

        scene->geometry.zoom = zooms[z];
        scene->displays[0]->channels[0].visible = FALSE;
        for (int i = 0; i < 2; i++)
          {
            g_autoptr (SaffronFrame) plain = NULL;
            g_autoptr (SaffronFrame) frame = NULL;

            scene->look.mode = i == 0 ? SAFFRON_VIEW_MODE_MOVING_ONLY
                                      : SAFFRON_VIEW_MODE_COMPOSITE;
            plain = scene_frame (scene, TRUE);
            g_assert_true (saffron_frame_is_sharp (plain));
            frame = saffron_frame_with_inside (plain, inside, &region);
            *(i == 0 ? &alone : &composite) = draw_cpu (frame);
          }
        d = compare_pixels (alone, composite, 320 * 240);
        if (d.within_one < 0.999)
          g_error ("warp %d at zoom %g: %.3f %%, %d", warp, zooms[z],
                   100.0 * d.within_one, d.largest);
        scene_free (scene);
      }
}

/* Slides, transforms and displays of a composite. */
typedef struct {
  SaffronFrameSource sources[N_SLIDES];
} Many;

static void
many_init (Many *many, int n_channels)
{
  for (int i = 0; i < N_SLIDES; i++)
    {
      FakeSlide spec = { .width = 30000 - 500 * i,
                         .height = 24000,
                         .n_levels = 7,
                         .n_channels = n_channels,
                         .type = SAFFRON_SAMPLE_U16,
                         .phase = i };
      SaffronFrameSource *source = &many->sources[i];

      source->slide = fake_slide_new (&spec);
      source->display = saffron_slide_display_new (source->slide, 0);
      source->transform =
          i == 0 ? NULL : fake_transform_new (30000.0, 24000.0, 5.0, 900.0);
    }
}

static SaffronSlideDisplay *
display_of (Many *many, int index)
{
  return (SaffronSlideDisplay *) many->sources[index].display;
}

static void
many_clear (Many *many)
{
  for (int i = 0; i < N_SLIDES; i++)
    {
      g_object_unref (many->sources[i].slide);
      saffron_slide_display_free (display_of (many, i));
      g_clear_pointer (&many->sources[i].transform, saffron_transform_unref);
    }
}

static int
n_reads (const Many *many)
{
  int n = 0;

  for (int i = 0; i < N_SLIDES; i++)
    n += fake_slide_get_n_reads (many->sources[i].slide);
  return n;
}

/* The plan begins with the coarsest level of each slide, has all slides in
 * turn, and holds no more than the cache; what of it is kept has its bound. */
static void
test_plan (void)
{
  SaffronViewLook look = SAFFRON_VIEW_LOOK_DEFAULT;
  SaffronViewGeometry view = { { 15000.0, 12000.0 }, 0.5, 1280, 800 };
  g_autoptr (SaffronTileCache) cache = saffron_tile_cache_new (64 << 20);
  g_autoptr (SaffronFrame) frame = NULL;
  g_autoptr (GArray) plan = NULL;
  g_autoptr (GHashTable) seen =
      g_hash_table_new (saffron_tile_key_hash, saffron_tile_key_equal);
  double bytes = 0.0, kept = 0.0;
  Many many;

  many_init (&many, 1);
  look.mode = SAFFRON_VIEW_MODE_COMPOSITE;
  frame = saffron_frame_new_of (&view, &look, many.sources, N_SLIDES, cache);
  plan = saffron_frame_plan (frame);
  for (guint i = 0; i < plan->len; i++)
    {
      const SaffronTileRequest *r =
          &g_array_index (plan, SaffronTileRequest, i);
      SaffronTileGrid grid = saffron_tile_grid_for_level (
          saffron_slide_get_level (r->key.slide, r->key.level));
      SaffronRect rect = saffron_tile_grid_rect (&grid, r->key.x, r->key.y);

      if (i < N_SLIDES)
        {
          g_assert_true (r->key.slide == many.sources[i].slide);
          g_assert_cmpint (r->key.level, ==, 6);
        }
      /* The coarsest level is there twice: on the canvas, and the whole. */
      if (!g_hash_table_add (seen, (gpointer) &r->key))
        continue;
      bytes += 2.0 * (double) (rect.width * rect.height);
      kept += r->keep ? 2.0 * (double) (rect.width * rect.height) : 0.0;
    }
  g_assert_cmpuint (plan->len, >, 4 * N_SLIDES);
  g_assert_cmpfloat (bytes, <=, 64 << 20);
  g_assert_cmpfloat (kept, <=, 32 << 20);
  g_assert_cmpfloat (kept, >, 0.0);
  many_clear (&many);
}

/* A model that shows all slides. The second is its moving slide. */
static SaffronViewModel *
model_new (Many *many, gsize cache_bytes)
{
  SaffronViewModel *model = saffron_view_model_new (cache_bytes, 2);
  SaffronViewLook look = SAFFRON_VIEW_LOOK_DEFAULT;

  look.mode = SAFFRON_VIEW_MODE_COMPOSITE;
  saffron_view_model_set_size (model, 640, 400);
  for (int side = 0; side < 2; side++)
    saffron_view_model_set_slide (model, (SaffronViewSide) side,
                                  many->sources[side].slide, NULL);
  saffron_view_model_set_transform (model, many->sources[1].transform);
  saffron_view_model_set_look (model, &look);
  saffron_view_model_set_composite (model, many->sources, N_SLIDES);
  return model;
}

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

/* Contrast, colour and visibility decode nothing; what of a slide is hidden is
 * not in the frame, and its tiles are there when it is shown again. */
static void
test_changes (void)
{
  Many many;
  SaffronViewModel *model = NULL;
  int before, without, hidden;

  many_init (&many, 2);
  model = model_new (&many, 256 << 20);
  {
    g_autoptr (SaffronFrame) frame = settle (model);

    g_assert_cmpint (frame->n_slides, ==, N_SLIDES);
    g_assert_true (saffron_frame_is_sharp (frame));
  }
  before = n_reads (&many);
  for (int i = 0; i < N_SLIDES; i++)
    {
      display_of (&many, i)->channels[0].high *= 0.3;
      display_of (&many, i)->channels[0].color = 0x123456;
      display_of (&many, i)->channels[0].opacity = 0.4;
    }
  display_of (&many, 5)->channels[0].visible = FALSE;
  saffron_view_model_set_composite (model, many.sources, N_SLIDES);
  {
    g_autoptr (SaffronFrame) frame = settle (model);

    g_assert_cmpint (frame->n_slides, ==, N_SLIDES - 1);
    g_assert_cmphex (frame->slides[3].channels[0].display.color, ==, 0x123456);
    for (int i = 0; i < frame->n_slides; i++)
      g_assert_true (frame->slides[i].slide != many.sources[5].slide);
  }
  display_of (&many, 5)->channels[0].visible = TRUE;
  saffron_view_model_set_composite (model, many.sources, N_SLIDES);
  saffron_frame_unref (settle (model));
  g_assert_cmpint (n_reads (&many), ==, before);

  /* A side that is hidden there stays a side; a slide that left is read anew.
   */
  display_of (&many, 1)->channels[0].visible = FALSE;
  saffron_view_model_set_composite (model, many.sources, N_SLIDES - 1);
  {
    g_autoptr (SaffronFrame) frame = settle (model);

    g_assert_true (frame->slides[1].slide == many.sources[1].slide);
    g_assert_cmpint (frame->slides[1].n_channels, ==, 0);
    g_assert_true (frame->slides[1].transform == many.sources[1].transform);
  }
  hidden = fake_slide_get_n_reads (many.sources[1].slide);
  without = fake_slide_get_n_reads (many.sources[7].slide);
  saffron_view_model_set_composite (model, many.sources, N_SLIDES);
  saffron_frame_unref (settle (model));
  g_assert_cmpint (fake_slide_get_n_reads (many.sources[7].slide), >, without);
  g_assert_cmpint (fake_slide_get_n_reads (many.sources[1].slide), ==, hidden);
  g_object_unref (model);
  many_clear (&many);
}

/* More channels than a composite shows leave the last slides out. */
static void
test_twelve (void)
{
  Many many;
  SaffronViewModel *model = NULL;
  g_autoptr (SaffronFrame) frame = NULL;
  int n = 0;

  many_init (&many, 2);
  for (int i = 0; i < N_SLIDES; i++)
    display_of (&many, i)->channels[1].visible = TRUE;
  model = model_new (&many, 256 << 20);
  frame = saffron_view_model_get_frame (model);
  for (int i = 0; i < frame->n_slides; i++)
    n += frame->slides[i].n_channels;
  g_assert_cmpint (n, ==, SAFFRON_COMPOSITE_MAX_CHANNELS);
  g_assert_cmpint (frame->n_slides, ==, 6);
  g_object_unref (model);
  many_clear (&many);
}

/* Whatever is shown one after the other, the cache stays within its budget, and
 * each picture becomes sharp. */
static void
test_budget (void)
{
  const gsize budget = 64 << 20;
  Many many;
  SaffronViewModel *model = NULL;
  SaffronTileCache *cache = NULL;

  many_init (&many, 4);
  model = model_new (&many, budget);
  cache = saffron_view_model_get_cache (model);
  for (int step = 0; step < 8; step++)
    {
      SaffronViewGeometry view = *saffron_view_model_get_geometry (model);
      g_autoptr (SaffronFrame) frame = NULL;

      for (int i = 0; i < N_SLIDES; i++)
        for (int c = 0; c < 4; c++)
          display_of (&many, i)->channels[c].visible =
              c == step % 4 || (i < 4 && c == (step + 1) % 4);
      view.zoom = 0.05 * (step + 1);
      view.centre.x = 5000.0 + 2500.0 * step;
      saffron_view_model_set_geometry (model, &view);
      saffron_view_model_set_composite (model, many.sources, N_SLIDES);
      frame = settle (model);
      g_assert_true (saffron_frame_is_sharp (frame));
      g_assert_cmpuint (saffron_tile_cache_get_n_bytes (cache), <=, budget);
    }
  g_object_unref (model);
  many_clear (&many);
}

static void
note_failure (SaffronViewModel *model,
              int side,
              const char *message,
              gpointer user_data)
{
  g_assert_cmpint (side, ==, 2);
  ++*(int *) user_data;
}

/* A slide that only the composite shows reports once that it cannot be read. */
static void
test_failure (void)
{
  Many many;
  SaffronViewModel *model = NULL;
  int n = 0;

  many_init (&many, 1);
  fake_slide_break_level (many.sources[4].slide, 6);
  model = model_new (&many, 256 << 20);
  g_signal_connect (model, "tile-failed", G_CALLBACK (note_failure), &n);
  saffron_frame_unref (settle (model));
  g_assert_cmpint (n, ==, 1);
  g_object_unref (model);
  many_clear (&many);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view/composite/sum", test_sum);
  g_test_add_func ("/view/composite/limits", test_limits);
  g_test_add_func ("/view/composite/places", test_places);
  g_test_add_func ("/view/composite/plan", test_plan);
  g_test_add_func ("/view/composite/changes", test_changes);
  g_test_add_func ("/view/composite/twelve", test_twelve);
  g_test_add_func ("/view/composite/budget", test_budget);
  g_test_add_func ("/view/composite/failure", test_failure);
  return g_test_run ();
}
