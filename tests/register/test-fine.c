/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "register/filters.h"
#include "register/fine.h"
#include "register/waves.h"

/* Adds noise as smooth as planes are; sharper noise would seem to gain by
 * interpolation alone. */
static void
add_noise (SaffronRegPlane *plane, double amplitude, guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (SaffronPlane) noise = saffron_plane_copy (plane->intensity);
  g_autoptr (SaffronPlane) smooth = NULL;
  gsize n = saffron_plane_n_pixels (noise);

  for (gsize i = 0; i < n; i++)
    noise->data[i] = (float) g_rand_double_range (rand, -amplitude, amplitude);
  smooth = saffron_plane_gaussian (noise, 1.0, NULL);
  for (gsize i = 0; i < n; i++)
    plane->intensity->data[i] += smooth->data[i];
}

static void
collect (const SaffronRegPlane *r,
         const SaffronRegPlane *m,
         SaffronEvidence *evidence)
{
  SaffronDeformableOptions before = SAFFRON_DEFORMABLE_SERIAL;
  SaffronDeformableOptions options = SAFFRON_DEFORMABLE_SAME;
  g_autoptr (SaffronTransform) start = saffron_transform_new (
      BLOBS_WIDTH, BLOBS_HEIGHT, &SAFFRON_AFFINE_IDENTITY, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (saffron_fine_evidence (r, m, start, &before, &options, NULL,
                                        evidence, &error));
  g_assert_no_error (error);
  g_assert_cmpint (evidence->n_windows, >, 20);
}

/* The slides differ by up to half a pixel of the plane. */
static void
test_gain_below_a_pixel_is_seen (void)
{
  g_autoptr (SaffronRegPlane) r = waves_plane (5, 0.0);
  g_autoptr (SaffronRegPlane) m = waves_plane (5, 0.5 * BLOBS_DOWNSAMPLE);
  g_auto (SaffronEvidence) evidence = { 0 };

  add_noise (r, 0.1, 1);
  add_noise (m, 0.1, 2);
  collect (r, m, &evidence);
  g_assert_true (evidence.better);
  g_assert_cmpfloat (evidence.gain, >, 3.0 * evidence.error);
  g_assert_cmpfloat (evidence.after, <, 0.7 * evidence.before);
}

/* The slides agree except for their noise, so a fit can only follow the
 * noise. */
static void
test_following_noise_is_dropped (void)
{
  for (guint32 seed = 1; seed <= 8; seed++)
    {
      g_autoptr (SaffronRegPlane) r = waves_plane (5, 0.0);
      g_autoptr (SaffronRegPlane) m = waves_plane (5, 0.0);
      g_auto (SaffronEvidence) evidence = { 0 };

      add_noise (r, 0.3, seed);
      add_noise (m, 0.3, seed + 100);
      collect (r, m, &evidence);
      g_test_message ("%u: %f ± %f", seed, evidence.gain, evidence.error);
      g_assert_false (evidence.better);
    }
}

/* The evidence assumes that fine structure corresponds; saffron_same_section()
 * checks that. */
static void
test_other_nuclei_are_another_section (void)
{
  g_autoptr (SaffronTransform) identity = saffron_transform_new (
      BLOBS_WIDTH, BLOBS_HEIGHT, &SAFFRON_AFFINE_IDENTITY, NULL);

  for (guint32 seed = 5; seed <= 12; seed++)
    {
      g_autoptr (SaffronRegPlane) r = waves_plane (5, 0.0);
      g_autoptr (SaffronRegPlane) m = waves_plane (seed, 0.5);
      g_autoptr (SaffronReason) reason = NULL;
      g_autoptr (SaffronReason) asked = NULL;

      g_assert_cmpint (
          saffron_same_section (r, m, identity, "auto", NULL, &reason), ==,
          seed == 5);
      g_assert_cmpint (reason->code, ==,
                       seed == 5 ? SAFFRON_REASON_SAME_SECTION
                                 : SAFFRON_REASON_OTHER_SECTION);
      g_assert_cmpint (reason->numbers[0] > reason->numbers[1], ==, seed == 5);
      g_assert_true (
          saffron_same_section (r, m, identity, "same", NULL, &asked));
      g_assert_cmpint (asked->code, ==, SAFFRON_REASON_SAME_SECTION_ASKED);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/register/fine/gain", test_gain_below_a_pixel_is_seen);
  g_test_add_func ("/register/fine/noise", test_following_noise_is_dropped);
  g_test_add_func ("/register/fine/section",
                   test_other_nuclei_are_another_section);
  return g_test_run ();
}
