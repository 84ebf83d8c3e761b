/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "slide/slide.h"

G_BEGIN_DECLS

/* Sides of a pixel that differ by more than so many times are no pixel size. */
#define SAFFRON_MOST_STRETCH 5.0

/**
 * saffron_slide_find_stretch:
 * @x: (out): pixels of the slide with square pixels per pixel of @slide, along
 *   x; 1 or more
 * @y: (out): the same along y
 *
 * Returns: whether the slide's pixels are clearly not square, by its pixel
 *   size; else both are 1
 */
gboolean saffron_slide_find_stretch (SaffronSlide *slide, double *x, double *y);

/**
 * saffron_slide_square:
 *
 * Makes a slide whose pixels are squares of the smaller side of @slide's
 * pixels: along the other axis, values are interpolated linearly. It has the
 * same levels and keeps a reference to @slide.
 *
 * Returns: (transfer full): it, or @slide itself if its pixels are square
 */
SaffronSlide *saffron_slide_square (SaffronSlide *slide);

G_END_DECLS
