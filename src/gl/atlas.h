/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gl/renderer.h"
#include "gl/shader.h"

G_BEGIN_DECLS

/**
 * SaffronGlCaps:
 * @gles: OpenGL ES
 * @norm16: textures of 16 bits a sample
 * @max_layers: of an array texture
 *
 * What the context can do.
 */
typedef struct {
  gboolean gles;
  gboolean norm16;
  int max_layers;
} SaffronGlCaps;

/**
 * SaffronGlAtlas:
 *
 * The pages of one slide on the GPU: an array texture of layers, and a small
 * texture that says for each page of each level which layer it is in. Pages
 * stay until their layer is needed for others.
 */
typedef struct _SaffronGlAtlas SaffronGlAtlas;

SaffronGlAtlas *saffron_gl_atlas_new (const SaffronGlCaps *caps);
void saffron_gl_atlas_free (SaffronGlAtlas *atlas);

/* The slide whose pages these are; not owned, only compared. */
SaffronSlide *saffron_gl_atlas_get_slide (SaffronGlAtlas *atlas);

/**
 * saffron_gl_atlas_update:
 * @counts: n_page_uploads and n_table_uploads are increased
 *
 * Uploads what the frame has and the texture has not. When not all pages have
 * room, the finest are left out, so that a coarser one shows.
 *
 * Returns: %FALSE when the GPU has no memory left
 */
gboolean saffron_gl_atlas_update (SaffronGlAtlas *atlas,
                                  const SaffronFrameSlide *slide,
                                  SaffronGlCounts *counts,
                                  GError **error);

/**
 * saffron_gl_atlas_describe:
 * @x: of the slide at the middle of the canvas, level-0 pixels
 *
 * Fills this side's entries of @picture that map places to pages.
 */
void saffron_gl_atlas_describe (SaffronGlAtlas *atlas,
                                const SaffronFrameSlide *slide,
                                SaffronViewSide side,
                                double x,
                                double y,
                                SaffronGlPicture *picture);

/* Binds both textures to the units of @side. */
void saffron_gl_atlas_bind (SaffronGlAtlas *atlas, SaffronViewSide side);

gboolean saffron_gl_atlas_is_packed (SaffronGlAtlas *atlas);
guint saffron_gl_atlas_get_n_layers (SaffronGlAtlas *atlas);
gsize saffron_gl_atlas_get_n_bytes (SaffronGlAtlas *atlas);

G_END_DECLS
