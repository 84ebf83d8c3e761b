/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/points.h"
#include "transform/transform.h"
#include "view/geometry.h"

G_BEGIN_DECLS

/**
 * SaffronArrow:
 * @from: device pixels
 * @to: the same
 */
typedef struct {
  SaffronViewPoint from, to;
} SaffronArrow;

/**
 * SaffronArrows:
 * @arrows: (element-type SaffronArrow)
 * @exaggeration: how many times longer than true they are drawn, at least 1
 * @median: of their true lengths, reference level-0 pixels; 0 without arrows
 * @largest: the same
 * @same: whether none is longer than what the inverse is exact to
 *
 * How two transforms differ in what is on the canvas.
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
 * @from: reference → moving
 * @to: the same
 * @area: where to draw any, reference level-0 pixels: all of the reference, or
 *   where both transforms mean something
 * @spacing: between arrows, device pixels
 *
 * What lies at an arrow's tail under @from lies at its head under @to. They
 * stand on a grid that is fast to the reference, and are drawn so many times
 * longer, a round number, that most of them stay within the grid's spacing.
 */
SaffronArrows *saffron_arrows_new (const SaffronViewGeometry *view,
                                   const SaffronTransform *from,
                                   const SaffronTransform *to,
                                   const SaffronRect *area,
                                   double spacing);
void saffron_arrows_free (SaffronArrows *arrows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronArrows, saffron_arrows_free)

G_END_DECLS
