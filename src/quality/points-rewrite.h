/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * saffron_points_write_like:
 * @path: where to
 * @text: the file that the points were read from, by saffron_points_parse_any()
 * @length: of it
 * @points: those points at their new places, in the same order
 *
 * Writes a file of points. A table of one that was read keeps all of that but
 * the coordinates: other columns and their order, the separator. A row without
 * coordinates stays as it is, and a point whose new place is unknown gets empty
 * coordinates. Between a table and GeoJSON, only names and places pass; for
 * GeoJSON from GeoJSON see quality/shapes-geojson.h.
 *
 * Returns: %FALSE with the errors of saffron_save_file_replace()
 */
gboolean saffron_points_write_like (const char *path,
                                    const char *text,
                                    gsize length,
                                    GArray *points,
                                    GError **error);

G_END_DECLS
