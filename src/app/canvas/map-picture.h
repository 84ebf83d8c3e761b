/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "quality/map.h"

G_BEGIN_DECLS

/**
 * SaffronMapPicture:
 *
 * A map as a small picture, which is drawn at any zoom at the same cost.
 * Constant and counted: the canvas and the minimap share one.
 */
typedef struct _SaffronMapPicture SaffronMapPicture;

/* @opacity: 0 to 1 */
SaffronMapPicture *saffron_map_picture_new (const SaffronMap *map,
                                            double opacity);
SaffronMapPicture *saffron_map_picture_ref (SaffronMapPicture *self);
void saffron_map_picture_unref (SaffronMapPicture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronMapPicture, saffron_map_picture_unref)

/**
 * SaffronMapPlace:
 * @x: where the reference's top left corner is drawn; may be far outside
 * @y: the same in y
 * @scale_x: units of @cr per reference level-0 pixel
 * @scale_y: the same in y
 * @left: what may be drawn on
 * @right: the same
 * @height: the same, from 0
 */
typedef struct {
  double x, y;
  double scale_x, scale_y;
  double left, right, height;
} SaffronMapPlace;

/* Cells of classes and pieces have sharp borders; hatches have the same size at
 * any zoom. */
void saffron_map_picture_paint (const SaffronMapPicture *self,
                                cairo_t *cr,
                                const SaffronMapPlace *place);

G_END_DECLS
