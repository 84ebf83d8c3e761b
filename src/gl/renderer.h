/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "view/frame.h"

G_BEGIN_DECLS

/**
 * SaffronGlRenderer:
 *
 * Draws frames with OpenGL 3.2 core or OpenGL ES 3.0 into whatever framebuffer
 * is bound. All functions need the context current in which it was made. Owns
 * its textures and programs; per slide one array texture of pages.
 */
typedef struct _SaffronGlRenderer SaffronGlRenderer;

/**
 * SaffronGlFlags:
 * @SAFFRON_GL_FLAG_BASELINE: use no extension even where there is one; for
 *   tests
 */
typedef enum {
  SAFFRON_GL_FLAG_NONE = 0,
  SAFFRON_GL_FLAG_BASELINE = 1 << 0,
} SaffronGlFlags;

/**
 * saffron_gl_renderer_new:
 * @gles: whether the current context is OpenGL ES
 *
 * Returns: (transfer full): the renderer, or %NULL with
 *   %SAFFRON_ERROR_UNSUPPORTED when the context is too old or a shader does not
 *   compile; then try another API, or the CPU compositor
 */
SaffronGlRenderer *
saffron_gl_renderer_new (gboolean gles, SaffronGlFlags flags, GError **error);
/* With its context current. */
void saffron_gl_renderer_free (SaffronGlRenderer *renderer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronGlRenderer, saffron_gl_renderer_free)

/* Keeps a reference; the next draw uploads what it needs. */
void saffron_gl_renderer_set_frame (SaffronGlRenderer *renderer,
                                    SaffronFrame *frame);

/**
 * saffron_gl_renderer_draw:
 * @width: of the framebuffer, pixels; the frame's own size normally
 * @height: of the framebuffer
 *
 * Draws the frame, opaque, top row at the top of the framebuffer as GtkGLArea
 * shows it. Uploads at most what the frame needs and is not there.
 *
 * Returns: %FALSE with an error that says why nothing was drawn
 */
gboolean saffron_gl_renderer_draw (SaffronGlRenderer *renderer,
                                   int width,
                                   int height,
                                   GError **error);

/**
 * SaffronGlCounts:
 * @n_page_uploads: pages of slides copied to the GPU so far
 * @n_table_uploads: page tables
 * @n_field_uploads: displacement textures
 * @n_programs: compiled
 * @n_layers: of the array textures, over both slides
 * @n_bytes: of all textures
 */
typedef struct {
  guint64 n_page_uploads, n_table_uploads, n_field_uploads;
  guint n_programs, n_layers;
  gsize n_bytes;
} SaffronGlCounts;

void saffron_gl_renderer_get_counts (SaffronGlRenderer *renderer,
                                     SaffronGlCounts *counts);

/* "llvmpipe (…), OpenGL 3.2 core": for the about box and for bug reports. */
const char *saffron_gl_renderer_get_description (SaffronGlRenderer *renderer);

G_END_DECLS
