/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "gl/painted.h"

#include <epoxy/gl.h>
#include <string.h>

#include "gl/shader.h"
#include "view/compositor.h"

struct _SaffronGlPainted {
  GLuint program, texture;
  GLint scale; /* the uniform */
  int width, height;
  guint8 *pixels;
};

SaffronGlPainted *
saffron_gl_painted_new (gboolean gles, GError **error)
{
  GLuint program = saffron_gl_program_new_named (gles, "painted", error);
  SaffronGlPainted *self = NULL;

  if (program == 0)
    return NULL;
  self = g_new0 (SaffronGlPainted, 1);
  self->program = program;
  self->scale = glGetUniformLocation (program, "scale");
  return self;
}

void
saffron_gl_painted_free (SaffronGlPainted *self)
{
  if (self->texture != 0)
    glDeleteTextures (1, &self->texture);
  glDeleteProgram (self->program);
  g_free (self->pixels);
  g_free (self);
}

gsize
saffron_gl_painted_get_n_bytes (SaffronGlPainted *self)
{
  return (gsize) self->width * (gsize) self->height * 4;
}

/* A texture of the canvas' size. */
static void
allocate (SaffronGlPainted *self, int width, int height)
{
  if (self->texture == 0)
    glGenTextures (1, &self->texture);
  glActiveTexture (GL_TEXTURE0);
  glBindTexture (GL_TEXTURE_2D, self->texture);
  if (width == self->width && height == self->height)
    return;
  glTexParameteri (GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
  glTexParameteri (GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  glTexParameteri (GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, 0);
  glTexImage2D (GL_TEXTURE_2D, 0, GL_RGBA8, width, height, 0, GL_RGBA,
                GL_UNSIGNED_BYTE, NULL);
  g_free (self->pixels);
  self->pixels = g_malloc ((gsize) width * (gsize) height * 4);
  self->width = width;
  self->height = height;
}

void
saffron_gl_painted_draw (SaffronGlPainted *self,
                         const SaffronFrame *frame,
                         int width,
                         int height)
{
  const SaffronViewGeometry *view = &frame->geometry;

  allocate (self, view->width, view->height);
  saffron_compositor_draw (frame, self->pixels, (gsize) view->width * 4, NULL);
  glPixelStorei (GL_UNPACK_ALIGNMENT, 4);
  glTexSubImage2D (GL_TEXTURE_2D, 0, 0, 0, view->width, view->height, GL_RGBA,
                   GL_UNSIGNED_BYTE, self->pixels);
  glUseProgram (self->program);
  glUniform3f (self->scale, (float) view->width / (float) MAX (width, 1),
               (float) view->height / (float) MAX (height, 1), (float) height);
  glDrawArrays (GL_TRIANGLES, 0, 3);
  glUseProgram (0);
}

gboolean
saffron_gl_is_software (void)
{
  static const char *const names[] = { "llvmpipe", "softpipe", "SWR",
                                       "SwiftShader" };
  const char *renderer = (const char *) glGetString (GL_RENDERER);

  for (guint i = 0; renderer != NULL && i < G_N_ELEMENTS (names); i++)
    if (strstr (renderer, names[i]) != NULL)
      return TRUE;
  return FALSE;
}
