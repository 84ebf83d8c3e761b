/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/compositor.h"

#include "view/scene.h"

#define BACKGROUND 0xff204060

/* A reference with the grey 102 of 255, and a narrower moving slide with
 * 204. */
static Scene *
two_greys (void)
{
  FakeSlide reference = {
    .width = 1000, .height = 1000, .n_levels = 3, .value = 102
  };
  FakeSlide moving = reference;
  Scene *scene = NULL;

  moving.width = 600;
  moving.value = 204;
  scene = scene_new (&reference, &moving, SCENE_IDENTITY);
  for (int side = 0; side < 2; side++)
    {
      SaffronChannelDisplay *d = &scene->displays[side]->channels[0];

      d->low = 0.0;
      d->high = 255.0;
      d->color = side == 0 ? 0x0000ff : 0xffff00;
    }
  scene->geometry = (SaffronViewGeometry){ { 500.0, 500.0 }, 0.2, 300, 240 };
  scene->look.checker_size = 10.0;
  return scene;
}

static guint32
pixel (const Scene *scene, const guint32 *pixels, int x, int y)
{
  return pixels[y * scene->geometry.width + x];
}

/* The reference covers x 50 … 249, y 20 … 219, the moving slide x 50 … 169.
 * Checks a place of both, one of the reference only, and one of neither. */
static const struct {
  SaffronViewMode mode;
  guint32 both, alone;
} mode_cases[] = {
  { SAFFRON_VIEW_MODE_OVERLAY, 0xffcc6600, 0xff006600 },
  { SAFFRON_VIEW_MODE_DIFFERENCE, 0xff666666, 0xff666666 },
  { SAFFRON_VIEW_MODE_REFERENCE_ONLY, 0xff000066, 0xff000066 },
  { SAFFRON_VIEW_MODE_MOVING_ONLY, 0xffcccc00, BACKGROUND },
};

static void
test_modes (void)
{
  Scene *scene = two_greys ();

  for (guint i = 0; i < G_N_ELEMENTS (mode_cases); i++)
    {
      g_autoptr (SaffronFrame) frame = NULL;
      g_autofree guint32 *pixels = NULL;

      scene->look.mode = mode_cases[i].mode;
      frame = scene_frame (scene, TRUE);
      pixels = draw_cpu (frame);
      g_assert_cmphex (pixel (scene, pixels, 100, 100), ==, mode_cases[i].both);
      g_assert_cmphex (pixel (scene, pixels, 50, 20), ==, mode_cases[i].both);
      g_assert_cmphex (pixel (scene, pixels, 169, 219), ==, mode_cases[i].both);
      g_assert_cmphex (pixel (scene, pixels, 170, 100), ==,
                       mode_cases[i].alone);
      g_assert_cmphex (pixel (scene, pixels, 249, 100), ==,
                       mode_cases[i].alone);
      g_assert_cmphex (pixel (scene, pixels, 250, 100), ==, BACKGROUND);
      g_assert_cmphex (pixel (scene, pixels, 49, 100), ==, BACKGROUND);
      g_assert_cmphex (pixel (scene, pixels, 100, 19), ==, BACKGROUND);
    }
  scene_free (scene);
}

/* Modes that show one of the two slides: checks which one at the places where
 * it changes. */
