/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "gl/target.h"

#include <math.h>

#define WIDTH TARGET_WIDTH
#define HEIGHT TARGET_HEIGHT

typedef struct {
  const char *name;
  FakeSlide spec;
} Kind;

static const Kind kinds[] = {
  { "u8", { 3000, 2400, 5, 2.0, 1, FALSE, SAFFRON_SAMPLE_U8, 256 } },
  { "u16", { 3000, 2400, 4, 2.0, 2, FALSE, SAFFRON_SAMPLE_U16, 512 } },
  { "f32", { 3000, 2400, 3, 2.0, 1, FALSE, SAFFRON_SAMPLE_F32, 240 } },
  { "rgb", { 3000, 2400, 3, 4.0003, 3, TRUE, SAFFRON_SAMPLE_U8, 240 } },
  { "rgb16", { 3000, 2400, 3, 2.0, 3, TRUE, SAFFRON_SAMPLE_U16, 256 } },
};
static const char *const warps[] = { "identity", "affine", "lattice", "torn" };

/* One frame and what the processor draws of it. */
typedef struct {
  char *what;
  SaffronFrame *frame;
  guint32 *cpu;
} Drawn;

static void
drawn_free (gpointer data)
{
  Drawn *drawn = data;

  g_free (drawn->what);
  saffron_frame_unref (drawn->frame);
  g_free (drawn->cpu);
  g_free (drawn);
}

static void
add_every_mode (GPtrArray *all, const Kind *kind, int warp)
{
  FakeSlide moving = kind->spec;
  Scene *scene = NULL;

  moving.width -= 400;
  moving.phase = 11.0;
  scene = scene_new (&kind->spec, &moving, (SceneWarp) warp);
  for (int mode = 0; mode < SAFFRON_VIEW_N_MODES; mode++)
    {
      Drawn *drawn = g_new0 (Drawn, 1);

      scene->look.mode = (SaffronViewMode) mode;
      scene->look.flicker_moving = warp > 0;
      scene->look.swipe_horizontal = warp == 1;
      scene->look.colors = (SaffronOverlayColors) (warp % 3);
      drawn->frame = scene_frame (scene, TRUE);
      g_assert_true (saffron_frame_is_sharp (drawn->frame));
      drawn->cpu = draw_cpu (drawn->frame);
      drawn->what =
          g_strdup_printf ("%s %s %s", kind->name, warps[warp],
                           saffron_view_mode_name ((SaffronViewMode) mode));
      g_ptr_array_add (all, drawn);
    }
  scene_free (scene);
}

/* Every kind of slide under every transform in every mode: elements are
 * Drawn. All kinds of context are compared with the same ones, since making
 * them takes most of the time. */
static GPtrArray *
every_mode (void)
{
  static GPtrArray *all = NULL;

  if (all == NULL)
    {
      all = g_ptr_array_new_with_free_func (drawn_free);
      for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
        for (int warp = 0; warp < (int) G_N_ELEMENTS (warps); warp++)
          add_every_mode (all, &kinds[k], warp);
    }
  return all;
}

static void
test_every_mode (gconstpointer data)
{
  Target target = { 0 };
  GPtrArray *all = NULL;

  if (!target_open (&target, data))
    return;
  all = every_mode ();
  for (guint i = 0; i < all->len; i++)
    {
      const Drawn *drawn = g_ptr_array_index (all, i);
      g_autofree guint32 *gl = target_draw (&target, drawn->frame);

      target_check_pixels (drawn->cpu, gl, drawn->what);
    }
  target_close (&target);
}

/* Borders between pieces that lie far apart, at every scale: whatever part of
 * the canvas a piece has, and where none of its cells are on it. */
