/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "slide/slide.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/**
 * SaffronItkUnit:
 * @SAFFRON_ITK_PX: pixels of the picture; what ITK takes for a file that says
 *   no pixel size, as PNG
 * @SAFFRON_ITK_UM: µm
 * @SAFFRON_ITK_MM: mm; what ITK takes for a TIFF with a resolution
 *
 * The unit in which ITK, elastix and SimpleITK are told where things are.
 */
typedef enum {
  SAFFRON_ITK_PX,
  SAFFRON_ITK_UM,
  SAFFRON_ITK_MM,
} SaffronItkUnit;

/* "px", "um" or "mm". */
const char *saffron_itk_unit_name (SaffronItkUnit unit);
/* %FALSE with %SAFFRON_ERROR_ARGUMENT, which lists the names, for an unknown
 * one. */
gboolean saffron_itk_unit_from_name (const char *name,
                                     SaffronItkUnit *unit,
                                     GError **error);

/**
 * SaffronItkSpace:
 * @width: of the picture, its pixels
 * @height: of the picture
 * @step_x: level-0 pixels of the slide per pixel of the picture, along x
 * @step_y: the same along y
 * @size_x: units per pixel of the picture, along x: ITK's spacing
 * @size_y: the same along y
 *
 * Where ITK has the points of a slide of which it is given a picture: one level
 * of it. ITK's origin is the *centre* of the picture's first pixel, so a
 * level-0 point p is at (p / step − ½) · size.
 */
typedef struct {
  gint64 width, height;
  double step_x, step_y;
  double size_x, size_y;
} SaffronItkSpace;

/**
 * saffron_itk_space_init:
 * @level: the level that the picture shows; see saffron_warp_downsample()
 *
 * Returns: %FALSE with %SAFFRON_ERROR_ARGUMENT, which names the slide, when
 *   @unit is a length and the slide has no pixel size
 */
gboolean saffron_itk_space_init (SaffronItkSpace *space,
                                 SaffronSlide *slide,
                                 int level,
                                 SaffronItkUnit unit,
                                 GError **error);

/* Level-0 point → ITK's. */
SaffronAffine saffron_itk_space_from_slide (const SaffronItkSpace *space);

/* A map between two slides' level-0 points, as a map between ITK's. */
SaffronAffine saffron_itk_affine (const SaffronAffine *affine,
                                  const SaffronItkSpace *reference,
                                  const SaffronItkSpace *moving);

G_END_DECLS
