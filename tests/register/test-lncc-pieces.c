/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/blobs.h"
#include "register/lncc.h"
#include "transform/pieces.h"

/* The slide is torn here, and its right part has moved. */
#define TEAR 500.0
#define MOVED 200.0
#define RADIUS 3

/* Small blobs, so that little of them lies across the tear. */
static SaffronRegPlane *
torn_plane (double moved)
{
  SaffronRegPlane *plane = g_new0 (SaffronRegPlane, 1);
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  int w = (int) (BLOBS_WIDTH / BLOBS_DOWNSAMPLE);
  int h = (int) (BLOBS_HEIGHT / BLOBS_DOWNSAMPLE);

  plane->downsample = BLOBS_DOWNSAMPLE;
  plane->intensity = saffron_plane_new (w, h);
  plane->weight = saffron_validity (w, h, NULL, NULL);
  plane->tissue = saffron_plane_copy (plane->weight);
  for (int k = 0; k < 12000; k++)
    {
      double x = g_rand_double_range (rand, -0.1, 1.1) * BLOBS_WIDTH;
      double y = g_rand_double_range (rand, -0.1, 1.1) * BLOBS_HEIGHT;
      double bright = g_rand_double_range (rand, 0.1, 0.5);

      blobs_draw (plane->intensity,
                  (x + (x > TEAR ? moved : 0.0)) / BLOBS_DOWNSAMPLE,
                  y / BLOBS_DOWNSAMPLE, 1.5, bright);
    }
  return plane;
}

static SaffronTransform *
torn_transform (void)
{
  const SaffronRefBox area = { 0.0, 0.0, BLOBS_WIDTH, BLOBS_HEIGHT };
  SaffronAffine right = { 1, 0, MOVED, 0, 1, 0 };
  SaffronTransform *pieces[2] = {
    saffron_transform_new (BLOBS_WIDTH, BLOBS_HEIGHT, &SAFFRON_AFFINE_IDENTITY,
                           NULL),
    saffron_transform_new (BLOBS_WIDTH, BLOBS_HEIGHT, &right, NULL),
  };
  SaffronTransform *torn = saffron_transform_join (
      saffron_piece_map_new (&area, TEAR, 2, (guint8[]){ 0, 1, 0, 1 }), pieces);

  for (int k = 0; k < 2; k++)
    saffron_transform_unref (pieces[k]);
  return torn;
}

/* Both parts agree as those of a slide that is not torn do, up to where windows
 * and blobs reach across the tear. */
static void
test_map (void)
{
  g_autoptr (SaffronRegPlane) reference = torn_plane (0.0);
  g_autoptr (SaffronRegPlane) moving = torn_plane (MOVED);
  g_autoptr (SaffronTransform) torn = torn_transform ();
  g_autoptr (SaffronTransform) same = saffron_transform_new (
      BLOBS_WIDTH, BLOBS_HEIGHT, &SAFFRON_AFFINE_IDENTITY, NULL);
  g_autoptr (SaffronPlane) want = saffron_lncc_map_under (
      reference, reference, same, NULL, RADIUS, NULL, NULL);
  g_autoptr (SaffronPlane) weights = NULL;
  g_autoptr (SaffronPlane) map = saffron_lncc_map_under (
      reference, moving, torn, NULL, RADIUS, &weights, NULL);
  int n = 0;

  for (int y = 10; y < map->height - 10; y++)
    for (int x = 10; x < map->width; x++)
      {
        double at = (x + 0.5) * BLOBS_DOWNSAMPLE;

        if (at > BLOBS_WIDTH - MOVED - 30.0 || fabs (at - TEAR) < 22.0)
          continue;
        g_assert_cmpfloat (saffron_plane_row (weights, y)[x], >, 0.0f);
        g_assert_cmpfloat_with_epsilon (saffron_plane_row (map, y)[x],
                                        saffron_plane_row (want, y)[x], 0.01);
        n++;
      }
  g_assert_cmpint (n, >, 50000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lncc-pieces/map", test_map);
  return g_test_run ();
}
