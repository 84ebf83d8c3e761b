/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Shows what several slides came to, and the background where none is. */

out vec4 fragment;
uniform sampler2D sum;
uniform vec3 background;

void main ()
{
  vec4 s = texelFetch (sum, ivec2 (gl_FragCoord.xy), 0);
  fragment = vec4 (s.a > 0.0 ? clamp (s.rgb, 0.0, 1.0) : background, 1.0);
}
