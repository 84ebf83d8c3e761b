/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/by-place.h"

#include <math.h>

#define SIZE 240

/* The likeness in place @i of 12 × 12, counted by rows. */
typedef double (*LikenessFunc) (int i);

static void
fill (SaffronCropsMap *map, LikenessFunc likeness)
{
  map->likeness = saffron_plane_new (SIZE, SIZE);
  map->weight = saffron_plane_new (SIZE, SIZE);
  for (int y = 0; y < SIZE; y++)
    for (int x = 0; x < SIZE; x++)
      {
        int i = y * 12 / SIZE * 12 + x * 12 / SIZE;

        saffron_plane_row (map->likeness, y)[x] = (float) likeness (i);
        saffron_plane_row (map->weight, y)[x] = 1.0f;
      }
}

static SaffronByPlace
compare (LikenessFunc one, LikenessFunc other)
{
  g_auto (SaffronWayMaps) a = { 0 };
  g_auto (SaffronWayMaps) b = { 0 };

  fill (&a.intensity, one);
  fill (&a.edges, one);
  fill (&b.intensity, other);
  fill (&b.edges, other);
  return saffron_by_place (&a, &b);
}

/* Values that no fit made alike: they scatter by ± 0.1. */
static double
scatter (int i)
{
  return 0.1 + 0.1 * ((i * 7919 % 13) / 6.0 - 1.0);
}

static double
other_scatter (int i)
{
  return scatter (3 * i + 5);
}

static double
little_everywhere (int i)
{
  return other_scatter (i) + 0.05;
}

static double
much_in_few_places (int i)
{
  return i % 29 == 7 ? 1.0 : scatter (i);
}

static void
test_everywhere (void)
{
  SaffronByPlace place = compare (little_everywhere, scatter);

  g_assert_cmpint (place.cells, ==, 144);
  g_assert_cmpfloat (place.gain, >, 0.03);
  g_assert_cmpfloat (place.certainty, >, 5.0);
}

/* The mean gain is about the same, but it is not certain. */
static void
test_in_few_places (void)
{
  SaffronByPlace place = compare (much_in_few_places, other_scatter);

  g_assert_cmpfloat (place.gain, >, 0.02);
  g_assert_cmpfloat (place.certainty, <, 5.0);
}

static void
test_neither (void)
{
  SaffronByPlace place = compare (scatter, other_scatter);
  SaffronByPlace back = compare (other_scatter, scatter);

  g_assert_cmpfloat (fabs (place.certainty), <, 3.0);
  g_assert_cmpfloat_with_epsilon (place.certainty, -back.certainty, 1e-9);
}

/* Sharper edges everywhere are no gain where the intensities have none. */
static void
test_sharper (void)
{
  g_auto (SaffronWayMaps) a = { 0 };
  g_auto (SaffronWayMaps) b = { 0 };

  fill (&a.intensity, scatter);
  fill (&a.edges, little_everywhere);
  fill (&b.intensity, scatter);
  fill (&b.edges, other_scatter);
  g_assert_cmpfloat (saffron_by_place (&a, &b).gain, <=, 0.0);
}

/* The gradient does not see how bright a slide is, only its edges. */
static void
test_edges (void)
{
  SaffronRegPlane plane = { 0 };
  SaffronCrops crops = { &plane, &plane, { 0 }, { 0 } };
  g_auto (SaffronEdges) edges = { 0 };

  plane.downsample = 1.0;
  plane.intensity = saffron_plane_new (8, 8);
  plane.weight = saffron_plane_new (8, 8);
  plane.tissue = saffron_plane_new (8, 8);
  for (int y = 0; y < 8; y++)
    for (int x = 0; x < 8; x++)
      saffron_plane_row (plane.intensity, y)[x] = x < 4 ? 0.25f : 1.0f;
  saffron_edges_init (&edges, &crops);
  for (int x = 1; x < 7; x++)
    g_assert_cmpfloat (
        saffron_plane_row (edges.edges->reference->intensity, 4)[x], ==,
        x == 3 || x == 4 ? 0.75f : 0.0f);
  saffron_plane_free (plane.intensity);
  saffron_plane_free (plane.weight);
  saffron_plane_free (plane.tissue);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/by-place/everywhere", test_everywhere);
  g_test_add_func ("/by-place/in-few-places", test_in_few_places);
  g_test_add_func ("/by-place/neither", test_neither);
  g_test_add_func ("/by-place/sharper", test_sharper);
  g_test_add_func ("/by-place/edges", test_edges);
  return g_test_run ();
}
