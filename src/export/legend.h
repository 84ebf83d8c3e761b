/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/**
 * saffron_legend_new:
 * @warning: (nullable): what a reader of the picture must know, in amber above
 *   the names
 * @um_per_pixel: µm per pixel of the picture; 0 when unknown, then the bar is
 *   labelled in level-0 pixels
 * @downsample: level-0 pixels per pixel of the picture
 * @width: of the picture, pixels: the bar is at most a fifth of it, and the
 *   warning is broken into as many as three lines to fit in
 *
 * Returns: (transfer full): a small picture with both names in their colours
 *   and a scale bar of a round length, CAIRO_FORMAT_RGB24
 */
cairo_surface_t *saffron_legend_new (const char *warning,
                                     const char *reference,
                                     const char *moving,
                                     double um_per_pixel,
                                     double downsample,
                                     double width);

G_END_DECLS
