/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "slide/slide.h"

G_BEGIN_DECLS

/**
 * saffron_slide_fit_crop:
 * @rect: level-0 pixels, at least partly inside the slide
 * @fitted: (out): the widened rectangle, within the slide
 *
 * Widens @rect to whole pixels of the coarser levels, so that a crop can use
 * these levels, and keeps it inside the slide. Levels count whose downsample is
 * a whole number of at most 16.
 *
 * Returns: %FALSE with %SAFFRON_ERROR_ARGUMENT, naming the file, when a side
 *   would have less than 64 pixels
 */
gboolean saffron_slide_fit_crop (SaffronSlide *slide,
                                 const SaffronRect *rect,
                                 SaffronRect *fitted,
                                 GError **error);

/**
 * saffron_slide_crop:
 * @rect: level-0 pixels, within the slide
 *
 * Makes a slide that shows only this part of @slide: its level 0 starts at the
 * corner of @rect. Of the coarser levels it has those in which that corner lies
 * between pixels, so that no level is shifted against another. Reads no pixels
 * and keeps a reference to @slide.
 *
 * Returns: (transfer full): the part
 */
SaffronSlide *saffron_slide_crop (SaffronSlide *slide, const SaffronRect *rect);

G_END_DECLS