static void
test_choosing_modes (void)
{
  const guint32 ref = 0xff000066, mov = 0xffcccc00;
  static const struct {
    SaffronViewMode mode;
    gboolean other; /* the edge is horizontal; flicker shows the moving slide */
    int x, y;
    gboolean moving;
  } cases[] = {
    { SAFFRON_VIEW_MODE_CHECKERBOARD, FALSE, 100, 100, FALSE },
    { SAFFRON_VIEW_MODE_CHECKERBOARD, FALSE, 109, 109, FALSE },
    { SAFFRON_VIEW_MODE_CHECKERBOARD, FALSE, 110, 109, TRUE },
    { SAFFRON_VIEW_MODE_CHECKERBOARD, FALSE, 110, 110, FALSE },
    { SAFFRON_VIEW_MODE_SWIPE, FALSE, 119, 30, FALSE },
    { SAFFRON_VIEW_MODE_SWIPE, FALSE, 120, 30, TRUE },
    { SAFFRON_VIEW_MODE_SWIPE, TRUE, 160, 95, FALSE },
    { SAFFRON_VIEW_MODE_SWIPE, TRUE, 60, 96, TRUE },
    { SAFFRON_VIEW_MODE_FLICKER, FALSE, 100, 100, FALSE },
    { SAFFRON_VIEW_MODE_FLICKER, TRUE, 100, 100, TRUE },
    { SAFFRON_VIEW_MODE_LENS, FALSE, 100, 60, TRUE },
    { SAFFRON_VIEW_MODE_LENS, FALSE, 119, 60, TRUE },
    { SAFFRON_VIEW_MODE_LENS, FALSE, 121, 60, FALSE },
    { SAFFRON_VIEW_MODE_SIDE_BY_SIDE, FALSE, 100, 100, FALSE },
    { SAFFRON_VIEW_MODE_SIDE_BY_SIDE, FALSE, 149, 100, FALSE },
    { SAFFRON_VIEW_MODE_SIDE_BY_SIDE, FALSE, 150, 100, TRUE },
    { SAFFRON_VIEW_MODE_SIDE_BY_SIDE, FALSE, 244, 100, TRUE },
  };
  Scene *scene = two_greys ();

  scene->look.swipe = 0.4;
  scene->look.lens_x = 100.0;
  scene->look.lens_y = 60.0;
  scene->look.lens_radius = 20.0;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SaffronFrame) frame = NULL;
      g_autofree guint32 *pixels = NULL;

      scene->look.mode = cases[i].mode;
      scene->look.swipe_horizontal = cases[i].other;
      scene->look.flicker_moving = cases[i].other;
      frame = scene_frame (scene, TRUE);
      pixels = draw_cpu (frame);
      g_assert_cmphex (pixel (scene, pixels, cases[i].x, cases[i].y), ==,
                       cases[i].moving ? mov : ref);
    }
  scene_free (scene);
}

static void
test_overlay_colors (void)
{
  static const guint32 equal[SAFFRON_OVERLAY_N_COLORS] = {
    [SAFFRON_OVERLAY_RED_GREEN] = 0xff999900,
    [SAFFRON_OVERLAY_MAGENTA_GREEN] = 0xff999999,
    [SAFFRON_OVERLAY_CYAN_RED] = 0xff999999,
  };
  FakeSlide spec = { .width = 500, .height = 500, .value = 153 };
  Scene *scene = scene_new (&spec, &spec, SCENE_IDENTITY);

  for (int side = 0; side < 2; side++)
    {
      scene->displays[side]->channels[0].low = 0.0;
      scene->displays[side]->channels[0].high = 255.0;
    }
  for (int c = 0; c < SAFFRON_OVERLAY_N_COLORS; c++)
    {
      g_autoptr (SaffronFrame) frame = NULL;
      g_autofree guint32 *pixels = NULL;

      scene->look.colors = (SaffronOverlayColors) c;
      frame = scene_frame (scene, TRUE);
      pixels = draw_cpu (frame);
      g_assert_cmphex (pixel (scene, pixels, 160, 120), ==, equal[c]);
    }
  scene_free (scene);
}

/* The grey that a display shows for a reference with the value 102. */
static guint32
shown (Scene *scene, const SaffronChannelDisplay *d)
{
  g_autoptr (SaffronFrame) frame = NULL;
  g_autofree guint32 *pixels = NULL;

  scene->look.mode = SAFFRON_VIEW_MODE_REFERENCE_ONLY;
  scene->displays[0]->channels[0] = *d;
  frame = scene_frame (scene, TRUE);
  pixels = draw_cpu (frame);
  return pixel (scene, pixels, 100, 100) & 0xff;
}

