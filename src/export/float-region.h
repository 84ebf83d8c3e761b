/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "slide/slide.h"

G_BEGIN_DECLS

/**
 * saffron_read_floats:
 * @level: of the slide
 * @channel: of the slide, or %SAFFRON_CHANNEL_RGB
 * @rect: in pixels of @level; it touches the slide, and may reach over its
 *   border, where the border's pixels are repeated
 * @out: (out caller-allocates): a plane of @rect's size, row after row, for
 *   each sample, one plane after the other
 *
 * Returns: %FALSE with the slide's error
 */
gboolean saffron_read_floats (SaffronSlide *slide,
                              int level,
                              int channel,
                              const SaffronRect *rect,
                              float *out,
                              GError **error);

G_END_DECLS
