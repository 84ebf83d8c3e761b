/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gl/atlas.h"
#include "view/field.h"

G_BEGIN_DECLS

/**
 * SaffronGlLayer:
 *
 * One slide of a frame on the GPU: its pages, and the bending of its transform
 * on the canvas.
 */
typedef struct _SaffronGlLayer SaffronGlLayer;

SaffronGlLayer *saffron_gl_layer_new (const SaffronGlCaps *caps);
void saffron_gl_layer_free (SaffronGlLayer *layer);

SaffronGlAtlas *saffron_gl_layer_get_atlas (SaffronGlLayer *layer);
/* (nullable): of the last update; its values are on the GPU and not here. */
const SaffronViewField *saffron_gl_layer_get_field (SaffronGlLayer *layer);
gsize saffron_gl_layer_get_n_bytes (SaffronGlLayer *layer);

/**
 * saffron_gl_layer_update:
 * @index: the frame's slide
 * @middle: its point at the middle of the canvas
 * @limit: the most bytes that its pages may take
 * @counts: its uploads are increased
 *
 * Uploads what the frame has of the slide and the GPU lacks.
 *
 * Returns: %FALSE when the GPU has no memory left
 */
gboolean saffron_gl_layer_update (SaffronGlLayer *layer,
                                  const SaffronFrame *frame,
                                  int index,
                                  SaffronMovPoint middle,
                                  gsize limit,
                                  SaffronGlCounts *counts,
                                  GError **error);

/* Binds all textures to @side's texture units; those of the bending belong to
 * the moving slide's. */
void saffron_gl_layer_bind (SaffronGlLayer *layer, SaffronViewSide side);

G_END_DECLS
