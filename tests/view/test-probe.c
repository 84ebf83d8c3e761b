/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/scene.h"

static void
check_value (const SaffronFrame *frame,
             double x,
             double y,
             int expected_level,
             double expected)
{
  double values[3] = { -1.0, -1.0, -1.0 };
  int level = -1;

  g_assert_true (saffron_frame_probe (frame, SAFFRON_VIEW_REFERENCE, 0, x, y,
                                      values, &level));
  g_assert_cmpint (level, ==, expected_level);
  g_assert_cmpfloat_with_epsilon (values[0], expected, 1e-3);
}

/* Stored values are x + 1000 y, so that each pixel identifies itself. */
static Scene *
named_pixels (void)
{
  FakeSlide spec = { .width = 3000,
                     .height = 2000,
                     .n_levels = 4,
                     .type = SAFFRON_SAMPLE_F32,
                     .ramp = { 1.0, 1000.0 } };
  Scene *scene = scene_new (&spec, NULL, SCENE_IDENTITY);

  scene->geometry = (SaffronViewGeometry){ { 1500.0, 1000.0 }, 1.0, 300, 300 };
  return scene;
}

/* The probe gives the stored value of the pixel that holds the place, without
 * interpolation. */
static void
test_stored_values (void)
{
  Scene *scene = named_pixels ();
  g_autoptr (SaffronFrame) frame = scene_frame (scene, TRUE);

  check_value (frame, 1500.0, 1000.0, 0, 1500.5 + 1000500.0);
  check_value (frame, 1500.99, 1000.99, 0, 1500.5 + 1000500.0);
  check_value (frame, 1499.99, 1000.0, 0, 1499.5 + 1000500.0);
  /* On both sides of a tile's border. */
  check_value (frame, 1535.9, 1023.9, 0, 1535.5 + 1023500.0);
  check_value (frame, 1536.1, 1024.1, 0, 1536.5 + 1024500.0);
  scene_free (scene);
}

/* The probe reads what is on screen: a coarser level while the fine one is
 * missing, and it tells which. */
static void
test_coarser (void)
{
  Scene *scene = named_pixels ();
  g_autoptr (SaffronFrame) none = scene_frame (scene, FALSE);
  g_autoptr (SaffronFrame) coarse = NULL;
  g_autoptr (SaffronFrame) fixed = NULL;
  double values[3];

  g_assert_false (saffron_frame_probe (none, SAFFRON_VIEW_REFERENCE, 0, 1500.0,
                                       1000.0, values, NULL));
  scene_load_level (scene, SAFFRON_VIEW_REFERENCE, 2);
  coarse = scene_frame (scene, FALSE);
  check_value (coarse, 1501.0, 1002.0, 2, 1502.0 + 1002000.0);
  scene->displays[0]->level = 2;
  fixed = scene_frame (scene, TRUE);
  check_value (fixed, 1501.0, 1002.0, 2, 1502.0 + 1002000.0);
  scene_free (scene);
}

static void
test_outside (void)
{
  Scene *scene = named_pixels ();
  g_autoptr (SaffronFrame) frame = NULL;
  static const double outside[][2] = {
    { -0.1, 10.0 },   { 10.0, -0.1 },       { 3000.0, 10.0 },
    { 10.0, 2000.0 }, { G_MAXDOUBLE, 0.0 },
  };
  double values[3];

  scene->geometry.zoom = 0.1;
  frame = scene_frame (scene, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (outside); i++)
    g_assert_false (saffron_frame_probe (frame, SAFFRON_VIEW_REFERENCE, 0,
                                         outside[i][0], outside[i][1], values,
                                         NULL));
  g_assert_true (saffron_frame_probe (frame, SAFFRON_VIEW_REFERENCE, 0, 2999.9,
                                      1999.9, values, NULL));
  g_assert_false (saffron_frame_probe (frame, SAFFRON_VIEW_REFERENCE, 1, 5.0,
                                       5.0, values, NULL));
  g_assert_false (saffron_frame_probe (frame, SAFFRON_VIEW_MOVING, 0, 5.0, 5.0,
                                       values, NULL));
  scene_free (scene);
}

static void
test_rgb (void)
{
  FakeSlide spec = { .width = 600, .height = 600, .rgb = TRUE, .value = 77 };
  Scene *scene = scene_new (&spec, NULL, SCENE_IDENTITY);
  g_autoptr (SaffronFrame) frame = scene_frame (scene, TRUE);
  double values[3] = { 0.0, 0.0, 0.0 };

  g_assert_true (saffron_frame_probe (frame, SAFFRON_VIEW_REFERENCE, 0, 300.0,
                                      300.0, values, NULL));
  for (int k = 0; k < 3; k++)
    g_assert_cmpfloat (values[k], ==, 77.0);
  scene_free (scene);
}

/* Each half of side-by-side shows the same middle. */
static void
test_halves (void)
{
  FakeSlide spec = { .width = 2000, .height = 2000 };
  Scene *scene = scene_new (&spec, &spec, SCENE_AFFINE);
  g_autoptr (SaffronFrame) frame = NULL;
  SaffronViewPoint left = { 100.0, 70.0 }, right;
  SaffronRefPoint a, b;
  SaffronMovPoint moving, pulled;

  scene->look.mode = SAFFRON_VIEW_MODE_SIDE_BY_SIDE;
  frame = scene_frame (scene, FALSE);
  right = (SaffronViewPoint){ left.x + 160.0, left.y };
  a = saffron_frame_to_reference (frame, left);
  b = saffron_frame_to_reference (frame, right);
  g_assert_cmpfloat_with_epsilon (a.x, b.x, 1e-9);
  g_assert_cmpfloat_with_epsilon (a.y, b.y, 1e-9);
  moving = saffron_frame_to_moving (frame, right);
  pulled = saffron_transform_pull (scene->transform, a);
  g_assert_cmpfloat_with_epsilon (moving.x, pulled.x, 1e-9);
  for (int side = 0; side < 2; side++)
    {
      SaffronViewPoint back =
          saffron_frame_from_reference (frame, (SaffronViewSide) side, a);

      g_assert_cmpfloat_with_epsilon (back.x, side == 0 ? left.x : right.x,
                                      1e-9);
      g_assert_cmpfloat_with_epsilon (back.y, left.y, 1e-9);
    }
  scene_free (scene);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view/probe/stored-values", test_stored_values);
  g_test_add_func ("/view/probe/coarser", test_coarser);
  g_test_add_func ("/view/probe/outside", test_outside);
  g_test_add_func ("/view/probe/rgb", test_rgb);
  g_test_add_func ("/view/probe/halves", test_halves);
  return g_test_run ();
}
