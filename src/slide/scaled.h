/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/plane.h"
#include "slide/slide.h"

G_BEGIN_DECLS

/**
 * saffron_slide_read_scaled:
 * @channel: one channel, not %SAFFRON_CHANNEL_RGB
 * @downsample: level-0 pixels per pixel of the plane, a real number >= 1
 * @max_image_dim: no decoded level with a longer side is read whole; a larger
 *   one is streamed in strips (so are all, for memory's sake)
 *
 * The channel's stored values, area-averaged from the coarsest stored level
 * that is at least as fine as @downsample. Pixel (i, j) of the plane covers
 * level-0 pixels [i, i + 1) × [j, j + 1) times @downsample, exactly, so plane
 * coordinates = level-0 coordinates / @downsample; the plane is
 * ceil (width / @downsample) × ceil (height / @downsample), its last pixels
 * averaging what there is. Values that are not finite count as 0. The result
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
 *   saffron_slide_read_scaled() gives each; %NULL on failure
 *
 * All three samples of a brightfield slide, each tile decoded once.
 */
gboolean saffron_slide_read_scaled_rgb (SaffronSlide *slide,
                                        double downsample,
                                        int max_image_dim,
                                        SaffronPlane *planes[3],
                                        SaffronJob *job,
                                        GError **error);

G_END_DECLS
