/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/pieces.h"

#include <math.h>

#include "base/median.h"
#include "register/affine.h"
#include "register/parts.h"
#include "register/piecewise.h"
#include "transform/pieces.h"
#include "torn.h"

/* Without help from landmarks. */
static gboolean
find (const SaffronRegPlane *ref,
      const SaffronRegPlane *mov,
      const SaffronTransform *start,
      SaffronPieces *pieces)
{
  g_autoptr (GArray) shown = g_array_new (FALSE, FALSE, sizeof (SaffronAffine));

  return saffron_pieces_find (ref, mov, start, shown, TRUE, NULL, pieces, NULL);
}

static SaffronTransform *
first_piece (void)
{
  SaffronAffine affine = torn_affine (0);

  return saffron_transform_new (BLOBS_WIDTH, BLOBS_HEIGHT, &affine, NULL);
}

/* Both parts are found, and each place belongs to the right one. */
static void
test_torn (void)
{
  for (guint32 seed = 3; seed < 6; seed++)
    {
      g_autoptr (SaffronRegPlane) ref = torn_reference (seed);
      g_autoptr (SaffronRegPlane) mov = torn_moving (seed);
      g_autoptr (SaffronTransform) start = first_piece ();
      g_autoptr (SaffronTransform) joined = NULL;
      g_auto (SaffronPieces) pieces = { 0 };

      g_assert_true (find (ref, mov, start, &pieces));
      g_assert_cmpint (pieces.n, ==, 2);
      joined = saffron_pieces_join (&pieces, start);
      for (int part = 0; part < 2; part++)
        {
          g_test_message ("part %d: %.2f px", part, torn_error (joined, part));
          g_assert_cmpfloat (torn_error (joined, part), <, 6.0);
        }
    }
}

/* Whole tissue stays whole. */
static void
test_whole (void)
{
  SaffronAffine truth = blobs_affine (10.0, 1.02, FALSE, 0.01, 0.02);
  g_autoptr (SaffronRegPlane) ref = torn_reference (3);
  g_autoptr (SaffronRegPlane) mov =
      blobs_plane (3, &truth, BLOBS_WIDTH, BLOBS_HEIGHT);
  g_autoptr (SaffronTransform) start =
      saffron_transform_new (BLOBS_WIDTH, BLOBS_HEIGHT, &truth, NULL);
  g_auto (SaffronPieces) pieces = { 0 };

  g_assert_true (find (ref, mov, start, &pieces));
  g_assert_cmpint (pieces.n, ==, 1);
}

/* Other tissue has no further piece, however it is laid. */
static void
check_other (guint32 seed, const SaffronAffine *first)
{
  g_autoptr (SaffronRegPlane) ref = torn_reference (seed);
  g_autoptr (SaffronRegPlane) mov = torn_moving (seed + 100);
  g_autoptr (SaffronTransform) start =
      saffron_transform_new (BLOBS_WIDTH, BLOBS_HEIGHT, first, NULL);
  g_auto (SaffronPieces) pieces = { 0 };

  g_assert_true (find (ref, mov, start, &pieces));
  g_assert_cmpint (pieces.n, ==, 1);
}

static void
test_other (void)
{
  SaffronAffine first = torn_affine (0);

  for (guint32 seed = 20; seed < 23; seed++)
    check_other (seed, &first);
}

/* Nor where more is tried, at another scale. */
static void
test_other_is_small (void)
{
  SaffronAffine first =
      blobs_affine (130.0, sqrt (TORN_SHARE), FALSE, 0.1, 0.1);

  check_other (20, &first);
}

/* The first guess is wrong everywhere. Each part of the moving slide is
 * searched for by itself. */
static void
check_wrong_first (double scale)
{
  SaffronAffine wrong = blobs_affine (130.0, scale, FALSE, 0.1, 0.1);
  g_autoptr (SaffronRegPlane) ref = torn_reference (4);
  g_autoptr (SaffronRegPlane) mov = torn_moving (4);
  g_autoptr (SaffronTransform) start =
      saffron_transform_new (BLOBS_WIDTH, BLOBS_HEIGHT, &wrong, NULL);
  g_autoptr (SaffronTransform) joined = NULL;
  g_auto (SaffronPieces) pieces = { 0 };

  g_assert_true (find (ref, mov, start, &pieces));
  g_assert_true (pieces.relaid);
  g_assert_cmpint (pieces.n, ==, 2);
  joined = saffron_pieces_join (&pieces, start);
  for (int part = 0; part < 2; part++)
    g_assert_cmpfloat (torn_error (joined, part), <, 2.0);
}

