/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/filters.h"
#include "register/percentile.h"

#include <math.h>
#include <string.h>

static SaffronPlane *
noise (int width, int height, guint32 seed)
{
  SaffronPlane *plane = saffron_plane_new (width, height);
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  for (gsize i = 0; i < saffron_plane_n_pixels (plane); i++)
    plane->data[i] = (float) g_rand_double (rand);
  return plane;
}

static void
test_box_is_the_mean (void)
{
  g_autoptr (SaffronPlane) plane = noise (37, 61, 1);
  g_autoptr (SaffronPlane) box = saffron_plane_box_mean (plane, 4, NULL);

  for (int y = 0; y < plane->height; y++)
    for (int x = 0; x < plane->width; x++)
      {
        double sum = 0.0;

        for (int j = y - 4; j <= y + 4; j++)
          for (int i = x - 4; i <= x + 4; i++)
            sum += saffron_plane_row (
                plane,
                CLAMP (j, 0,
                       plane->height - 1))[CLAMP (i, 0, plane->width - 1)];
        g_assert_cmpfloat_with_epsilon (saffron_plane_row (box, y)[x],
                                        sum / 81.0, 1e-6);
      }
}

static void
test_gaussian_moments (void)
{
  g_autoptr (SaffronPlane) plane = saffron_plane_new (65, 65);
  g_autoptr (SaffronPlane) smooth = NULL;
  double sum = 0.0, square = 0.0;

  saffron_plane_row (plane, 32)[32] = 1.0f;
  smooth = saffron_plane_gaussian (plane, 4.0, NULL);
  for (int y = 0; y < 65; y++)
    for (int x = 0; x < 65; x++)
      {
        sum += saffron_plane_row (smooth, y)[x];
        square += saffron_plane_row (smooth, y)[x] * (x - 32.0) * (x - 32.0);
      }
  g_assert_cmpfloat_with_epsilon (sum, 1.0, 1e-5);
  /* The cut at three sigma loses a little of the variance. */
  g_assert_cmpfloat_with_epsilon (sqrt (square), 4.0, 0.08);
}

static void
test_lcn_ignores_gain_and_offset (void)
{
  g_autoptr (SaffronPlane) plane = noise (80, 60, 2);
  g_autoptr (SaffronPlane) other = saffron_plane_copy (plane);
  g_autoptr (SaffronPlane) a = NULL;
  g_autoptr (SaffronPlane) b = NULL;

  for (gsize i = 0; i < saffron_plane_n_pixels (other); i++)
    other->data[i] = 7.0f + 3.0f * other->data[i];
  a = saffron_plane_lcn (plane, NULL, 8.0, 0.0, NULL);
  b = saffron_plane_lcn (other, NULL, 8.0, 0.0, NULL);
  for (gsize i = 0; i < saffron_plane_n_pixels (a); i++)
    g_assert_cmpfloat_with_epsilon (a->data[i], b->data[i], 2e-3);
}

static void
test_reduce_keeps_the_sum (void)
{
  g_autoptr (SaffronPlane) plane = noise (100, 70, 3);
  g_autoptr (SaffronPlane) small =
      saffron_plane_reduce (plane, 2.5, 40, 28, NULL);
  double a = 0.0, b = 0.0;

  for (gsize i = 0; i < saffron_plane_n_pixels (plane); i++)
    a += plane->data[i];
  for (gsize i = 0; i < saffron_plane_n_pixels (small); i++)
    b += small->data[i];
  g_assert_cmpfloat_with_epsilon (a / 7000.0, b / 1120.0, 1e-6);
}

static void
test_percentile (void)
{
  g_autoptr (SaffronPlane) plane = noise (300, 300, 4);

  g_assert_cmpfloat_with_epsilon (
      saffron_plane_percentile (plane, NULL, 99.5, NULL), 0.995, 2e-3);
  /* Hot pixels do not change the percentile. */
  plane->data[17] = 1e9f;
  plane->data[18] = -1e9f;
  g_assert_cmpfloat_with_epsilon (
      saffron_plane_percentile (plane, NULL, 50.0, NULL), 0.5, 5e-3);
  g_assert_cmpfloat_with_epsilon (
      saffron_plane_percentile (plane, NULL, 5.0, NULL), 0.05, 5e-3);
  saffron_plane_fill (plane, 3.0f);
  g_assert_cmpfloat (saffron_plane_percentile (plane, NULL, 50.0, NULL), ==,
                     3.0);
}