static void
test_torn (gconstpointer data)
{
  static const double zooms[] = { 0.031, 0.11, 0.5, 1.0, 3.7, 19.0 };
  FakeSlide spec = { 60000, 50000, 8, 2.0, 1, FALSE, SAFFRON_SAMPLE_U8, 256 };
  Target target = { 0 };
  Scene *scene = NULL;

  if (!target_open (&target, data))
    return;
  scene = scene_new (&spec, &spec, SCENE_TORN);
  for (guint z = 0; z < G_N_ELEMENTS (zooms); z++)
    for (int place = 0; place < 4; place++)
      {
        g_autoptr (SaffronFrame) frame = NULL;
        g_autofree char *what =
            g_strdup_printf ("torn at zoom %g, place %d", zooms[z], place);

        scene->geometry.zoom = zooms[z];
        /* On a border, where three meet, within a piece, off the slide. */
        scene->geometry.centre.x =
            ((double[]){ 28800.3, 33240.2, 9000.0, 59900.0 })[place];
        scene->geometry.centre.y =
            ((double[]){ 7500.7, 28310.4, 5000.0, 2000.0 })[place];
        frame = scene_frame (scene, TRUE);
        g_assert_true (saffron_frame_is_sharp (frame));
        /* What lies between the pieces costs no sharpness. */
        g_assert_cmpint (
            saffron_frame_get_level (frame, SAFFRON_VIEW_MOVING), ==,
            saffron_view_choose_level (scene->slides[1], 1.0 / zooms[z]));
        target_check_same (&target, frame, what);
      }
  scene_free (scene);
  target_close (&target);
}

/* OpenGL and the processor draw the same of pixels that are not square, on
 * either slide, with bends and with borders between pieces. */
static void
test_aspect (gconstpointer data)
{
  static const double um[][2] = { { 0.3, 0.6 }, { 0.7, 0.3 } };
  static const SceneWarp kinds_of_warp[] = { SCENE_LATTICE, SCENE_TORN };
  static const double zooms[] = { 0.11, 0.73, 3.7 };
  Target target = { 0 };

  if (!target_open (&target, data))
    return;
  for (guint k = 0; k < G_N_ELEMENTS (um); k++)
    for (guint w = 0; w < G_N_ELEMENTS (kinds_of_warp); w++)
      {
        FakeSlide spec = { 3000,
                           2400,
                           5,
                           2.0,
                           1,
                           FALSE,
                           SAFFRON_SAMPLE_U8,
                           256,
                           .um = { um[k][0], um[k][1] } };
        FakeSlide moving = { 3000,
                             2400,
                             5,
                             2.0,
                             1,
                             FALSE,
                             SAFFRON_SAMPLE_U8,
                             256,
                             .um = { um[k][1], um[k][0] } };
        Scene *scene = scene_new (&spec, &moving, kinds_of_warp[w]);
        SaffronRect region = { 1301, 977, 402, 333 };

        g_assert_cmpfloat_with_epsilon (scene->geometry.aspect,
                                        um[k][1] / um[k][0], 1e-12);
        for (guint z = 0; z < G_N_ELEMENTS (zooms); z++)
          {
            g_autoptr (SaffronFrame) frame = NULL;
            g_autoptr (SaffronFrame) inside = NULL;
            g_autofree char *what = g_strdup_printf (
                "aspect %g at zoom %g, warp %u", um[k][1] / um[k][0], zooms[z],
                kinds_of_warp[w]);

            scene->geometry.zoom = zooms[z];
            frame = scene_frame (scene, TRUE);
            g_assert_true (saffron_frame_is_sharp (frame));
            target_check_same (&target, frame, what);
            inside =
                saffron_frame_with_inside (frame, scene->transform, &region);
            target_check_same (&target, inside, what);
          }
        scene_free (scene);
      }
  target_close (&target);
}

/* OpenGL and the processor draw the same with channels in several colours, with
 * gamma and opacity, and with slides of two kinds. */
