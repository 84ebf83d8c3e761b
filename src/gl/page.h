/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gl/shader.h"
#include "view/frame.h"

G_BEGIN_DECLS

gsize saffron_gl_storage_pixel_size (SaffronGlStorage storage);

/**
 * saffron_gl_page_build:
 * @level: index into slide->levels
 * @channel: index into slide->channels
 * @px: page column of the level
 * @py: page row
 * @out: room for a layer, %SAFFRON_GL_LAYER_SIZE² pixels
 * @width: (out): of the page with its gutters
 * @height: (out): the same in y
 *
 * Copies a page out of its tile, with a gutter of one pixel from the tiles
 * around; where one of these is missing, the tile's border is repeated.
 */
void saffron_gl_page_build (const SaffronFrameSlide *slide,
                            int level,
                            int channel,
                            int px,
                            int py,
                            SaffronGlStorage storage,
                            guint8 *out,
                            int *width,
                            int *height);

/* Which of the eight pages around have their tiles, as bits; a page outside
 * the level counts as there. */
guint saffron_gl_page_neighbours (const SaffronFrameSlide *slide,
                                  int level,
                                  int channel,
                                  int px,
                                  int py);
#define SAFFRON_GL_ALL_NEIGHBOURS 0xffu

/* The tile that a page is in; %NULL when it is not there. */
const SaffronRaster *saffron_gl_page_tile (const SaffronFrameSlide *slide,
                                           int level,
                                           int channel,
                                           int px,
                                           int py);

G_END_DECLS
