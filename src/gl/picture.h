/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gl/shader.h"
#include "view/frame.h"

G_BEGIN_DECLS

/**
 * saffron_gl_picture_init:
 * @slides: the frame's slides that are sides 0 and 1; of side 0, −1 for none
 * @middles: the points of both slides at the middle of the canvas, level-0
 *   pixels
 * @width: width of the framebuffer, pixels
 * @height: its height
 *
 * Fills all uniforms except those that map places to pages;
 * saffron_gl_atlas_describe() fills these.
 */
void saffron_gl_picture_init (SaffronGlPicture *picture,
                              const SaffronFrame *frame,
                              const int slides[2],
                              const SaffronMovPoint middles[2],
                              int width,
                              int height);

G_END_DECLS