static void
test_displays (gconstpointer data)
{
  FakeSlide reference = {
    2000, 2000, 3, 2.0, 4, FALSE, SAFFRON_SAMPLE_U16, 256
  };
  FakeSlide moving = { 2000, 2000, 3, 2.0, 3, TRUE, SAFFRON_SAMPLE_U8, 256 };
  Target target = { 0 };
  Scene *scene = NULL;

  if (!target_open (&target, data))
    return;
  scene = scene_new (&reference, &moving, SCENE_LATTICE);
  for (int c = 0; c < 3; c++)
    {
      SaffronChannelDisplay *d = &scene->displays[0]->channels[c];

      d->visible = TRUE;
      d->gamma = 0.7 + 0.6 * c;
      d->opacity = 1.0 - 0.3 * c;
    }
  scene->displays[0]->opacity = 0.8;
  scene->displays[1]->opacity = 0.6;
  scene->displays[1]->channels[0].gamma = 1.4;
  for (int mode = 0; mode < SAFFRON_VIEW_N_MODES; mode++)
    {
      g_autoptr (SaffronFrame) frame = NULL;

      scene->look.mode = (SaffronViewMode) mode;
      frame = scene_frame (scene, TRUE);
      target_check_same (&target, frame,
                         saffron_view_mode_name ((SaffronViewMode) mode));
    }
  scene->displays[1]->visible = FALSE;
  {
    g_autoptr (SaffronFrame) frame = scene_frame (scene, TRUE);

    target_check_same (&target, frame, "moving hidden");
  }
  scene_free (scene);
  target_close (&target);
}

/* With slides of one grey, any other grey on the canvas is a seam or a hole. */
static void
check_flat (const guint32 *pixels, guint32 expected, const char *what)
{
  for (int i = 0; i < WIDTH * HEIGHT; i++)
    if (pixels[i] != expected)
      g_error ("%s: %08x at %d, %d, not %08x", what, pixels[i], i % WIDTH,
               i / WIDTH, expected);
}

static void
test_seams (gconstpointer data)
{
  static const double zooms[] = { 0.11, 0.2501, 1 / 3.0, 0.7071,
                                  1.0,  1.003,  2.618,   17.3 };
  FakeSlide spec = { 5000, 5000,        4, 2.0, 1, FALSE, SAFFRON_SAMPLE_U8,
                     240,  .value = 255 };
  Target target = { 0 };
  Scene *scene = NULL;

  if (!target_open (&target, data))
    return;
  scene = scene_new (&spec, &spec, SCENE_LATTICE);
  for (guint z = 0; z < G_N_ELEMENTS (zooms); z++)
    for (int shift = 0; shift < 4; shift++)
      {
        g_autoptr (SaffronFrame) frame = NULL;
        g_autofree guint32 *gl = NULL, *cpu = NULL;

        scene->geometry.zoom = zooms[z];
        scene->geometry.centre.x = 2500.0 + 37.31 * shift;
        scene->geometry.centre.y = 2500.0 - 53.77 * shift;
        frame = scene_frame (scene, TRUE);
        cpu = draw_cpu (frame);
        gl = target_draw (&target, frame);
        check_flat (cpu, 0xffffff00, "CPU");
        check_flat (gl, 0xffffff00, "GL");
      }
  scene_free (scene);
  target_close (&target);
}

/* With some fine tiles and all coarse ones, coarse ones fill the gaps and
 * nothing is empty. */
