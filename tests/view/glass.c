/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/glass.h"

#define N_LEVELS 3

/* Glass of the reference and of the moving slide, 8 bits. */
static const guint glass[2][3] = { { 236, 231, 228 }, { 250, 240, 200 } };

/* A scene of two brightfield slides, the reference of glass, the moving slide
 * of @moving. Both know their glass. */
static Scene *
glass_scene (SaffronSampleType type, const guint moving[3])
{
  guint unit = type == SAFFRON_SAMPLE_U16 ? 257 : 1;
  FakeSlide specs[2];
  Scene *scene = NULL;

  for (int side = 0; side < 2; side++)
    {
      specs[side] = (FakeSlide){ .width = 1600,
                                 .height = 1200,
                                 .n_levels = N_LEVELS,
                                 .rgb = TRUE,
                                 .type = type };
      for (int k = 0; k < 3; k++)
        specs[side].color[k] =
            unit * (side == SAFFRON_VIEW_MOVING ? moving : glass[side])[k];
    }
  scene = scene_new (&specs[0], &specs[1], SCENE_IDENTITY);
  for (int side = 0; side < 2; side++)
    {
      saffron_slide_display_free (scene->displays[side]);
      scene->displays[side] =
          saffron_slide_display_new (scene->slides[side], 0);
      for (int k = 0; k < 3; k++)
        scene->displays[side]->channels[0].glass[k] = unit * glass[side][k];
    }
  return scene;
}

/* Fails unless every pixel is @color at every level, each of which is read. */
static void
check_levels (Scene *scene,
              SaffronViewMode mode,
              guint32 color,
              GlassDraw draw,
              gpointer user_data)
{
  scene->look.mode = mode;
  for (int level = 0; level < N_LEVELS; level++)
    {
      g_autoptr (SaffronFrame) frame = NULL;
      g_autofree guint32 *pixels = NULL;

      for (int side = 0; side < 2; side++)
        scene->displays[side]->level = level;
      frame = scene_frame (scene, TRUE);
      g_assert_true (saffron_frame_is_sharp (frame));
      pixels = draw (frame, user_data);
      for (int i = 0; i < frame->geometry.width * frame->geometry.height; i++)
        g_assert_cmphex (pixels[i], ==, color);
    }
}

static void
check_type (SaffronSampleType type, GlassDraw draw, gpointer user_data)
{
  /* As bright as two fifths of glass: 0.6 of the way to black. */
  static const guint tissue[3] = { 100, 96, 80 };
  Scene *scene = glass_scene (type, glass[SAFFRON_VIEW_MOVING]);

  check_levels (scene, SAFFRON_VIEW_MODE_REFERENCE_ONLY, 0xffece7e4, draw,
                user_data);
  check_levels (scene, SAFFRON_VIEW_MODE_MOVING_ONLY, 0xfffaf0c8, draw,
                user_data);
  check_levels (scene, SAFFRON_VIEW_MODE_OVERLAY, 0xff000000, draw, user_data);
  scene->displays[SAFFRON_VIEW_REFERENCE]->channels[0].balanced = TRUE;
  check_levels (scene, SAFFRON_VIEW_MODE_REFERENCE_ONLY, 0xffffffff, draw,
                user_data);
  /* The other slide's is its own. */
  check_levels (scene, SAFFRON_VIEW_MODE_MOVING_ONLY, 0xfffaf0c8, draw,
                user_data);
  check_levels (scene, SAFFRON_VIEW_MODE_OVERLAY, 0xff000000, draw, user_data);
  scene_free (scene);

  scene = glass_scene (type, tissue);
  check_levels (scene, SAFFRON_VIEW_MODE_MOVING_ONLY, 0xff646050, draw,
                user_data);
  check_levels (scene, SAFFRON_VIEW_MODE_OVERLAY, 0xff990000, draw, user_data);
  scene_free (scene);
}

void
glass_check (GlassDraw draw, gpointer user_data)
{
  check_type (SAFFRON_SAMPLE_U8, draw, user_data);
  check_type (SAFFRON_SAMPLE_U16, draw, user_data);
}
