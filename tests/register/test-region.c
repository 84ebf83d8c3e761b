/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/region.h"

#include <math.h>

#include "base/error.h"
#include "register/memory-slide.h"

#define WIDTH 1000
#define HEIGHT 800

static SaffronSlide *
new_slide (int width, int height)
{
  MemorySlide spec = {
    .kind = SAFFRON_SLIDE_FLUORESCENCE,
    .n_channels = 1,
    .names = { "DAPI" },
    .rasters = { saffron_raster_new (width, height, 1, SAFFRON_SAMPLE_U8) },
  };

  memset (spec.rasters[0]->data, 0, saffron_raster_n_bytes (spec.rasters[0]));
  return memory_slide_new (&spec);
}

typedef struct {
  SaffronSlide *reference, *moving;
  SaffronTransform *turned; /* by a quarter, about the middle */
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  const SaffronAffine quarter = { 0.0, -1.0, HEIGHT, 1.0, 0.0, 0.0 };

  f->reference = new_slide (WIDTH, HEIGHT);
  f->moving = new_slide (HEIGHT, WIDTH);
  f->turned = saffron_transform_new (WIDTH, HEIGHT, &quarter, NULL);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_object_unref (f->reference);
  g_object_unref (f->moving);
  saffron_transform_unref (f->turned);
}

static const SaffronRect rect = { 100, 200, 300, 250 };

/* The part of the moving slide has what the rectangle is sent to, and room
 * around it. */
static void
test_parts (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  SaffronRect reference, moving;

  g_assert_true (saffron_region_find_parts (
      f->reference, f->moving, &rect, f->turned, &reference, &moving, &error));
  g_assert_no_error (error);
  g_assert_cmpint (reference.x, <=, rect.x);
  g_assert_cmpint (reference.x + reference.width, >=, rect.x + rect.width);
  for (int i = 0; i < 4; i++)
    {
      SaffronRefPoint p = { (double) (rect.x + i % 2 * rect.width),
                            (double) (rect.y + i / 2 * rect.height) };
      SaffronMovPoint q = saffron_transform_pull (f->turned, p);

      g_assert_cmpfloat (q.x, >, (double) moving.x + 20.0);
      g_assert_cmpfloat (q.y, >, (double) moving.y + 20.0);
      g_assert_cmpfloat (q.x, <, (double) (moving.x + moving.width) - 20.0);
      g_assert_cmpfloat (q.y, <, (double) (moving.y + moving.height) - 20.0);
    }
  g_assert_cmpint (moving.width, <, HEIGHT);
}

static void
test_without_start (Fixture *f, gconstpointer data)
{
  SaffronRect reference, moving;

  g_assert_true (saffron_region_find_parts (f->reference, f->moving, &rect,
                                            NULL, &reference, &moving, NULL));
  g_assert_cmpint (moving.x, ==, 0);
  g_assert_cmpint (moving.y, ==, 0);
  g_assert_cmpint (moving.width, ==, HEIGHT);
  g_assert_cmpint (moving.height, ==, WIDTH);
}

static void
test_beyond (Fixture *f, gconstpointer data)
{
  const SaffronRect beyond = { WIDTH - 10, 0, 300, 300 };
  const SaffronAffine away = { 1.0, 0.0, 1e5, 0.0, 1.0, 0.0 };
  g_autoptr (SaffronTransform) far =
      saffron_transform_new (WIDTH, HEIGHT, &away, NULL);
  g_autoptr (GError) error = NULL;
  g_auto (SaffronRegion) region = { 0 };

  g_assert_false (saffron_region_init (&region, f->reference, f->moving,
                                       &beyond, NULL, &error));
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT);
  g_clear_error (&error);
  g_assert_false (saffron_region_init (&region, f->reference, f->moving, &rect,
                                       far, &error));
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT);
}

/* What the crops start from is what the slides started from, and comes back. */
static void
test_there_and_back (Fixture *f, gconstpointer data)
{
  g_auto (SaffronRegion) region = { 0 };
  g_autoptr (SaffronTransform) whole = NULL;

  g_assert_true (saffron_region_init (&region, f->reference, f->moving, &rect,
                                      f->turned, NULL));
  g_assert_cmpint (saffron_slide_get_width (region.crops[0]), ==,
                   region.parts[0].width);
  g_assert_cmpint (saffron_slide_get_height (region.crops[1]), ==,
                   region.parts[1].height);
  whole = saffron_region_to_slides (&region, region.start);
  g_assert_cmpfloat (saffron_transform_get_width (whole), ==, WIDTH);
  for (double x = 100.0; x <= 400.0; x += 75.0)
    for (double y = 200.0; y <= 450.0; y += 50.0)
      {
        SaffronRefPoint p = { x, y };
        SaffronMovPoint q = saffron_transform_pull (whole, p);
        SaffronMovPoint should = saffron_transform_pull (f->turned, p);

        g_assert_cmpfloat (hypot (q.x - should.x, q.y - should.y), <, 1e-6);
      }
}

/* A bend goes with the crop's corner. */
static void
test_lattice (Fixture *f, gconstpointer data)
{
  g_auto (SaffronRegion) region = { 0 };
  g_autoptr (SaffronTransform) bent = NULL;
  g_autoptr (SaffronTransform) whole = NULL;
  SaffronLattice *lattice = NULL;
  const SaffronAffine affine = { 1.1, 0.2, 3.0, -0.1, 0.9, 5.0 };

  g_assert_true (saffron_region_init (&region, f->reference, f->moving, &rect,
                                      f->turned, NULL));
  lattice = saffron_lattice_new ((double) region.parts[0].width,
                                 (double) region.parts[0].height, 60.0);
  for (int i = 0; i < lattice->n_x * lattice->n_y; i++)
    {
      lattice->u[i] = (float) sin (1.3 * i) * 9.0f;
      lattice->v[i] = (float) cos (0.7 * i) * 9.0f;
    }
  bent =
      saffron_transform_new ((double) region.parts[0].width,
                             (double) region.parts[0].height, &affine, lattice);
  whole = saffron_region_to_slides (&region, bent);
  for (double x = 5.0; x < 290.0; x += 40.0)
    for (double y = 5.0; y < 240.0; y += 40.0)
      {
        const SaffronRect *r = &region.parts[0], *m = &region.parts[1];
        SaffronMovPoint a =
            saffron_transform_pull (bent, (SaffronRefPoint){ x, y });
        SaffronMovPoint b = saffron_transform_pull (
            whole, (SaffronRefPoint){ x + (double) r->x, y + (double) r->y });

        g_assert_cmpfloat_with_epsilon (b.x, a.x + (double) m->x, 1e-6);
        g_assert_cmpfloat_with_epsilon (b.y, a.y + (double) m->y, 1e-6);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                        \
  g_test_add ("/region/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("parts", test_parts);
  ADD ("without-start", test_without_start);
  ADD ("beyond", test_beyond);
  ADD ("there-and-back", test_there_and_back);
  ADD ("lattice", test_lattice);
#undef ADD
  return g_test_run ();
}
