/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "gl/shader.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#include "base/error.h"
#include "saffron-gl-resources.h"

#define SHADERS "/io/github/saffron/Saffron/shaders/"

/* Loads a part of a shader from the resource, where it cannot be missing. */
static GBytes *
load (const char *name)
{
  g_autofree char *path = g_strconcat (SHADERS, name, NULL);
  GBytes *text = g_resource_lookup_data (saffron_gl_get_resource (), path,
                                         G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  g_assert (text != NULL);
  return text;
}

static const char *
boolean (gboolean value)
{
  return value ? "true" : "false";
}

static char *
make_defines (const SaffronGlVariant *v)
{
  GString *out = g_string_new (NULL);

  for (int mode = 0; mode < SAFFRON_VIEW_N_MODES; mode++)
    {
      static const char *const names[SAFFRON_VIEW_N_MODES] = {
        "OVERLAY",        "CHECKERBOARD", "SWIPE",   "DIFFERENCE",
        "REFERENCE_ONLY", "MOVING_ONLY",  "FLICKER", "SIDE_BY_SIDE",
        "LENS",           "COMPOSITE",
      };

      g_string_append_printf (out, "#define %s %d\n", names[mode], mode);
    }
  g_string_append_printf (out,
                          "#define MODE %d\n#define GAMMA %d\n"
                          "#define BEND %d\n#define PIECES %d\n"
                          "#define MAX_LEVELS %d\n#define MAX_CHANNELS %d\n",
                          v->mode, v->gamma, v->bend, v->pieces,
                          SAFFRON_GL_MAX_LEVELS, SAFFRON_GL_MAX_CHANNELS);
  for (int side = 0; side < 2; side++)
    g_string_append_printf (
        out, "#define N%d %d\n#define RGB%d %s\n#define PACKED%d %s\n", side,
        v->n_channels[side], side, boolean (v->rgb[side]), side,
        boolean (v->packed[side]));
  return g_string_free (out, FALSE);
}

/* Compiles the API's preamble, @defines if any, and the shader @name. */
static GLuint
compile (GLenum type,
         gboolean gles,
         const char *defines,
         const char *name,
         GError **error)
{
  g_autoptr (GBytes) preamble =
      load (gles ? "preamble-gles.glsl" : "preamble-gl.glsl");
  g_autoptr (GBytes) body = load (name);
  const char *parts[] = { g_bytes_get_data (preamble, NULL), defines,
                          g_bytes_get_data (body, NULL) };
  const GLint lengths[] = { (GLint) g_bytes_get_size (preamble),
                            (GLint) strlen (defines),
                            (GLint) g_bytes_get_size (body) };
  GLuint shader = glCreateShader (type);
  GLint ok = GL_FALSE;
  char log[1024] = "";

  glShaderSource (shader, G_N_ELEMENTS (parts), parts, lengths);
  glCompileShader (shader);
  glGetShaderiv (shader, GL_COMPILE_STATUS, &ok);
  if (ok)
    return shader;
  glGetShaderInfoLog (shader, sizeof log, NULL, log);
  glDeleteShader (shader);
  g_set_error (
      error, SAFFRON_ERROR, SAFFRON_ERROR_UNSUPPORTED,
      _ ("The graphics driver does not compile the view's shader (%s); "
         "update it, or use the view without OpenGL"),
      g_strstrip (log));
  return 0;
}

static void
bind_names (GLuint program)
{
  static const char *const samplers[] = {
    [SAFFRON_GL_UNIT_PAGES0] = "pages0",
    [SAFFRON_GL_UNIT_PAGES1] = "pages1",
    [SAFFRON_GL_UNIT_TABLE0] = "table0",
    [SAFFRON_GL_UNIT_TABLE1] = "table1",
    [SAFFRON_GL_UNIT_FIELD] = "field_nodes",
    [SAFFRON_GL_UNIT_LABELS] = "piece_labels",
  };
  GLuint block = glGetUniformBlockIndex (program, "Picture");

  glUseProgram (program);
  for (guint i = 0; i < G_N_ELEMENTS (samplers); i++)
    glUniform1i (glGetUniformLocation (program, samplers[i]), (GLint) i);
  if (block != GL_INVALID_INDEX)
    glUniformBlockBinding (program, block, 0);
  glUseProgram (0);
}

static GLuint
link_program (gboolean gles,
              const char *defines,
              const char *name,
              GError **error)
{
  GLuint vertex = 0, fragment = 0, program = 0;
  GLint ok = GL_FALSE;
  char log[1024] = "";

  vertex = compile (GL_VERTEX_SHADER, gles, "", "vertex.glsl", error);
  if (vertex == 0)
    return 0;
  fragment = compile (GL_FRAGMENT_SHADER, gles, defines, name, error);
  if (fragment == 0)
    {
      glDeleteShader (vertex);
      return 0;
    }

  program = glCreateProgram ();
  glAttachShader (program, vertex);
  glAttachShader (program, fragment);
  glLinkProgram (program);
  glDeleteShader (vertex);
  glDeleteShader (fragment);
  glGetProgramiv (program, GL_LINK_STATUS, &ok);
  if (!ok)
    {
      glGetProgramInfoLog (program, sizeof log, NULL, log);
      glDeleteProgram (program);
      g_set_error (
          error, SAFFRON_ERROR, SAFFRON_ERROR_UNSUPPORTED,
          _ ("The graphics driver does not link the view's shader (%s); "
             "update it, or use the view without OpenGL"),
          g_strstrip (log));
      return 0;
    }
  return program;
}

GLuint
saffron_gl_program_new (gboolean gles,
                        const SaffronGlVariant *variant,
                        GError **error)
{
  g_autofree char *defines = make_defines (variant);
  GLuint program = link_program (gles, defines, "fragment.glsl", error);

  if (program != 0)
    bind_names (program);
  return program;
}

GLuint
saffron_gl_program_new_named (gboolean gles, const char *name, GError **error)
{
  g_autofree char *file = g_strconcat (name, ".glsl", NULL);
  GLuint program = link_program (gles, "", file, error);

  if (program == 0)
    return 0;
  glUseProgram (program);
  glUniform1i (glGetUniformLocation (program, name), 0);
  glUseProgram (0);
  return program;
}