static void
test_first_is_wrong (void)
{
  check_wrong_first (1.0);
}

/* It may have laid the whole reference onto the smaller part, which makes its
 * scale wrong, too. */
static void
test_first_is_small (void)
{
  check_wrong_first (sqrt (TORN_SHARE));
}

/* Takes the middle of the tissue away, so that it is two fragments. */
static void
cut_middle (SaffronRegPlane *plane, const SaffronAffine *place)
{
  SaffronAffine back;

  g_assert_true (saffron_affine_invert (place, &back));
  for (int y = 0; y < plane->tissue->height; y++)
    for (int x = 0; x < plane->tissue->width; x++)
      {
        double at = back.xx * (x + 0.5) * BLOBS_DOWNSAMPLE
                    + back.xy * (y + 0.5) * BLOBS_DOWNSAMPLE + back.x0;

        if (at > 0.45 * BLOBS_WIDTH && at < (TORN_AT + 0.02) * BLOBS_WIDTH)
          saffron_plane_row (plane->tissue, y)[x] =
              saffron_plane_row (plane->intensity, y)[x] = 0.0f;
      }
}

/* A turn about the middle of a fragment. */
static SaffronAffine
turn_about (double x, double y, double angle)
{
  double c = cos (angle), s = sin (angle);

  return (SaffronAffine){ c, -s, x - c * x + s * y, s, c, y - s * x - c * y };
}

/* Two fragments that turned a little, so that one bent fit lays both right, are
 * pieces with their own maps. */
static void
test_fragments (void)
{
  const SaffronAffine place[2] = {
    turn_about (0.25 * BLOBS_WIDTH, 0.5 * BLOBS_HEIGHT, -0.1),
    turn_about (0.78 * BLOBS_WIDTH, 0.5 * BLOBS_HEIGHT, 0.1)
  };
  g_autoptr (SaffronRegPlane) ref = torn_reference (5);
  g_autoptr (SaffronRegPlane) mov = NULL;
  g_autoptr (SaffronTransform) start = saffron_transform_new (
      BLOBS_WIDTH, BLOBS_HEIGHT, &SAFFRON_AFFINE_IDENTITY, NULL);
  g_auto (SaffronPieces) pieces = { 0 };

  cut_middle (ref, &SAFFRON_AFFINE_IDENTITY);
  for (int part = 0; part < 2; part++)
    {
      SaffronRegPlane *plane =
          blobs_plane (5, &place[part], BLOBS_WIDTH, BLOBS_HEIGHT);

      torn_keep (plane, &place[part], part);
      cut_middle (plane, &place[part]);
      for (gsize i = 0;
           mov != NULL && i < saffron_plane_n_pixels (plane->tissue); i++)
        {
          mov->tissue->data[i] += plane->tissue->data[i];
          mov->intensity->data[i] += plane->intensity->data[i];
        }
      if (mov == NULL)
        mov = plane;
      else
        saffron_reg_plane_free (plane);
    }
  g_assert_true (find (ref, mov, start, &pieces));
  g_assert_cmpint (pieces.n, ==, 2);
  for (int part = 0; part < 2; part++)
    {
      double x = (part == 0 ? 0.25 : 0.78) * BLOBS_WIDTH;
      double y = 0.5 * BLOBS_HEIGHT, least = INFINITY;

      for (int k = 0; k < 2; k++)
        {
          const SaffronAffine *a = &pieces.affines[k], *b = &place[part];
          double dx = (a->xx - b->xx) * x + (a->xy - b->xy) * y + a->x0 - b->x0;
          double dy = (a->yx - b->yx) * x + (a->yy - b->yy) * y + a->y0 - b->y0;

          least = MIN (least, hypot (dx, dy));
        }
      g_test_message ("fragment %d: %.2f px", part, least);
      g_assert_cmpfloat (least, <, 2.0);
    }
}

