/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/landmark-groups.h"

#include <math.h>

static const SaffronAffine lies = { 1.1, 0.0, 30.0, 0.0, 1.1, -20.0 };
/* Turned by some 11° and 300 px away. */
static const SaffronAffine piece = { 1.08, -0.21, 330.0, 0.21, 1.08, 150.0 };
static const SaffronAffine other = { 1.07, 0.25, -400.0, -0.25, 1.07, 700.0 };

static void
add (GArray *landmarks, const SaffronAffine *a, double x, double y)
{
  saffron_landmarks_add (landmarks, (SaffronRefPoint){ x, y },
                         (SaffronMovPoint){ a->xx * x + a->xy * y + a->x0,
                                            a->yx * x + a->yy * y + a->y0 },
                         NULL, NULL);
}

static GArray *
groups_of (GArray *landmarks)
{
  g_autoptr (SaffronTransform) transform =
      saffron_transform_new (2000, 1600, &lies, NULL);

  return saffron_landmark_groups (landmarks, transform);
}

static void
assert_like (const SaffronAffine *a, const SaffronAffine *b)
{
  g_assert_cmpfloat_with_epsilon (a->xx, b->xx, 1e-6);
  g_assert_cmpfloat_with_epsilon (a->yx, b->yx, 1e-6);
  g_assert_cmpfloat_with_epsilon (a->x0, b->x0, 1e-3);
  g_assert_cmpfloat_with_epsilon (a->y0, b->y0, 1e-3);
}

/* Two pieces are told apart, the one with more landmarks first. */
static void
test_two_pieces (void)
{
  g_autoptr (GArray) landmarks = saffron_landmarks_new ();
  g_autoptr (GArray) groups = NULL;

  for (int i = 0; i < 4; i++)
    {
      add (landmarks, &lies, 200 + 300 * i, 1400);
      add (landmarks, &piece, 300 + 150 * i, 200 + 90 * (i % 2));
    }
  for (int i = 0; i < 3; i++)
    add (landmarks, &other, 1300 + 150 * i, 900 - 80 * (i % 2));
  groups = groups_of (landmarks);
  g_assert_cmpuint (groups->len, ==, 2);
  assert_like (&g_array_index (groups, SaffronAffine, 0), &piece);
  assert_like (&g_array_index (groups, SaffronAffine, 1), &other);
}

/* Neither landmarks that agree with the transform are a group, nor two, nor
 * some that agree with nothing, nor those of a picture of half the size. */
static void
test_none (void)
{
  static const SaffronAffine half = { 0.55, 0.0, 15.0, 0.0, 0.55, -10.0 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);
  g_autoptr (GArray) landmarks = saffron_landmarks_new ();
  g_autoptr (GArray) halves = saffron_landmarks_new ();
  g_autoptr (GArray) groups = NULL;
  g_autoptr (GArray) none = groups_of (NULL);
  g_autoptr (GArray) of_halves = NULL;

  for (int i = 0; i < 9; i++)
    {
      add (landmarks, &lies, 200 * i, 150 * i);
      add (halves, &half, 200 * i, 100 * (i % 4));
    }
  add (landmarks, &piece, 300, 200);
  add (landmarks, &piece, 800, 400);
  for (int i = 0; i < 5; i++)
    saffron_landmarks_add (
        landmarks,
        (SaffronRefPoint){ g_rand_double_range (rand, 0, 2000),
                           g_rand_double_range (rand, 0, 1600) },
        (SaffronMovPoint){ g_rand_double_range (rand, 0, 2000),
                           g_rand_double_range (rand, 0, 1600) },
        NULL, NULL);
  groups = groups_of (landmarks);
  of_halves = groups_of (halves);
  g_assert_cmpuint (groups->len, ==, 0);
  g_assert_cmpuint (of_halves->len, ==, 0);
  g_assert_cmpuint (none->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/landmark-groups/two-pieces", test_two_pieces);
  g_test_add_func ("/landmark-groups/none", test_none);
  return g_test_run ();
}
