/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "export/warp.h"

G_BEGIN_DECLS

/**
 * saffron_other_image_transform:
 * @transform: reference → moving
 * @other: another image of the moving slide's area, at any size: a mask,
 *   another stain, another scan
 *
 * The sizes tell the scale. A picture that a whole factor makes from the slide,
 * rounded up or down, as exports of a level are, has exactly that factor.
 *
 * Returns: (transfer full): reference → @other; %NULL with
 *   %SAFFRON_ERROR_ARGUMENT when the sides of @other are not in the ratio of
 *   the moving slide's, to 1 % and a pixel
 */
SaffronTransform *
saffron_other_image_transform (const SaffronTransform *transform,
                               SaffronSlide *moving,
                               SaffronSlide *other,
                               GError **error);

/**
 * saffron_image_has_labels:
 * @labels: (out): whether the pixels look like labels, as those of a mask or of
 *   numbered cells: values between two of them would mean something else.
 *   Labels are whole numbers of one channel; neighbours are mostly equal, and
 *   where they are not, they differ by much
 *
 * Looks at a few places of full resolution, empty background left aside.
 *
 * Returns: %FALSE with the slide's error when it cannot be read
 */
gboolean saffron_image_has_labels (SaffronSlide *slide,
                                   gboolean *labels,
                                   GError **error);

/**
 * saffron_other_image_prepare:
 * @options: (inout): nearest is taken for labels; what a run looked at, which
 *   is on the slide, counts no more
 * @choose: whether labels may choose the interpolation
 * @labels: (out): whether they did
 *
 * Prepares saffron_warp_write() for another image in the moving slide's place.
 *
 * Returns: (transfer full): as saffron_other_image_transform(), with the
 *   errors of it and of saffron_image_has_labels()
 */
SaffronTransform *
saffron_other_image_prepare (SaffronWarpOptions *options,
                             const SaffronTransform *transform,
                             SaffronSlide *moving,
                             SaffronSlide *other,
                             gboolean choose,
                             gboolean *labels,
                             GError **error);

G_END_DECLS
