/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/verdict.h"

#include <string.h>

#include "base/median.h"
#include "torn.h"

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
                                  NULL, verdict, NULL));
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

/* The slide lies face down: the verdict says so. */
static void
test_own_mirror (void)
{
  SaffronAffine mirror = { -1, 0, BLOBS_WIDTH, 0, 1, 0 };
  g_auto (SaffronVerdict) verdict = { 0 };

  judge (3, &mirror, &SAFFRON_AFFINE_IDENTITY, 0.0, &verdict);
  g_assert_false (verdict.verified);
  g_assert_true (says (&verdict, SAFFRON_REASON_RIVAL_FACE_DOWN));
}

static void
test_wrong_place (void)
{
  SaffronAffine moved = blobs_affine (0.0, 1.0, FALSE, 0.3, 0.2);
  g_auto (SaffronVerdict) verdict = { 0 };

  judge (3, &SAFFRON_AFFINE_IDENTITY, &moved, 0.0, &verdict);
  g_assert_false (verdict.verified);
  g_assert_true (says (&verdict, SAFFRON_REASON_RIVAL_ELSEWHERE));
}

/* Pixel sizes count where the evidence is weak; strong evidence overrules them,
 * and says that they are wrong. */
static void
test_scale_against_pixel_size (void)
{
  SaffronAffine none = SAFFRON_AFFINE_IDENTITY;
  g_auto (SaffronVerdict) strong = { 0 };
  g_auto (SaffronVerdict) weak = { 0 };

  judge (3, &none, &none, 2.0, &strong);
  g_assert_true (strong.verified);
  g_assert_true (says (&strong, SAFFRON_REASON_PIXEL_SIZES));
  judge (10, &none, &none, 2.0, &weak);
  g_assert_false (weak.verified);
  g_assert_true (says (&weak, SAFFRON_REASON_SCALE));
}

/* Torn tissue of which one part is registered is verified in part. */
static void
test_torn (void)
{
  SaffronParams params = { 0 };
  SaffronAffine place = torn_affine (0);
  g_autoptr (SaffronRegPlane) ref = torn_reference (3);
  g_autoptr (SaffronRegPlane) mov = torn_moving (3);
  g_autoptr (SaffronTransform) transform = transform_of (&place);
  g_auto (SaffronVerdict) verdict = { 0 };

  g_assert_true (saffron_verdict (ref, mov, transform, &params, 0.0, NULL, NULL,
                                  &verdict, NULL));
  g_assert_false (verdict.verified);
  g_assert_cmpfloat (verdict.partial, >, 0.4);
  g_assert_cmpfloat (verdict.partial, <, 0.85);
  g_assert_true (says (&verdict, SAFFRON_REASON_PART_OFF));
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
                                        NULL, NULL, &verdict, NULL));
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
  g_test_add_func ("/verdict/torn", test_torn);
  g_test_add_func ("/verdict/tiny-and-empty", test_tiny_and_empty);
  return g_test_run ();
}
