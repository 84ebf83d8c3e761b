/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/landmark-lay.h"

#include <math.h>

/* Sections are squeezed by less; a larger ratio of the axes comes from where
 * the landmarks happen to lie. */
#define MOST_STRETCHED 1.3

SaffronPointPair *
saffron_landmarks_to_pairs (GArray *landmarks, gsize *n)
{
  SaffronPointPair *pairs = g_new (SaffronPointPair, landmarks->len + 1);

  *n = 0;
  for (guint i = 0; i < landmarks->len; i++)
    {
      const SaffronLandmark *l = &g_array_index (landmarks, SaffronLandmark, i);

      if (l->active)
        pairs[(*n)++] =
            (SaffronPointPair){ l->reference, l->moving, l->weight };
    }
  return pairs;
}

/* The ratio of the singular values of the linear part. */
static double
stretch (const SaffronAffine *a)
{
  double sum = a->xx * a->xx + a->xy * a->xy + a->yx * a->yx + a->yy * a->yy;
  double det = fabs (saffron_affine_determinant (a));
  double spread = sqrt (MAX (sum * sum - 4.0 * det * det, 0.0));

  return sqrt ((sum + spread) / MAX (sum - spread, 1e-12 * sum));
}

SaffronAffine
saffron_landmarks_lay (GArray *landmarks)
{
  SaffronAffine affine = SAFFRON_AFFINE_IDENTITY;
  gsize n = 0;
  g_autofree SaffronPointPair *pairs =
      saffron_landmarks_to_pairs (landmarks, &n);

  if (n == 0
      || (saffron_affine_fit (pairs, n, SAFFRON_AFFINE_FULL, &affine)
          && stretch (&affine) <= MOST_STRETCHED)
      || saffron_affine_fit (pairs, n, SAFFRON_AFFINE_SIMILARITY, &affine))
    return affine;
  saffron_affine_fit (pairs, n, SAFFRON_AFFINE_TRANSLATION, &affine);
  return affine;
}
