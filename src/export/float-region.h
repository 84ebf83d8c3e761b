/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "slide/slide.h"

G_BEGIN_DECLS

/**
 * saffron_read_floats:
 * @level: the slide's level
 * @channel: its channel, or %SAFFRON_CHANNEL_RGB
 * @rect: in pixels of @level. It must touch the slide and may reach beyond its
 *   border, where the border's pixels are repeated
 * @out: (out caller-allocates): for each sample a plane of @rect's size, row
 *   after row, one plane after the other
 *
 * Returns: %FALSE with the slide's error when it cannot be read
 */
gboolean saffron_read_floats (SaffronSlide *slide,
                              int level,
                              int channel,
                              const SaffronRect *rect,
                              float *out,
                              GError **error);

G_END_DECLS
