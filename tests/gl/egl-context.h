/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* An OpenGL context without a display, and a framebuffer to draw into. */
typedef struct _EglContext EglContext;

/* Returns NULL and sets @reason if this machine offers no such context. */
EglContext *
egl_context_new (gboolean gles, int width, int height, char **reason);
void egl_context_free (EglContext *context);
void egl_context_make_current (EglContext *context);

/* The drawn pixels, as the compositor gives them: 0xAARRGGBB, top row first. */
guint32 *egl_context_read (EglContext *context);
