/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/scene.h"

#include <math.h>
#include <stdlib.h>

#include "slide/square.h"
#include "view/compositor.h"

/* NULL for the identity. */
static SaffronTransform *
make_transform (double width, double height, SceneWarp warp)
{
  if (warp == SCENE_IDENTITY)
    return NULL;
  if (warp == SCENE_TORN)
    return fake_torn_new (width, height, 0.2 * width);
  return fake_transform_new (width, height, warp == SCENE_LATTICE ? 6.0 : 0.0,
                             160.0);
}

static SaffronSlideDisplay *
make_display (SaffronSlide *slide, const FakeSlide *spec, gboolean balanced)
{
  SaffronSlideDisplay *display = saffron_slide_display_new (slide, 0);
  double max = saffron_sample_type_max (spec->type);

  for (int c = 0; c < display->n_channels; c++)
    {
      display->channels[c].low = 0.05 * max;
      display->channels[c].high = 0.9 * max;
      display->channels[c].glass[0] = 0.93 * max;
      display->channels[c].glass[1] = 0.85 * max;
      display->channels[c].glass[2] = 0.88 * max;
      display->channels[c].dark = 0.1 * max;
      display->channels[c].balanced = balanced;
    }
  return display;
}

SaffronSlideDisplay *
scene_add (Scene *scene, const FakeSlide *spec, SceneWarp warp, guint32 color)
{
  SaffronFrameSource *source = &scene->others[scene->n_others++];
  SaffronSlideDisplay *display = NULL;

  source->slide = fake_slide_new (spec);
  source->transform = make_transform (
      (double) saffron_slide_get_width (scene->slides[0]),
      (double) saffron_slide_get_height (scene->slides[0]), warp);
  display = make_display (source->slide, spec, FALSE);
  for (int c = 0; c < display->n_channels; c++)
    display->channels[c].color = color;
  source->display = display;
  return display;
}

Scene *
scene_new (const FakeSlide *reference, const FakeSlide *moving, SceneWarp warp)
{
  const FakeSlide *specs[2] = { reference, moving };
  Scene *scene = g_new0 (Scene, 1);
  double stretch_x = 1.0, stretch_y = 1.0;

  for (int side = 0; side < 2; side++)
    if (specs[side] != NULL)
      {
        scene->slides[side] = fake_slide_new (specs[side]);
        scene->displays[side] =
            make_display (scene->slides[side], specs[side], side == 1);
      }
  scene->cache = saffron_tile_cache_new (256 << 20);
  scene->scheduler = saffron_scheduler_new (scene->cache, 2, NULL);
  scene->transform = make_transform ((double) reference->width,
                                     (double) reference->height, warp);
  scene->geometry = (SaffronViewGeometry){
    { 0.5 * reference->width, 0.5 * reference->height }, 0.73, 320, 240
  };
  saffron_slide_find_stretch (scene->slides[0], &stretch_x, &stretch_y);
  scene->geometry.aspect = stretch_y / stretch_x;
  scene->look = SAFFRON_VIEW_LOOK_DEFAULT;
  scene->look.checker_size = 37.0;
  scene->look.swipe = 0.4;
  scene->look.lens_x = 150.0;
  scene->look.lens_y = 110.0;
  scene->look.lens_radius = 60.0;
  scene->look.background = 0x204060;
  return scene;
}

void
scene_free (Scene *scene)
{
  saffron_scheduler_free (scene->scheduler);
  saffron_tile_cache_unref (scene->cache);
  for (int side = 0; side < 2; side++)
    {
      g_clear_object (&scene->slides[side]);
      g_clear_pointer (&scene->displays[side], saffron_slide_display_free);
    }
  for (int i = 0; i < scene->n_others; i++)
    {
      g_object_unref (scene->others[i].slide);
      saffron_slide_display_free (
          (SaffronSlideDisplay *) scene->others[i].display);
      g_clear_pointer (&scene->others[i].transform, saffron_transform_unref);
    }
  g_clear_pointer (&scene->transform, saffron_transform_unref);
  g_free (scene);
}

static SaffronFrame *
make_frame (Scene *scene)
{
  SaffronFrameSource sources[SAFFRON_FRAME_MAX_SLIDES] = {
    { scene->slides[0], scene->displays[0], NULL },
    { scene->slides[1], scene->displays[1], scene->transform },
  };

  for (int i = 0; i < scene->n_others; i++)
    sources[2 + i] = scene->others[i];
  return saffron_frame_new_of (&scene->geometry, &scene->look, sources,
                               2 + scene->n_others, scene->cache);
}

SaffronFrame *
scene_frame (Scene *scene, gboolean load)
{
  g_autoptr (SaffronFrame) frame = make_frame (scene);
  g_autoptr (GArray) plan = NULL;

  if (!load)
    return g_steal_pointer (&frame);
  plan = saffron_frame_plan (frame);
  saffron_scheduler_set_wanted (
      scene->scheduler, (const SaffronTileRequest *) plan->data, plan->len);
  g_assert_true (
      saffron_scheduler_wait_idle (scene->scheduler, 60 * G_USEC_PER_SEC));
  return make_frame (scene);
}