static void
test_contrast (void)
{
  SaffronChannelDisplay d = { TRUE, 0.0, 255.0, 1.0, 0xffffff, 1.0 };
  Scene *scene = two_greys ();

  g_assert_cmpuint (shown (scene, &d), ==, 102);
  d.low = 51.0;
  d.high = 153.0;
  g_assert_cmpuint (shown (scene, &d), ==, 128); /* 127.5 */
  d.gamma = 2.0;                                 /* 0.5 ^ (1 / 2) */
  g_assert_cmpuint (shown (scene, &d), ==, 180);
  d.opacity = 0.5;
  g_assert_cmpuint (shown (scene, &d), ==, 90);
  scene->displays[0]->opacity = 0.5;
  g_assert_cmpuint (shown (scene, &d), ==, 45);
  d.low = 102.0;
  g_assert_cmpuint (shown (scene, &d), ==, 0);
  scene_free (scene);
}

/* What the middle of the canvas shows in a mode. */
static guint32
draw_middle (Scene *scene, SaffronViewMode mode)
{
  g_autoptr (SaffronFrame) frame = NULL;
  g_autofree guint32 *pixels = NULL;

  scene->look.mode = mode;
  frame = scene_frame (scene, TRUE);
  pixels = draw_cpu (frame);
  return pixel (scene, pixels, 160, 120);
}

/* Brightfield has its own colours, which are the stored values, and its
 * intensity is how much darker than glass it is. */
static void
test_rgb (void)
{
  FakeSlide spec = { .width = 500, .height = 500, .rgb = TRUE, .value = 204 };
  Scene *scene = scene_new (&spec, &spec, SCENE_IDENTITY);
  SaffronChannelDisplay *display = NULL;

  for (int side = 0; side < 2; side++)
    {
      saffron_slide_display_free (scene->displays[side]);
      scene->displays[side] =
          saffron_slide_display_new (scene->slides[side], 0);
    }
  g_assert_cmphex (draw_middle (scene, SAFFRON_VIEW_MODE_OVERLAY), ==,
                   0xff333300);
  g_assert_cmphex (draw_middle (scene, SAFFRON_VIEW_MODE_MOVING_ONLY), ==,
                   0xffcccccc);

  /* Glass of another colour on each slide is black in the overlay. */
  display = &scene->displays[1]->channels[0];
  display->glass[0] = display->glass[1] = display->glass[2] = 204.0;
  display->dark = 51.0;
  g_assert_cmphex (draw_middle (scene, SAFFRON_VIEW_MODE_OVERLAY), ==,
                   0xff003300);
  g_assert_cmphex (draw_middle (scene, SAFFRON_VIEW_MODE_MOVING_ONLY), ==,
                   0xffcccccc);
  /* Half way from glass to dark in one of the three samples. */
  display->glass[1] = 255.0 + 102.0;
  display->dark = 51.0;
  g_assert_cmphex (draw_middle (scene, SAFFRON_VIEW_MODE_OVERLAY), ==,
                   0xff2b3300);
  /* With balance, each sample's glass is white. */
  display->glass[0] = 204.0;
  display->glass[1] = 255.0;
  display->glass[2] = 408.0;
  display->balanced = TRUE;
  g_assert_cmphex (draw_middle (scene, SAFFRON_VIEW_MODE_MOVING_ONLY), ==,
                   0xffffcc80);
  scene_free (scene);
}

static void
check_flat (const Scene *scene, const guint32 *pixels)
{
  for (int i = 0; i < scene->geometry.width * scene->geometry.height; i++)
    g_assert_cmphex (pixels[i], ==, 0xffffff00);
}

/* A slide of one grey is drawn in one grey across all borders of tiles. */
static void
test_no_seams (void)
{
  static const double zooms[] = { 0.043, 0.2501, 1 / 3.0, 0.7071,
                                  1.0,   1.003,  2.618,   17.3 };
  FakeSlide spec = {
    .width = 9000, .height = 9000, .n_levels = 4, .tile = 240, .value = 255
  };
  Scene *scene = scene_new (&spec, &spec, SCENE_LATTICE);

  for (guint z = 0; z < G_N_ELEMENTS (zooms); z++)
    {
      g_autoptr (SaffronFrame) frame = NULL;
      g_autofree guint32 *pixels = NULL;

      scene->geometry.zoom = zooms[z];
      scene->geometry.centre = (SaffronRefPoint){ 4320.3 + z, 4560.7 - z };
      frame = scene_frame (scene, TRUE);
      pixels = draw_cpu (frame);
      check_flat (scene, pixels);
    }
  scene_free (scene);
}

