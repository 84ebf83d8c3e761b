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
 * @px: the page's column in the level
 * @py: its row
 * @out: room for a layer, %SAFFRON_GL_LAYER_SIZE² pixels
 * @width: (out): width of the page with its gutters
 * @height: (out): its height
 *
 * Copies a page from its tile, with a gutter of one pixel around it from the
 * neighbouring tiles. Where a neighbour is not decoded, the tile's border is
 * repeated.
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

/* Which of the eight neighbouring pages have decoded tiles, as bits. A page
 * outside the level counts as decoded. */
guint saffron_gl_page_neighbours (const SaffronFrameSlide *slide,
                                  int level,
                                  int channel,
                                  int px,
                                  int py);
#define SAFFRON_GL_ALL_NEIGHBOURS 0xffu

/* (transfer none) (nullable): the tile that holds a page; %NULL when it is not
 * decoded. */
const SaffronRaster *saffron_gl_page_tile (const SaffronFrameSlide *slide,
                                           int level,
                                           int channel,
                                           int px,
                                           int py);

G_END_DECLS
