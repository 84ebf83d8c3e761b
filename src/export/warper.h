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
 * Returns: %FALSE with %SAFFRON_ERROR_ARGUMENT, which lists the names, unless
 *   @name is "nearest", "linear" or "cubic"
 */
gboolean saffron_interpolation_from_name (const char *name,
                                          SaffronInterpolation *interpolation,
                                          GError **error);

/**
 * SaffronWarper:
 * @slide: the moving slide
 * @transform: (nullable): reference → moving; %NULL means the identity
 * @origin: reference level-0 point of the grid's top-left corner
 * @downsample_x: reference level-0 pixels per pixel of the grid, along x
 * @downsample_y: the same along y
 * @interpolation: between the stored pixels; cubic uses Keys' kernel with a =
 *   −1/2 (Keys 1981), clamped to the range of the 4 × 4 pixels that it weights
 * @tolerance: how far off a place may be where the transform bends, pixels of
 *   the level that is read; 0: 0.01
 * @outside: the value where the moving slide has nothing
 *
 * Samples a moving slide on a grid over the reference. It reads the coarsest
 * level that is fine enough. If that level is finer than the grid, a grid pixel
 * is the mean of several places in it. With nearest, which is for labels, it
 * takes one pixel of full resolution, since coarser levels are averages, and
 * places are exact. A plain value that owns nothing; may be used from
 * several threads at once.
 */
typedef struct {
  SaffronSlide *slide;
  const SaffronTransform *transform;
  SaffronRefPoint origin;
  double downsample_x, downsample_y;
  SaffronInterpolation interpolation;
  double tolerance;
  float outside;
} SaffronWarper;

/**
 * saffron_warper_read:
 * @channel: the slide's channel, or %SAFFRON_CHANNEL_RGB
 * @rect: in pixels of the grid
 * @out: (out caller-allocates): for each sample a plane of @rect's size, one
 *   after the other
 *
 * Returns: %FALSE with the slide's error when it cannot be read
 */
gboolean saffron_warper_read (const SaffronWarper *warper,
                              int channel,
                              const SaffronRect *rect,
                              float *out,
                              GError **error);

G_END_DECLS
