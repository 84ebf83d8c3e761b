/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "slide/slide.h"

G_BEGIN_DECLS

/**
 * saffron_slide_fit_crop:
 * @rect: level-0 pixels, at least partly inside the slide
 * @fitted: (out): within the slide
 *
 * Widens @rect to whole pixels of the coarser levels (those up to a
 * downsample of 16 that is a whole number), so that a crop can use them, and
 * keeps it inside.
 *
 * Returns: %FALSE with %SAFFRON_ERROR_ARGUMENT, naming the file, when less
 *   than 64 pixels of a side would be left
 */
gboolean saffron_slide_fit_crop (SaffronSlide *slide,
                                 const SaffronRect *rect,
                                 SaffronRect *fitted,
                                 GError **error);

/**
 * saffron_slide_crop:
 * @rect: level-0 pixels, within the slide
 *
 * A slide that is this part of @slide alone: its level 0 starts at the corner
 * of @rect. Of the coarser levels it has those in which that corner lies
 * between pixels, so that no level is shifted against another. Nothing is
 * read; @slide is kept.
 */
SaffronSlide *saffron_slide_crop (SaffronSlide *slide, const SaffronRect *rect);

G_END_DECLS
