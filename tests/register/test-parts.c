/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/parts.h"

#include "base/median.h"
#include "register/filters.h"
#include "torn.h"

/* What the likeness of a rival would be. */
#define CHANCE 0.1

/* What each weakly stained section shows alone, beside what both show. */
#define OWN_SHARE 0.7f

static void
shift_by (double x, SaffronAffine *affine)
{
  *affine = (SaffronAffine){ 1.0, 0.0, x, 0.0, 1.0, 0.0 };
}

/* Takes the tissue away where the blobs' place in x, a share of the width, is
 * not from @from to @to. */
static void
keep_between (SaffronRegPlane *plane, double shift, double from, double to)
{
  SaffronAffine place;

  shift_by (shift, &place);
  torn_keep (plane, &place, -1);
  for (int y = 0; y < plane->tissue->height; y++)
    for (int x = 0; x < plane->tissue->width; x++)
      {
        double at = ((x + 0.5) * BLOBS_DOWNSAMPLE - shift) / BLOBS_WIDTH;

        if (at < from || at > to)
          saffron_plane_row (plane->tissue, y)[x] =
              saffron_plane_row (plane->intensity, y)[x] = 0.0f;
      }
}

/* (transfer full): a slide of @width with the tissue from @from to @to of the
 * blobs' width, moved by @shift. */
static SaffronRegPlane *
slide (double width, double shift, double from, double to)
{
  SaffronAffine place;
  SaffronRegPlane *plane = NULL;

  shift_by (shift, &place);
  plane = blobs_plane (3, &place, width, BLOBS_HEIGHT);
  keep_between (plane, shift, from, to);
  return plane;
}

static GArray *
find (const SaffronRegPlane *ref, const SaffronRegPlane *mov, double shift)
{
  SaffronAffine affine;
  g_autoptr (SaffronTransform) transform = NULL;
  GArray *parts = NULL;

  shift_by (shift, &affine);
  transform = saffron_transform_new (ref->tissue->width * ref->downsample,
                                     ref->tissue->height * ref->downsample,
                                     &affine, NULL);
  parts = saffron_parts_find (ref, mov, transform, CHANCE, NULL);
  for (guint i = 0; i < parts->len; i++)
    g_test_message ("class %d: %.2f at %.2f",
                    g_array_index (parts, SaffronPart, i).class,
                    g_array_index (parts, SaffronPart, i).share,
                    g_array_index (parts, SaffronPart, i).across);
  return parts;
}

/* Each slide shows another part of one section: the reference's frame cuts the
 * right end off, the moving slide has no left end. Nothing is misplaced. */
static void
test_cut_off (void)
{
  g_autoptr (SaffronRegPlane) ref = slide (0.65 * BLOBS_WIDTH, 0.0, 0.0, 1.0);
  g_autoptr (SaffronRegPlane) mov = slide (BLOBS_WIDTH, 0.0, 0.35, 1.0);
  g_autoptr (GArray) parts = find (ref, mov, 0.0);

  g_assert_cmpfloat (saffron_parts_share (parts, SAFFRON_PART_OFF), ==, 0.0);
  g_assert_cmpfloat (saffron_parts_share (parts, SAFFRON_PART_MISSING), >, 0.2);
}

/* The right half lies left of the left one, with some background on all sides.
 * Where the left half puts it there is no more slide, but no tissue either that
 * the frame could cut off. */
static void
test_swapped (void)
{
  double to_left = 0.55 * BLOBS_WIDTH, width = 1.15 * BLOBS_WIDTH;
  g_autoptr (SaffronRegPlane) ref = slide (BLOBS_WIDTH, 0.0, 0.0, 1.0);
  g_autoptr (SaffronRegPlane) mov = slide (width, to_left, 0.0, 0.5);
  g_autoptr (SaffronRegPlane) right =
      slide (width, -0.45 * BLOBS_WIDTH, 0.5, 1.0);
  g_autoptr (GArray) parts = NULL;
  double off;

  for (gsize i = 0; i < saffron_plane_n_pixels (mov->tissue); i++)
    {
      mov->tissue->data[i] += right->tissue->data[i];
      mov->intensity->data[i] += right->intensity->data[i];
    }
  parts = find (ref, mov, to_left);
  off = saffron_parts_share (parts, SAFFRON_PART_OFF);
  g_assert_cmpfloat (off, >, 0.3);
  g_assert_cmpfloat (off, <, 0.6);
}

/* What is pale on the moving slide is no tissue by its mask, but agrees; that
 * another section lies beside it does not matter. */
static void
test_pale (void)
{
  g_autoptr (SaffronRegPlane) ref = slide (BLOBS_WIDTH, 0.0, 0.0, 1.0);
  g_autoptr (SaffronRegPlane) mov =
      slide (2.0 * BLOBS_WIDTH, BLOBS_WIDTH, 0.0, 1.0);
  g_autoptr (SaffronRegPlane) other = slide (2.0 * BLOBS_WIDTH, 0.0, 0.0, 1.0);
  g_autoptr (GArray) parts = NULL;
  SaffronPlane *tissue = mov->tissue;

  for (int y = 0; y < tissue->height; y++)
    for (int x = 0; x < tissue->width; x++)
      {
        gsize i = (gsize) y * (gsize) tissue->width + (gsize) x;

        if (x * BLOBS_DOWNSAMPLE < 1.4 * BLOBS_WIDTH)
          tissue->data[i] = 0.0f;
        tissue->data[i] += other->tissue->data[i];
        mov->intensity->data[i] += other->intensity->data[i];
      }
  parts = find (ref, mov, BLOBS_WIDTH);
  g_assert_cmpuint (parts->len, ==, 0);
}

