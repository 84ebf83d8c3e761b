/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/geometry.h"

#include <math.h>

#include "view/fake-slide.h"
#include "view/moving-bounds.h"
#include "view/tile-grid.h"

#define SIDE 130000.0

static void
test_round_trip (void)
{
  SaffronViewGeometry view = { { 129999.3, 64321.7 }, 7.3, 1280, 800 };

  for (int i = 0; i <= 10; i++)
    {
      SaffronViewPoint p = { 128.0 * i + 0.25, 80.0 * i + 0.75 };
      SaffronViewPoint q = saffron_view_from_reference (
          &view, saffron_view_to_reference (&view, p));

      g_assert_cmpfloat_with_epsilon (p.x, q.x, 1e-7);
      g_assert_cmpfloat_with_epsilon (p.y, q.y, 1e-7);
    }
}

static void
test_zoom_keeps_point (void)
{
  SaffronViewGeometry view = { { 100000.0, 90000.0 }, 0.01, 1280, 800 };
  SaffronViewPoint p = { 200.5, 700.25 };
  SaffronRefPoint fixed = saffron_view_to_reference (&view, p);

  for (int i = 0; i < 100; i++)
    {
      SaffronRefPoint now;

      saffron_view_zoom_about (&view, p, view.zoom * (i < 50 ? 1.17 : 0.83));
      now = saffron_view_to_reference (&view, p);
      g_assert_cmpfloat_with_epsilon (now.x, fixed.x, 1e-6);
      g_assert_cmpfloat_with_epsilon (now.y, fixed.y, 1e-6);
    }
}

static void
test_interpolate_keeps_point (void)
{
  SaffronViewGeometry from = { { 5000.0, 4000.0 }, 0.05, 1280, 800 }, to = from;
  SaffronViewPoint p = { 1000.0, 100.0 };
  SaffronRefPoint fixed = saffron_view_to_reference (&from, p);

  saffron_view_zoom_about (&to, p, 3.0);
  for (int i = 0; i <= 16; i++)
    {
      SaffronViewGeometry at = saffron_view_interpolate (&from, &to, i / 16.0);
      SaffronRefPoint now = saffron_view_to_reference (&at, p);

      g_assert_cmpfloat_with_epsilon (now.x, fixed.x, 1e-6);
      g_assert_cmpfloat_with_epsilon (now.y, fixed.y, 1e-6);
    }
  g_assert_cmpfloat_with_epsilon (
      saffron_view_interpolate (&from, &to, 0.0).zoom, from.zoom, 1e-12);
}