/* The value below which @percent of the pixels that count lie, by sorting. */
static int
compare_floats (gconstpointer a, gconstpointer b)
{
  float x = *(const float *) a, y = *(const float *) b;

  return (x > y) - (x < y);
}

static float
sorted_percentile (const SaffronPlane *plane,
                   const SaffronPlane *mask,
                   float above,
                   double percent)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (float));

  for (gsize i = 0; i < saffron_plane_n_pixels (plane); i++)
    if (mask->data[i] > 0.5f && plane->data[i] > above)
      g_array_append_val (values, plane->data[i]);
  g_array_sort (values, compare_floats);
  return g_array_index (values, float, (guint) (percent / 100 * values->len));
}

/* What is counted is what is asked for, on any number of threads. */
static void
test_percentile_above (void)
{
  g_autoptr (SaffronPlane) plane = noise (700, 411, 6);
  g_autoptr (SaffronPlane) mask = noise (700, 411, 7);
  double all = saffron_plane_percentile (plane, mask, 30.0, NULL);
  double above = saffron_plane_percentile_above (plane, mask, 0.6, 30.0, NULL);

  g_assert_cmpfloat_with_epsilon (
      all, sorted_percentile (plane, mask, -1.0f, 30.0), 1e-4);
  g_assert_cmpfloat_with_epsilon (
      above, sorted_percentile (plane, mask, 0.6f, 30.0), 1e-4);
  for (guint threads = 1; threads <= 5; threads++)
    {
      g_autoptr (SaffronJob) job = saffron_job_new ();

      saffron_job_set_threads (job, threads);
      g_assert_true (saffron_plane_percentile (plane, mask, 30.0, job) == all);
      g_assert_true (
          saffron_plane_percentile_above (plane, mask, 0.6, 30.0, job)
          == above);
    }
  saffron_plane_fill (mask, 0.0f);
  g_assert_cmpfloat (saffron_plane_percentile (plane, mask, 50.0, NULL), ==,
                     0.0);
}

static void
test_same_bits (void)
{
  g_autoptr (SaffronPlane) plane = noise (333, 211, 5);
  g_autoptr (SaffronPlane) first = NULL;

  for (guint threads = 1; threads <= 5; threads += 2)
    {
      g_autoptr (SaffronJob) job = saffron_job_new ();
      g_autoptr (SaffronPlane) out = NULL;

      saffron_job_set_threads (job, threads);
      out = saffron_plane_lcn (plane, plane, 5.0, 0.05, job);
      if (first == NULL)
        first = g_steal_pointer (&out);
      else
        g_assert_cmpmem (
            first->data, saffron_plane_n_pixels (first) * sizeof (float),
            out->data, saffron_plane_n_pixels (out) * sizeof (float));
    }
}

static void
test_tiny (void)
{
  g_autoptr (SaffronPlane) plane = saffron_plane_new (1, 1);
  g_autoptr (SaffronPlane) a = NULL;
  g_autoptr (SaffronPlane) b = NULL;
  g_autoptr (SaffronPlane) c = NULL;

  plane->data[0] = 2.0f;
  a = saffron_plane_gaussian (plane, 8.0, NULL);
  b = saffron_plane_box_mean (plane, 8, NULL);
  c = saffron_plane_reduce (plane, 3.0, 1, 1, NULL);
  g_assert_cmpfloat_with_epsilon (a->data[0], 2.0, 1e-5);
  g_assert_cmpfloat_with_epsilon (b->data[0], 2.0, 1e-6);
  g_assert_cmpfloat_with_epsilon (c->data[0], 2.0, 1e-6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/filters/box-is-the-mean", test_box_is_the_mean);
  g_test_add_func ("/filters/gaussian-moments", test_gaussian_moments);
  g_test_add_func ("/filters/lcn-ignores-gain-and-offset",
                   test_lcn_ignores_gain_and_offset);
  g_test_add_func ("/filters/reduce-keeps-the-sum", test_reduce_keeps_the_sum);
  g_test_add_func ("/filters/percentile", test_percentile);
  g_test_add_func ("/filters/percentile-above", test_percentile_above);
  g_test_add_func ("/filters/same-bits", test_same_bits);
  g_test_add_func ("/filters/tiny", test_tiny);
  return g_test_run ();
}
