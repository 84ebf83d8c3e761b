/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "view/frame.h"

G_BEGIN_DECLS

/**
 * SaffronGlPainted:
 *
 * A picture that the processor paints and OpenGL only shows. Where OpenGL is
 * software, it has no other processor than that, and its shaders take five
 * times as long for a composite as the compositor does.
 */
typedef struct _SaffronGlPainted SaffronGlPainted;

/* (transfer full): %NULL with an error when the shader does not compile. */
SaffronGlPainted *saffron_gl_painted_new (gboolean gles, GError **error);
void saffron_gl_painted_free (SaffronGlPainted *painted);

gsize saffron_gl_painted_get_n_bytes (SaffronGlPainted *painted);

/* Paints @frame and draws it over a framebuffer of @width × @height pixels. */
void saffron_gl_painted_draw (SaffronGlPainted *painted,
                              const SaffronFrame *frame,
                              int width,
                              int height);

/* Whether the present context draws in software. */
gboolean saffron_gl_is_software (void);

G_END_DECLS
