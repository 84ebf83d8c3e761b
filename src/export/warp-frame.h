/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "slide/slide.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/**
 * SaffronCrop:
 * @SAFFRON_CROP_REFERENCE: the reference's area
 * @SAFFRON_CROP_OVERLAP: the part of the reference that lies on the moving
 *   slide
 * @SAFFRON_CROP_ALL: both slides' areas
 */
typedef enum {
  SAFFRON_CROP_REFERENCE,
  SAFFRON_CROP_OVERLAP,
  SAFFRON_CROP_ALL,
} SaffronCrop;

/* Understands "reference", "overlap" and "all"; for another name %FALSE with
 * %SAFFRON_ERROR_ARGUMENT, which lists them. */
gboolean
saffron_crop_from_name (const char *name, SaffronCrop *crop, GError **error);

/**
 * SaffronWarpFrame:
 * @origin: reference level-0 point of the grid's top-left corner; a whole
 *   number of grid pixels from the reference's corner
 * @downsample_x: reference level-0 pixels per pixel of the grid, along x
 * @downsample_y: the same along y
 * @width: columns
 * @height: rows
 *
 * A grid of pixels over the reference.
 */
typedef struct {
  SaffronRefPoint origin;
  double downsample_x, downsample_y;
  gint64 width, height;
} SaffronWarpFrame;

/* The downsample of the reference's level @level; 2 to the power of @level if
 * it has fewer levels. */
double saffron_warp_downsample (SaffronSlide *reference, int level);

/**
 * saffron_warp_check_reference:
 *
 * Checks by its size that @transform belongs to this reference.
 *
 * Returns: %FALSE with %SAFFRON_ERROR_ARGUMENT, which names the slide and says
 *   what to do
 */
gboolean saffron_warp_check_reference (SaffronSlide *reference,
                                       const SaffronTransform *transform,
                                       GError **error);

/**
 * saffron_warp_frame:
 * @level: see saffron_warp_downsample()
 *
 * Returns: %FALSE with an error of saffron_warp_check_reference(), or with
 *   %SAFFRON_ERROR_FAILED when the slides do not overlap (for
 *   %SAFFRON_CROP_OVERLAP) or lie so far apart that no file could hold both
 */
gboolean saffron_warp_frame (SaffronSlide *reference,
                             SaffronSlide *moving,
                             const SaffronTransform *transform,
                             SaffronCrop crop,
                             int level,
                             SaffronWarpFrame *frame,
                             GError **error);

/* Makes the pixels of a grid over the whole reference squares of the shorter
 * side that they had, so that a picture of it has the tissue's true shape. */
void saffron_warp_frame_square (SaffronWarpFrame *frame,
                                SaffronSlide *reference);

G_END_DECLS
