/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "view/frame.h"

G_BEGIN_DECLS

/**
 * SaffronGlRenderer:
 *
 * Draws frames with OpenGL 3.2 core or OpenGL ES 3.0 into the framebuffer that
 * is bound. A composite is painted by the compositor where OpenGL is software
 * anyway. The context in which it was made must be current in all calls. It
 * owns its textures, one array texture of pages per slide, and its programs.
 */
typedef struct _SaffronGlRenderer SaffronGlRenderer;

/**
 * SaffronGlFlags:
 * @SAFFRON_GL_FLAG_BASELINE: use no extension even if there is one; for tests
 * @SAFFRON_GL_FLAG_SHADERS: draw a composite with shaders even where OpenGL is
 *   software; for tests
 */
typedef enum {
  SAFFRON_GL_FLAG_NONE = 0,
  SAFFRON_GL_FLAG_BASELINE = 1 << 0,
  SAFFRON_GL_FLAG_SHADERS = 1 << 1,
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
/* Call it with the renderer's context current. */
void saffron_gl_renderer_free (SaffronGlRenderer *renderer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronGlRenderer, saffron_gl_renderer_free)

/* Sets the frame to draw and keeps a reference to it. The next draw uploads
 * what it needs. */
void saffron_gl_renderer_set_frame (SaffronGlRenderer *renderer,
                                    SaffronFrame *frame);

/**
 * saffron_gl_renderer_draw:
 * @width: width of the framebuffer, pixels; normally that of the frame
 * @height: height of the framebuffer
 *
 * Draws the frame, opaque, with its top row at the top of the framebuffer as
 * GtkGLArea shows it. Uploads only what the frame needs and the GPU lacks.
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
 * @n_table_uploads: page tables copied so far
 * @n_field_uploads: displacement textures copied so far
 * @n_programs: programs compiled
 * @n_layers: layers of all slides' array textures
 * @n_bytes: bytes of all textures
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
