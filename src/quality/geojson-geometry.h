/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "quality/shapes.h"

G_BEGIN_DECLS

/**
 * SaffronShapesFound:
 * @n_points: points and those of multipoints
 * @n_points_lost: of these, ones without a certain counterpart, left out
 * @n_points_outside: ones that lie beyond the reference
 * @n_shapes: lines and polygons, each of a multipolygon
 * @n_shapes_lost: of these, ones of which nothing has a counterpart, left out
 * @n_shapes_cut: ones of which a part has none, and is left out
 * @n_shapes_outside: ones that reach beyond the reference
 */
typedef struct {
  guint n_points, n_points_lost, n_points_outside;
  guint n_shapes, n_shapes_lost, n_shapes_cut, n_shapes_outside;
} SaffronShapesFound;

/**
 * SaffronGeometryMapper:
 * @name: stands for the file in messages
 * @feature: the number of the feature there, from 1
 * @map: takes places from one slide to the other
 * @data: for @map
 * @found: what was met is added here
 */
typedef struct {
  const char *name;
  guint feature;
  SaffronMapPlace map;
  gpointer data;
  SaffronShapesFound *found;
} SaffronGeometryMapper;

/**
 * saffron_geometry_map:
 * @node: a geometry of GeoJSON (RFC 7946), of any type; it is changed in place
 * @out: (out) (transfer full) (nullable): the same node, or %NULL when nothing
 *   of it has a counterpart
 *
 * Maps the places of a geometry as saffron_shapes_rewrite() says.
 *
 * Returns: %FALSE with %SAFFRON_ERROR_FORMAT, which names the feature
 */
gboolean saffron_geometry_map (SaffronGeometryMapper *mapper,
                               JsonNode *node,
                               JsonNode **out,
                               GError **error);

G_END_DECLS
