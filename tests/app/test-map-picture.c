/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/canvas/map-picture.h"

#include "register/run-draft.h"
#include "transform/pieces.h"

/* The reference: two cells of the map wide and one high. */
#define CELL 1000.0
#define SIDE 200

typedef struct {
  SaffronMap *map;
  SaffronMapPicture *picture;
  cairo_surface_t *surface;
} Fixture;

/* Left a piece, right another. */
static SaffronRun *
run_new (void)
{
  const SaffronRefBox area = { 0.0, 0.0, 2.0 * CELL, CELL };
  const SaffronAffine affine = SAFFRON_AFFINE_IDENTITY;
  SaffronLattice *lattices[2] = { NULL, NULL };
  SaffronRunDraft *draft = saffron_run_draft_new ();

  draft->params = saffron_params_new ();
  draft->transform = saffron_transform_new_pieces (
      2.0 * CELL, CELL, &affine,
      saffron_piece_map_new (&area, CELL, 2, (const guint8[]){ 0, 1 }),
      lattices);
  return saffron_run_draft_finish (draft);
}

/* Windows of one cell each: the left agrees, the right has no counterpart. */
static SaffronQuality *
quality_new (void)
{
  SaffronQuality *quality = g_new0 (SaffronQuality, 1);
  SaffronWindows *windows = g_new0 (SaffronWindows, 1);
  SaffronWindow window = { .tissue = 1.0, .class = SAFFRON_WINDOW_AGREES };

  windows->n_x = 2;
  windows->n_y = 1;
  windows->pitch = CELL;
  windows->at = g_new (int, 2);
  windows->windows = g_array_new (FALSE, FALSE, sizeof (SaffronWindow));
  for (int i = 0; i < 2; i++)
    {
      windows->at[i] = i;
      g_array_append_val (windows->windows, window);
      window.class = SAFFRON_WINDOW_MISSING;
    }
  quality->windows = windows;
  quality->worst = g_array_new (FALSE, FALSE, 1);
  quality->bending = g_array_new (FALSE, FALSE, 1);
  return quality;
}

static void
setup (Fixture *f, gconstpointer data)
{
  g_autoptr (SaffronRun) run = run_new ();
  g_autoptr (SaffronQuality) quality = quality_new ();

  f->map = saffron_map_new (GPOINTER_TO_INT (data), run, 0.0, 0.0, quality);
  f->picture = saffron_map_picture_new (f->map, 0.5);
  f->surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, SIDE, SIDE);
}

static void
teardown (Fixture *f, gconstpointer data)
{
  saffron_map_free (f->map);
  saffron_map_picture_unref (f->picture);
  cairo_surface_destroy (f->surface);
}

static void
paint (Fixture *f, const SaffronMapPlace *place)
{
  cairo_t *cr = cairo_create (f->surface);

  cairo_set_operator (cr, CAIRO_OPERATOR_CLEAR);
  cairo_paint (cr);
  cairo_set_operator (cr, CAIRO_OPERATOR_OVER);
  saffron_map_picture_paint (f->picture, cr, place);
  cairo_destroy (cr);
  cairo_surface_flush (f->surface);
}

static guint32
pixel_at (Fixture *f, int x, int y)
{
  const guint8 *data = cairo_image_surface_get_data (f->surface);

  return (
      (const guint32 *) (data
                         + y * cairo_image_surface_get_stride (f->surface)))[x];
}

/* @mark's colour, half as strong. */
static void
check_pixel (Fixture *f, int x, int y, SaffronMapMark mark, int piece)
{
  guint32 whole = saffron_map_mark_pixel (mark, piece, 0, 0);
  guint32 pixel = pixel_at (f, x, y);

  for (int shift = 0; shift < 32; shift += 8)
    g_assert_cmpint (
        ABS ((int) (whole >> shift & 0xff) - 2 * (int) (pixel >> shift & 0xff)),
        <=, 2);
}

/* How many pixels of a column are drawn, and whether all are alike. */
static int
count (Fixture *f, int x, int y0, int y1)
{
  int n = 0;

  for (int y = y0; y < y1; y++)
    n += pixel_at (f, x, y) >> 24 > 100;
  return n;
}

/* Pixels of the reference are twice as tall as wide. The border between cells
 * is sharp, and outside the map and what may be drawn on is nothing. */
static void
test_place (Fixture *f, gconstpointer data)
{
  const SaffronMapPlace place = { .x = 20.0,
                                  .y = 10.0,
                                  .scale_x = 0.05,
                                  .scale_y = 0.1,
                                  .left = 30.0,
                                  .right = 150.0,
                                  .height = 100.0 };

  paint (f, &place);
  check_pixel (f, 30, 10, SAFFRON_MAP_VALUE, 0);
  check_pixel (f, 69, 99, SAFFRON_MAP_VALUE, 0);
  check_pixel (f, 70, 50, SAFFRON_MAP_VALUE, 1);
  check_pixel (f, 119, 50, SAFFRON_MAP_VALUE, 1);
  g_assert_cmphex (pixel_at (f, 29, 50), ==, 0);
  g_assert_cmphex (pixel_at (f, 120, 50), ==, 0);
  g_assert_cmphex (pixel_at (f, 50, 9), ==, 0);
  g_assert_cmphex (pixel_at (f, 50, 100), ==, 0);
}

/* At the largest zoom, far from the reference's corner, the border is where it
 * belongs. */
static void
test_zoom (Fixture *f, gconstpointer data)
{
  const SaffronMapPlace place = { .x = 100.0 - 64.0 * CELL,
                                  .y = -64.0 * CELL / 2.0,
                                  .scale_x = 64.0,
                                  .scale_y = 64.0,
                                  .right = SIDE,
                                  .height = SIDE };

  paint (f, &place);
  for (int y = 0; y < SIDE; y += 50)
    {
      check_pixel (f, 97, y, SAFFRON_MAP_VALUE, 0);
      check_pixel (f, 102, y, SAFFRON_MAP_VALUE, 1);
    }
}

/* Hatches have the same stripes at any zoom. */
static void
test_hatch (Fixture *f, gconstpointer data)
{
  for (double scale = 0.1; scale < 100.0; scale *= 10.0)
    {
      const SaffronMapPlace place = { .x = 100.0 - CELL * scale,
                                      .y = -10.0 * scale,
                                      .scale_x = scale,
                                      .scale_y = scale,
                                      .right = SIDE,
                                      .height = SIDE };

      paint (f, &place);
      check_pixel (f, 98, 50, SAFFRON_MAP_AGREES, 0);
      g_assert_cmpint (count (f, 120, 0, 80), ==, 80 * 3 / 8);
      g_assert_cmpint (count (f, 121, 0, 80), ==, 80 * 3 / 8);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/map-picture/place", Fixture,
              GINT_TO_POINTER (SAFFRON_MAP_PIECES), setup, test_place,
              teardown);
  g_test_add ("/map-picture/zoom", Fixture,
              GINT_TO_POINTER (SAFFRON_MAP_PIECES), setup, test_zoom, teardown);
  g_test_add ("/map-picture/hatch", Fixture,
              GINT_TO_POINTER (SAFFRON_MAP_COVERAGE), setup, test_hatch,
              teardown);
  return g_test_run ();
}
