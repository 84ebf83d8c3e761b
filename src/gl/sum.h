/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gl/atlas.h"

G_BEGIN_DECLS

/**
 * SaffronGlSum:
 *
 * A picture that several draws are added up in, with more bits than a
 * framebuffer has: rounded after each slide, the sum of ten would be off by
 * several grey levels. Its alpha says whether anything was drawn.
 */
typedef struct _SaffronGlSum SaffronGlSum;

/* (transfer full): %NULL with an error when the shader does not compile. */
SaffronGlSum *saffron_gl_sum_new (const SaffronGlCaps *caps, GError **error);
void saffron_gl_sum_free (SaffronGlSum *sum);

gsize saffron_gl_sum_get_n_bytes (SaffronGlSum *sum);

/**
 * saffron_gl_sum_begin:
 * @width: of the framebuffer that is bound; @height likewise
 *
 * Makes the sum empty, and the target of what is drawn until
 * saffron_gl_sum_end(), which is added to it.
 *
 * Returns: %FALSE when the driver cannot draw into it
 */
gboolean
saffron_gl_sum_begin (SaffronGlSum *sum, int width, int height, GError **error);

/* Binds the former framebuffer again. */
void saffron_gl_sum_end (SaffronGlSum *sum);

/* Draws the sum, and @background where there is nothing in it. */
void saffron_gl_sum_draw (SaffronGlSum *sum, guint32 background);

G_END_DECLS