/* A slope continues evenly across the borders of tiles. */
static void
test_slope_across_tiles (void)
{
  static const double zooms[] = { 0.07, 0.3, 0.7071, 1.003, 2.618, 17.3 };

  for (guint z = 0; z < G_N_ELEMENTS (zooms); z++)
    for (int k = 0; k < 4; k++)
      {
        /* At a corner of four tiles of each level, and next to it. */
        SaffronViewGeometry view = { { 7680.0 + 0.37 * k / zooms[z],
                                       7680.0 - 0.19 * k / zooms[z] },
                                     zooms[z],
                                     160,
                                     120 };
        Scene *scene =
            scene_ramps (16000.0, 16000.0, &view, 40.0, SCENE_AFFINE);
        g_autoptr (SaffronFrame) frame = NULL;
        g_autofree guint32 *pixels = NULL;

        scene->look.mode = SAFFRON_VIEW_MODE_REFERENCE_ONLY;
        frame = scene_frame (scene, TRUE);
        g_assert_true (saffron_frame_is_sharp (frame));
        pixels = draw_cpu (frame);
        /* Rounding to eight bits may cost half a grey level. */
        g_assert_cmpfloat (scene_ramp_error (scene, frame, 0, 40.0, pixels), <,
                           0.51 * 40.0 / 255.0);
        scene_free (scene);
      }
}

/* Where a fine tile is missing, coarser tiles show the same place. */
static void
test_holes (void)
{
  SaffronViewGeometry view = { { 2500.0, 2500.0 }, 1.0, 320, 240 };
  FakeSlide flat = {
    .width = 5000, .height = 5000, .n_levels = 4, .value = 255
  };
  Scene *scene = scene_new (&flat, &flat, SCENE_AFFINE);
  g_autoptr (SaffronFrame) frame = NULL;
  g_autofree guint32 *pixels = NULL;

  scene->geometry.zoom = 1.0;
  for (int side = 0; side < 2; side++)
    scene_load_level (scene, (SaffronViewSide) side, 3);
  for (int i = 0; i < 400; i += 3)
    scene_load_tile (scene, (SaffronViewSide) (i & 1), 0, i % 20, i / 20);
  frame = scene_frame (scene, FALSE);
  g_assert_false (saffron_frame_is_sharp (frame));
  g_assert_cmpuint (frame->slides[0].n_missing, <, frame->slides[0].n_wanted);
  pixels = draw_cpu (frame);
  check_flat (scene, pixels);
  scene_free (scene);

  /* The coarsest level alone shows the same place, to a grey level. */
  {
    g_autoptr (SaffronFrame) coarse = NULL;
    g_autofree guint32 *drawn = NULL;

    scene = scene_ramps (5000.0, 5000.0, &view, 200.0, SCENE_LATTICE);
    scene->look.mode = SAFFRON_VIEW_MODE_MOVING_ONLY;
    scene_load_level (scene, SAFFRON_VIEW_MOVING, 4);
    coarse = scene_frame (scene, FALSE);
    drawn = draw_cpu (coarse);
    g_assert_cmpfloat (
        scene_ramp_error (scene, coarse, SAFFRON_VIEW_MOVING, 200.0, drawn), <,
        0.51 * 200.0 / 255.0);
    scene_free (scene);
  }
}

static void
test_nothing_there (void)
{
  Scene *scene = two_greys ();
  g_autoptr (SaffronFrame) frame = scene_frame (scene, FALSE);
  g_autofree guint32 *pixels = draw_cpu (frame);

  g_assert_false (saffron_frame_has_pixels (frame));
  for (int i = 0; i < scene->geometry.width * scene->geometry.height; i++)
    g_assert_cmphex (pixels[i], ==, BACKGROUND);
  scene_free (scene);
}

