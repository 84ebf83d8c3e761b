/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/landmark-errors.h"

#include <math.h>

#include "register/landmark-lay.h"
#include "slide/square.h"
#include "transform/landmark-fit.h"
#include "transform/surround.h"

/* A median absolute deviation of normal numbers is their standard deviation
 * over this. */
#define MAD_SCALE 1.4826

/* Of fewer, nobody can say which one is wrong. */
#define MIN_FOR_OUTLIERS 4

SaffronLandmarkPixels
saffron_landmark_pixels_of (SaffronSlide *reference,
                            SaffronSlide *moving,
                            gboolean use_sizes)
{
  SaffronSlide *const slides[] = { reference, moving };
  SaffronLandmarkPixels pixels = { 0.0, 0.0, FALSE };

  saffron_slide_get_pixel_size (reference, &pixels.um_x, &pixels.um_y);
  for (guint i = 0; i < G_N_ELEMENTS (slides); i++)
    {
      double x, y;

      if (saffron_slide_find_stretch (slides[i], &x, &y))
        pixels.stretched = use_sizes;
      pixels.to_square[i] = (SaffronAffine){ x, 0, 0, 0, y, 0 };
    }
  return pixels;
}

double
saffron_landmark_pixels_to_um (const SaffronLandmarkPixels *pixels,
                               double dx,
                               double dy)
{
  if (pixels == NULL || !(pixels->um_x > 0.0) || !(pixels->um_y > 0.0))
    return NAN;
  return hypot (dx * pixels->um_x, dy * pixels->um_y);
}

void
saffron_landmark_error_set_residual (SaffronLandmarkError *error,
                                     const SaffronLandmark *landmark,
                                     SaffronRefPoint landing,
                                     const SaffronLandmarkPixels *pixels)
{
  double dx = landing.x - landmark->reference.x;
  double dy = landing.y - landmark->reference.y;

  error->residual = hypot (dx, dy);
  error->residual_um = saffron_landmark_pixels_to_um (pixels, dx, dy);
}

double
saffron_landmark_residual (const SaffronTransform *transform,
                           const SaffronLandmark *landmark)
{
  SaffronRefPoint back;

  if (transform == NULL)
    return NAN;
  /* Where push() finds no certain place it gives the nearest. */
  saffron_transform_push (transform, landmark->moving, &back);
  return hypot (back.x - landmark->reference.x, back.y - landmark->reference.y);
}

gboolean
saffron_landmarks_stand_alone (SaffronTransform *base, GArray *landmarks)
{
  g_autofree double *residuals = g_new (double, landmarks->len + 1);
  guint n = 0;

  if (base == NULL)
    return TRUE;
  for (guint i = 0; i < landmarks->len; i++)
    {
      const SaffronLandmark *l = &g_array_index (landmarks, SaffronLandmark, i);

      if (l->active)
        residuals[n++] = saffron_landmark_residual (base, l);
    }
  return n >= 2
         && saffron_tre_stats (residuals, n).median
                > SAFFRON_LANDMARKS_FAR
                      * hypot (saffron_transform_get_width (base),
                               saffron_transform_get_height (base));
}

/* @place, shifted so that it meets the only pair. */
static SaffronTransform *
shift (SaffronTransform *place, const SaffronPointPair *pair)
{
  SaffronAffine affine = *saffron_transform_get_affine (place);
  SaffronMovPoint now = saffron_transform_pull (place, pair->reference);

  affine.x0 += pair->moving.x - now.x;
  affine.y0 += pair->moving.y - now.y;
  return saffron_transform_new (saffron_transform_get_width (place),
                                saffron_transform_get_height (place), &affine,
                                NULL);
}

static void
scale_pairs (const SaffronLandmarkPixels *pixels,
             SaffronPointPair *pairs,
             gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      pairs[i].reference.x *= pixels->to_square[0].xx;
      pairs[i].reference.y *= pixels->to_square[0].yy;
      pairs[i].moving.x *= pixels->to_square[1].xx;
      pairs[i].moving.y *= pixels->to_square[1].yy;
    }
}

