/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/components.h"

#define WIDTH 37
#define HEIGHT 23
#define N (WIDTH * HEIGHT)

static gboolean
is_next (int i, int j, SaffronTouch touch)
{
  int dx = ABS (i % WIDTH - j % WIDTH), dy = ABS (i / WIDTH - j / WIDTH);

  return MAX (dx, dy) == 1 && (touch == SAFFRON_TOUCH_CORNERS || dx + dy == 1);
}

/* The plain way: neighbours take the smaller of their numbers until nothing
 * changes. */
static void
number (const guint8 *mask, SaffronTouch touch, int *numbers)
{
  gboolean changed = TRUE;

  for (int i = 0; i < N; i++)
    numbers[i] = mask[i] != 0 ? i : -1;
  while (changed)
    {
      changed = FALSE;
      for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++)
          if (mask[i] != 0 && mask[j] == mask[i] && is_next (i, j, touch)
              && numbers[j] < numbers[i])
            {
              numbers[i] = numbers[j];
              changed = TRUE;
            }
    }
}

static void
fill (guint8 *mask, GRand *rand, double share, int n_labels)
{
  for (int i = 0; i < N; i++)
    mask[i] = g_rand_double (rand) < share
                  ? (guint8) g_rand_int_range (rand, 1, n_labels + 1)
                  : 0;
}

static void
check_components (const guint8 *mask, SaffronTouch touch)
{
  int numbers[N], n, n_pixels = 0, last = -1;
  int first[N]; /* number of the component that has this index */
  g_autoptr (GArray) stretches =
      saffron_components (mask, WIDTH, HEIGHT, touch, &n);

  number (mask, touch, numbers);
  for (guint i = 0; i < stretches->len; i++)
    {
      const SaffronStretch *at = &g_array_index (stretches, SaffronStretch, i);

      g_assert_cmpint (at->component, <=, last + 1);
      if (at->component == last + 1)
        first[++last] = numbers[at->y * WIDTH + at->x0];
      for (int x = at->x0; x < at->x1; x++)
        g_assert_cmpint (numbers[at->y * WIDTH + x], ==, first[at->component]);
      n_pixels += at->x1 - at->x0;
    }
  g_assert_cmpint (last + 1, ==, n);
  for (int i = 0; i < n; i++)
    for (int j = 0; j < i; j++)
      g_assert_cmpint (first[i], !=, first[j]);
  for (int i = 0; i < N; i++)
    n_pixels -= mask[i] != 0;
  g_assert_cmpint (n_pixels, ==, 0);
}

/* Random masks of any density give the components that the definition does. */
static void
test_components (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  guint8 mask[N];

  for (int k = 0; k < 9; k++)
    {
      fill (mask, rand, 0.1 * (k + 1), 1);
      check_components (mask, SAFFRON_TOUCH_SIDES);
      check_components (mask, SAFFRON_TOUCH_CORNERS);
    }
}

/* Finds what has the same label, and goes round what has another. */
static void
test_flood (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);
  guint8 mask[N], seen[N] = { 0 };
  gsize queue[N];
  int numbers[N];

  fill (mask, rand, 0.9, 2);
  number (mask, SAFFRON_TOUCH_SIDES, numbers);
  for (gsize i = 0; i < N; i++)
    {
      guint size, wanted = 0;

      if (mask[i] == 0 || seen[i])
        continue;
      size = saffron_flood (mask, WIDTH, HEIGHT, i, seen, queue);
      g_assert_cmpuint (queue[0], ==, i);
      for (guint k = 0; k < size; k++)
        g_assert_cmpint (numbers[queue[k]], ==, numbers[i]);
      for (gsize j = 0; j < N; j++)
        wanted += numbers[j] == numbers[i];
      g_assert_cmpuint (size, ==, wanted);
    }
}

/* Two parts that touch at a corner are two, and the larger sum counts, unless
 * its part is too small. */
static void
test_largest (void)
{
  g_autoptr (SaffronPlane) plane = saffron_plane_new (8, 6);

  g_assert_cmpfloat (saffron_largest_part (plane, 0.0), ==, 0.0);
  saffron_plane_row (plane, 1)[1] = saffron_plane_row (plane, 1)[2] = 0.25f;
  saffron_plane_row (plane, 2)[2] = 0.25f;
  saffron_plane_row (plane, 3)[3] = 2.0f;
  g_assert_cmpfloat (saffron_largest_part (plane, 1.0), ==, 2.0);
  g_assert_cmpfloat (saffron_largest_part (plane, 2.0), ==, 0.75);
  g_assert_cmpfloat (saffron_largest_part (plane, 4.0), ==, 0.0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/components/all", test_components);
  g_test_add_func ("/components/flood", test_flood);
  g_test_add_func ("/components/largest", test_largest);
  return g_test_run ();
}
