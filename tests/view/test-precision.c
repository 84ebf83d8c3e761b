/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/scene.h"

#define SIDE 130000.0
/* Device pixels from black to white, so sixteen grey levels per pixel. */
#define SPAN 16.0
/* What rounding to eight bits may cost, in device pixels, with a small
 * margin. */
#define ROUNDING (0.55 * SPAN / 255.0)

static const SaffronRefPoint places[] = {
  { 500.3, 700.9 },
  { 65000.125, 64999.5 },
  { 129500.123, 128800.777 },
};

/* At any place of the largest slide and at any zoom, the picture is drawn where
 * a computation in doubles places it. */
static void
test_sub_pixel (gconstpointer data)
{
  SceneWarp warp = (SceneWarp) GPOINTER_TO_INT (data);
  static const double zooms[] = { 0.0101, 0.37, 1.01, 9.3, 64.0 };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    for (guint z = 0; z < G_N_ELEMENTS (zooms); z++)
      for (int side = 0; side < 2; side++)
        {
          SaffronViewGeometry view = { places[i], zooms[z], 128, 96 };
          Scene *scene = scene_ramps (SIDE, SIDE, &view, SPAN, warp);
          g_autoptr (SaffronFrame) frame = NULL;
          g_autofree guint32 *pixels = NULL;
          double error;

          scene->look.mode = side == 0 ? SAFFRON_VIEW_MODE_REFERENCE_ONLY
                                       : SAFFRON_VIEW_MODE_MOVING_ONLY;
          frame = scene_frame (scene, TRUE);
          pixels = draw_cpu (frame);
          error = scene_ramp_error (scene, frame, (SaffronViewSide) side, SPAN,
                                    pixels);
          g_test_message ("at %.0f, zoom %g, side %d: %.4f px", places[i].x,
                          zooms[z], side, error);
          g_assert_cmpfloat (error, <, ROUNDING);
          scene_free (scene);
        }
}

/* So it is where pixels are not square. */
static void
test_aspect (void)
{
  static const double aspects[] = { 2.0, 0.4 };
  static const double zooms[] = { 0.0101, 1.01, 64.0 };

  for (guint a = 0; a < G_N_ELEMENTS (aspects); a++)
    for (guint z = 0; z < G_N_ELEMENTS (zooms); z++)
      for (int side = 0; side < 2; side++)
        {
          SaffronViewGeometry view = { places[1], zooms[z], 128, 96,
                                       aspects[a] };
          Scene *scene = scene_ramps (SIDE, SIDE, &view, SPAN, SCENE_LATTICE);
          g_autoptr (SaffronFrame) frame = NULL;
          g_autofree guint32 *pixels = NULL;

          scene->look.mode = side == 0 ? SAFFRON_VIEW_MODE_REFERENCE_ONLY
                                       : SAFFRON_VIEW_MODE_MOVING_ONLY;
          frame = scene_frame (scene, TRUE);
          pixels = draw_cpu (frame);
          g_assert_cmpfloat (
              scene_ramp_error (scene, frame, side, SPAN, pixels), <, ROUNDING);
          scene_free (scene);
        }
}

/* Checks the measure itself: it detects an error of a tenth of a pixel. */
static void
test_measure (void)
{
  SaffronViewGeometry view = { places[2], 1.01, 128, 96 };
  Scene *scene = scene_ramps (SIDE, SIDE, &view, SPAN, SCENE_IDENTITY);
  g_autoptr (SaffronFrame) frame = NULL;
  g_autofree guint32 *pixels = NULL;
  double shift = 0.15;

  scene->look.mode = SAFFRON_VIEW_MODE_REFERENCE_ONLY;
  scene->geometry.centre.x += shift / view.zoom;
  frame = scene_frame (scene, TRUE);
  pixels = draw_cpu (frame);
  frame->geometry.centre = view.centre;
  g_assert_cmpfloat (
      scene_ramp_error (scene, frame, SAFFRON_VIEW_REFERENCE, SPAN, pixels), >,
      0.1);
  scene_free (scene);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/view/precision/identity",
                        GINT_TO_POINTER (SCENE_IDENTITY), test_sub_pixel);
  g_test_add_data_func ("/view/precision/affine",
                        GINT_TO_POINTER (SCENE_AFFINE), test_sub_pixel);
  g_test_add_data_func ("/view/precision/lattice",
                        GINT_TO_POINTER (SCENE_LATTICE), test_sub_pixel);
  g_test_add_func ("/view/precision/aspect", test_aspect);
  g_test_add_func ("/view/precision/measure", test_measure);
  return g_test_run ();
}
