/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "slide/slide-tiff.h"

G_BEGIN_DECLS

/**
 * saffron_tiff_choose_z:
 * @slide: complete but for its layout's Z plane
 * @info: has the levels and channels, and the choice; receives a note
 *
 * Sets which Z plane is read: the one that was asked for, or the sharpest, by
 * its nuclear channel or, without one, its first.
 *
 * Returns: %FALSE with an error when there is no such plane, or it cannot be
 *   read
 */
gboolean saffron_tiff_choose_z (SaffronTiffSlide *slide,
                                SaffronSlideInfo *info,
                                GError **error);

G_END_DECLS