/* The picture has the same bits on any number of threads. */
static void
test_threads (void)
{
  FakeSlide spec = {
    .width = 3000, .height = 3000, .n_levels = 3, .type = SAFFRON_SAMPLE_U16
  };
  Scene *scene = scene_new (&spec, &spec, SCENE_LATTICE);
  g_autoptr (SaffronFrame) frame = scene_frame (scene, TRUE);
  g_autofree guint32 *first = NULL;
  gsize n = (gsize) scene->geometry.width * scene->geometry.height;

  for (int n_threads = 1; n_threads <= 5; n_threads += 2)
    {
      g_autoptr (SaffronJob) job = saffron_job_new ();
      g_autofree guint32 *pixels = g_new0 (guint32, n);

      saffron_job_set_threads (job, (guint) n_threads);
      saffron_compositor_draw (frame, (guint8 *) pixels,
                               (gsize) scene->geometry.width * 4, job);
      if (first == NULL)
        first = g_steal_pointer (&pixels);
      else
        g_assert_cmpmem (first, n * 4, pixels, n * 4);
    }
  scene_free (scene);
}

/* The picture is exactly that of one transform within the region and that of
 * the other around it. */
static void
test_inside (void)
{
  FakeSlide spec = { .width = 1000, .height = 1000, .n_levels = 3 };
  Scene *scene = scene_new (&spec, &spec, SCENE_LATTICE);
  SaffronAffine shifted = { 1.0, 0.0, 40.0, 0.0, 1.0, -30.0 };
  g_autoptr (SaffronTransform) inside =
      saffron_transform_new (1000, 1000, &shifted, NULL);
  SaffronTransform *outside = scene->transform;
  const SaffronRect region = { 400, 300, 200, 250 };
  g_autoptr (SaffronFrame) plain = NULL;
  g_autoptr (SaffronFrame) other = NULL;
  g_autoptr (SaffronFrame) frame = NULL;
  g_autofree guint32 *a = NULL, *b = NULL, *both = NULL;
  guint n_inside = 0, n_differ = 0;

  scene->geometry = (SaffronViewGeometry){ { 500.0, 500.0 }, 0.5, 300, 240 };
  plain = scene_frame (scene, TRUE);
  scene->transform = inside;
  other = scene_frame (scene, TRUE);
  scene->transform = outside;
  frame = saffron_frame_with_inside (plain, inside, &region);
  a = draw_cpu (plain);
  b = draw_cpu (other);
  both = draw_cpu (frame);
  for (int y = 0; y < 240; y++)
    for (int x = 0; x < 300; x++)
      {
        double rx = 500.0 + (x + 0.5 - 150.0) / 0.5;
        double ry = 500.0 + (y + 0.5 - 120.0) / 0.5;
        gboolean in = rx >= 400 && rx < 600 && ry >= 300 && ry < 550;

        g_assert_cmphex (pixel (scene, both, x, y), ==,
                         pixel (scene, in ? b : a, x, y));
        n_inside += in;
        n_differ += in && pixel (scene, a, x, y) != pixel (scene, b, x, y);
      }
  g_assert_cmpuint (n_inside, ==, 100 * 125);
  g_assert_cmpuint (n_differ, >, n_inside / 2);
  g_assert_true (
      saffron_frame_to_moving (frame, (SaffronViewPoint){ 150.0, 120.0 }).x
      == 540.0);
  scene->transform = outside;
  scene_free (scene);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view/compositor/modes", test_modes);
  g_test_add_func ("/view/compositor/choosing-modes", test_choosing_modes);
  g_test_add_func ("/view/compositor/overlay-colors", test_overlay_colors);
  g_test_add_func ("/view/compositor/contrast", test_contrast);
  g_test_add_func ("/view/compositor/rgb", test_rgb);
  g_test_add_func ("/view/compositor/no-seams", test_no_seams);
  g_test_add_func ("/view/compositor/slope-across-tiles",
                   test_slope_across_tiles);
  g_test_add_func ("/view/compositor/holes", test_holes);
  g_test_add_func ("/view/compositor/nothing-there", test_nothing_there);
  g_test_add_func ("/view/compositor/threads", test_threads);
  g_test_add_func ("/view/compositor/inside", test_inside);
  return g_test_run ();
}