static void
test_pan (void)
{
  SaffronViewGeometry view = { { 500.0, 400.0 }, 2.0, 100, 100 };
  SaffronViewPoint before =
      saffron_view_from_reference (&view, (SaffronRefPoint){ 510.0, 390.0 });
  SaffronViewPoint after;

  saffron_view_pan (&view, 30.0, -20.0);
  after =
      saffron_view_from_reference (&view, (SaffronRefPoint){ 510.0, 390.0 });
  g_assert_cmpfloat_with_epsilon (after.x - before.x, 30.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (after.y - before.y, -20.0, 1e-9);
}

static void
test_fit_and_limits (void)
{
  SaffronViewGeometry view = { { 0.0, 0.0 }, 1.0, 1280, 800 };
  SaffronViewPoint corner;

  saffron_view_fit (&view, SIDE, 50000.0);
  corner = saffron_view_from_reference (&view, (SaffronRefPoint){ 0.0, 0.0 });
  g_assert_cmpfloat_with_epsilon (corner.x, 12.8, 1e-6);
  g_assert_cmpfloat (corner.y, >, 0.0);

  view.zoom = 1e-9;
  view.centre = (SaffronRefPoint){ -5.0, NAN };
  saffron_view_limit (&view, SIDE, 50000.0);
  g_assert_cmpfloat_with_epsilon (view.zoom, 0.5 * 1280 / SIDE, 1e-9);
  g_assert_cmpfloat (view.centre.x, ==, 0.0);
  g_assert_cmpfloat (view.centre.y, ==, 25000.0);
  view.zoom = 1e9;
  saffron_view_limit (&view, SIDE, 50000.0);
  g_assert_cmpfloat (view.zoom, ==, SAFFRON_VIEW_MAX_ZOOM);
}

/* With pixels that are not square, a square of tissue is a square on the
 * canvas, and all that holds for square pixels holds. */
static void
test_aspect (gconstpointer data)
{
  double aspect = *(const double *) data;
  double tall = MAX (aspect, 1.0), wide = MAX (1.0 / aspect, 1.0);
  SaffronViewGeometry view = { { 9000.0, 7000.0 }, 0.7, 1280, 800, aspect };
  SaffronViewGeometry to = view, panned = view, unlike = view;
  SaffronViewPoint p = { 200.5, 700.25 };
  SaffronRefPoint fixed = saffron_view_to_reference (&view, p);
  SaffronViewPoint a = saffron_view_from_reference (&view, fixed);
  /* 1000 shorter sides of a pixel. */
  SaffronRefPoint square = { fixed.x + 1000.0 / wide, fixed.y + 1000.0 / tall };
  SaffronViewPoint b = saffron_view_from_reference (&view, square);
  SaffronRefPoint way = saffron_view_way_to_reference (
      &view, (SaffronViewPoint){ b.x - a.x, b.y - a.y });
  SaffronRefPoint now;

  g_assert_cmpfloat_with_epsilon (a.x, p.x, 1e-9);
  g_assert_cmpfloat_with_epsilon (a.y, p.y, 1e-9);
  g_assert_cmpfloat_with_epsilon (b.x - a.x, 700.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (b.y - a.y, 700.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (way.x, square.x - fixed.x, 1e-9);
  g_assert_cmpfloat_with_epsilon (way.y, square.y - fixed.y, 1e-9);

  saffron_view_zoom_about (&to, p, 3.0);
  for (int i = 0; i <= 8; i++)
    {
      SaffronViewGeometry at = saffron_view_interpolate (&view, &to, i / 8.0);

      now = saffron_view_to_reference (&at, p);
      g_assert_cmpfloat_with_epsilon (now.x, fixed.x, 1e-7);
      g_assert_cmpfloat_with_epsilon (now.y, fixed.y, 1e-7);
    }
  saffron_view_pan (&panned, 30.0, -20.0);
  now = saffron_view_to_reference (
      &panned, (SaffronViewPoint){ p.x + 30.0, p.y - 20.0 });
  g_assert_cmpfloat_with_epsilon (now.x, fixed.x, 1e-9);
  g_assert_cmpfloat_with_epsilon (now.y, fixed.y, 1e-9);
  unlike.aspect = 1.0;
  g_assert_true (saffron_view_equal (&view, &view));
  g_assert_false (saffron_view_equal (&view, &unlike));
}

/* What fits is the tissue's true shape. */
static void
test_fit_aspect (void)
{
  SaffronViewGeometry view = { .width = 1000, .height = 1000, .aspect = 2.0 };
  SaffronViewPoint a, b;

  saffron_view_fit_rect (&view, 100.0, 50.0, 600.0, 500.0);
  a = saffron_view_from_reference (&view, (SaffronRefPoint){ 100.0, 50.0 });
  b = saffron_view_from_reference (&view, (SaffronRefPoint){ 700.0, 550.0 });
  g_assert_cmpfloat_with_epsilon (a.x, 200.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (b.x, 800.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (a.y, 0.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (b.y, 1000.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (view.zoom, 1.0, 1e-12);
  view.zoom = 1e-9;
  saffron_view_limit (&view, 600.0, 500.0);
  g_assert_cmpfloat_with_epsilon (view.zoom, 0.5, 1e-12);
}

static void
test_presets (void)
{
  g_autofree char *a = saffron_view_zoom_to_string (0.25);
  g_autofree char *b = saffron_view_zoom_to_string (2.0);
  g_autofree char *c = saffron_view_zoom_to_string (0.37);

  g_assert_cmpfloat (saffron_view_next_preset (0.3, 1), ==, 0.5);
  g_assert_cmpfloat (saffron_view_next_preset (0.5, 1), ==, 1.0);
  g_assert_cmpfloat (saffron_view_next_preset (0.3, -1), ==, 0.25);
  g_assert_cmpfloat (saffron_view_next_preset (0.25, -1), ==, 0.125);
  g_assert_cmpstr (a, ==, "1:4");
  g_assert_cmpstr (b, ==, "2:1");
  g_assert_cmpstr (c, ==, "37 %");
}

static void
test_grid (void)
{
  static const struct {
    int file, tile, page;
  } cases[] = {
    { 256, 256, 256 },  { 512, 512, 256 }, { 1024, 1024, 256 },
    { 240, 240, 240 },  { 768, 768, 256 }, { 544, 544, 136 },
    { 16, 256, 256 },   { 100, 200, 200 }, { 257, 256, 256 },
    { 4096, 512, 256 }, { 1, 256, 256 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SaffronLevel level = { 100003, 70001, 4.0003, cases[i].file,
                             cases[i].file };
      SaffronTileGrid grid = saffron_tile_grid_for_level (&level);
      SaffronRect last =
          saffron_tile_grid_rect (&grid, grid.n_x - 1, grid.n_y - 1);

      g_assert_cmpint (grid.tile_width, ==, cases[i].tile);
      g_assert_cmpint (grid.page_width, ==, cases[i].page);
      g_assert_cmpint (grid.tile_height % grid.page_height, ==, 0);
      g_assert_cmpint (last.x + last.width, ==, level.width);
      g_assert_cmpint (last.y + last.height, ==, level.height);
      g_assert_cmpint (last.width, >, 0);
    }
}

static void
test_range (void)
{
  SaffronLevel level = { 1000, 800, 2.0, 256, 256 };
  SaffronTileGrid grid = saffron_tile_grid_for_level (&level);
  SaffronTileRange r = saffron_tile_grid_range (&grid, 0, 0, 512, 512, 0);

  g_assert_true (r.x == 0 && r.y == 0 && r.n_x == 1 && r.n_y == 1);
  r = saffron_tile_grid_range (&grid, 511.9, 0, 512.1, 1.0, 0);
  g_assert_true (r.x == 0 && r.n_x == 2 && r.n_y == 1);
  r = saffron_tile_grid_range (&grid, -1e9, -1e9, 1e9, 1e9, 3);
  g_assert_true (r.x == 0 && r.n_x == grid.n_x && r.n_y == grid.n_y);
  r = saffron_tile_grid_range (&grid, 3000, 0, 4000, 100, 0);
  g_assert_true (r.n_x == 0 && r.n_y == 0);
  r = saffron_tile_grid_range (&grid, NAN, 0, 4000, 100, 0);
  g_assert_true (r.n_x == 0 && r.n_y == 0);
}

/* Every moving point on the canvas lies in the bounds. */
static void
test_moving_bounds (void)
{
  g_autoptr (SaffronTransform) transform =
      fake_transform_new (SIDE, SIDE, 300.0, 2000.0);

  for (int k = 0; k < 12; k++)
    {
      SaffronViewGeometry view = {
        { k * 12000.0, 129000.0 - k * 11000.0 }, pow (2.0, k - 7), 640, 400
      };
      SaffronViewBounds b = saffron_view_moving_bounds (&view, transform);

      for (int y = 0; y <= 400; y += 4)
        for (int x = 0; x <= 640; x += 4)
          {
            SaffronMovPoint p = saffron_transform_pull (
                transform,
                saffron_view_to_reference (&view, (SaffronViewPoint){ x, y }));

            g_assert_cmpfloat (p.x, >=, b.x0 - 1e-3);
            g_assert_cmpfloat (p.x, <=, b.x1 + 1e-3);
            g_assert_cmpfloat (p.y, >=, b.y0 - 1e-3);
            g_assert_cmpfloat (p.y, <=, b.y1 + 1e-3);
          }
    }
  g_assert_cmpfloat_with_epsilon (saffron_view_moving_scale (transform), 1.0,
                                  0.01);
}

/* Of pieces far apart, every moving point on the canvas lies in one of few
 * small regions, also off the reference. */
static void
test_moving_parts (void)
{
  g_autoptr (SaffronTransform) torn = fake_torn_new (SIDE, SIDE, 0.3 * SIDE);

  for (int k = 0; k < 40; k++)
    {
      SaffronViewGeometry view = { { -4000.0 + k * 3500.0,
                                     134000.0 - k * 3400.0 },
                                   pow (2.0, k % 9 - 6),
                                   640,
                                   400 };
      SaffronViewBounds parts[SAFFRON_MAX_PIECES];
      SaffronViewBounds all = saffron_view_moving_bounds (&view, torn);
      int n = saffron_view_moving_parts (&view, torn, parts);
      double side = 1.4 * 640 / view.zoom + 200.0;

      g_assert_cmpint (n, >=, 1);
      g_assert_cmpint (n, <=, 3);
      for (int i = 0; i < n; i++)
        {
          g_assert_cmpfloat (parts[i].x1 - parts[i].x0, <, side);
          g_assert_cmpfloat (parts[i].y1 - parts[i].y0, <, side);
          g_assert_cmpfloat (parts[i].x0, >=, all.x0);
          g_assert_cmpfloat (parts[i].y1, <=, all.y1);
        }
      for (int y = 0; y <= 400; y += 4)
        for (int x = 0; x <= 640; x += 4)
          {
            SaffronMovPoint p = saffron_transform_pull (
                torn,
                saffron_view_to_reference (&view, (SaffronViewPoint){ x, y }));
            gboolean found = FALSE;

            for (int i = 0; i < n; i++)
              found = found
                      || (p.x >= parts[i].x0 && p.x <= parts[i].x1
                          && p.y >= parts[i].y0 && p.y <= parts[i].y1);
            g_assert_true (found);
          }
    }
}

static void
test_choose_level (void)
{
  FakeSlide spec = { .width = 40000, .height = 30000, .n_levels = 6 };
  g_autoptr (SaffronSlide) slide = fake_slide_new (&spec);

  g_assert_cmpint (saffron_view_choose_level (slide, 0.1), ==, 0);
  g_assert_cmpint (saffron_view_choose_level (slide, 1.0), ==, 0);
  g_assert_cmpint (saffron_view_choose_level (slide, 1.5), ==, 1);
  g_assert_cmpint (saffron_view_choose_level (slide, 8.0), ==, 3);
  g_assert_cmpint (saffron_view_choose_level (slide, 1000.0), ==, 5);
}

static const double aspects[] = { 2.0, 0.4 };

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view/geometry/round-trip", test_round_trip);
  g_test_add_func ("/view/geometry/zoom-keeps-point", test_zoom_keeps_point);
  g_test_add_func ("/view/geometry/interpolate", test_interpolate_keeps_point);
  g_test_add_func ("/view/geometry/pan", test_pan);
  g_test_add_func ("/view/geometry/fit-and-limits", test_fit_and_limits);
  g_test_add_data_func ("/view/geometry/tall-pixels", &aspects[0], test_aspect);
  g_test_add_data_func ("/view/geometry/wide-pixels", &aspects[1], test_aspect);
  g_test_add_func ("/view/geometry/fit-aspect", test_fit_aspect);
  g_test_add_func ("/view/geometry/presets", test_presets);
  g_test_add_func ("/view/geometry/grid", test_grid);
  g_test_add_func ("/view/geometry/range", test_range);
  g_test_add_func ("/view/geometry/moving-bounds", test_moving_bounds);
  g_test_add_func ("/view/geometry/moving-parts", test_moving_parts);
  g_test_add_func ("/view/geometry/choose-level", test_choose_level);
  return g_test_run ();
}
