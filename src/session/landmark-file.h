/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/landmark.h"

G_BEGIN_DECLS

/**
 * saffron_landmarks_file_read:
 * @path: a file of pairs; with @other, the points of the reference
 * @other: (nullable): the same places on the moving slide
 * @n_unpaired: (out) (optional): how many points had no partner and were left
 *   out
 *
 * Reads landmarks as other programs write them, told apart by what is in the
 * files:
 *
 * - one file: BigWarp's CSV. No header; name, true or false for active, x and y
 *   on the moving image, x and y on the fixed one (x, y and z for volumes, of
 *   which z is passed over). BigWarp counts from the centre of the first pixel,
 *   so half a pixel is added; where it knew a pixel size it wrote µm, which
 *   cannot be told from the file and is not supported. A point that was never
 *   placed (Infinity) has no partner.
 * - two tables of points (quality/points-file.h), as ANHIR and ImageJ have
 *   them: row by row the same places. Rows that one file lacks have no partner.
 * - two files of which one is GeoJSON at least (quality/points-geojson.h), as
 *   from QuPath: paired by name. Points of one name are paired in their order
 *   where both files have as many of them.
 *
 * Coordinates are level-0 pixels. Landmarks get the file's name (without its
 * folder) as their source.
 *
 * Returns: (transfer full) (element-type SaffronLandmark): at least one; %NULL
 *   with an error in one line that names the file and the line or the feature:
 *   %SAFFRON_ERROR_NOT_FOUND, %SAFFRON_ERROR_IO, %SAFFRON_ERROR_TOO_LARGE,
 *   %SAFFRON_ERROR_FORMAT
 */
GArray *saffron_landmarks_file_read (const char *path,
                                     const char *other,
                                     guint *n_unpaired,
                                     GError **error);

/* BigWarp's CSV from memory; @name stands for the file in messages. */
GArray *saffron_landmarks_parse_bigwarp (const char *text,
                                         gsize length,
                                         const char *name,
                                         guint *n_unpaired,
                                         GError **error);

/* Two files' points from memory, each a table or GeoJSON. */
GArray *saffron_landmarks_parse_points (const char *const text[2],
                                        const gsize length[2],
                                        const char *const names[2],
                                        guint *n_unpaired,
                                        GError **error);

G_END_DECLS
