/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gl/shader.h"
#include "view/frame.h"

G_BEGIN_DECLS

/**
 * saffron_gl_picture_init:
 * @middles: the points of both slides at the middle of the canvas
 * @width: of the framebuffer
 * @height: of the framebuffer
 *
 * Fills all uniforms but those that map places to pages.
 */
void saffron_gl_picture_init (SaffronGlPicture *picture,
                              const SaffronFrame *frame,
                              const SaffronMovPoint middles[2],
                              int width,
                              int height);

G_END_DECLS
