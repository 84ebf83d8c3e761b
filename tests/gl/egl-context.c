/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "gl/egl-context.h"

#include <epoxy/egl.h>
#include <epoxy/gl.h>

struct _EglContext {
  EGLDisplay display;
  EGLContext context;
  GLuint framebuffer, renderbuffer;
  int width, height;
};

static EGLDisplay
get_display (void)
{
  if (epoxy_has_egl_extension (EGL_NO_DISPLAY, "EGL_MESA_platform_surfaceless"))
    return eglGetPlatformDisplayEXT (EGL_PLATFORM_SURFACELESS_MESA,
                                     EGL_DEFAULT_DISPLAY, NULL);
  return eglGetDisplay (EGL_DEFAULT_DISPLAY);
}

static EGLContext
make_context (EGLDisplay display, gboolean gles)
{
  const EGLint config_wants[] = { EGL_RENDERABLE_TYPE,
                                  gles ? EGL_OPENGL_ES3_BIT : EGL_OPENGL_BIT,
                                  EGL_SURFACE_TYPE, EGL_PBUFFER_BIT, EGL_NONE };
  const EGLint gl_wants[] = { EGL_CONTEXT_MAJOR_VERSION,
                              3,
                              EGL_CONTEXT_MINOR_VERSION,
                              2,
                              EGL_CONTEXT_OPENGL_PROFILE_MASK,
                              EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT,
                              EGL_NONE };
  const EGLint gles_wants[] = { EGL_CONTEXT_MAJOR_VERSION, 3, EGL_NONE };
  EGLConfig config = NULL;
  EGLint n = 0;

  if (!eglBindAPI (gles ? EGL_OPENGL_ES_API : EGL_OPENGL_API)
      || !eglChooseConfig (display, config_wants, &config, 1, &n) || n < 1)
    return EGL_NO_CONTEXT;
  return eglCreateContext (display, config, EGL_NO_CONTEXT,
                           gles ? gles_wants : gl_wants);
}

EglContext *
egl_context_new (gboolean gles, int width, int height, char **reason)
{
  EglContext *self = NULL;
  EGLDisplay display = get_display ();
  EGLContext context = EGL_NO_CONTEXT;

  if (display == EGL_NO_DISPLAY || !eglInitialize (display, NULL, NULL))
    {
      *reason = g_strdup ("EGL opens no display here");
      return NULL;
    }
  context = make_context (display, gles);
  if (context == EGL_NO_CONTEXT
      || !eglMakeCurrent (display, EGL_NO_SURFACE, EGL_NO_SURFACE, context))
    {
      *reason = g_strdup_printf ("EGL offers no OpenGL%s context here",
                                 gles ? " ES 3" : " 3.2");
      return NULL;
    }

  self = g_new0 (EglContext, 1);
  self->display = display;
  self->context = context;
  self->width = width;
  self->height = height;
  glGenFramebuffers (1, &self->framebuffer);
  glGenRenderbuffers (1, &self->renderbuffer);
  glBindFramebuffer (GL_FRAMEBUFFER, self->framebuffer);
  glBindRenderbuffer (GL_RENDERBUFFER, self->renderbuffer);
  glRenderbufferStorage (GL_RENDERBUFFER, GL_RGBA8, width, height);
  glFramebufferRenderbuffer (GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0,
                             GL_RENDERBUFFER, self->renderbuffer);
  g_assert_cmpuint (glCheckFramebufferStatus (GL_FRAMEBUFFER), ==,
                    GL_FRAMEBUFFER_COMPLETE);
  return self;
}

void
egl_context_make_current (EglContext *self)
{
  eglMakeCurrent (self->display, EGL_NO_SURFACE, EGL_NO_SURFACE, self->context);
}

void
egl_context_free (EglContext *self)
{
  egl_context_make_current (self);
  glDeleteFramebuffers (1, &self->framebuffer);
  glDeleteRenderbuffers (1, &self->renderbuffer);
  eglMakeCurrent (self->display, EGL_NO_SURFACE, EGL_NO_SURFACE,
                  EGL_NO_CONTEXT);
  eglDestroyContext (self->display, self->context);
  g_free (self);
}

guint32 *
egl_context_read (EglContext *self)
{
  gsize n = (gsize) self->width * self->height;
  guint8 *bytes = g_malloc (4 * n);
  guint32 *pixels = g_new (guint32, n);

  glPixelStorei (GL_PACK_ALIGNMENT, 4);
  glReadPixels (0, 0, self->width, self->height, GL_RGBA, GL_UNSIGNED_BYTE,
                bytes);
  g_assert_cmpuint (glGetError (), ==, GL_NO_ERROR);
  for (int y = 0; y < self->height; y++)
    for (int x = 0; x < self->width; x++)
      {
        const guint8 *p =
            bytes + 4 * ((gsize) (self->height - 1 - y) * self->width + x);

        pixels[(gsize) y * self->width + x] = (guint32) p[3] << 24
                                              | (guint32) p[0] << 16
                                              | (guint32) p[1] << 8 | p[2];
      }
  g_free (bytes);
  return pixels;
}
