/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "slide/slide.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/**
 * SaffronCrop:
 * @SAFFRON_CROP_REFERENCE: the reference's area
 * @SAFFRON_CROP_OVERLAP: the part of it that has a place on the moving slide
 * @SAFFRON_CROP_ALL: both slides' areas
 */
typedef enum {
  SAFFRON_CROP_REFERENCE,
  SAFFRON_CROP_OVERLAP,
  SAFFRON_CROP_ALL,
} SaffronCrop;

/* "reference", "overlap" or "all"; %SAFFRON_ERROR_ARGUMENT, listing them, for
 * another name. */
gboolean
saffron_crop_from_name (const char *name, SaffronCrop *crop, GError **error);

/**
 * SaffronWarpFrame:
 * @origin: reference level-0 point of the grid's top-left corner; a whole
 *   number of grid pixels from the reference's corner
 * @downsample: reference level-0 pixels per pixel of the grid
 * @width: columns
 * @height: rows
 *
 * A grid of pixels over the reference.
 */
typedef struct {
  SaffronRefPoint origin;
  double downsample;
  gint64 width, height;
} SaffronWarpFrame;

/* The downsample of the reference's level @level, or 2 to the power of @level
 * when it has fewer levels. */
double saffron_warp_downsample (SaffronSlide *reference, int level);

/**
 * saffron_warp_check_reference:
 *
 * Whether the transform is one of this slide, as far as its size tells.
 *
 * Returns: %FALSE with %SAFFRON_ERROR_ARGUMENT, naming the slide and what to do
 */
gboolean saffron_warp_check_reference (SaffronSlide *reference,
                                       const SaffronTransform *transform,
                                       GError **error);

/**
 * saffron_warp_frame:
 * @level: see saffron_warp_downsample()
 *
 * Returns: %FALSE with an error of saffron_warp_check_reference(), and with
 *   %SAFFRON_ERROR_FAILED when the slides do not overlap
 *   (for %SAFFRON_CROP_OVERLAP), or the transform sends the moving slide so
 *   far away that no file could hold both
 */
gboolean saffron_warp_frame (SaffronSlide *reference,
                             SaffronSlide *moving,
                             const SaffronTransform *transform,
                             SaffronCrop crop,
                             int level,
                             SaffronWarpFrame *frame,
                             GError **error);

G_END_DECLS
