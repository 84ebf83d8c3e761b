/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/moving-use.h"

#include "transform/pieces.h"

#define SIZE 64

/* A plane whose tissue reaches from @left to @right. */
static SaffronRegPlane *
make_plane (int left, int right)
{
  SaffronRegPlane *plane = g_new0 (SaffronRegPlane, 1);

  plane->downsample = 1.0;
  plane->intensity = saffron_plane_new (SIZE, SIZE);
  plane->weight = saffron_plane_new (SIZE, SIZE);
  plane->tissue = saffron_plane_new (SIZE, SIZE);
  for (int y = 0; y < SIZE; y++)
    for (int x = left; x < right; x++)
      saffron_plane_row (plane->tissue, y)[x] = 1.0f;
  return plane;
}

static SaffronTransform *
shifted (double dx)
{
  const SaffronAffine affine = { 1, 0, dx, 0, 1, 0 };

  return saffron_transform_new (SIZE, SIZE, &affine, NULL);
}

static void
test_all_is_used (void)
{
  g_autoptr (SaffronRegPlane) ref = make_plane (8, 40);
  g_autoptr (SaffronRegPlane) mov = make_plane (16, 48);
  g_autoptr (SaffronTransform) transform = shifted (8);
  SaffronMovingUse use = saffron_moving_use (ref, mov, transform);

  g_assert_cmpfloat (use.unused, ==, 0.0);
  g_assert_cmpfloat (use.twice, ==, 0.0);
}

static void
test_half_is_unused (void)
{
  g_autoptr (SaffronRegPlane) ref = make_plane (0, 32);
  g_autoptr (SaffronRegPlane) mov = make_plane (0, SIZE);
  g_autoptr (SaffronTransform) transform = shifted (0);
  SaffronMovingUse use = saffron_moving_use (ref, mov, transform);

  /* Two columns next to what is used count as used. */
  g_assert_cmpfloat_with_epsilon (use.unused, 30.0 / 64.0, 1e-9);
  g_assert_cmpfloat (use.twice, ==, 0.0);
}

/* The right half's piece is laid onto what the left one uses. */
static void
test_twice (void)
{
  const SaffronRefBox box = { 0, 0, SIZE, SIZE };
  const guint8 labels[4] = { 0, 1, 0, 1 };
  g_autoptr (SaffronRegPlane) ref = make_plane (0, SIZE);
  g_autoptr (SaffronRegPlane) mov = make_plane (0, 32);
  g_autoptr (SaffronTransform) left = shifted (0);
  g_autoptr (SaffronTransform) right = shifted (-16);
  SaffronTransform *pieces[2] = { left, right };
  g_autoptr (SaffronTransform) transform = saffron_transform_join (
      saffron_piece_map_new (&box, 32.0, 2, labels), pieces);
  SaffronMovingUse use = saffron_moving_use (ref, mov, transform);

  g_assert_cmpfloat (use.unused, ==, 0.0);
  g_assert_cmpfloat_with_epsilon (use.twice, 0.5, 0.05);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/moving-use/all", test_all_is_used);
  g_test_add_func ("/moving-use/half", test_half_is_unused);
  g_test_add_func ("/moving-use/twice", test_twice);
  return g_test_run ();
}
