/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/warper.h"

#include <math.h>

#include "transform/pieces.h"
#include "view/fake-slide.h"

#define SIDE 120000
#define BLOCK 512

static SaffronSlide *
make_slide (int n_levels)
{
  FakeSlide spec = { SIDE, SIDE,  n_levels,           2.0,
                     1,    FALSE, SAFFRON_SAMPLE_U16, 256 };

  return fake_slide_new (&spec);
}

/* How steep @values are at a pixel: the greatest difference to a neighbour. */
static float
steepness (const float *values, int i, int j)
{
  const float *row = values + j * BLOCK;
  float at = row[i], left = row[MAX (i - 1, 0)];
  float right = row[MIN (i + 1, BLOCK - 1)];
  float above = values[MAX (j - 1, 0) * BLOCK + i];
  float below = values[MIN (j + 1, BLOCK - 1) * BLOCK + i];

  return MAX (MAX (fabsf (left - at), fabsf (right - at)),
              MAX (fabsf (above - at), fabsf (below - at)));
}

/* A block on a border shows each piece as that piece alone does. It reads
 * little more than what is shown, and in few parts, however far apart the
 * pieces lie. */
static void
check_block (double apart,
             double downsample,
             int n_levels,
             SaffronInterpolation how,
             double x,
             double y)
{
  g_autoptr (SaffronTransform) torn = fake_torn_new (SIDE, SIDE, apart);
  g_autoptr (SaffronSlide) slide = make_slide (n_levels);
  g_autofree float *got = g_new (float, BLOCK *BLOCK);
  g_autofree float *want[3] = { NULL };
  SaffronRect rect = { (gint64) (x / downsample), (gint64) (y / downsample),
                       BLOCK, BLOCK };
  SaffronWarper warper = { slide,      torn, { 0.0, 0.0 }, downsample,
                           downsample, how,  0.0,          7.0f };
  double shown = (double) BLOCK * BLOCK;
  gboolean whole = n_levels == 1 || how == SAFFRON_INTERPOLATION_NEAREST;
  int n_of[3] = { 0 }, n_wrong = 0;
  gint64 n_read;

  /* Without a coarse level what is averaged has to be read; for labels no
   * coarse level counts. */
  if (whole)
    shown *= downsample * downsample;
  g_assert_true (saffron_warper_read (&warper, 0, &rect, got, NULL));
  n_read = fake_slide_get_n_pixels (slide);
  g_assert_cmpint (fake_slide_get_largest (slide), <=, 2 << 20);
  g_assert_cmpint (fake_slide_get_n_reads (slide), <=, whole ? 200 : 40);
  /* A turned piece's rectangle is larger than what is shown of it. */
  g_assert_cmpfloat ((double) n_read, <, 8.0 * shown);

  for (int k = 0; k < 3; k++)
    {
      g_autoptr (SaffronTransform) piece =
          saffron_transform_get_piece (torn, k);

      want[k] = g_new (float, BLOCK *BLOCK);
      warper.transform = piece;
      g_assert_true (saffron_warper_read (&warper, 0, &rect, want[k], NULL));
    }
  for (int j = 0; j < BLOCK; j++)
    for (int i = 0; i < BLOCK; i++)
      {
        SaffronRefPoint p = { (rect.x + i + 0.5) * downsample,
                              (rect.y + j + 0.5) * downsample };
        int k = saffron_transform_get_piece_at (torn, p);
        float error = fabsf (got[j * BLOCK + i] - want[k][j * BLOCK + i]);
        /* Beside a border, where all is one piece, a place may be 0.01 pixels
         * off; labels are where they belong. */
        float slack = how == SAFFRON_INTERPOLATION_NEAREST
                          ? 0.0f
                          : 0.05f * steepness (want[k], i, j);

        n_of[k]++;
        n_wrong += error > 1.0f + slack;
      }
  g_assert_cmpint ((n_of[0] > 1000) + (n_of[1] > 1000) + (n_of[2] > 1000), >=,
                   2);
  /* Means of places on both sides of a border are of neither piece; nearest
   * may fall on either side of a pixel's edge. A cubic value that is clamped
   * jumps there, by no more than the pixels beside it do. */
  g_assert_cmpint (n_wrong, <=,
                   n_levels == 1 && downsample > 1.0    ? 3000
                   : how == SAFFRON_INTERPOLATION_CUBIC ? 20
                                                        : 3);
}

static void
test_borders (void)
{
  static const double aparts[] = { 700.0, 0.3 * SIDE };

  for (int a = 0; a < 2; a++)
    {
      for (int how = 0; how < 3; how++)
        {
          /* Between 0 and 1, and where all three meet. */
          check_block (aparts[a], 1.0, 4, how, 56750.0, 14800.0);
          check_block (aparts[a], 1.0, 4, how, 67400.0, 68040.0);
          check_block (aparts[a], 4.0, 4, how, 56000.0, 14000.0);
        }
      check_block (aparts[a], 3.0, 1, SAFFRON_INTERPOLATION_LINEAR, 56500.0,
                   14500.0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/warp-pieces/borders", test_borders);
  return g_test_run ();
}
