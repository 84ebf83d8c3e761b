/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Shows a picture whose rows go down, and whose pixels are 0xAARRGGBB with the
 * least byte first: what is read as red is blue. */

out vec4 fragment;
uniform sampler2D painted;
uniform vec3 scale; /* its pixels per pixel of the target; that one's height */

void main ()
{
  vec2 v = vec2 (gl_FragCoord.x, scale.z - gl_FragCoord.y) * scale.xy;
  fragment = vec4 (texelFetch (painted, ivec2 (floor (v)), 0).bgr, 1.0);
}
