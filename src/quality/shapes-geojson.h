/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "quality/geojson-geometry.h"

G_BEGIN_DECLS

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
