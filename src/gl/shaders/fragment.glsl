/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What shader.c defines before this: MODE and the modes' names, GAMMA and BEND
 * (0 or 1), MAX_LEVELS, MAX_CHANNELS, and per slide the number of channels N,
 * whether it has three samples RGB, and whether a value is split over two
 * bytes PACKED. The reference is side 0, the moving slide side 1. */

out vec4 fragment;
uniform sampler2DArray pages0, pages1;
uniform usampler2D table0, table1;
uniform sampler2DArray field_nodes;
uniform usampler2D piece_labels;

/* SaffronGlPicture of shader.h. */
layout (std140) uniform Picture {
  vec4 canvas;
  vec4 target;
  vec4 background;
  vec4 overlay[2];
  vec4 mode;
  vec4 lens;
  vec4 affine;
  vec4 field;
  vec4 pieces;
  vec4 shift;
  vec4 bounds[2];
  vec4 sides[2];
  vec4 balance[2];
  vec4 map[2 * MAX_LEVELS];
  vec4 page_size[2 * MAX_LEVELS];
  vec4 limit[2 * MAX_LEVELS];
  vec4 contrast[2 * MAX_CHANNELS];
  vec4 tint[2 * MAX_CHANNELS];
};

struct Pixel { vec3 color; float intensity; bool covered; };

/* Finds a place of a slide in its array texture, in the finest level that has
 * the page: x and y within the page, z its layer, or z < 0 where no level has
 * it. Coordinates are relative to the canvas' centre, so that single precision
 * is enough on any slide. */
vec3 find_page (usampler2D table, int side, int channel, vec2 at)
{
  int n = int (sides[side].y);
  for (int l = 0; l < n; l++)
    {
      vec4 m = map[side * MAX_LEVELS + l];
      vec4 size = page_size[side * MAX_LEVELS + l];
      vec2 p = min (at * m.x + m.yz, limit[side * MAX_LEVELS + l].xy);
      vec2 page = clamp (floor (p / size.xy), vec2 (0.0), size.zw - 1.0);
      ivec2 cell = ivec2 (page) + ivec2 (0, int (m.w)
                                            + channel * int (size.w));
      uint layer = texelFetch (table, cell, 0).r;
      if (layer != 0u)
        return vec3 (p - page * size.xy + 1.0, float (layer - 1u));
    }
  return vec3 (-1.0);
}

vec4 unpack (vec4 v, bool is_packed)
{
  return is_packed ? vec4 ((v.r * 65280.0 + v.g * 255.0) / 65535.0) : v;
}

/* Weighs the four nearest pixels here and not in the hardware, whose weights
 * have eight bits: stretched contrast would show the steps. */
vec4 read_page (sampler2DArray pages, vec3 at, bool is_packed)
{
  vec2 q = at.xy - 0.5;
  vec2 f = q - floor (q);
  ivec3 i = ivec3 (ivec2 (floor (q)), int (at.z));
  vec4 a = unpack (texelFetch (pages, i, 0), is_packed);
  vec4 b = unpack (texelFetch (pages, i + ivec3 (1, 0, 0), 0), is_packed);
  vec4 c = unpack (texelFetch (pages, i + ivec3 (0, 1, 0), 0), is_packed);
  vec4 d = unpack (texelFetch (pages, i + ivec3 (1, 1, 0), 0), is_packed);
  return mix (mix (a, b, f.x), mix (c, d, f.x), f.y);
}

vec3 apply_gamma (vec3 t, vec4 c)
{
#if GAMMA
  t = pow (max (t, vec3 (1e-30)), vec3 (c.z));
#endif
  return t;
}

vec3 apply_contrast (vec3 v, vec4 c)
{
  return apply_gamma (clamp ((v - c.x) * c.y, 0.0, 1.0), c);
}

/* 1 where a sample is as bright as glass, 0 where it is dark. */
vec3 apply_glass (vec3 v, vec4 c, vec4 glass)
{
  vec3 darkness = (glass.rgb - v) / max (glass.rgb - glass.a, vec3 (1e-12));
  return apply_gamma (1.0 - clamp (darkness, 0.0, 1.0), c);
}

