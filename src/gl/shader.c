/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "gl/shader.h"

#include "base/error.h"

static const char gl_preamble[] = "#version 150\n";

static const char gles_preamble[] = "#version 300 es\n"
                                    "precision highp float;\n"
                                    "precision highp int;\n"
                                    "precision highp sampler2D;\n"
                                    "precision highp usampler2D;\n"
                                    "precision highp sampler2DArray;\n";

/* One triangle that covers the canvas, without any vertex buffer. */
static const char vertex_source[] =
    "void main ()\n"
    "{\n"
    "  vec2 p = vec2 (float ((gl_VertexID << 1) & 2),\n"
    "                 float (gl_VertexID & 2));\n"
    "  gl_Position = vec4 (2.0 * p - 1.0, 0.0, 1.0);\n"
    "}\n";

static const char declarations[] =
    "out vec4 fragment;\n"
    "uniform sampler2DArray pages0, pages1;\n"
    "uniform usampler2D table0, table1;\n"
    "uniform sampler2D field_nodes;\n"
    "layout (std140) uniform Picture {\n"
    "  vec4 canvas;\n"
    "  vec4 target;\n"
    "  vec4 background;\n"
    "  vec4 overlay[2];\n"
    "  vec4 mode;\n"
    "  vec4 lens;\n"
    "  vec4 affine;\n"
    "  vec4 field;\n"
    "  vec4 shift;\n"
    "  vec4 bounds[2];\n"
    "  vec4 sides[2];\n"
    "  vec4 map[2 * MAX_LEVELS];\n"
    "  vec4 page_size[2 * MAX_LEVELS];\n"
    "  vec4 limit[2 * MAX_LEVELS];\n"
    "  vec4 contrast[2 * MAX_CHANNELS];\n"
    "  vec4 tint[2 * MAX_CHANNELS];\n"
    "};\n"
    "struct Pixel { vec3 color; float intensity; bool covered; };\n";

/* Where a place of a slide is in its array texture: the finest level that has
 * the page; z < 0 when none has. Coordinates are relative to the canvas, so
 * that single precision is enough on any slide. */
static const char find_source[] =
    "vec3 find_page (usampler2D table, int side, int channel, vec2 at)\n"
    "{\n"
    "  int n = int (sides[side].y);\n"
    "  for (int l = 0; l < n; l++)\n"
    "    {\n"
    "      vec4 m = map[side * MAX_LEVELS + l];\n"
    "      vec4 size = page_size[side * MAX_LEVELS + l];\n"
    "      vec2 p = min (at * m.x + m.yz,\n"
    "                    limit[side * MAX_LEVELS + l].xy);\n"
    "      vec2 page = clamp (floor (p / size.xy), vec2 (0.0),\n"
    "                         size.zw - 1.0);\n"
    "      ivec2 cell = ivec2 (page) + ivec2 (0, int (m.w)\n"
    "                                            + channel * int (size.w));\n"
    "      uint layer = texelFetch (table, cell, 0).r;\n"
    "      if (layer != 0u)\n"
    "        return vec3 (p - page * size.xy + 1.0, float (layer - 1u));\n"
    "    }\n"
    "  return vec3 (-1.0);\n"
    "}\n";

/* The four nearest pixels are weighed here and not by the hardware, whose
 * weights have eight bits: stretched contrast would show the steps. */
static const char read_source[] =
    "vec4 unpack (vec4 v, bool is_packed)\n"
    "{\n"
    "  return is_packed ? vec4 ((v.r * 65280.0 + v.g * 255.0) / 65535.0) : v;\n"
    "}\n"
    "vec4 read_page (sampler2DArray pages, vec3 at, bool is_packed)\n"
    "{\n"
    "  vec2 q = at.xy - 0.5;\n"
    "  vec2 f = q - floor (q);\n"
    "  ivec3 i = ivec3 (ivec2 (floor (q)), int (at.z));\n"
    "  vec4 a = unpack (texelFetch (pages, i, 0), is_packed);\n"
    "  vec4 b = unpack (texelFetch (pages, i + ivec3 (1, 0, 0), 0), "
    "is_packed);\n"
    "  vec4 c = unpack (texelFetch (pages, i + ivec3 (0, 1, 0), 0), "
    "is_packed);\n"
    "  vec4 d = unpack (texelFetch (pages, i + ivec3 (1, 1, 0), 0), "
    "is_packed);\n"
    "  return mix (mix (a, b, f.x), mix (c, d, f.x), f.y);\n"
    "}\n"
    "vec3 apply_contrast (vec3 v, vec4 c)\n"
    "{\n"
    "  vec3 t = clamp ((v - c.x) * c.y, 0.0, 1.0);\n"
    "#if GAMMA\n"
    "  t = pow (max (t, vec3 (1e-30)), vec3 (c.z));\n"
    "#endif\n"
    "  return t;\n"
    "}\n";

