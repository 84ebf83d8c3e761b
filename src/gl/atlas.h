/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gl/renderer.h"
#include "gl/shader.h"

G_BEGIN_DECLS

/**
 * SaffronGlCaps:
 * @gles: whether it is OpenGL ES
 * @norm16: whether it has normalised textures of 16 bits per sample
 * @max_layers: the most layers of an array texture
 *
 * What the GL context can do.
 */
typedef struct {
  gboolean gles;
  gboolean norm16;
  int max_layers;
} SaffronGlCaps;

/**
 * SaffronGlAtlas:
 *
 * The pages of one slide on the GPU: an array texture with one page per layer,
 * and a small texture, the page table, that says for each page of each level in
 * which layer it is. A page stays until its layer is needed for another.
 */
typedef struct _SaffronGlAtlas SaffronGlAtlas;

SaffronGlAtlas *saffron_gl_atlas_new (const SaffronGlCaps *caps);
void saffron_gl_atlas_free (SaffronGlAtlas *atlas);

/* The slide whose pages these are. The atlas holds no reference; only compare
 * it. */
SaffronSlide *saffron_gl_atlas_get_slide (SaffronGlAtlas *atlas);

/**
 * saffron_gl_atlas_update:
 * @limit: the most bytes that the pages may take
 * @counts: its n_page_uploads and n_table_uploads are increased
 *
 * Uploads the pages that the frame has and the texture lacks. If there is no
 * room for all, the finest are left out and coarser ones show instead.
 *
 * Returns: %FALSE when the GPU has no memory left
 */
gboolean saffron_gl_atlas_update (SaffronGlAtlas *atlas,
                                  const SaffronFrameSlide *slide,
                                  gsize limit,
                                  SaffronGlCounts *counts,
                                  GError **error);

/**
 * saffron_gl_atlas_describe:
 * @x: the slide's place at the middle of the canvas, level-0 pixels; @y
 *   likewise
 *
 * Fills the entries of @picture that map places on @side to pages.
 */
void saffron_gl_atlas_describe (SaffronGlAtlas *atlas,
                                const SaffronFrameSlide *slide,
                                SaffronViewSide side,
                                double x,
                                double y,
                                SaffronGlPicture *picture);

/* Binds both textures to @side's texture units. */
void saffron_gl_atlas_bind (SaffronGlAtlas *atlas, SaffronViewSide side);

gboolean saffron_gl_atlas_is_packed (SaffronGlAtlas *atlas);
guint saffron_gl_atlas_get_n_layers (SaffronGlAtlas *atlas);
gsize saffron_gl_atlas_get_n_bytes (SaffronGlAtlas *atlas);

G_END_DECLS
