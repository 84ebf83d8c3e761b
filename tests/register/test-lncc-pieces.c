/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/median.h"
#include "register/lncc.h"
#include "register/torn.h"
#include "transform/pieces.h"

#define SEED 7
#define RADIUS 3
/* Windows reach less than this across the tear, reference level-0 pixels. */
#define REACH 30.0

/* Both parts where they are, each in its territory. */
static SaffronTransform *
torn_transform (void)
{
  const SaffronRefBox area = { 0.0, 0.0, BLOBS_WIDTH, BLOBS_HEIGHT };
  SaffronTransform *pieces[2];
  SaffronTransform *torn = NULL;

  for (int part = 0; part < 2; part++)
    {
      SaffronAffine place = torn_affine (part);

      pieces[part] =
          saffron_transform_new (BLOBS_WIDTH, BLOBS_HEIGHT, &place, NULL);
    }
  torn = saffron_transform_join (
      saffron_piece_map_new (&area, TORN_AT * BLOBS_WIDTH, 2,
                             (guint8[]){ 0, 1, 0, 1 }),
      pieces);
  for (int part = 0; part < 2; part++)
    saffron_transform_unref (pieces[part]);
  return torn;
}

/* (transfer full): the map with a moving slide that has moved as a whole in the
 * way of one part. */
static SaffronPlane *
whole_map (const SaffronRegPlane *reference, int part)
{
  SaffronAffine place = torn_affine (part);
  g_autoptr (SaffronTransform) transform =
      saffron_transform_new (BLOBS_WIDTH, BLOBS_HEIGHT, &place, NULL);
  g_autoptr (SaffronRegPlane) moving =
      blobs_plane (SEED, &place, TORN_WIDTH, TORN_HEIGHT);

  torn_keep (moving, &place, -1);
  return saffron_lncc_map_under (reference, moving, transform, NULL, RADIUS,
                                 NULL, NULL);
}

/* Each part of torn tissue agrees as it does on a slide that is whole and lies
 * as this part does. */
static void
test_map (void)
{
  g_autoptr (SaffronRegPlane) reference = torn_reference (SEED);
  g_autoptr (SaffronRegPlane) moving = torn_moving (SEED);
  g_autoptr (SaffronTransform) torn = torn_transform ();
  g_autoptr (SaffronPlane) weights = NULL;
  g_autoptr (SaffronPlane) map = saffron_lncc_map_under (
      reference, moving, torn, NULL, RADIUS, &weights, NULL);

  for (int part = 0; part < 2; part++)
    {
      g_autoptr (SaffronPlane) want = whole_map (reference, part);
      int n = 0;

      for (int y = 0; y < map->height; y++)
        for (int x = 0; x < map->width; x++)
          {
            double past = (x + 0.5) * BLOBS_DOWNSAMPLE - TORN_AT * BLOBS_WIDTH;

            if (part == 0 ? past > -REACH : past < REACH)
              continue;
            g_assert_cmpfloat_with_epsilon (saffron_plane_row (map, y)[x],
                                            saffron_plane_row (want, y)[x],
                                            0.001);
            n += saffron_plane_row (weights, y)[x] > 0.0f
                 && saffron_plane_row (map, y)[x] > 0.5f;
          }
      g_assert_cmpint (n, >, 15000);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lncc-pieces/map", test_map);
  return g_test_run ();
}