static const char slide_source[] =
    "Pixel draw_slide (sampler2DArray pages, usampler2D table, int side,\n"
    "                  int n, bool rgb, bool is_packed, vec2 at)\n"
    "{\n"
    "  Pixel pixel = Pixel (vec3 (0.0), 0.0, false);\n"
    "  vec4 b = bounds[side];\n"
    "  if (at.x < b.x || at.y < b.y || at.x >= b.z || at.y >= b.w)\n"
    "    return pixel;\n"
    "  for (int c = 0; c < n; c++)\n"
    "    {\n"
    "      vec3 place = find_page (table, side, c, at);\n"
    "      vec4 con = contrast[side * MAX_CHANNELS + c];\n"
    "      float opacity = sides[side].x * con.w;\n"
    "      if (place.z < 0.0)\n"
    "        continue;\n"
    "      vec3 v = read_page (pages, place, is_packed).rgb;\n"
    "      pixel.covered = true;\n"
    "      if (rgb)\n"
    "        {\n"
    "          v = apply_contrast (v, con);\n"
    "          pixel.color = mix (background.rgb, v, opacity);\n"
    "          pixel.intensity = (1.0 - (v.r + v.g + v.b) / 3.0) * opacity;\n"
    "        }\n"
    "      else\n"
    "        {\n"
    "          float t = apply_contrast (v.rrr, con).r * opacity;\n"
    "          pixel.color += t * tint[side * MAX_CHANNELS + c].rgb;\n"
    "          pixel.intensity += t;\n"
    "        }\n"
    "    }\n"
    "  pixel.intensity = min (pixel.intensity, 1.0);\n"
    "  return pixel;\n"
    "}\n";

static const char place_source[] =
    "vec2 displacement (vec2 v)\n"
    "{\n"
    "#if BEND\n"
    "  vec2 q = v * field.x;\n"
    "  ivec2 i = ivec2 (floor (q));\n"
    "  vec2 f = q - floor (q);\n"
    "  vec2 a = texelFetch (field_nodes, i, 0).rg;\n"
    "  vec2 b = texelFetch (field_nodes, i + ivec2 (1, 0), 0).rg;\n"
    "  vec2 c = texelFetch (field_nodes, i + ivec2 (0, 1), 0).rg;\n"
    "  vec2 d = texelFetch (field_nodes, i + ivec2 (1, 1), 0).rg;\n"
    "  return mix (mix (a, b, f.x), mix (c, d, f.x), f.y);\n"
    "#else\n"
    "  return vec2 (0.0);\n"
    "#endif\n"
    "}\n"
    "Pixel draw_reference (vec2 v)\n"
    "{\n"
    "  vec2 at = (v - vec2 (shift.x, 0.0) - 0.5 * canvas.xy) * canvas.z;\n"
    "  return draw_slide (pages0, table0, 0, N0, RGB0, PACKED0, at);\n"
    "}\n"
    "Pixel draw_moving (vec2 v)\n"
    "{\n"
    "  vec2 u = v - vec2 (shift.y, 0.0);\n"
    "  vec2 at = (u - 0.5 * canvas.xy) * canvas.z;\n"
    "  vec2 m = vec2 (dot (affine.xy, at), dot (affine.zw, at))\n"
    "           + displacement (u);\n"
    "  return draw_slide (pages1, table1, 1, N1, RGB1, PACKED1, m);\n"
    "}\n"
    "vec3 own (Pixel p)\n"
    "{\n"
    "  return p.covered ? p.color : background.rgb;\n"
    "}\n";

