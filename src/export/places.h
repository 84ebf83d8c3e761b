/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "export/source.h"
#include "transform/pull-grid.h"

G_BEGIN_DECLS

/**
 * SaffronPlaces:
 * @n: how many
 * @points: where they lie, in pixels of the level that is read; whole numbers
 *   are pixels' left or upper edges
 * @boxed: whether all of them are known to lie within @box
 *
 * Places that are looked up in a level of a slide. @points are the caller's.
 */
typedef struct {
  gsize n;
  SaffronMovPoint *points;
  gboolean boxed;
  SaffronMovBox box;
} SaffronPlaces;

/**
 * saffron_places_pull:
 * @transform: (nullable): reference → moving; %NULL means the identity
 * @downsample: level-0 pixels per pixel of the level
 * @tolerance: how far off a place may be, pixels of the level; 0 where it must
 *   be exact
 * @points: (out caller-allocates): the places of @grid
 */
SaffronPlaces saffron_places_pull (const SaffronTransform *transform,
                                   const SaffronPullGrid *grid,
                                   double downsample,
                                   double tolerance,
                                   SaffronMovPoint *points);

/**
 * saffron_places_find_region:
 * @rect: (out): the pixels of @source's level that interpolation at all the
 *   places needs
 *
 * Returns: %FALSE when no place lies on the slide
 */
gboolean saffron_places_find_region (const SaffronPlaces *places,
                                     const SaffronSource *source,
                                     SaffronRect *rect);

G_END_DECLS
