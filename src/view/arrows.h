/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/points.h"
#include "transform/transform.h"
#include "view/geometry.h"

G_BEGIN_DECLS

/**
 * SaffronArrow:
 * @from: its tail, device pixels
 * @to: its head
 */
typedef struct {
  SaffronViewPoint from, to;
} SaffronArrow;

/**
 * SaffronArrows:
 * @arrows: (element-type SaffronArrow)
 * @exaggeration: how many times longer than their true length the arrows are
 *   drawn, at least 1
 * @median: median of the true lengths, in shorter sides of the reference's
 *   level-0 pixels; 0 without arrows, and below the accuracy of the inverse
 * @largest: the largest true length
 * @same: whether no arrow is longer than the accuracy of the inverse
 *
 * How two transforms differ on the canvas.
 */
typedef struct {
  GArray *arrows;
  double exaggeration;
  double median, largest;
  gboolean same;
} SaffronArrows;

/**
 * saffron_arrows_new:
 * @view: what is on the canvas
 * @from: one transform, reference → moving
 * @to: the other
 * @area: where to draw arrows, reference level-0 pixels: all of the reference,
 *   or the part where both transforms are valid
 * @spacing: between arrows, device pixels
 *
 * Draws an arrow at each point of a grid that is fixed to the reference: what
 * @from shows at the tail, @to shows at the head. The arrows are drawn longer
 * by a round factor, chosen so that 95 % of them stay within the grid's
 * spacing, and 99 % within two and a half of it.
 *
 * Returns: (transfer full): the arrows
 */
SaffronArrows *saffron_arrows_new (const SaffronViewGeometry *view,
                                   const SaffronTransform *from,
                                   const SaffronTransform *to,
                                   const SaffronRect *area,
                                   double spacing);
void saffron_arrows_free (SaffronArrows *arrows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronArrows, saffron_arrows_free)

G_END_DECLS
