/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "gl/target.h"

/* One slide of each kind of samples. */
static const FakeSlide kinds[] = {
  { 3000, 2400, 5, 2.0, 1, FALSE, SAFFRON_SAMPLE_U8, 256 },
  { 3000, 2400, 4, 2.0, 2, FALSE, SAFFRON_SAMPLE_U16, 512 },
  { 3000, 2400, 3, 2.0, 1, FALSE, SAFFRON_SAMPLE_F32, 240 },
  { 3000, 2400, 3, 4.0003, 3, TRUE, SAFFRON_SAMPLE_U8, 240 },
  { 3000, 2400, 3, 2.0, 3, TRUE, SAFFRON_SAMPLE_U16, 256 },
};

/* A composite of eight slides: of every kind of samples, laid in every way,
 * some of several channels, and with twelve channels in all. */
static Scene *
many_slides (void)
{
  static const guint32 colors[] = { 0xff3030, 0x00ff00, 0xffff00,
                                    0x00ffff, 0xff00ff, 0xffa000 };
  Scene *scene = scene_new (&kinds[1], &kinds[0], SCENE_LATTICE);

  for (int i = 0; i < 6; i++)
    {
      FakeSlide spec = kinds[i % (int) G_N_ELEMENTS (kinds)];
      SaffronSlideDisplay *display = NULL;

      spec.width -= 150 * i;
      spec.height -= 100 * (i % 3);
      spec.phase = 5.0 * i;
      if (!spec.rgb)
        spec.n_channels = 2;
      display = scene_add (scene, &spec, (SceneWarp) (i % 4), colors[i]);
      display->opacity = 1.0 - 0.1 * i;
      for (int c = 0; c < display->n_channels; c++)
        {
          display->channels[c].visible = TRUE;
          display->channels[c].opacity = 0.4 + 0.1 * c;
          display->channels[c].gamma = i == 4 ? 1.7 : 1.0;
        }
    }
  scene->displays[0]->channels[0].opacity = 0.5;
  scene->look.mode = SAFFRON_VIEW_MODE_COMPOSITE;
  return scene;
}

static void
test_composite (gconstpointer data)
{
  static const double zooms[] = { 0.09, 0.41, 1.0, 3.3 };
  Target target = { 0 };
  Scene *scene = NULL;

  if (!target_open (&target, data))
    return;
  scene = many_slides ();
  for (guint z = 0; z < G_N_ELEMENTS (zooms); z++)
    {
      g_autoptr (SaffronFrame) frame = NULL;
      g_autofree char *what =
          g_strdup_printf ("eight slides at zoom %g", zooms[z]);

      scene->geometry.zoom = zooms[z];
      scene->geometry.centre.x = 1500.0 + 130.3 * z;
      frame = scene_frame (scene, TRUE);
      g_assert_true (saffron_frame_is_sharp (frame));
      target_check_same (&target, frame, what);
    }
  /* Another mode after it, and the composite once more. */
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (SaffronFrame) frame = NULL;

      scene->look.mode =
          i == 0 ? SAFFRON_VIEW_MODE_OVERLAY : SAFFRON_VIEW_MODE_COMPOSITE;
      frame = scene_frame (scene, TRUE);
      target_check_same (&target, frame,
                         i == 0 ? "an overlay after it" : "again");
    }
  scene_free (scene);
  target_close (&target);
}

/* While tiles of some slides are missing, and one has none at all. */
static void
test_composite_holes (gconstpointer data)
{
  Target target = { 0 };
  Scene *scene = NULL;
  g_autoptr (SaffronFrame) loaded = NULL;
  g_autoptr (SaffronFrame) frame = NULL;

  if (!target_open (&target, data))
    return;
  scene = many_slides ();
  scene->geometry.zoom = 1.0;
  loaded = scene_frame (scene, TRUE);
  scene->geometry.centre.x -= 700.0;
  saffron_tile_cache_drop (scene->cache, scene->others[2].slide);
  frame = scene_frame (scene, FALSE);
  g_assert_false (saffron_frame_is_sharp (frame));
  g_assert_false (saffron_frame_has_pixels (frame));
  target_check_same (&target, frame, "a composite with holes");
  scene_free (scene);
  target_close (&target);
}

/* Where OpenGL is software, the processor paints the composite, pixel for pixel
 * what the compositor draws, and no page goes to OpenGL; other modes have their
 * pages again. */
static void
test_painted (gconstpointer data)
{
  Api api = *(const Api *) data;
  Target target = { 0 };
  Scene *scene = NULL;
  SaffronGlCounts before;

  api.flags &= ~SAFFRON_GL_FLAG_SHADERS;
  if (!target_open (&target, &api))
    return;
  scene = many_slides ();
  before = target_counts (&target);
  {
    g_autoptr (SaffronFrame) frame = scene_frame (scene, TRUE);
    g_autofree guint32 *cpu = draw_cpu (frame);
    g_autofree guint32 *gl = target_draw (&target, frame);
    Difference d = compare_pixels (cpu, gl, TARGET_WIDTH * TARGET_HEIGHT);

    g_assert_cmpint (d.largest, ==, 0);
    g_assert_cmpuint (target_counts (&target).n_page_uploads, ==,
                      before.n_page_uploads);
  }
  scene->look.mode = SAFFRON_VIEW_MODE_OVERLAY;
  {
    g_autoptr (SaffronFrame) frame = scene_frame (scene, TRUE);

    target_check_same (&target, frame, "an overlay after it");
    g_assert_cmpuint (target_counts (&target).n_page_uploads, >,
                      before.n_page_uploads);
  }
  scene_free (scene);
  target_close (&target);
}

int
main (int argc, char **argv)
{
  static const TargetTest tests[] = {
    { "composite", test_composite },
    { "composite-holes", test_composite_holes },
    { "composite-painted", test_painted },
  };

  return target_main (argc, argv, tests, G_N_ELEMENTS (tests));
}
