/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/landmark.h"

G_BEGIN_DECLS

/**
 * SaffronLandmarkFormat:
 * @SAFFRON_LANDMARK_FORMAT_BIGWARP: BigWarp's CSV, one file; the only one that
 *   has landmarks that are not active
 * @SAFFRON_LANDMARK_FORMAT_XENIUM: keypoints of Xenium Explorer, one file with
 *   the header fixedX,fixedY,alignmentX,alignmentY; without names
 * @SAFFRON_LANDMARK_FORMAT_POINTS: a table ,X,Y for each slide
 * @SAFFRON_LANDMARK_FORMAT_GEOJSON: QuPath's GeoJSON for each slide
 */
typedef enum {
  SAFFRON_LANDMARK_FORMAT_BIGWARP,
  SAFFRON_LANDMARK_FORMAT_XENIUM,
  SAFFRON_LANDMARK_FORMAT_POINTS,
  SAFFRON_LANDMARK_FORMAT_GEOJSON,
  SAFFRON_N_LANDMARK_FORMATS,
} SaffronLandmarkFormat;

/* The name in options: "bigwarp", "xenium", "points", "geojson". */
const char *saffron_landmark_format_get_name (SaffronLandmarkFormat format);
/* %FALSE with %SAFFRON_ERROR_ARGUMENT, which lists the names. */
gboolean saffron_landmark_format_from_name (const char *name,
                                            SaffronLandmarkFormat *format,
                                            GError **error);
/* Whether it takes a file for each slide. */
gboolean saffron_landmark_format_is_pair (SaffronLandmarkFormat format);

/**
 * saffron_landmarks_file_write:
 * @path: of the pairs, or of the points on the reference
 * @other: (nullable): of the points on the moving slide, where the format takes
 *   two files
 * @n_left_out: (out) (optional): landmarks that are not active and that the
 *   format cannot mark as such
 *
 * Writes landmarks so that saffron_landmarks_file_read() and the other program
 * read the same places, to 1e-4 px. Files that exist are replaced as a whole or
 * not at all (base/save-file.h); of two, both are on disk before the first
 * takes its name.
 *
 * Returns: %FALSE with %SAFFRON_ERROR_ARGUMENT when there is nothing to write,
 *   or an error of saffron_save_file_commit()
 */
gboolean saffron_landmarks_file_write (const char *path,
                                       const char *other,
                                       SaffronLandmarkFormat format,
                                       GArray *landmarks,
                                       guint *n_left_out,
                                       GError **error);

G_END_DECLS