static const char main_source[] =
    "bool shows_moving (vec2 v)\n"
    "{\n"
    "#if MODE == CHECKERBOARD\n"
    "  vec2 square = floor (v / mode.x);\n"
    "  return mod (square.x + square.y, 2.0) >= 1.0;\n"
    "#elif MODE == SWIPE\n"
    "  return (mode.z > 0.5 ? v.y : v.x) >= mode.y;\n"
    "#elif MODE == FLICKER\n"
    "  return mode.w > 0.5;\n"
    "#elif MODE == SIDE_BY_SIDE\n"
    "  return v.x >= 0.5 * canvas.x;\n"
    "#else\n"
    "  vec2 d = v - lens.xy;\n"
    "  return dot (d, d) < lens.z;\n"
    "#endif\n"
    "}\n"
    "void main ()\n"
    "{\n"
    "  vec2 v = vec2 (gl_FragCoord.x, target.z - gl_FragCoord.y) * target.xy;\n"
    "  vec3 color;\n"
    "#if MODE == OVERLAY || MODE == DIFFERENCE\n"
    "  Pixel r = draw_reference (v);\n"
    "  Pixel m = draw_moving (v);\n"
    "#if MODE == OVERLAY\n"
    "  color = r.intensity * overlay[0].rgb + m.intensity * overlay[1].rgb;\n"
    "#else\n"
    "  color = vec3 (abs (r.intensity - m.intensity));\n"
    "#endif\n"
    "  if (!r.covered && !m.covered)\n"
    "    color = background.rgb;\n"
    "#elif MODE == REFERENCE_ONLY\n"
    "  color = own (draw_reference (v));\n"
    "#elif MODE == MOVING_ONLY\n"
    "  color = own (draw_moving (v));\n"
    "#else\n"
    "  if (shows_moving (v))\n"
    "    color = own (draw_moving (v));\n"
    "  else\n"
    "    color = own (draw_reference (v));\n"
    "#endif\n"
    "  fragment = vec4 (clamp (color, 0.0, 1.0), 1.0);\n"
    "}\n";

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
        "OVERLAY",    "CHECKERBOARD",   "SWIPE",
        "DIFFERENCE", "REFERENCE_ONLY", "MOVING_ONLY",
        "FLICKER",    "SIDE_BY_SIDE",   "LENS",
      };

      g_string_append_printf (out, "#define %s %d\n", names[mode], mode);
    }
  g_string_append_printf (out,
                          "#define MODE %d\n#define GAMMA %d\n"
                          "#define BEND %d\n"
                          "#define MAX_LEVELS %d\n#define MAX_CHANNELS %d\n",
                          v->mode, v->gamma, v->bend, SAFFRON_GL_MAX_LEVELS,
                          SAFFRON_GL_MAX_CHANNELS);
  for (int side = 0; side < 2; side++)
    g_string_append_printf (
        out, "#define N%d %d\n#define RGB%d %s\n#define PACKED%d %s\n", side,
        v->n_channels[side], side, boolean (v->rgb[side]), side,
        boolean (v->packed[side]));
  return g_string_free (out, FALSE);
}

static GLuint
compile (GLenum type, const char *const *parts, int n, GError **error)
{
  GLuint shader = glCreateShader (type);
  GLint ok = GL_FALSE;
  char log[1024] = "";

  glShaderSource (shader, n, parts, NULL);
  glCompileShader (shader);
  glGetShaderiv (shader, GL_COMPILE_STATUS, &ok);
  if (ok)
    return shader;
  glGetShaderInfoLog (shader, sizeof log, NULL, log);
  glDeleteShader (shader);
  g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_UNSUPPORTED,
               "The graphics driver does not compile the view's shader (%s); "
               "update it, or use the view without OpenGL",
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
  };
  GLuint block = glGetUniformBlockIndex (program, "Picture");

  glUseProgram (program);
  for (guint i = 0; i < G_N_ELEMENTS (samplers); i++)
    glUniform1i (glGetUniformLocation (program, samplers[i]), (GLint) i);
  if (block != GL_INVALID_INDEX)
    glUniformBlockBinding (program, block, 0);
  glUseProgram (0);
}

GLuint
saffron_gl_program_new (gboolean gles,
                        const SaffronGlVariant *variant,
                        GError **error)
{
  g_autofree char *defines = make_defines (variant);
  const char *preamble = gles ? gles_preamble : gl_preamble;
  const char *vertex_parts[] = { preamble, vertex_source };
  const char *fragment_parts[] = { preamble,     defines,     declarations,
                                   find_source,  read_source, slide_source,
                                   place_source, main_source };
  GLuint vertex = 0, fragment = 0, program = 0;
  GLint ok = GL_FALSE;
  char log[1024] = "";

  vertex = compile (GL_VERTEX_SHADER, vertex_parts, G_N_ELEMENTS (vertex_parts),
                    error);
  if (vertex == 0)
    return 0;
  fragment = compile (GL_FRAGMENT_SHADER, fragment_parts,
                      G_N_ELEMENTS (fragment_parts), error);
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
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_UNSUPPORTED,
                   "The graphics driver does not link the view's shader (%s); "
                   "update it, or use the view without OpenGL",
                   g_strstrip (log));
      return 0;
    }
  bind_names (program);
  return program;
}