void
scene_load_level (Scene *scene, SaffronViewSide side, int level)
{
  SaffronSlide *slide = scene->slides[side];
  SaffronTileGrid grid =
      saffron_tile_grid_for_level (saffron_slide_get_level (slide, level));

  for (int i = 0; i < grid.n_x * grid.n_y; i++)
    scene_load_tile (scene, side, level, i % grid.n_x, i / grid.n_x);
}

void
scene_load_tile (Scene *scene, SaffronViewSide side, int level, int x, int y)
{
  SaffronSlide *slide = scene->slides[side];
  SaffronTileGrid grid =
      saffron_tile_grid_for_level (saffron_slide_get_level (slide, level));
  SaffronTileKey key = { slide, level, saffron_slide_display_channel (slide, 0),
                         x, y };
  SaffronRect rect = saffron_tile_grid_rect (&grid, x, y);
  g_autoptr (SaffronRaster) raster =
      saffron_slide_read (slide, level, &rect, key.channel, NULL);

  saffron_tile_cache_insert (scene->cache, &key, raster, FALSE);
}

Difference
compare_pixels (const guint32 *a, const guint32 *b, gsize n)
{
  Difference d = { 0.0, 0 };
  gsize n_close = 0;

  for (gsize i = 0; i < n; i++)
    {
      int most = 0;

      for (int shift = 0; shift < 32; shift += 8)
        most = MAX (most, abs ((int) (a[i] >> shift & 0xff)
                               - (int) (b[i] >> shift & 0xff)));
      n_close += most <= 1;
      d.largest = MAX (d.largest, most);
    }
  d.within_one = (double) n_close / (double) n;
  return d;
}

guint32 *
draw_cpu (const SaffronFrame *frame)
{
  int width = frame->geometry.width, height = frame->geometry.height;
  guint32 *pixels = g_new0 (guint32, (gsize) width * height);

  saffron_compositor_draw (frame, (guint8 *) pixels, (gsize) width * 4, NULL);
  return pixels;
}

/* The slope's direction, along both axes, so that a shift along either
 * shows. */
#define SLOPE_X 0.8
#define SLOPE_Y 0.6

Scene *
scene_ramps (double width,
             double height,
             const SaffronViewGeometry *view,
             double span,
             SceneWarp warp)
{
  FakeSlide specs[2];
  Scene *scene = NULL;
  g_autoptr (SaffronTransform) transform = make_transform (width, height, warp);

  for (int side = 0; side < 2; side++)
    {
      SaffronMovPoint middle = { view->centre.x, view->centre.y };

      if (side == SAFFRON_VIEW_MOVING && transform != NULL)
        middle = saffron_transform_pull (transform, view->centre);
      specs[side] = (FakeSlide){
        .width = (gint64) width,
        .height = (gint64) height,
        .n_levels = 8,
        .type = SAFFRON_SAMPLE_F32,
        .tile = 240,
        .ramp = { SLOPE_X * saffron_view_scale_x (view) / span,
                  SLOPE_Y * saffron_view_scale_y (view) / span },
        .origin = { middle.x, middle.y },
        .um = { saffron_view_stretch_x (view), saffron_view_stretch_y (view) },
      };
    }
  scene = scene_new (&specs[0], &specs[1], SCENE_IDENTITY);
  scene->transform = g_steal_pointer (&transform);
  scene->geometry = *view;
  for (int side = 0; side < 2; side++)
    {
      scene->displays[side]->channels[0].low = -0.5;
      scene->displays[side]->channels[0].high = 0.5;
      scene->displays[side]->channels[0].color = 0xffffff;
    }
  return scene;
}

double
scene_ramp_error (const Scene *scene,
                  const SaffronFrame *frame,
                  SaffronViewSide side,
                  double span,
                  const guint32 *pixels)
{
  const SaffronViewGeometry *view = &frame->geometry;
  const SaffronFrameSlide *s = &frame->slides[side];
  double border = 2.0 * s->levels[s->n_levels - 1].grid.downsample;
  SaffronMovPoint middle = { view->centre.x, view->centre.y };
  double worst = 0.0;

  if (side == SAFFRON_VIEW_MOVING && scene->transform != NULL)
    middle = saffron_transform_pull (scene->transform, view->centre);
  for (int y = 0; y < view->height; y++)
    for (int x = 0; x < view->width; x++)
      {
        SaffronRefPoint ref = saffron_view_to_reference (
            view, (SaffronViewPoint){ x + 0.5, y + 0.5 });
        SaffronMovPoint p = { ref.x, ref.y };
        double grey;

        if (side == SAFFRON_VIEW_MOVING && scene->transform != NULL)
          p = saffron_transform_pull (scene->transform, ref);
        if (p.x < border || p.y < border || p.x > s->width - border
            || p.y > s->height - border)
          continue;
        grey = 127.5
               + 255.0 / span
                     * (SLOPE_X * saffron_view_scale_x (view) * (p.x - middle.x)
                        + SLOPE_Y * saffron_view_scale_y (view)
                              * (p.y - middle.y));
        grey = CLAMP (grey, 0.0, 255.0);
        worst = MAX (worst, fabs (grey - (pixels[y * view->width + x] & 0xff)));
      }
  return worst * span / 255.0;
}