static SaffronTransform *
fit_affine (const SaffronRegPlane *reference,
            const SaffronRegPlane *moving,
            const SaffronTransform *start,
            const SaffronPlane *mask,
            gpointer data,
            SaffronJob *job,
            GError **error)
{
  SaffronAffineOptions options = SAFFRON_AFFINE_STAGE;

  options.mask = mask;
  return saffron_affine_stage (reference, moving, start, &options, job, error);
}

/* A stage that only knows whole tissue makes each piece better. */
static void
test_piecewise (void)
{
  g_autoptr (SaffronRegPlane) ref = torn_reference (3);
  g_autoptr (SaffronRegPlane) mov = torn_moving (3);
  guint8 labels[] = { 0, 0, 0, 1, 1 };
  const SaffronRefBox all = { 0.0, 0.0, BLOBS_WIDTH, BLOBS_HEIGHT };
  guint8 grid[5 * 4];
  SaffronTransform *parts[2];
  g_autoptr (SaffronTransform) start = NULL;
  g_autoptr (SaffronTransform) better = NULL;

  for (int i = 0; i < 20; i++)
    grid[i] = labels[i % 5];
  for (int part = 0; part < 2; part++)
    {
      SaffronAffine truth = torn_affine (part);
      SaffronAffine shift = { 1.0, 0.0, 5.0, 0.0, 1.0, -4.0 };
      SaffronAffine off = saffron_affine_compose (&shift, &truth);

      parts[part] =
          saffron_transform_new (BLOBS_WIDTH, BLOBS_HEIGHT, &off, NULL);
    }
  start = saffron_transform_join (
      saffron_piece_map_new (&all, BLOBS_WIDTH / 5.0, 2, grid), parts);
  better =
      saffron_piecewise (fit_affine, ref, mov, start, NULL, NULL, NULL, NULL);
  for (int part = 0; part < 2; part++)
    {
      g_assert_cmpfloat (torn_error (start, part), >, 6.0);
      g_test_message ("part %d: %.2f px", part, torn_error (better, part));
      g_assert_cmpfloat (torn_error (better, part), <, 1.0);
      saffron_transform_unref (parts[part]);
    }
}

/* With one similarity for all, the part that moved is told, and where it is;
 * with both pieces nothing is. */
static void
test_parts (void)
{
  g_autoptr (SaffronRegPlane) ref = torn_reference (3);
  g_autoptr (SaffronRegPlane) mov = torn_moving (3);
  g_autoptr (SaffronTransform) start = first_piece ();
  g_autoptr (SaffronTransform) joined = NULL;
  g_autoptr (GArray) before = saffron_parts_find (ref, mov, start, 0.1, NULL);
  g_autoptr (GArray) after = NULL;
  g_auto (SaffronPieces) pieces = { 0 };
  const SaffronPart *part = NULL;

  g_assert_cmpuint (before->len, >, 0);
  part = &g_array_index (before, SaffronPart, 0);
  g_test_message ("%.0f %% at %.2f, %.2f", 100.0 * part->share, part->across,
                  part->down);
  g_assert_cmpint (part->class, ==, SAFFRON_PART_OFF);
  g_assert_cmpfloat (part->centre.x, >, TORN_AT * BLOBS_WIDTH);
  g_assert_cmpfloat (part->share, >, 0.2);
  g_assert_cmpfloat (part->share, <, 0.5);

  g_assert_true (find (ref, mov, start, &pieces));
  joined = saffron_pieces_join (&pieces, start);
  after = saffron_parts_find (ref, mov, joined, 0.1, NULL);
  g_assert_cmpfloat (saffron_parts_share (after, SAFFRON_PART_OFF), ==, 0.0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pieces/torn", test_torn);
  g_test_add_func ("/pieces/whole", test_whole);
  g_test_add_func ("/pieces/other", test_other);
  g_test_add_func ("/pieces/other-is-small", test_other_is_small);
  g_test_add_func ("/pieces/first-is-wrong", test_first_is_wrong);
  g_test_add_func ("/pieces/first-is-small", test_first_is_small);
  g_test_add_func ("/pieces/fragments", test_fragments);
  g_test_add_func ("/pieces/piecewise", test_piecewise);
  g_test_add_func ("/pieces/parts", test_parts);
  return g_test_run ();
}