Pixel draw_slide (sampler2DArray pages, usampler2D table, int side,
                  int n, bool rgb, bool is_packed, vec2 at)
{
  Pixel pixel = Pixel (vec3 (0.0), 0.0, false);
  vec4 b = bounds[side];
  if (at.x < b.x || at.y < b.y || at.x >= b.z || at.y >= b.w)
    return pixel;
  for (int c = 0; c < n; c++)
    {
      vec3 place = find_page (table, side, c, at);
      vec4 con = contrast[side * MAX_CHANNELS + c];
      float opacity = sides[side].x * con.w;
      if (place.z < 0.0)
        continue;
      vec3 v = read_page (pages, place, is_packed).rgb;
      pixel.covered = true;
      if (rgb)
        {
          vec3 t = apply_contrast (v * balance[side].rgb, con);
          vec3 g = apply_glass (v, con, tint[side * MAX_CHANNELS + c]);
          pixel.color = mix (background.rgb, t, opacity);
          pixel.intensity = (1.0 - (g.r + g.g + g.b) / 3.0) * opacity;
        }
      else
        {
          float t = apply_contrast (v.rrr, con).r * opacity;
          pixel.color += t * tint[side * MAX_CHANNELS + c].rgb;
          pixel.intensity += t;
        }
    }
  pixel.intensity = min (pixel.intensity, 1.0);
  return pixel;
}

/* The layer of the piece at a pixel of the canvas, looked up as on the CPU. */
int piece_at (vec2 v)
{
#if PIECES
  ivec2 cell = ivec2 (floor (v * pieces.xy + pieces.zw));
  ivec2 last = textureSize (piece_labels, 0) - 1;
  return int (texelFetch (piece_labels, clamp (cell, ivec2 (0), last), 0).r);
#else
  return 0;
#endif
}

/* The lattice's part of the transform at a pixel of the canvas. Each piece has
 * its own layer, so nothing is blended across a border. */
vec2 displacement (vec2 v)
{
#if BEND
  vec2 q = v * field.x;
  ivec3 i = ivec3 (ivec2 (floor (q)), piece_at (v));
  vec2 f = q - floor (q);
  vec2 a = texelFetch (field_nodes, i, 0).rg;
  vec2 b = texelFetch (field_nodes, i + ivec3 (1, 0, 0), 0).rg;
  vec2 c = texelFetch (field_nodes, i + ivec3 (0, 1, 0), 0).rg;
  vec2 d = texelFetch (field_nodes, i + ivec3 (1, 1, 0), 0).rg;
  return mix (mix (a, b, f.x), mix (c, d, f.x), f.y);
#else
  return vec2 (0.0);
#endif
}

Pixel draw_reference (vec2 v)
{
  vec2 at = (v - vec2 (shift.x, 0.0) - 0.5 * canvas.xy) * canvas.zw;
  return draw_slide (pages0, table0, 0, N0, RGB0, PACKED0, at);
}

Pixel draw_moving (vec2 v)
{
  vec2 u = v - vec2 (shift.y, 0.0);
  vec2 at = (u - 0.5 * canvas.xy) * canvas.zw;
  vec2 m = vec2 (dot (affine.xy, at), dot (affine.zw, at)) + displacement (u);
  return draw_slide (pages1, table1, 1, N1, RGB1, PACKED1, m);
}

/* A slide shown alone, in its own colours. */
vec3 own (Pixel p)
{
  return p.covered ? p.color : background.rgb;
}

bool shows_moving (vec2 v)
{
#if MODE == CHECKERBOARD
  vec2 square = floor (v / mode.x);
  return mod (square.x + square.y, 2.0) >= 1.0;
#elif MODE == SWIPE
  return (mode.z > 0.5 ? v.y : v.x) >= mode.y;
#elif MODE == FLICKER
  return mode.w > 0.5;
#elif MODE == SIDE_BY_SIDE
  return v.x >= 0.5 * canvas.x;
#else
  vec2 d = v - lens.xy;
  return dot (d, d) < lens.z;
#endif
}

void main ()
{
  vec2 v = vec2 (gl_FragCoord.x, target.z - gl_FragCoord.y) * target.xy;
#if MODE == COMPOSITE
  Pixel p = draw_moving (v);
  fragment = vec4 (RGB1 ? p.intensity * overlay[1].rgb : p.color,
                   p.covered ? 1.0 : 0.0);
#else
  vec3 color;
#if MODE == OVERLAY || MODE == DIFFERENCE
  Pixel r = draw_reference (v);
  Pixel m = draw_moving (v);
#if MODE == OVERLAY
  color = r.intensity * overlay[0].rgb + m.intensity * overlay[1].rgb;
#else
  color = vec3 (abs (r.intensity - m.intensity));
#endif
  if (!r.covered && !m.covered)
    color = background.rgb;
#elif MODE == REFERENCE_ONLY
  color = own (draw_reference (v));
#elif MODE == MOVING_ONLY
  color = own (draw_moving (v));
#else
  if (shows_moving (v))
    color = own (draw_moving (v));
  else
    color = own (draw_reference (v));
#endif
  fragment = vec4 (clamp (color, 0.0, 1.0), 1.0);
#endif
}