static void
test_holes (gconstpointer data)
{
  FakeSlide spec = { 5000, 5000, 4, 2.0, 1, FALSE, SAFFRON_SAMPLE_U8, 256 };
  FakeSlide flat = { 5000, 5000,        4, 2.0, 1, FALSE, SAFFRON_SAMPLE_U8,
                     256,  .value = 255 };

  for (int pass = 0; pass < 2; pass++)
    {
      Target target = { 0 };
      Scene *scene = NULL;
      SaffronTileGrid grid;
      g_autoptr (SaffronFrame) frame = NULL;

      if (!target_open (&target, data))
        return;
      scene = pass == 0 ? scene_new (&flat, &flat, SCENE_AFFINE)
                        : scene_new (&spec, &spec, SCENE_AFFINE);
      grid = saffron_tile_grid_for_level (
          saffron_slide_get_level (scene->slides[0], 0));
      scene->geometry.zoom = 1.0;
      for (int side = 0; side < 2; side++)
        scene_load_level (scene, (SaffronViewSide) side, 3);
      for (int i = 0; i < grid.n_x * grid.n_y; i += 3)
        scene_load_tile (scene, (SaffronViewSide) (i & 1), 0, i % grid.n_x,
                         i / grid.n_x);
      frame = scene_frame (scene, FALSE);
      g_assert_false (saffron_frame_is_sharp (frame));
      target_check_same (&target, frame, "holes");
      if (pass == 0)
        {
          g_autofree guint32 *gl = target_draw (&target, frame);

          check_flat (gl, 0xffffff00, "holes");
        }
      scene_free (scene);
      target_close (&target);
    }
}

/* At the far corner of a huge slide the picture is as exact as at the near
 * one. */
static void
test_precision (gconstpointer data)
{
  FakeSlide spec = {
    130000, 130000, 8, 2.0, 1, FALSE, SAFFRON_SAMPLE_U16, 512
  };
  Target target = { 0 };
  Scene *scene = NULL;

  if (!target_open (&target, data))
    return;
  scene = scene_new (&spec, &spec, SCENE_LATTICE);
  for (int i = 0; i < 4; i++)
    {
      g_autoptr (SaffronFrame) frame = NULL;
      g_autofree char *what = NULL;

      scene->geometry.zoom = pow (4.0, i - 1) * 1.01;
      scene->geometry.centre.x = 129500.123;
      scene->geometry.centre.y = 128000.777;
      frame = scene_frame (scene, TRUE);
      what = g_strdup_printf ("precision at zoom %g", scene->geometry.zoom);
      target_check_same (&target, frame, what);
    }
  scene_free (scene);
  target_close (&target);
}

/* OpenGL and the processor draw the same if a region has another transform: one
 * that is partly on the canvas, one far off it, and the whole slide. */
static void
test_inside (gconstpointer data)
{
  static const SaffronRect regions[] = { { 1301, 977, 402, 333 },
                                         { 100, 100, 50, 50 },
                                         { 0, 0, 3000, 2400 } };
  FakeSlide spec = { 3000, 2400, 5, 2.0, 1, FALSE, SAFFRON_SAMPLE_U8, 256 };
  SaffronAffine shifted = { 0.98, 0.03, 70.0, -0.03, 0.98, 90.0 };
  g_autoptr (SaffronTransform) inside =
      saffron_transform_new (3000, 2400, &shifted, NULL);
  Target target = { 0 };
  Scene *scene = NULL;

  if (!target_open (&target, data))
    return;
  scene = scene_new (&spec, &spec, SCENE_LATTICE);
  for (int mode = 0; mode < SAFFRON_VIEW_N_MODES; mode++)
    for (guint i = 0; i < G_N_ELEMENTS (regions); i++)
      {
        g_autoptr (SaffronFrame) plain = NULL;
        g_autoptr (SaffronFrame) frame = NULL;

        scene->look.mode = (SaffronViewMode) mode;
        plain = scene_frame (scene, TRUE);
        frame = saffron_frame_with_inside (plain, inside, &regions[i]);
        target_check_same (&target, frame,
                           saffron_view_mode_name ((SaffronViewMode) mode));
        /* The next picture shows nothing of the region. */
        if (i == 0)
          target_check_same (&target, plain, "without a region");
      }
  scene_free (scene);
  target_close (&target);
}

int
main (int argc, char **argv)
{
  static const TargetTest tests[] = {
    { "every-mode", test_every_mode },
    { "displays", test_displays },
    { "seams", test_seams },
    { "holes", test_holes },
    { "precision", test_precision },
    { "inside", test_inside },
    { "torn", test_torn },
    { "aspect", test_aspect },
  };

  return target_main (argc, argv, tests, G_N_ELEMENTS (tests));
}
