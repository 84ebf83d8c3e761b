/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "slide/slide-private.h"

G_BEGIN_DECLS

/**
 * SaffronRgbLook:
 * @SAFFRON_RGB_BRIGHT: tissue on a bright background
 * @SAFFRON_RGB_DARK: light on a dark background, in colours
 * @SAFFRON_RGB_DARK_GRAY: the same with three equal samples, so a single
 *   intensity
 */
typedef enum {
  SAFFRON_RGB_BRIGHT,
  SAFFRON_RGB_DARK,
  SAFFRON_RGB_DARK_GRAY,
} SaffronRgbLook;

/**
 * saffron_rgb_look:
 * @samples: (array length=n): rasters of three samples, taken from all over
 *   the slide
 *
 * Returns: what an RGB picture shows, judged by its histograms
 */
SaffronRgbLook saffron_rgb_look (SaffronRaster *const *samples, guint n);

/**
 * saffron_slide_info_set_rgb:
 *
 * Sets the kind and the channels of an RGB slide by its look, and adds a note
 * where it is not brightfield.
 */
void saffron_slide_info_set_rgb (SaffronSlideInfo *info,
                                 SaffronRgbLook look,
                                 SaffronSampleType type);

/**
 * saffron_sample_rgb:
 * @handle: what @ops' open will return
 *
 * Reads a few windows of the coarsest level, or all of it when it is small, and
 * tells how the slide looks. @info must have its levels and three channels.
 *
 * Returns: the look; %SAFFRON_RGB_BRIGHT when nothing could be read
 */
SaffronRgbLook saffron_sample_rgb (const SaffronSlideOps *ops,
                                   gpointer handle,
                                   const SaffronSlideInfo *info);

G_END_DECLS
