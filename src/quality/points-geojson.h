/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether the first character of a text shows that it is JSON. */
gboolean saffron_points_is_geojson (const char *text, gsize length);

/**
 * saffron_points_geojson_parse:
 * @name: stands for the file in messages
 *
 * Reads the points of a GeoJSON file as QuPath exports it: a collection, a list
 * of features or one feature. Features with a Point or MultiPoint are read;
 * other shapes are skipped. A point's label is its feature's name, else its
 * class, else empty; all points of one MultiPoint share it. What a point has
 * beyond its label (its @extra) are the feature's properties.
 *
 * Returns: (transfer full) (element-type SaffronFilePoint): the points in the
 *   order of the file, see quality/points-file.h; %NULL with
 *   %SAFFRON_ERROR_FORMAT, naming the file and the line or the feature: no
 *   JSON, no points, a coordinate that is no finite number
 */
GArray *saffron_points_geojson_parse (const char *text,
                                      gsize length,
                                      const char *name,
                                      GError **error);

/* Returns the points as a collection that QuPath imports as annotations, with
 * one feature for each point, which has the properties of the point's @extra. A
 * point without coordinates is left out. */
char *saffron_points_geojson_print (GArray *points);

/* Bytes of a byte order mark at the start of a text. */
gsize saffron_points_mark_length (const char *text, gsize length);

/* Whether the name of a file says that it is GeoJSON: .geojson or .json. */
gboolean saffron_points_names_geojson (const char *path);

/* (transfer full): the content of a file of points, or %NULL with
 * %SAFFRON_ERROR_NOT_FOUND, %SAFFRON_ERROR_IO or %SAFFRON_ERROR_TOO_LARGE. */
char *
saffron_points_read_text (const char *path, gsize *length, GError **error);

/* Reads a file of points from memory; @name stands for it in messages. Its
 * content tells whether it is GeoJSON or a table. Errors are those of
 * saffron_points_parse() and saffron_points_geojson_parse(). @n_others (out):
 * features that are no points and were left out. */
GArray *saffron_points_parse_any (const char *text,
                                  gsize length,
                                  const char *name,
                                  guint *n_others,
                                  GError **error);

/* Writes GeoJSON where @path ends in .geojson or .json, else a table, with
 * saffron_save_file_replace(). */
gboolean
saffron_points_write_any (const char *path, GArray *points, GError **error);

G_END_DECLS
