/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/plane.h"
#include "slide/slide.h"

G_BEGIN_DECLS

/**
 * saffron_slide_read_scaled:
 * @channel: one channel, not %SAFFRON_CHANNEL_RGB
 * @downsample: level-0 pixels per pixel of the plane, a real number >= 1
 * @max_image_dim: the longest side of a level that may be decoded whole. Every
 *   level is streamed in strips, so the limit is always kept.
 *
 * Averages the channel's stored values over areas, from the coarsest stored
 * level that is at least as fine as @downsample. Pixel (i, j) of the plane
 * covers level-0 pixels [i, i + 1) × [j, j + 1) times @downsample, exactly, so
 * plane coordinates = level-0 coordinates / @downsample; the plane is ceil
 * (width / @downsample) × ceil (height / @downsample), its last pixels average
 * what lies inside the slide. Values that are not finite count as 0. The result
 * is the same on any number of threads.
 *
 * Returns: (transfer full): the plane, or %NULL with an error
 */
SaffronPlane *saffron_slide_read_scaled (SaffronSlide *slide,
                                         int channel,
                                         double downsample,
                                         int max_image_dim,
                                         SaffronJob *job,
                                         GError **error);

/**
 * saffron_slide_read_scaled_rgb:
 * @planes: (out) (array fixed-size=3) (transfer full): red, green and blue, as
 *   saffron_slide_read_scaled() gives them; %NULL on failure
 *
 * Reads all three samples of a brightfield slide, decoding each tile once.
 *
 * Returns: %FALSE with an error on failure
 */
gboolean saffron_slide_read_scaled_rgb (SaffronSlide *slide,
                                        double downsample,
                                        int max_image_dim,
                                        SaffronPlane *planes[3],
                                        SaffronJob *job,
                                        GError **error);

/**
 * saffron_slide_read_scaled_box:
 * @channel: a channel, or %SAFFRON_CHANNEL_RGB of a brightfield slide
 * @box: which pixels of the plane that saffron_slide_read_scaled() would give;
 *   within it, and not empty
 * @planes: (out) (array fixed-size=3) (transfer full): the channel, or red,
 *   green and blue; %NULL for what there is none of, and on failure
 *
 * Reads a part of that plane, the same values up to rounding, holding only what
 * is read of the level. May be called from several threads at once, after
 * saffron_slide_prepare().
 *
 * Returns: %FALSE with an error on failure
 */
gboolean saffron_slide_read_scaled_box (SaffronSlide *slide,
                                        int channel,
                                        double downsample,
                                        const SaffronRect *box,
                                        SaffronPlane *planes[3],
                                        GError **error);

G_END_DECLS
