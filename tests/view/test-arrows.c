/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "view/arrows.h"

#include <math.h>

#define SIZE 10000.0

static SaffronTransform *
shifted (double x, double y)
{
  return saffron_transform_new (SIZE, SIZE,
                                &(SaffronAffine){ 1, 0, x, 0, 1, y }, NULL);
}

static const SaffronRect whole = { 0, 0, 10000, 10000 };
static const SaffronViewGeometry view = { { 5000.0, 5000.0 }, 0.1, 800, 600 };

/* What lies at p under the first transform lies at p − shift under the
 * second. */
static void
test_shift (void)
{
  g_autoptr (SaffronTransform) a = shifted (0.0, 0.0);
  g_autoptr (SaffronTransform) b = shifted (-3.0, 4.0);
  g_autoptr (SaffronArrows) arrows =
      saffron_arrows_new (&view, a, b, &whole, 50.0);

  /* One point per 500 px of 8000 × 6000 px. */
  g_assert_cmpuint (arrows->arrows->len, ==, 17 * 13);
  g_assert_cmpfloat_with_epsilon (arrows->median, 5.0, 1e-3);
  g_assert_cmpfloat_with_epsilon (arrows->largest, 5.0, 1e-3);
  /* 5 px are half a device pixel, and the grid's 50 device pixels are 100 times
   * as much. */
  g_assert_cmpfloat (arrows->exaggeration, ==, 100.0);
  g_assert_false (arrows->same);
  for (guint i = 0; i < arrows->arrows->len; i++)
    {
      const SaffronArrow *arrow =
          &g_array_index (arrows->arrows, SaffronArrow, i);

      g_assert_cmpfloat_with_epsilon (arrow->to.x - arrow->from.x, 30.0, 0.02);
      g_assert_cmpfloat_with_epsilon (arrow->to.y - arrow->from.y, -40.0, 0.02);
    }
}

/* Lengths are those of the tissue, in shorter sides of a pixel, and so are the
 * arrows and the grid. */
static void
test_aspect (void)
{
  const SaffronViewGeometry tall = { { 5000.0, 5000.0 }, 0.1, 800, 600, 2.0 };
  g_autoptr (SaffronTransform) a = shifted (0.0, 0.0);
  g_autoptr (SaffronTransform) b = shifted (-3.0, 2.0);
  g_autoptr (SaffronArrows) arrows =
      saffron_arrows_new (&tall, a, b, &whole, 50.0);

  /* One point per 500 × 250 px of 8000 × 3000 px. */
  g_assert_cmpuint (arrows->arrows->len, ==, 17 * 13);
  g_assert_cmpfloat_with_epsilon (arrows->median, 5.0, 1e-3);
  g_assert_cmpfloat (arrows->exaggeration, ==, 100.0);
  for (guint i = 0; i < arrows->arrows->len; i++)
    {
      const SaffronArrow *arrow =
          &g_array_index (arrows->arrows, SaffronArrow, i);

      g_assert_cmpfloat_with_epsilon (arrow->to.x - arrow->from.x, 30.0, 0.02);
      g_assert_cmpfloat_with_epsilon (arrow->to.y - arrow->from.y, -40.0, 0.02);
    }
}

/* Where one place alone is moved, its arrows do not cover the canvas. */
static void
test_local (void)
{
  const SaffronAffine affine = SAFFRON_AFFINE_IDENTITY;
  g_autoptr (SaffronTransform) a = shifted (0.0, 0.0);
  SaffronLattice *lattice = saffron_lattice_new (SIZE, SIZE, 500.0);
  g_autoptr (SaffronTransform) b = NULL;
  g_autoptr (SaffronArrows) arrows = NULL;

  /* A bump over 8 % of the arrows. */
  lattice->u[lattice->n_x * (lattice->n_y / 2) + lattice->n_x / 2] = -90.0f;
  b = saffron_transform_new (SIZE, SIZE, &affine, lattice);
  arrows = saffron_arrows_new (&view, a, b, &whole, 20.0);
  g_assert_cmpfloat (arrows->median, ==, 0.0);
  g_assert_cmpfloat (arrows->exaggeration, >=, 10.0);
  for (guint i = 0; i < arrows->arrows->len; i++)
    {
      const SaffronArrow *arrow =
          &g_array_index (arrows->arrows, SaffronArrow, i);

      g_assert_cmpfloat (
          hypot (arrow->to.x - arrow->from.x, arrow->to.y - arrow->from.y), <,
          4.0 * 20.0);
    }
}

static void
test_same (void)
{
  g_autoptr (SaffronTransform) a = shifted (17.0, -2.0);
  g_autoptr (SaffronArrows) arrows =
      saffron_arrows_new (&view, a, a, &whole, 50.0);

  g_assert_cmpfloat (arrows->exaggeration, ==, 1.0);
  g_assert_cmpfloat (arrows->largest, <, 2e-3);
  g_assert_true (arrows->same);
}

/* Arrows are only where the reference is; there are none if it is off the
 * canvas. */
static void
test_outside (void)
{
  g_autoptr (SaffronTransform) a = shifted (0.0, 0.0);
  g_autoptr (SaffronTransform) b = shifted (1.0, 0.0);
  const SaffronViewGeometry corner = { { 0.0, 0.0 }, 1.0, 200, 200 };
  const SaffronViewGeometry beside = { { -1000.0, 0.0 }, 1.0, 200, 200 };
  g_autoptr (SaffronArrows) some =
      saffron_arrows_new (&corner, a, b, &whole, 50.0);
  g_autoptr (SaffronArrows) none =
      saffron_arrows_new (&beside, a, b, &whole, 50.0);

  g_assert_cmpuint (some->arrows->len, ==, 9);
  g_assert_cmpuint (none->arrows->len, ==, 0);
  g_assert_cmpfloat (none->exaggeration, ==, 1.0);
  for (guint i = 0; i < some->arrows->len; i++)
    {
      const SaffronArrow *arrow =
          &g_array_index (some->arrows, SaffronArrow, i);

      g_assert_cmpfloat (arrow->from.x, >=, 100.0);
      g_assert_cmpfloat (arrow->from.y, >=, 100.0);
    }
}

/* The transform of a region run is not valid outside its region. */
static void
test_area (void)
{
  g_autoptr (SaffronTransform) a = shifted (0.0, 0.0);
  g_autoptr (SaffronTransform) b = shifted (1.0, 0.0);
  const SaffronRect region = { 4000, 4400, 1000, 700 };
  const SaffronRect nothing = { 4000, 4400, 0, 0 };
  g_autoptr (SaffronArrows) some =
      saffron_arrows_new (&view, a, b, &region, 50.0);
  g_autoptr (SaffronArrows) none =
      saffron_arrows_new (&view, a, b, &nothing, 50.0);

  /* 4000, 4500 and 5000 by 4500 and 5000. */
  g_assert_cmpuint (some->arrows->len, ==, 3 * 2);
  g_assert_cmpuint (none->arrows->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/arrows/shift", test_shift);
  g_test_add_func ("/arrows/aspect", test_aspect);
  g_test_add_func ("/arrows/local", test_local);
  g_test_add_func ("/arrows/same", test_same);
  g_test_add_func ("/arrows/outside", test_outside);
  g_test_add_func ("/arrows/area", test_area);
  return g_test_run ();
}
