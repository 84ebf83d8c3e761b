/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "register/look.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/**
 * SaffronWindowInput:
 * @slides: the reference and the moving slide; or two moving slides, which are
 *   compared as they lie on the reference
 * @looks: what is compared on each, as the registration does
 * @first: (nullable): reference → the first slide; %NULL when that is the
 *   reference
 * @transform: reference → the second slide
 * @reach: how far away the counterpart is looked for, reference level-0 pixels
 * @pitch: from one window to the next, the same
 */
typedef struct {
  SaffronSlide *slides[2];
  const SaffronLook *looks;
  const SaffronTransform *first;
  const SaffronTransform *transform;
  double reach;
  double pitch;
} SaffronWindowInput;

/**
 * SaffronWindowMatch:
 * @found: whether there is a match that is better than chance
 * @dx: where the transform lays the tissue that belongs at the window's centre,
 *   from there, reference level-0 pixels; 0 where nothing was found
 * @dy: the same in y
 * @uncertainty: standard error of (@dx, @dy) along each axis, reference level-0
 *   pixels
 * @consistency: how far the match of the moving slide on the reference is from
 *   that of the reference on the moving slide, reference level-0 pixels
 * @likeness: the correlation as the transform lays the slides, at the first
 *   scale, −1 to 1
 * @chance: the best correlation that one slide has with the mirrored other at
 *   that scale
 * @covered: the share of the window that lies on both slides, 0 to 1
 * @texture: see #SaffronSnapWindow, of the slide that has less
 * @best: the correlation of the best match at the first scale
 */
typedef struct {
  gboolean found;
  double dx, dy;
  double uncertainty, consistency;
  double likeness, chance, best;
  double covered, texture;
} SaffronWindowMatch;

/**
 * saffron_window_search:
 * @at: centre of the window
 * @match: (out caller-allocates)
 *
 * Measures by how much the transform misses at one place, from the pixels
 * there. The moving slide is pulled onto the reference's grid, and squares of
 * 65 to 129 pixels of local contrast are compared, first at the scale at which
 * @reach is 16 pixels, then finer ones down to level 0, as long as they still
 * match and tell the place more exactly. At each scale the reference's square
 * is looked for on the moving slide and the moving slide's on the reference;
 * the two must agree, and their mean counts.
 *
 * Last, the place is told by what lies nearest to the centre, see
 * quality/shift-fit.h; where that fit says too little, what the scales found
 * stays. The uncertainty is that of whatever told the place last. Of the
 * scales it adds the Cramér–Rao bound of the peak, √((1 − ρ²) / (n ρ c)):
 * ρ the correlation, c its curvature and n the number of independent pixels;
 * half of what the two directions differ by; and the error of the parabola.
 *
 * Source: correlation as in Lewis 1995; the bound as for the shift of a signal
 * in noise, Kay 1993, Fundamentals of Statistical Signal Processing, §3.11.
 *
 * Returns: %FALSE with an error when a slide cannot be read
 */
gboolean saffron_window_search (const SaffronWindowInput *input,
                                SaffronRefPoint at,
                                SaffronWindowMatch *match,
                                GError **error);

G_END_DECLS
