/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "register/box.h"

/* The sum around column x of row y by definition; values outside are 0. */
static double
box_sum (const float *rows, int n_rows, int width, int radius, int x, int y)
{
  double sum = 0.0;

  for (int j = MAX (y - radius, 0); j <= MIN (y + radius, n_rows - 1); j++)
    for (int i = MAX (x - radius, 0); i <= MIN (x + radius, width - 1); i++)
      sum += rows[j * width + i];
  return sum;
}

static void
check_stream (int width, int n_rows, int radius)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  g_autofree float *rows = g_new (float, (gsize) width *n_rows);
  g_autofree float *out = g_new (float, width);
  SaffronBoxStream stream;

  for (int i = 0; i < width * n_rows; i++)
    rows[i] = (float) g_rand_double_range (rand, -1.0, 1.0);
  saffron_box_stream_init (&stream, width, radius);
  for (int y = 0; y < n_rows; y++)
    {
      float *next = saffron_box_stream_next (&stream);
      gboolean ready;

      for (int x = 0; x < width; x++)
        next[x] = rows[y * width + x];
      ready = saffron_box_stream_push (&stream, out);
      g_assert_cmpint (ready, ==, y >= 2 * radius);
      for (int x = 0; ready && x < width; x++)
        g_assert_cmpfloat_with_epsilon (
            out[x], box_sum (rows, n_rows, width, radius, x, y - radius), 1e-4);
    }
  saffron_box_stream_clear (&stream);
}

static void
test_stream (void)
{
  check_stream (37, 60, 8);
  check_stream (5, 40, 3);
  check_stream (3, 30, 8);
  check_stream (20, 4, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/register/box/stream", test_stream);
  return g_test_run ();
}
