/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "gl/target.h"

/* SPAN is the number of device pixels from black to white, so that there are 16
 * grey levels per pixel. ROUNDING is the error of rounding to eight bits, in
 * device pixels. ALLOWED adds a hundredth of a pixel for the interpolation of
 * the displacement and for single precision. */
#define SPAN 16.0
#define ROUNDING (0.55 * SPAN / 255.0)
#define ALLOWED (ROUNDING + 0.012)

static double
draw_error (Target *target, Scene *scene, SaffronViewSide side, double span)
{
  g_autoptr (SaffronFrame) frame = NULL;
  g_autofree guint32 *pixels = NULL;

  scene->look.mode = side == SAFFRON_VIEW_REFERENCE
                         ? SAFFRON_VIEW_MODE_REFERENCE_ONLY
                         : SAFFRON_VIEW_MODE_MOVING_ONLY;
  frame = scene_frame (scene, TRUE);
  g_assert_true (saffron_frame_is_sharp (frame));
  pixels = target_draw (target, frame);
  return scene_ramp_error (scene, frame, side, span, pixels);
}

/* On the largest slide, at any place and zoom, the picture is drawn where a
 * computation in doubles places it. */
static void
test_sub_pixel (gconstpointer data)
{
  static const SaffronRefPoint places[] = {
    { 500.3, 700.9 },
    { 65000.125, 64999.5 },
    { 129500.123, 128800.777 },
  };
  static const double zooms[] = { 0.0101, 0.37, 1.01, 9.3, 64.0 };
  Target target = { 0 };

  if (!target_open (&target, data))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    for (guint z = 0; z < G_N_ELEMENTS (zooms); z++)
      for (int warp = 0; warp < 3; warp++)
        {
          SaffronViewGeometry view = { places[i], zooms[z], TARGET_WIDTH,
                                       TARGET_HEIGHT };
          Scene *scene =
              scene_ramps (130000.0, 130000.0, &view, SPAN, (SceneWarp) warp);

          for (int side = 0; side < 2; side++)
            {
              double error =
                  draw_error (&target, scene, (SaffronViewSide) side, SPAN);

              g_test_message ("at %.0f, zoom %g, warp %d, side %d: %.4f px",
                              places[i].x, zooms[z], warp, side, error);
              g_assert_cmpfloat (error, <, ALLOWED);
            }
          scene_free (scene);
        }
  target_close (&target);
}

/* So it is where pixels are not square. */
static void
test_aspect (gconstpointer data)
{
  static const double aspects[] = { 2.0, 0.4 };
  static const double zooms[] = { 0.0101, 1.01, 64.0 };
  Target target = { 0 };

  if (!target_open (&target, data))
    return;
  for (guint a = 0; a < G_N_ELEMENTS (aspects); a++)
    for (guint z = 0; z < G_N_ELEMENTS (zooms); z++)
      {
        SaffronViewGeometry view = { { 65000.125, 64999.5 },
                                     zooms[z],
                                     TARGET_WIDTH,
                                     TARGET_HEIGHT,
                                     aspects[a] };
        Scene *scene =
            scene_ramps (130000.0, 130000.0, &view, SPAN, SCENE_LATTICE);

        for (int side = 0; side < 2; side++)
          g_assert_cmpfloat (
              draw_error (&target, scene, (SaffronViewSide) side, SPAN), <,
              ALLOWED);
        scene_free (scene);
      }
  target_close (&target);
}

/* A slope continues evenly across pages and tiles. */
static void
test_slope_across_pages (gconstpointer data)
{
  static const double zooms[] = { 0.07, 0.3, 0.7071, 1.003, 2.618, 17.3 };
  Target target = { 0 };

  if (!target_open (&target, data))
    return;
  for (guint z = 0; z < G_N_ELEMENTS (zooms); z++)
    for (int k = 0; k < 3; k++)
      {
        /* At a corner of four tiles of each level, and next to it. */
        SaffronViewGeometry view = { { 7680.0 + 0.37 * k / zooms[z],
                                       7680.0 - 0.19 * k / zooms[z] },
                                     zooms[z],
                                     TARGET_WIDTH,
                                     TARGET_HEIGHT };
        Scene *scene =
            scene_ramps (16000.0, 16000.0, &view, SPAN, SCENE_AFFINE);

        g_assert_cmpfloat (
            draw_error (&target, scene, SAFFRON_VIEW_REFERENCE, SPAN), <,
            ALLOWED);
        scene_free (scene);
      }
  target_close (&target);
}

/* While only coarse tiles are decoded, they show the same place. */
static void
test_coarse (gconstpointer data)
{
  SaffronViewGeometry view = {
    { 2500.0, 2500.0 }, 1.0, TARGET_WIDTH, TARGET_HEIGHT
  };
  Target target = { 0 };

  if (!target_open (&target, data))
    return;
  for (int level = 1; level < 6; level++)
    {
      Scene *scene = scene_ramps (5000.0, 5000.0, &view, 200.0, SCENE_LATTICE);
      g_autoptr (SaffronFrame) frame = NULL;
      g_autofree guint32 *pixels = NULL;

      scene->look.mode = SAFFRON_VIEW_MODE_MOVING_ONLY;
      scene_load_level (scene, SAFFRON_VIEW_MOVING, level);
      frame = scene_frame (scene, FALSE);
      pixels = target_draw (&target, frame);
      g_assert_cmpfloat (
          scene_ramp_error (scene, frame, SAFFRON_VIEW_MOVING, 200.0, pixels),
          <, 0.6 * 200.0 / 255.0);
      scene_free (scene);
    }
  target_close (&target);
}

int
main (int argc, char **argv)
{
  static const TargetTest tests[] = {
    { "sub-pixel", test_sub_pixel },
    { "aspect", test_aspect },
    { "slope-across-pages", test_slope_across_pages },
    { "coarse", test_coarse },
  };

  return target_main (argc, argv, tests, G_N_ELEMENTS (tests));
}
