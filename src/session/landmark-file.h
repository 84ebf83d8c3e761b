/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/landmark.h"

G_BEGIN_DECLS

/* Pixels from the centre of the first pixel, BigWarp's origin, to its corner,
 * our origin. */
#define SAFFRON_BIGWARP_SHIFT 0.5

/* What z of volumes is called in a landmark's @extra: moving, fixed. */
extern const char *const saffron_bigwarp_depths[2];

#define SAFFRON_XENIUM_HEADER "fixedX,fixedY,alignmentX,alignmentY"

/**
 * saffron_landmarks_file_read:
 * @path: a file of pairs; with @other, the points of the reference
 * @other: (nullable): the points on the moving slide at the same places
 * @n_unpaired: (out) (optional): how many points had no partner and were left
 *   out
 *
 * Reads landmarks that other programs wrote. The content of the files tells the
 * format:
 *
 * - one file: BigWarp's CSV. No header; name, true or false for active, x and y
 *   on the moving image, x and y on the fixed one (x, y and z for volumes, of
 *   which z does not count). BigWarp counts from the centre of the first pixel,
 * so half a pixel is added. If BigWarp knew a pixel size, it wrote µm; the file
 *   does not show this, so it is not supported. A point that was never placed
 *   (Infinity) has no partner.
 * - one file with the header fixedX,fixedY,alignmentX,alignmentY: keypoints of
 *   Xenium Explorer, in any order of the columns. One called name or label
 *   gives the names. Rows without all four numbers have no
 *   partner.
 * - two tables of points (quality/points-file.h), as ANHIR and ImageJ write
 *   them: rows of the same number are the same place. Rows that one file lacks
 *   have no partner.
 * - two files of which at least one is GeoJSON (quality/points-geojson.h), as
 *   from QuPath: points are paired by name. Several points of one name are
 *   paired in their order, if both files have the same number of them.
 *
 * What files have beyond that is kept as the landmarks' @extra.
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

/* The same for pairs in memory, BigWarp's or Xenium Explorer's; @name stands
 * for the file in messages. */
GArray *saffron_landmarks_parse_pairs (const char *text,
                                       gsize length,
                                       const char *name,
                                       guint *n_unpaired,
                                       GError **error);

/* The same for the points of two files in memory, each a table or GeoJSON. */
GArray *saffron_landmarks_parse_points (const char *const text[2],
                                        const gsize length[2],
                                        const char *const names[2],
                                        guint *n_unpaired,
                                        GError **error);

G_END_DECLS
