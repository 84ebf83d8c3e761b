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
 * saffron_planes_are_bright:
 * @samples: (array length=n): as for saffron_rgb_look()
 *
 * Whether three planes of their own are a brightfield picture: pale where there
 * is no tissue, in all three, and darker where there is. A camera's offset
 * under fluorescence may be high, but what shines is far brighter than it.
 */
gboolean saffron_planes_are_bright (SaffronRaster *const *samples, guint n);

/**
 * saffron_sample_windows:
 * @handle: what @ops' open will return
 *
 * Reads a few windows of the coarsest level, or all of it when it is small.
 * Damaged windows are left out. @info must have its levels and three channels.
 *
 * Returns: (transfer full) (element-type SaffronRaster): rasters of three
 *   samples; %NULL with an error when the file system fails
 */
GPtrArray *saffron_sample_windows (const SaffronSlideOps *ops,
                                   gpointer handle,
                                   const SaffronSlideInfo *info,
                                   GError **error);

/**
 * saffron_sample_rgb:
 * @look: (out): how the slide looks by saffron_sample_windows();
 *   %SAFFRON_RGB_BRIGHT when all windows are damaged
 *
 * Returns: %FALSE with an error when the file system fails
 */
gboolean saffron_sample_rgb (const SaffronSlideOps *ops,
                             gpointer handle,
                             const SaffronSlideInfo *info,
                             SaffronRgbLook *look,
                             GError **error);

/**
 * saffron_slide_info_join_planes:
 * @info: has its levels and channels
 * @ops: of the reader
 * @handle: what its open will return
 *
 * Makes three channels one brightfield picture, with a note, when they are one
 * that a program has split into grey planes.
 *
 * Returns: %FALSE with an error when the file system fails
 */
gboolean saffron_slide_info_join_planes (SaffronSlideInfo *info,
                                         const SaffronSlideOps *ops,
                                         gpointer handle,
                                         GError **error);

G_END_DECLS
