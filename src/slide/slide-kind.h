/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "slide/slide-private.h"

G_BEGIN_DECLS

/**
 * SaffronRgbLook:
 * @SAFFRON_RGB_BRIGHT: tissue on a bright background
 * @SAFFRON_RGB_DARK: light on a dark background, in colours
 * @SAFFRON_RGB_DARK_GRAY: the same with three equal samples: one intensity
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
 * Returns: what a picture in RGB shows, by its statistics
 */
SaffronRgbLook saffron_rgb_look (SaffronRaster *const *samples, guint n);

/**
 * saffron_slide_info_set_rgb:
 *
 * Sets kind and channels of an RGB slide by how it looks, with a note where
 * it is not brightfield.
 */
void saffron_slide_info_set_rgb (SaffronSlideInfo *info,
                                 SaffronRgbLook look,
                                 SaffronSampleType type);

/**
 * saffron_sample_rgb:
 * @handle: what @ops' open will return; @info has its levels and three channels
 *
 * Reads from a handful of places at the coarsest level, or all of it when it is
 * small, and tells how the slide looks.
 *
 * Returns: the look; bright when nothing could be read
 */
SaffronRgbLook saffron_sample_rgb (const SaffronSlideOps *ops,
                                   gpointer handle,
                                   const SaffronSlideInfo *info);

G_END_DECLS
