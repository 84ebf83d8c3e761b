/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/landmark-folds.h"

#include <math.h>

#include "transform/landmark-fit.h"

#define SIZE 4000.0

static void
add (GArray *landmarks, double x, double y, double by)
{
  saffron_landmarks_add (landmarks, (SaffronRefPoint){ x, y },
                         (SaffronMovPoint){ x + by, y }, NULL, NULL);
}

static SaffronTransform *
fit (const SaffronTransform *base, GArray *landmarks)
{
  g_autofree SaffronPointPair *pairs = g_new (SaffronPointPair, landmarks->len);
  SaffronTransform *transform = NULL;

  for (guint i = 0; i < landmarks->len; i++)
    {
      const SaffronLandmark *l = &g_array_index (landmarks, SaffronLandmark, i);

      pairs[i] = (SaffronPointPair){ l->reference, l->moving, 1.0 };
    }
  transform =
      saffron_landmark_fit (SIZE, SIZE, base, pairs, landmarks->len, NULL);
  g_assert_nonnull (transform);
  return transform;
}

/* Two landmarks that change sides would fold what lies between them: there, and
 * by them. */
static void
test_crossed (void)
{
  g_autoptr (SaffronTransform) base =
      saffron_transform_new (SIZE, SIZE, &SAFFRON_AFFINE_IDENTITY, NULL);
  g_autoptr (GArray) landmarks = saffron_landmarks_new ();
  g_autoptr (SaffronTransform) shown = NULL;
  g_autoptr (SaffronLandmarkFolds) folds = NULL;
  g_autofree char *words = NULL;

  add (landmarks, 3000, 3000, 5);
  add (landmarks, 1000, 1000, 200);
  add (landmarks, 3000, 1000, -4);
  add (landmarks, 1150, 1000, -200);
  shown = fit (base, landmarks);
  folds = saffron_landmark_folds_new (shown, base, landmarks);
  g_assert_cmpuint (folds->boxes->len, >, 0);
  for (guint i = 0; i < folds->boxes->len; i++)
    {
      const SaffronRefBox *box =
          &g_array_index (folds->boxes, SaffronRefBox, i);

      g_assert_cmpfloat (hypot (box->x0 - 1075, box->y0 - 1000), <, 500);
    }
  g_assert_cmpuint (folds->n_culprits, ==, 2);
  g_assert_cmpuint (folds->culprits[0], ==, 1);
  g_assert_cmpuint (folds->culprits[1], ==, 3);
  words = saffron_landmark_folds_to_words (folds);
  g_assert_nonnull (strstr (words, "2 and 4 contradict"));
}

/* Where the transform folds although no two landmarks change sides, the one
 * next to the fold is named. */
static void
test_one (void)
{
  g_autoptr (SaffronTransform) base =
      saffron_transform_new (SIZE, SIZE, &SAFFRON_AFFINE_IDENTITY, NULL);
  SaffronLattice *lattice = saffron_lattice_new (SIZE, SIZE, 100);
  g_autoptr (SaffronTransform) shown = NULL;
  g_autoptr (GArray) landmarks = saffron_landmarks_new ();
  g_autoptr (SaffronLandmarkFolds) folds = NULL;

  lattice->u[21 * lattice->n_x + 11] = 600.0f;
  shown = saffron_transform_new (SIZE, SIZE, &SAFFRON_AFFINE_IDENTITY, lattice);
  add (landmarks, 3000, 3000, 5);
  add (landmarks, 1000, 2000, 400);
  folds = saffron_landmark_folds_new (shown, base, landmarks);
  g_assert_cmpuint (folds->boxes->len, >, 0);
  for (guint i = 0; i < folds->boxes->len; i++)
    {
      const SaffronRefBox *box =
          &g_array_index (folds->boxes, SaffronRefBox, i);

      g_assert_cmpfloat (hypot (box->x0 - 1000, box->y0 - 2000), <, 300);
    }
  g_assert_cmpuint (folds->n_culprits, ==, 1);
  g_assert_cmpuint (folds->culprits[0], ==, 1);
}

/* A long pull alone is made wide enough not to fold. */
static void
test_none (void)
{
  g_autoptr (SaffronTransform) base =
      saffron_transform_new (SIZE, SIZE, &SAFFRON_AFFINE_IDENTITY, NULL);
  g_autoptr (GArray) landmarks = saffron_landmarks_new ();
  g_autoptr (SaffronTransform) shown = NULL;
  g_autoptr (SaffronLandmarkFolds) folds = NULL;
  g_autoptr (SaffronLandmarkFolds) plain = NULL;

  add (landmarks, 1000, 1000, 300);
  shown = fit (base, landmarks);
  folds = saffron_landmark_folds_new (shown, base, landmarks);
  plain = saffron_landmark_folds_new (base, base, landmarks);
  g_assert_cmpuint (folds->boxes->len + plain->boxes->len, ==, 0);
  g_assert_cmpuint (folds->n_culprits, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/landmark-folds/crossed", test_crossed);
  g_test_add_func ("/landmark-folds/one", test_one);
  g_test_add_func ("/landmark-folds/none", test_none);
  return g_test_run ();
}
