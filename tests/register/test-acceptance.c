/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "register/acceptance.h"
#include "register/deformable.h"
#include "register/waves.h"

static SaffronTransform *
fit_well (const SaffronRegPlane *reference,
          const SaffronRegPlane *moving,
          const SaffronTransform *start,
          const SaffronPlane *mask,
          gpointer data,
          SaffronJob *job,
          GError **error)
{
  SaffronDeformableOptions options = SAFFRON_DEFORMABLE_SHORT;

  g_assert_nonnull (mask);
  options.mask = mask;
  return saffron_deformable (reference, moving, start, &options, job, error);
}

/* A stage that bends differently from the slide. */
static SaffronTransform *
fit_badly (const SaffronRegPlane *reference,
           const SaffronRegPlane *moving,
           const SaffronTransform *start,
           const SaffronPlane *mask,
           gpointer data,
           SaffronJob *job,
           GError **error)
{
  double width = saffron_transform_get_width (start);
  double height = saffron_transform_get_height (start);
  SaffronLattice *lattice = saffron_lattice_new (width, height, 40.0);
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);

  for (int i = 0; i < lattice->n_x * lattice->n_y; i++)
    {
      lattice->u[i] = (float) g_rand_double_range (rand, -12.0, 12.0);
      lattice->v[i] = (float) g_rand_double_range (rand, -12.0, 12.0);
    }
  return saffron_transform_new (width, height,
                                saffron_transform_get_affine (start), lattice);
}

static SaffronTransform *
fit_nothing (const SaffronRegPlane *reference,
             const SaffronRegPlane *moving,
             const SaffronTransform *start,
             const SaffronPlane *mask,
             gpointer data,
             SaffronJob *job,
             GError **error)
{
  return saffron_transform_ref ((SaffronTransform *) start);
}

static void
collect (SaffronFitFunc fit, double amplitude, SaffronEvidence *evidence)
{
  g_autoptr (SaffronRegPlane) r = waves_plane (5, 0.0);
  g_autoptr (SaffronRegPlane) m = waves_plane (5, amplitude);
  g_autoptr (SaffronTransform) start = saffron_transform_new (
      BLOBS_WIDTH, BLOBS_HEIGHT, &SAFFRON_AFFINE_IDENTITY, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (saffron_evidence_collect (
      r, m, start, fit, NULL, &SAFFRON_EVIDENCE_ROUGH, NULL, evidence, &error));
  g_assert_no_error (error);
  g_assert_cmpint (evidence->n_windows, >, 20);
}

static void
test_good_stage_is_kept (void)
{
  g_auto (SaffronEvidence) evidence = { 0 };
  g_autoptr (SaffronReason) why = NULL;

  collect (fit_well, WAVES_AMPLITUDE, &evidence);
  g_assert_true (evidence.better);
  g_assert_cmpfloat (evidence.gain, >, 3.0 * evidence.error);
  g_assert_cmpfloat (evidence.after, <, 0.5 * evidence.before);
  why = saffron_evidence_reason (&evidence);
  g_assert_cmpint (why->code, ==, SAFFRON_REASON_IMPROVED);
  g_assert_cmpfloat (why->numbers[0], ==, evidence.n_windows);
  g_assert_cmpfloat (why->numbers[1], ==, evidence.gain);
}

static void
test_bad_stage_is_dropped (void)
{
  g_auto (SaffronEvidence) evidence = { 0 };
  g_autoptr (SaffronReason) why = NULL;

  /* The slides agree already, so bending can only make it worse. */
  collect (fit_badly, 0.0, &evidence);
  g_assert_false (evidence.better);
  g_assert_cmpfloat (evidence.gain, <, 0.0);
  why = saffron_evidence_reason (&evidence);
  g_assert_cmpint (why->code, ==, SAFFRON_REASON_NOT_IMPROVED);
}

static void
test_no_change_is_no_gain (void)
{
  g_auto (SaffronEvidence) evidence = { 0 };

  collect (fit_nothing, WAVES_AMPLITUDE, &evidence);
  g_assert_false (evidence.better);
  g_assert_cmpfloat_with_epsilon (evidence.gain, 0.0, 1e-6);
}

static void
test_empty_slides_tell_nothing (void)
{
  g_autoptr (SaffronRegPlane) r = waves_plane (5, 0.0);
  g_autoptr (SaffronRegPlane) m = waves_plane (5, 0.0);
  g_autoptr (SaffronTransform) start = saffron_transform_new (
      BLOBS_WIDTH, BLOBS_HEIGHT, &SAFFRON_AFFINE_IDENTITY, NULL);
  g_auto (SaffronEvidence) evidence = { 0 };

  saffron_plane_fill (r->tissue, 0.0f);
  saffron_plane_fill (m->tissue, 0.0f);
  g_assert_true (saffron_evidence_collect (r, m, start, fit_well, NULL,
                                           &SAFFRON_EVIDENCE_ROUGH, NULL,
                                           &evidence, NULL));
  g_assert_false (evidence.better);
  g_assert_cmpint (evidence.n_windows, ==, 0);
  g_assert_true (isnan (evidence.before));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/register/acceptance/good", test_good_stage_is_kept);
  g_test_add_func ("/register/acceptance/bad", test_bad_stage_is_dropped);
  g_test_add_func ("/register/acceptance/same", test_no_change_is_no_gain);
  g_test_add_func ("/register/acceptance/empty",
                   test_empty_slides_tell_nothing);
  return g_test_run ();
}
