/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/grow.h"
#include "register/verdict.h"

#include "blobs.h"

/* There is tissue above the first and below the second of these shares of the
 * height. */
#define FIRST_PIECE 0.3
#define SECOND_PIECE 0.7

/* The truth, rotated about a corner of the reference: right there and nowhere
 * else. */
static SaffronAffine
askew (const SaffronAffine *truth, double degrees)
{
  double c = cos (degrees * G_PI / 180.0), s = sin (degrees * G_PI / 180.0);
  double x = 0.15 * BLOBS_WIDTH, y = 0.85 * BLOBS_HEIGHT;
  SaffronAffine turn = { c, -s, x - c * x + s * y, s, c, y - s * x - c * y };

  return saffron_affine_compose (truth, &turn);
}

/* Root mean square over the reference's corners, level-0 pixels. */
static double
distance (const SaffronAffine *a, const SaffronAffine *b)
{
  double sum = 0.0;

  for (int i = 0; i < 4; i++)
    {
      double x = (i & 1) * BLOBS_WIDTH, y = (i >> 1) * BLOBS_HEIGHT;
      double dx = (a->xx - b->xx) * x + (a->xy - b->xy) * y + a->x0 - b->x0;
      double dy = (a->yx - b->yx) * x + (a->yy - b->yy) * y + a->y0 - b->y0;

      sum += 0.25 * (dx * dx + dy * dy);
    }
  return sqrt (sum);
}

/* A plane with two pieces of tissue and nothing between them. */
static SaffronRegPlane *
pieces (guint32 seed, const SaffronAffine *place)
{
  SaffronRegPlane *plane = blobs_plane (seed, place, BLOBS_WIDTH, BLOBS_HEIGHT);
  SaffronAffine back;

  g_assert_true (saffron_affine_invert (place, &back));
  for (int j = 0; j < plane->tissue->height; j++)
    for (int i = 0; i < plane->tissue->width; i++)
      {
        double x = (i + 0.5) * BLOBS_DOWNSAMPLE;
        double y = (j + 0.5) * BLOBS_DOWNSAMPLE;
        double at = (back.yx * x + back.yy * y + back.y0) / BLOBS_HEIGHT;

        if (at > FIRST_PIECE && at < SECOND_PIECE)
          saffron_plane_row (plane->tissue, j)[i] =
              saffron_plane_row (plane->intensity, j)[i] = 0.0f;
      }
  return plane;
}

static SaffronTransform *
grow (guint32 seed, const SaffronAffine *place, const SaffronAffine *from)
{
  g_autoptr (SaffronRegPlane) ref = pieces (3, &SAFFRON_AFFINE_IDENTITY);
  g_autoptr (SaffronRegPlane) mov = pieces (seed, place);
  g_autoptr (SaffronTransform) start =
      saffron_transform_new (BLOBS_WIDTH, BLOBS_HEIGHT, from, NULL);

  return saffron_grow (ref, mov, start, NULL);
}

static void
test_askew (void)
{
  for (int i = 0; i < 4; i++)
    {
      double degrees = (i & 1) != 0 ? 14.0 : -14.0;
      SaffronAffine truth = blobs_affine (25.0, 1.1, i >= 2, 0.03, 0.0);
      SaffronAffine from = askew (&truth, degrees);
      g_autoptr (SaffronTransform) grown = grow (3, &truth, &from);
      double before = distance (&from, &truth), after;

      g_assert_nonnull (grown);
      after = distance (saffron_transform_get_affine (grown), &truth);
      g_test_message ("%.1f px before, %.1f px after", before, after);
      g_assert_cmpfloat (before, >, 100.0);
      g_assert_cmpfloat (after, <, 6.0);
    }
}

static void
test_nothing_new (void)
{
  SaffronAffine truth = blobs_affine (25.0, 1.1, FALSE, 0.03, 0.0);
  g_autoptr (SaffronTransform) grown = grow (3, &truth, &truth);

  g_assert_null (grown);
}

/* If it follows a guess at slides that have nothing in common, the result is
 * not verified. */
static void
test_wrong_pair (void)
{
  SaffronAffine none = SAFFRON_AFFINE_IDENTITY;
  SaffronParams params = { 0 };
  g_autoptr (SaffronRegPlane) ref = pieces (3, &none);

  for (guint32 seed = 10; seed < 14; seed++)
    {
      g_autoptr (SaffronRegPlane) mov = pieces (seed, &none);
      g_autoptr (SaffronTransform) start =
          saffron_transform_new (BLOBS_WIDTH, BLOBS_HEIGHT, &none, NULL);
      g_autoptr (SaffronTransform) grown = saffron_grow (ref, mov, start, NULL);
      g_auto (SaffronVerdict) verdict = { 0 };

      g_assert_true (saffron_verdict (ref, mov, grown != NULL ? grown : start,
                                      &params, 0.0, NULL, NULL, &verdict,
                                      NULL));
      g_assert_false (verdict.verified);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/grow/askew", test_askew);
  g_test_add_func ("/grow/nothing-new", test_nothing_new);
  g_test_add_func ("/grow/wrong-pair", test_wrong_pair);
  return g_test_run ();
}
