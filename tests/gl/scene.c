/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "gl/scene.h"

#include <stdlib.h>

#include "view/compositor.h"

Scene *
scene_new (const FakeSlide *reference, const FakeSlide *moving, SceneWarp warp)
{
  const FakeSlide *specs[2] = { reference, moving };
  Scene *scene = g_new0 (Scene, 1);

  for (int side = 0; side < 2; side++)
    if (specs[side] != NULL)
      {
        double max = saffron_sample_type_max (specs[side]->type);

        scene->slides[side] = fake_slide_new (specs[side]);
        scene->displays[side] =
          saffron_slide_display_new (scene->slides[side], 0);
        for (int c = 0; c < scene->displays[side]->n_channels; c++)
          {
            scene->displays[side]->channels[c].low = 0.05 * max;
            scene->displays[side]->channels[c].high = 0.9 * max;
          }
      }
  scene->cache = saffron_tile_cache_new (256 << 20);
  scene->scheduler = saffron_scheduler_new (scene->cache, 2, NULL);
  if (warp != SCENE_IDENTITY)
    scene->transform = fake_transform_new (
      (double) reference->width, (double) reference->height,
      warp == SCENE_LATTICE ? 6.0 : 0.0, 160.0);
  scene->geometry = (SaffronViewGeometry){
    { 0.5 * reference->width, 0.5 * reference->height }, 0.73, 320, 240
  };
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
  g_clear_pointer (&scene->transform, saffron_transform_unref);
  g_free (scene);
}

static SaffronFrame *
make_frame (Scene *scene)
{
  const SaffronSlideDisplay *displays[2] = { scene->displays[0],
                                             scene->displays[1] };

  return saffron_frame_new (&scene->geometry, &scene->look, scene->transform,
                            scene->slides, displays, scene->cache);
}

SaffronFrame *
scene_frame (Scene *scene, gboolean load)
{
  g_autoptr (SaffronFrame) frame = make_frame (scene);
  g_autoptr (GArray) plan = NULL;

  if (!load)
    return g_steal_pointer (&frame);
  plan = saffron_frame_plan (frame);
  saffron_scheduler_set_wanted (scene->scheduler,
                                (const SaffronTileRequest *) plan->data,
                                plan->len);
  g_assert_true (saffron_scheduler_wait_idle (scene->scheduler,
                                              60 * G_USEC_PER_SEC));
  return make_frame (scene);
}

void
scene_load_level (Scene *scene, SaffronViewSide side, int level)
{
  SaffronSlide *slide = scene->slides[side];
  SaffronTileGrid grid =
    saffron_tile_grid_for_level (saffron_slide_get_level (slide, level));

  for (int i = 0; i < grid.n_x * grid.n_y; i++)
    {
      SaffronTileKey key = { slide, level,
                             saffron_slide_display_channel (slide, 0),
                             i % grid.n_x, i / grid.n_x };
      SaffronRect rect = saffron_tile_grid_rect (&grid, key.x, key.y);
      g_autoptr (SaffronRaster) raster =
        saffron_slide_read (slide, level, &rect, key.channel, NULL);

      saffron_tile_cache_insert (scene->cache, &key, raster, FALSE);
    }
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

guint32 *
draw_gl (EglContext *context, SaffronGlRenderer *renderer, SaffronFrame *frame)
{
  g_autoptr (GError) error = NULL;
  gboolean ok;

  saffron_gl_renderer_set_frame (renderer, frame);
  ok = saffron_gl_renderer_draw (renderer, frame->geometry.width,
                                 frame->geometry.height, &error);
  g_assert_no_error (error);
  g_assert_true (ok);
  return egl_context_read (context);
}