/* Goes through @pairs, which it scales, alone. */
static SaffronTransform *
fit_between_squares (const SaffronLandmarkPixels *pixels,
                     double width,
                     double height,
                     SaffronPointPair *pairs,
                     gsize n,
                     GError **error)
{
  const SaffronAffine *to = pixels->to_square;
  const SaffronAffine back = { 1.0 / to[1].xx, 0, 0, 0, 1.0 / to[1].yy, 0 };
  g_autoptr (SaffronTransform) fit = NULL;

  scale_pairs (pixels, pairs, n);
  fit = saffron_landmark_fit (width * to[0].xx, height * to[0].yy, NULL, pairs,
                              n, error);
  return fit != NULL
             ? saffron_transform_surround (fit, &to[0], &back, width, height)
             : NULL;
}

SaffronTransform *
saffron_landmark_fit_active (SaffronTransform *base,
                             SaffronTransform *place,
                             GArray *landmarks,
                             const SaffronLandmarkPixels *pixels,
                             GError **error)
{
  SaffronTransform *start = base != NULL ? base : place;
  g_autofree SaffronPointPair *pairs = NULL;
  double width = saffron_transform_get_width (start);
  double height = saffron_transform_get_height (start);
  gboolean alone = saffron_landmarks_stand_alone (base, landmarks);
  gsize n = 0;

  pairs = saffron_landmarks_to_pairs (landmarks, &n);
  if (n == 0)
    return saffron_transform_ref (start);
  if (base == NULL && n == 1)
    return shift (place, &pairs[0]);
  if (alone && pixels != NULL && pixels->stretched)
    return fit_between_squares (pixels, width, height, pairs, n, error);
  return saffron_landmark_fit (width, height, alone ? NULL : base, pairs, n,
                               error);
}

/* Which of two figures speaks against a landmark: a wrong one makes its
 * neighbours miss, too, but those lie where the run has them. */
static double
suspicion (const SaffronLandmarkError *error, gboolean alone)
{
  if (isnan (error->left_out))
    return error->residual;
  return alone || isnan (error->residual)
             ? error->left_out
             : MIN (error->residual, error->left_out);
}

static void
flag_outliers (GArray *landmarks, gboolean alone, SaffronLandmarkError *errors)
{
  g_autofree double *values = g_new (double, landmarks->len + 1);
  double median, limit;
  guint n = 0;

  for (guint i = 0; i < landmarks->len; i++)
    if (g_array_index (landmarks, SaffronLandmark, i).active
        && isfinite (suspicion (&errors[i], alone)))
      values[n++] = suspicion (&errors[i], alone);
  if (n < MIN_FOR_OUTLIERS)
    return;
  median = saffron_tre_stats (values, n).median;
  for (guint i = 0; i < n; i++)
    values[i] = fabs (values[i] - median);
  limit = median
          + MAX (SAFFRON_LANDMARK_OUTLIER * MAD_SCALE
                     * saffron_tre_stats (values, n).median,
                 SAFFRON_LANDMARK_OUTLIER_PX);
  for (guint i = 0; i < landmarks->len; i++)
    errors[i].outlier = g_array_index (landmarks, SaffronLandmark, i).active
                        && suspicion (&errors[i], alone) > limit;
}

/* Holds out each of @pairs, where they stand alone, between square pixels; the
 * errors are in pixels of the reference all the same. */
