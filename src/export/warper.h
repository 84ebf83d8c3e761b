/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "slide/slide.h"
#include "transform/transform.h"

G_BEGIN_DECLS

typedef enum {
  SAFFRON_INTERPOLATION_NEAREST,
  SAFFRON_INTERPOLATION_LINEAR,
  SAFFRON_INTERPOLATION_CUBIC,
} SaffronInterpolation;

/**
 * saffron_interpolation_from_name:
 *
 * "nearest", "linear" or "cubic"; %SAFFRON_ERROR_ARGUMENT, listing them, for
 * another name.
 */
gboolean saffron_interpolation_from_name (const char *name,
                                          SaffronInterpolation *interpolation,
                                          GError **error);

/**
 * SaffronWarper:
 * @slide: the moving slide
 * @transform: (nullable): reference → moving; %NULL for none, when the slide is
 *   looked at as it lies
 * @origin: reference level-0 point of the grid's top-left corner
 * @downsample: reference level-0 pixels per pixel of the grid
 * @interpolation: between the stored pixels; cubic is Keys' kernel with
 *   a = −1/2 (Keys 1981), clamped to the range of the 4 × 4 pixels it weighs
 * @outside: what stands where the moving slide has nothing
 *
 * A moving slide seen on a grid over the reference. Read from the coarsest
 * level that is fine enough; where the slide is still finer than the grid, the
 * mean of several places in each pixel of the grid (but for nearest). Plain
 * values, nothing owned; may be used from several threads.
 */
typedef struct {
  SaffronSlide *slide;
  const SaffronTransform *transform;
  SaffronRefPoint origin;
  double downsample;
  SaffronInterpolation interpolation;
  float outside;
} SaffronWarper;

/**
 * saffron_warper_read:
 * @channel: of the slide, or %SAFFRON_CHANNEL_RGB
 * @rect: in pixels of the grid
 * @out: (out caller-allocates): a plane of @rect's size for each sample, one
 *   after the other
 *
 * Returns: %FALSE with the slide's error
 */
gboolean saffron_warper_read (const SaffronWarper *warper,
                              int channel,
                              const SaffronRect *rect,
                              float *out,
                              GError **error);

G_END_DECLS
