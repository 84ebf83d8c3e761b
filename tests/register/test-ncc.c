/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/ncc.h"

#include <math.h>

static SaffronPlane *
smooth_noise (int width, int height, guint32 seed)
{
  SaffronPlane *plane = saffron_plane_new (width, height);
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  for (int k = 0; k < 60; k++)
    {
      double cx = g_rand_double_range (rand, 0, width);
      double cy = g_rand_double_range (rand, 0, height);
      double up = g_rand_double_range (rand, -1, 1);

      for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
          saffron_plane_row (plane, y)[x] +=
              (float) (up
                       * exp (-((x - cx) * (x - cx) + (y - cy) * (y - cy))
                              / 18.0));
    }
  return plane;
}

static SaffronPlane *
ones (int width, int height)
{
  SaffronPlane *plane = saffron_plane_new (width, height);

  saffron_plane_fill (plane, 1.0f);
  return plane;
}

/* The NCC by its definition, with full masks. */
static double
brute_force (const SaffronPlane *a, const SaffronPlane *b, int dx, int dy)
{
  double n = 0, sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0;

  for (int y = MAX (dy, 0); y < MIN (a->height, b->height + dy); y++)
    for (int x = MAX (dx, 0); x < MIN (a->width, b->width + dx); x++)
      {
        double u = saffron_plane_row (a, y)[x];
        double v = saffron_plane_row (b, y - dy)[x - dx];

        n++;
        sa += u;
        sb += v;
        saa += u * u;
        sbb += v * v;
        sab += u * v;
      }
  return (sab - sa * sb / n) / sqrt ((saa - sa * sa / n) * (sbb - sb * sb / n));
}

static void
test_against_brute_force (void)
{
  g_autoptr (SaffronPlane) a = smooth_noise (64, 48, 1);
  g_autoptr (SaffronPlane) b = smooth_noise (52, 56, 2);
  g_autoptr (SaffronPlane) mask_a = ones (64, 48);
  g_autoptr (SaffronPlane) mask_b = ones (52, 56);
  SaffronNccInput ref = { a, mask_a, mask_a };
  SaffronNccInput mov = { b, mask_b, mask_b };
  g_autoptr (SaffronNcc) ncc = saffron_ncc_new (&ref, 52, 56);
  g_autoptr (SaffronNccWork) work = saffron_ncc_work_new (ncc);
  SaffronNccPeak peaks[4];
  int n = saffron_ncc_search (ncc, work, &mov, 0.4, peaks, 4);
  double best = -1.0;

  g_assert_cmpint (n, >=, 1);
  for (int i = 0; i < n; i++)
    {
      /* The slowly changing terms are those of a shift up to two pixels away,
       * so the tolerance is wide. */
      g_assert_cmpfloat_with_epsilon (
          peaks[i].ncc, brute_force (a, b, peaks[i].dx, peaks[i].dy), 0.08);
      g_assert_cmpfloat (peaks[i].overlap, >=, 0.4);
      if (i > 0)
        g_assert_cmpfloat (peaks[i].score, <=, peaks[i - 1].score);
    }

  /* No shift with enough overlap is much better than what was found. */
  for (int dy = -55; dy < 48; dy++)
    for (int dx = -51; dx < 64; dx++)
      {
        double w = MIN (64, 52 + dx) - MAX (dx, 0);
        double h = MIN (48, 56 + dy) - MAX (dy, 0);
        double overlap = w * h / (52.0 * 56.0);

        if (w > 0 && h > 0 && overlap >= 0.44)
          best = MAX (best, brute_force (a, b, dx, dy) * sqrt (overlap));
      }
  g_assert_cmpfloat (peaks[0].score, >=, best - 0.06);
}

/* At shifts on the coarse grid all terms are exact; between them the peak is at
 * most half a step off. */
static void
check_cut (int dx, int dy, int near, double least)
{
  g_autoptr (SaffronPlane) a = smooth_noise (96, 80, 5);
  g_autoptr (SaffronPlane) b = saffron_plane_new (40, 44);
  g_autoptr (SaffronPlane) mask_a = ones (96, 80);
  g_autoptr (SaffronPlane) mask_b = ones (40, 44);
  SaffronNccInput ref = { a, mask_a, mask_a };
  SaffronNccInput mov = { b, mask_b, mask_b };
  g_autoptr (SaffronNcc) ncc = NULL;
  g_autoptr (SaffronNccWork) work = NULL;
  SaffronNccPeak peak;

  for (int y = 0; y < 44; y++)
    for (int x = 0; x < 40; x++)
      saffron_plane_row (b, y)[x] = saffron_plane_row (a, y + dy)[x + dx];
  ncc = saffron_ncc_new (&ref, 60, 60);
  work = saffron_ncc_work_new (ncc);
  g_assert_cmpint (saffron_ncc_search (ncc, work, &mov, 0.5, &peak, 1), ==, 1);
  g_assert_cmpint (abs (peak.dx - dx), <=, near);
  g_assert_cmpint (abs (peak.dy - dy), <=, near);
  g_assert_cmpfloat (peak.ncc, >=, least);
}

static void
test_finds_a_cut (void)
{
  check_cut (28, 12, 0, 0.9999);
  check_cut (0, 0, 0, 0.9999);
  check_cut (29, 13, 2, 0.9);
}

static void
test_empty (void)
{
  g_autoptr (SaffronPlane) a = saffron_plane_new (20, 20);
  SaffronNccInput input = { a, a, a };
  g_autoptr (SaffronNcc) ncc = saffron_ncc_new (&input, 20, 20);
  g_autoptr (SaffronNccWork) work = saffron_ncc_work_new (ncc);
  SaffronNccPeak peak;

  g_assert_cmpint (saffron_ncc_search (ncc, work, &input, 0.3, &peak, 1), ==,
                   0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ncc/against-brute-force", test_against_brute_force);
  g_test_add_func ("/ncc/finds-a-cut", test_finds_a_cut);
  g_test_add_func ("/ncc/empty", test_empty);
  return g_test_run ();
}