static gboolean
hold_out_between_squares (const SaffronLandmarkPixels *pixels,
                          double width,
                          double height,
                          SaffronPointPair *pairs,
                          gsize n,
                          double *errors,
                          SaffronRefPoint *ways,
                          SaffronJob *job,
                          GError **error)
{
  const SaffronAffine *to = pixels->to_square;

  scale_pairs (pixels, pairs, n);
  if (!saffron_landmark_leave_one_out_ways (width * to->xx, height * to->yy,
                                            NULL, pairs, n, errors, ways, job,
                                            error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      ways[i].x /= to->xx;
      ways[i].y /= to->yy;
      errors[i] = hypot (ways[i].x, ways[i].y);
    }
  return TRUE;
}

static gboolean
hold_out (SaffronTransform *base,
          const SaffronLandmarkPixels *pixels,
          double width,
          double height,
          SaffronPointPair *pairs,
          gsize n,
          double *errors,
          SaffronRefPoint *ways,
          SaffronJob *job,
          GError **error)
{
  if (base == NULL && pixels != NULL && pixels->stretched)
    return hold_out_between_squares (pixels, width, height, pairs, n, errors,
                                     ways, job, error);
  return saffron_landmark_leave_one_out_ways (width, height, base, pairs, n,
                                              errors, ways, job, error);
}

gboolean
saffron_landmark_errors_measure (SaffronTransform *base,
                                 double width,
                                 double height,
                                 GArray *landmarks,
                                 const SaffronLandmarkPixels *pixels,
                                 SaffronLandmarkError *errors,
                                 SaffronJob *job,
                                 GError **error)
{
  gboolean alone = saffron_landmarks_stand_alone (base, landmarks);
  g_autofree SaffronPointPair *pairs = NULL;
  g_autofree double *left_out = NULL;
  g_autofree SaffronRefPoint *ways = NULL;
  gsize n = 0, k = 0;

  pairs = saffron_landmarks_to_pairs (landmarks, &n);
  left_out = g_new (double, n + 1);
  ways = g_new (SaffronRefPoint, n + 1);
  for (guint i = 0; i < landmarks->len; i++)
    {
      const SaffronLandmark *l = &g_array_index (landmarks, SaffronLandmark, i);
      SaffronRefPoint landing;

      errors[i] = SAFFRON_LANDMARK_ERROR_UNKNOWN;
      if (base == NULL)
        continue;
      saffron_transform_push (base, l->moving, &landing);
      saffron_landmark_error_set_residual (&errors[i], l, landing, pixels);
    }
  if (!hold_out (alone ? NULL : base, pixels, width, height, pairs, n, left_out,
                 ways, job, error))
    return FALSE;
  /* Two landmarks alone give a similarity, but one of them only a shift. */
  for (guint i = 0; i < landmarks->len && !(alone && n <= 2); i++)
    if (g_array_index (landmarks, SaffronLandmark, i).active)
      {
        errors[i].left_out = left_out[k];
        errors[i].left_out_um =
            saffron_landmark_pixels_to_um (pixels, ways[k].x, ways[k].y);
        k++;
      }
  flag_outliers (landmarks, alone, errors);
  return TRUE;
}

static SaffronTreStats
sum_up (GArray *landmarks, const SaffronLandmarkError *errors, gboolean in_um)
{
  g_autofree double *values = g_new (double, landmarks->len + 1);
  guint n = 0;

  for (guint i = 0; i < landmarks->len; i++)
    {
      const SaffronLandmarkError *e = &errors[i];

      if (!g_array_index (landmarks, SaffronLandmark, i).active)
        continue;
      if (isnan (e->residual))
        values[n++] = in_um ? e->left_out_um : e->left_out;
      else
        values[n++] = in_um ? e->residual_um : e->residual;
    }
  return saffron_tre_stats (values, n);
}

SaffronTreStats
saffron_landmark_errors_sum_up (GArray *landmarks,
                                const SaffronLandmarkError *errors)
{
  return sum_up (landmarks, errors, FALSE);
}

SaffronTreStats
saffron_landmark_errors_sum_up_um (GArray *landmarks,
                                   const SaffronLandmarkError *errors)
{
  return sum_up (landmarks, errors, TRUE);
}
