/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

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
 * saffron_shapes_rewrite:
 * @path: where to
 * @text: GeoJSON: a collection, a list of features, or one feature
 * @name: stands for the file in messages
 * @map: takes places from one slide to the other
 *
 * Writes the annotations of one slide for the other: points, lines and polygons
 * with holes, collections of them, and the nuclei of QuPath's cells. Edges
 * follow the transform (saffron_shape_map_line()). Everything else stays: the
 * order, ids, names, classes, measurements, third coordinates, members that
 * Saffron does not know, and features without a geometry. Two things do not,
 * because they would be false: "bbox" is left out, and "isEllipse", by which
 * QuPath draws an ellipse into the box of the vertices, is set to false. A
 * feature that has nothing left is left out. One feature is in memory at a
 * time.
 *
 * Returns: %FALSE with %SAFFRON_ERROR_FORMAT, which names the feature, or with
 *   the errors of saffron_save_file_commit(); nothing is written then
 */
gboolean saffron_shapes_rewrite (const char *path,
                                 const char *text,
                                 gsize length,
                                 const char *name,
                                 SaffronMapPlace map,
                                 gpointer data,
                                 SaffronShapesFound *found,
                                 GError **error);

G_END_DECLS
