/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether a text is meant to be JSON, by its first character. */
gboolean saffron_points_is_geojson (const char *text, gsize length);

/**
 * saffron_points_geojson_parse:
 * @name: stands for the file in messages
 *
 * The points of a GeoJSON file as QuPath exports them: a collection or a list
 * of features, or one feature, of which those with a Point or MultiPoint count;
 * other shapes are passed over. A point's label is its feature's name, else
 * its class, else empty; all points of one MultiPoint share it.
 *
 * Returns: (transfer full) (element-type SaffronFilePoint): in the order of the
 *   file, see quality/points-file.h; %NULL with %SAFFRON_ERROR_FORMAT, naming
 *   the file and the line or the feature: no JSON, no points, a coordinate
 *   that is no finite number
 */
GArray *saffron_points_geojson_parse (const char *text,
                                      gsize length,
                                      const char *name,
                                      GError **error);

/* The same points as a collection that QuPath imports as annotations: one
 * feature each. A point that is not there is left out. */
char *saffron_points_geojson_print (GArray *points);

/* A file of points, told by what is in it: GeoJSON, or a table; errors as
 * saffron_points_file_read() and saffron_points_geojson_parse() have them.
 * @n_others (out): features that are no points, and are left out. */
GArray *
saffron_points_read_any (const char *path, guint *n_others, GError **error);

/* GeoJSON where @path ends in .geojson or .json, else a table; written by
 * saffron_save_file_replace(). */
gboolean
saffron_points_write_any (const char *path, GArray *points, GError **error);

G_END_DECLS
