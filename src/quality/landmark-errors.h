/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "register/landmark.h"
#include "slide/slide.h"
#include "transform/transform.h"
#include "transform/tre.h"

G_BEGIN_DECLS

/* An outlier is missed by this many median absolute deviations more than the
 * median, scaled so that they are standard deviations of a normal one, */
#define SAFFRON_LANDMARK_OUTLIER 3.0
/* and by this many pixels more: closer than that nobody places a landmark. */
#define SAFFRON_LANDMARK_OUTLIER_PX 3.0

/**
 * SaffronLandmarkPixels:
 * @um_x: size of a reference level-0 pixel, µm; 0 when it is not known
 * @um_y: the same in y
 * @stretched: whether landmarks are fitted between slides with square pixels,
 *   because those of one slide are not
 * @to_square: from the reference's pixels to square ones, and from the moving
 *   slide's; only scalings along the axes, and unused if not @stretched
 *
 * What landmarks have to know of the slides' pixels, which need not be square.
 */
typedef struct {
  double um_x, um_y;
  gboolean stretched;
  SaffronAffine to_square[2];
} SaffronLandmarkPixels;

/* @use_sizes: whether fits rely on the pixel sizes, see #SaffronParams */
SaffronLandmarkPixels saffron_landmark_pixels_of (SaffronSlide *reference,
                                                  SaffronSlide *moving,
                                                  gboolean use_sizes);

/* µm of a way of (@dx, @dy) reference level-0 pixels; NaN when their size is
 * not known. */
double saffron_landmark_pixels_to_um (const SaffronLandmarkPixels *pixels,
                                      double dx,
                                      double dy);

/**
 * SaffronLandmarkError:
 * @residual: how far the run's transform puts the moving end from the reference
 *   end, reference level-0 pixels; NaN without a run
 * @left_out: the same for a fit to the other landmarks; NaN where there is no
 *   such fit, or it is not known yet
 * @residual_um: @residual in µm, by the pixel's size along each axis; NaN when
 *   that is not known
 * @left_out_um: @left_out in µm, likewise
 * @outlier: whether it is missed by far more than the other landmarks are
 */
typedef struct {
  double residual, left_out;
  double residual_um, left_out_um;
  gboolean outlier;
} SaffronLandmarkError;

/* That nothing is known yet. */
#define SAFFRON_LANDMARK_ERROR_UNKNOWN                                         \
  ((SaffronLandmarkError){ NAN, NAN, NAN, NAN, FALSE })

/* The residual of one landmark. @transform: (nullable): no run */
double saffron_landmark_residual (const SaffronTransform *transform,
                                  const SaffronLandmark *landmark);

/* Sets the residual of @error, in both units, of a landmark whose moving end
 * lands at @landing. */
void saffron_landmark_error_set_residual (SaffronLandmarkError *error,
                                          const SaffronLandmark *landmark,
                                          SaffronRefPoint landing,
                                          const SaffronLandmarkPixels *pixels);

/**
 * saffron_landmark_fit_active:
 * @base: (nullable): the run's transform; %NULL without a run
 * @place: where the moving slide lies without a run, for a single landmark to
 *   shift
 * @pixels: (nullable): square ones
 *
 * Fits a transform to the active landmarks as the landmark stage does: they
 * correct @base, but where they lie far from it, the transform goes through
 * them alone, and is fitted between square pixels: only there is a turn a turn.
 *
 * Returns: (transfer full): without active landmarks @base, or @place; %NULL
 *   with the errors of saffron_landmark_fit()
 */
SaffronTransform *
saffron_landmark_fit_active (SaffronTransform *base,
                             SaffronTransform *place,
                             GArray *landmarks,
                             const SaffronLandmarkPixels *pixels,
                             GError **error);

/* Whether saffron_landmark_fit_active() leaves @base out: %TRUE also when it is
 * %NULL. */
gboolean saffron_landmarks_stand_alone (SaffronTransform *base,
                                        GArray *landmarks);

/**
 * saffron_landmark_errors_measure:
 * @base: (nullable): the run's transform
 * @width: of the reference, level-0 pixels
 * @pixels: (nullable): square ones of unknown size
 * @errors: (out caller-allocates): one for each landmark, also inactive ones,
 *   which have no @left_out and are never outliers
 *
 * Measures all of it. The leave-one-out errors take up to 64 fits.
 *
 * Returns: %FALSE with the errors of saffron_landmark_leave_one_out()
 */
gboolean saffron_landmark_errors_measure (SaffronTransform *base,
                                          double width,
                                          double height,
                                          GArray *landmarks,
                                          const SaffronLandmarkPixels *pixels,
                                          SaffronLandmarkError *errors,
                                          SaffronJob *job,
                                          GError **error);

/* Median, p90 and maximum of the active landmarks' residuals, or of their
 * leave-one-out errors without a run. */
SaffronTreStats
saffron_landmark_errors_sum_up (GArray *landmarks,
                                const SaffronLandmarkError *errors);

/* The same in µm; all NaN when the size of a pixel is not known. */
SaffronTreStats
saffron_landmark_errors_sum_up_um (GArray *landmarks,
                                   const SaffronLandmarkError *errors);

G_END_DECLS
