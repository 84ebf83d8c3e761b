/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/fake-slide.h"
#include "view/model.h"

static SaffronSlide *
make_slide (gint64 width, gint64 height)
{
  FakeSlide spec = { .width = width,
                     .height = height,
                     .n_levels = 6,
                     .n_channels = 3,
                     .type = SAFFRON_SAMPLE_U16 };

  return fake_slide_new (&spec);
}

/* Slides are centred on each other before there is a transform, and again
 * without one. */
static void
test_place (void)
{
  g_autoptr (SaffronViewModel) model = saffron_view_model_new (64 << 20, 1);
  g_autoptr (SaffronSlide) reference = make_slide (20000, 16000);
  g_autoptr (SaffronSlide) moving = make_slide (19000, 17000);
  SaffronRefPoint middle = { 10000.0, 8000.0 };
  g_autoptr (SaffronTransform) run =
      fake_transform_new (20000.0, 16000.0, 5.0, 500.0);
  SaffronMovPoint p;

  saffron_view_model_set_slide (model, SAFFRON_VIEW_REFERENCE, reference, NULL);
  saffron_view_model_set_slide (model, SAFFRON_VIEW_MOVING, moving, NULL);
  p = saffron_transform_pull (saffron_view_model_get_transform (model), middle);
  g_assert_cmpfloat (p.x, ==, 9500.0);
  g_assert_cmpfloat (p.y, ==, 8500.0);
  saffron_view_model_set_transform (model, run);
  g_assert_true (saffron_view_model_get_transform (model) == run);
  saffron_view_model_set_transform (model, NULL);
  p = saffron_transform_pull (saffron_view_model_get_transform (model), middle);
  g_assert_cmpfloat (p.x, ==, 9500.0);
}

/* The view takes the shape of the reference's pixels, and places a slide so
 * that it keeps its own shape too. */
static void
test_aspect (void)
{
  FakeSlide spec = {
    .width = 10000, .height = 4000, .n_levels = 4, .um = { 0.3, 0.6 }
  };
  g_autoptr (SaffronViewModel) model = saffron_view_model_new (64 << 20, 1);
  g_autoptr (SaffronSlide) tall = fake_slide_new (&spec);
  g_autoptr (SaffronSlide) unknown = make_slide (10000, 8000);
  SaffronViewGeometry view, overview;
  SaffronMovPoint p;

  saffron_view_model_set_size (model, 1000, 1000);
  saffron_view_model_set_slide (model, SAFFRON_VIEW_REFERENCE, tall, NULL);
  saffron_view_model_set_slide (model, SAFFRON_VIEW_MOVING, unknown, NULL);
  view = *saffron_view_model_get_geometry (model);
  g_assert_cmpfloat_with_epsilon (view.aspect, 2.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (view.zoom, 0.098, 1e-12);
  overview = saffron_view_model_get_overview_geometry (model, 100, 60);
  g_assert_cmpfloat_with_epsilon (saffron_view_scale_y (&overview), 0.015,
                                  1e-12);
  p = saffron_transform_pull (saffron_view_model_get_transform (model),
                              (SaffronRefPoint){ 5000.0, 3000.0 });
  g_assert_cmpfloat_with_epsilon (p.x, 5000.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (p.y, 6000.0, 1e-9);

  /* A view from elsewhere, as one from before a resize, brings neither a shape
   * nor a size of its own. */
  view.aspect = 7.0;
  view.width = 1234;
  view.zoom = 0.5;
  saffron_view_model_set_geometry (model, &view);
  view = *saffron_view_model_get_geometry (model);
  g_assert_cmpfloat_with_epsilon (view.aspect, 2.0, 1e-12);
  g_assert_cmpfloat (view.zoom, ==, 0.5);
  g_assert_cmpint (view.width, ==, 1000);

  saffron_view_model_swap (model);
  view = *saffron_view_model_get_geometry (model);
  g_assert_cmpfloat (view.aspect, ==, 1.0);
  p = saffron_transform_pull (saffron_view_model_get_transform (model),
                              (SaffronRefPoint){ 5000.0, 6000.0 });
  g_assert_cmpfloat_with_epsilon (p.y, 3000.0, 1e-9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view/place/centred", test_place);
  g_test_add_func ("/view/place/aspect", test_aspect);
  return g_test_run ();
}
