/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/verdict.h"

#include <string.h>

#include "blobs.h"

static SaffronTransform *
transform_of (const SaffronAffine *affine)
{
  return saffron_transform_new (BLOBS_WIDTH, BLOBS_HEIGHT, affine, NULL);
}

static gboolean
says (const SaffronVerdict *verdict, SaffronReasonCode code)
{
  return saffron_reasons_find (verdict->reasons, code) != NULL;
}

static void
judge (guint32 seed,
       const SaffronAffine *place,
       const SaffronAffine *claimed,
       double prior,
       SaffronVerdict *verdict)
{
  SaffronParams params = { 0 };
  g_autoptr (SaffronRegPlane) ref =
      blobs_plane (3, &SAFFRON_AFFINE_IDENTITY, BLOBS_WIDTH, BLOBS_HEIGHT);
  g_autoptr (SaffronRegPlane) mov =
      blobs_plane (seed, place, BLOBS_WIDTH, BLOBS_HEIGHT);
  g_autoptr (SaffronTransform) transform = transform_of (claimed);

  g_assert_true (saffron_verdict (ref, mov, transform, &params, prior, NULL,
                                  verdict, NULL));
  g_assert_cmpuint (verdict->reasons->len, >, 0);
  g_test_message ("Q %.3f", verdict->quality);
}

static void
test_true_pair (void)
{
  SaffronAffine truth = blobs_affine (25.0, 1.05, FALSE, 0.03, 0.0);
  g_auto (SaffronVerdict) verdict = { 0 };

  judge (3, &truth, &truth, 1.05, &verdict);
  g_assert_true (verdict.verified);
  g_assert_cmpfloat (verdict.quality, >, 0.3);
  g_assert_cmpfloat (verdict.overlap, >, 0.7);
  g_assert_true (says (&verdict, SAFFRON_REASON_LIKENESS));
}

static void
test_wrong_pair (void)
{
  SaffronAffine none = SAFFRON_AFFINE_IDENTITY;

  for (guint32 seed = 10; seed < 14; seed++)
    {
      g_auto (SaffronVerdict) verdict = { 0 };

      judge (seed, &none, &none, 0.0, &verdict);
      g_assert_false (verdict.verified);
      g_assert_true (says (&verdict, SAFFRON_REASON_UNLIKE));
    }
}

/* The mirror's null holds the true match: it must not help. */
static void
test_own_mirror (void)
{
  SaffronAffine mirror = { -1, 0, BLOBS_WIDTH, 0, 1, 0 };
  g_auto (SaffronVerdict) verdict = { 0 };

  judge (3, &mirror, &SAFFRON_AFFINE_IDENTITY, 0.0, &verdict);
  g_assert_false (verdict.verified);
}

static void
test_wrong_place (void)
{
  SaffronAffine moved = blobs_affine (0.0, 1.0, FALSE, 0.3, 0.2);
  g_auto (SaffronVerdict) verdict = { 0 };

  judge (3, &SAFFRON_AFFINE_IDENTITY, &moved, 0.0, &verdict);
  g_assert_false (verdict.verified);
}

static void
test_scale_against_pixel_size (void)
{
  SaffronAffine none = SAFFRON_AFFINE_IDENTITY;
  g_auto (SaffronVerdict) verdict = { 0 };

  judge (3, &none, &none, 2.0, &verdict);
  g_assert_false (verdict.verified);
  g_assert_true (says (&verdict, SAFFRON_REASON_SCALE));
}

static void
test_tiny_and_empty (void)
{
  static const int sizes[][2] = { { 1, 1 }, { 2, 700 }, { 64, 48 } };
  SaffronParams params = { 0 };
  SaffronAffine none = SAFFRON_AFFINE_IDENTITY;

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (int full = 0; full < 2; full++)
      {
        g_autoptr (SaffronRegPlane) plane = g_new0 (SaffronRegPlane, 1);
        g_autoptr (SaffronTransform) transform =
            saffron_transform_new (sizes[i][0], sizes[i][1], &none, NULL);
        g_auto (SaffronVerdict) verdict = { 0 };

        plane->downsample = 1.0;
        plane->intensity = saffron_plane_new (sizes[i][0], sizes[i][1]);
        plane->weight = saffron_plane_copy (plane->intensity);
        saffron_plane_fill (plane->weight, (float) full);
        plane->tissue = saffron_plane_copy (plane->weight);
        g_assert_true (saffron_verdict (plane, plane, transform, &params, 0.0,
                                        NULL, &verdict, NULL));
        g_assert_false (verdict.verified);
        if (full == 0)
          g_assert_true (says (&verdict, SAFFRON_REASON_NO_TISSUE_REFERENCE));
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/verdict/true-pair", test_true_pair);
  g_test_add_func ("/verdict/wrong-pair", test_wrong_pair);
  g_test_add_func ("/verdict/own-mirror", test_own_mirror);
  g_test_add_func ("/verdict/wrong-place", test_wrong_place);
  g_test_add_func ("/verdict/scale-against-pixel-size",
                   test_scale_against_pixel_size);
  g_test_add_func ("/verdict/tiny-and-empty", test_tiny_and_empty);
  return g_test_run ();
}
