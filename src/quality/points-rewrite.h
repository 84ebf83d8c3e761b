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
 * Writes a file of points. If it is of the kind of the one that was read (a
 * table, or GeoJSON by the ending of @path), it keeps all of that but the
 * coordinates: other columns and their order, the separator, other properties
 * and members, a third coordinate. A row without coordinates stays as it is. A
 * point whose new place is unknown gets empty coordinates in a table; GeoJSON
 * cannot say that, so it is left out there, as are features that are no points.
 *
 * Returns: %FALSE with the errors of saffron_save_file_replace()
 */
gboolean saffron_points_write_like (const char *path,
                                    const char *text,
                                    gsize length,
                                    GArray *points,
                                    GError **error);

G_END_DECLS
