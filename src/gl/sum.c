/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "gl/sum.h"

#include <glib/gi18n.h>

#include "base/error.h"
#include "gl/shader.h"

struct _SaffronGlSum {
  SaffronGlCaps caps;
  GLuint program, texture, framebuffer;
  GLint background; /* the uniform */
  int width, height;
  GLint former; /* the framebuffer that was bound */
};

SaffronGlSum *
saffron_gl_sum_new (const SaffronGlCaps *caps, GError **error)
{
  GLuint program = saffron_gl_program_new_named (caps->gles, "sum", error);
  SaffronGlSum *self = NULL;

  if (program == 0)
    return NULL;
  self = g_new0 (SaffronGlSum, 1);
  self->caps = *caps;
  self->program = program;
  self->background = glGetUniformLocation (program, "background");
  return self;
}

static void
drop (SaffronGlSum *self)
{
  if (self->framebuffer != 0)
    glDeleteFramebuffers (1, &self->framebuffer);
  if (self->texture != 0)
    glDeleteTextures (1, &self->texture);
  self->framebuffer = self->texture = 0;
  self->width = self->height = 0;
}

void
saffron_gl_sum_free (SaffronGlSum *self)
{
  drop (self);
  glDeleteProgram (self->program);
  g_free (self);
}

gsize
saffron_gl_sum_get_n_bytes (SaffronGlSum *self)
{
  return (gsize) self->width * (gsize) self->height
         * (self->caps.norm16 ? 8 : 4);
}

/* Sixteen bits a sample, or ten, which every context can draw into. */
static gboolean
allocate (SaffronGlSum *self, int width, int height, GError **error)
{
  gboolean wide = self->caps.norm16;

  drop (self);
  glGenTextures (1, &self->texture);
  glActiveTexture (GL_TEXTURE0);
  glBindTexture (GL_TEXTURE_2D, self->texture);
  glTexParameteri (GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
  glTexParameteri (GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  glTexParameteri (GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, 0);
  glTexImage2D (
      GL_TEXTURE_2D, 0, wide ? GL_RGBA16 : GL_RGB10_A2, width, height, 0,
      GL_RGBA, wide ? GL_UNSIGNED_SHORT : GL_UNSIGNED_INT_2_10_10_10_REV, NULL);
  glGenFramebuffers (1, &self->framebuffer);
  glBindFramebuffer (GL_FRAMEBUFFER, self->framebuffer);
  glFramebufferTexture2D (GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D,
                          self->texture, 0);
  if (glCheckFramebufferStatus (GL_FRAMEBUFFER) != GL_FRAMEBUFFER_COMPLETE)
    {
      drop (self);
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_UNSUPPORTED,
                   _ ("The graphics driver cannot add up many slides; use the "
                      "view without OpenGL"));
      return FALSE;
    }
  self->width = width;
  self->height = height;
  return TRUE;
}

gboolean
saffron_gl_sum_begin (SaffronGlSum *self, int width, int height, GError **error)
{
  static const GLfloat nothing[4] = { 0.0f, 0.0f, 0.0f, 0.0f };

  glGetIntegerv (GL_FRAMEBUFFER_BINDING, &self->former);
  if ((width != self->width || height != self->height)
      && !allocate (self, width, height, error))
    {
      glBindFramebuffer (GL_FRAMEBUFFER, (GLuint) self->former);
      return FALSE;
    }
  glBindFramebuffer (GL_FRAMEBUFFER, self->framebuffer);
  glDisable (GL_SCISSOR_TEST);
  glColorMask (GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
  glClearBufferfv (GL_COLOR, 0, nothing);
  return TRUE;
}

void
saffron_gl_sum_end (SaffronGlSum *self)
{
  glBindFramebuffer (GL_FRAMEBUFFER, (GLuint) self->former);
}

void
saffron_gl_sum_draw (SaffronGlSum *self, guint32 background)
{
  float color[3];

  saffron_color_unpack (background, color);
  glActiveTexture (GL_TEXTURE0);
  glBindTexture (GL_TEXTURE_2D, self->texture);
  glUseProgram (self->program);
  glUniform3f (self->background, color[0], color[1], color[2]);
  glDrawArrays (GL_TRIANGLES, 0, 3);
  glUseProgram (0);
}