/* Under a bubble the moving slide is out of focus and its structure turned
 * upside down; there is nothing to compare. With structure it is misplaced. */
static void
test_bubble (void)
{
  for (int blurred = 0; blurred < 2; blurred++)
    {
      g_autoptr (SaffronRegPlane) ref = slide (BLOBS_WIDTH, 0.0, 0.0, 1.0);
      g_autoptr (SaffronRegPlane) mov = slide (BLOBS_WIDTH, 0.0, 0.0, 1.0);
      g_autoptr (SaffronRegPlane) else_where =
          blobs_plane (99, &SAFFRON_AFFINE_IDENTITY, BLOBS_WIDTH, BLOBS_HEIGHT);
      g_autoptr (SaffronPlane) blur =
          saffron_plane_gaussian (else_where->intensity, 12.0, NULL);
      g_autoptr (GArray) parts = NULL;
      double off;

      for (int y = 0; y < mov->tissue->height; y++)
        for (int x = 0; x < mov->tissue->width; x++)
          if (hypot (x - 110.0, y - 160.0) < 70.0)
            saffron_plane_row (mov->intensity, y)[x] =
                blurred ? 0.5f * saffron_plane_row (blur, y)[x]
                        : saffron_plane_row (else_where->intensity, y)[x];
      parts = find (ref, mov, 0.0);
      off = saffron_parts_share (parts, SAFFRON_PART_OFF);
      if (blurred)
        g_assert_cmpfloat (off, ==, 0.0);
      else
        g_assert_cmpfloat (off, >, 0.08);
    }
}

/* Weakly stained sections: much of what each shows is nothing of the other's.
 * The part right of TORN_AT has moved by @moved and turned, and there is tissue
 * everywhere. */
static void
weak_slides (const SaffronAffine *moved,
             SaffronRegPlane **reference,
             SaffronRegPlane **moving)
{
  g_autoptr (SaffronRegPlane) right =
      blobs_plane (3, moved, BLOBS_WIDTH, BLOBS_HEIGHT);
  SaffronAffine back;
  const guint32 seeds[2] = { 71, 171 };

  g_assert_true (saffron_affine_invert (moved, &back));
  *reference = slide (BLOBS_WIDTH, 0.0, 0.0, 1.0);
  *moving = slide (BLOBS_WIDTH, 0.0, 0.0, 1.0);
  for (int y = 0; y < right->tissue->height; y++)
    for (int x = 0; x < right->tissue->width; x++)
      {
        double px = (x + 0.5) * BLOBS_DOWNSAMPLE;
        double py = (y + 0.5) * BLOBS_DOWNSAMPLE;
        double at = (back.xx * px + back.xy * py + back.x0) / BLOBS_WIDTH;
        float *to = saffron_plane_row ((*moving)->intensity, y) + x;

        if (at >= TORN_AT)
          *to = saffron_plane_row (right->intensity, y)[x];
        else if (px >= TORN_AT * BLOBS_WIDTH)
          *to = 0.0f;
      }
  for (int k = 0; k < 2; k++)
    {
      SaffronRegPlane *one = k == 0 ? *reference : *moving;
      g_autoptr (SaffronRegPlane) own = blobs_plane (
          seeds[k], &SAFFRON_AFFINE_IDENTITY, BLOBS_WIDTH, BLOBS_HEIGHT);

      for (gsize i = 0; i < saffron_plane_n_pixels (own->intensity); i++)
        one->intensity->data[i] += OWN_SHARE * own->intensity->data[i];
    }
}

/* A part that is hardly alike is misplaced if it is found elsewhere, though
 * there is tissue at both places; and not if it is not. */
static void
test_apart (void)
{
  for (int moved = 0; moved < 2; moved++)
    {
      double angle = moved ? 8.0 * G_PI / 180.0 : 0.0;
      SaffronAffine affine = { cos (angle), -sin (angle), moved ? 40.0 : 0.0,
                               sin (angle), cos (angle),  moved ? -20.0 : 0.0 };
      g_autoptr (SaffronRegPlane) ref = NULL;
      g_autoptr (SaffronRegPlane) mov = NULL;
      g_autoptr (GArray) parts = NULL;
      double off;

      weak_slides (&affine, &ref, &mov);
      parts = find (ref, mov, 0.0);
      off = saffron_parts_share (parts, SAFFRON_PART_OFF);
      if (!moved)
        {
          g_assert_cmpfloat (off, ==, 0.0);
          continue;
        }
      g_assert_cmpfloat (off, >, 0.2);
      g_assert_cmpfloat (g_array_index (parts, SaffronPart, 0).across, >,
                         TORN_AT);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/parts/cut-off", test_cut_off);
  g_test_add_func ("/parts/swapped", test_swapped);
  g_test_add_func ("/parts/pale", test_pale);
  g_test_add_func ("/parts/bubble", test_bubble);
  g_test_add_func ("/parts/apart", test_apart);
  return g_test_run ();
}
