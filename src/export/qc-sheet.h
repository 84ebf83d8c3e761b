/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "quality/quality.h"
#include "register/run.h"
#include "slide/slide.h"

G_BEGIN_DECLS

/* The side of a place in the sheet, pixels. */
#define SAFFRON_SHEET_CELL 256

/* (transfer full): "NAME_QC_sheet.png"; @name has no file-name ending. */
char *saffron_qc_sheet_file_name (const char *name);

/**
 * saffron_qc_sheet_write:
 * @run: the run, for its transform, its verdict and for what it looked at
 * @quality: what was measured of @run
 * @path: the PNG to write
 * @overwrite: whether an existing file may be replaced
 * @job: (nullable): its fraction goes from 0 to 1
 *
 * Writes a sheet of the nine worst places (left) and of nine random ones
 * (right), or of as many as there are, see saffron_sheet_places_find(). Each is
 * a square of %SAFFRON_SHEET_CELL pixels at full resolution with the place in
 * its middle: the reference has a pixel there for each of its own along the
 * shorter side, in the true shape of the tissue. The colours are those of the
 * QC picture, see saffron_qc_write(); each slide has one scale for all places,
 * the picture's, or a wider one if the places are brighter than it allows for.
 * Beyond the reference's border the moving slide is shown alone. Under each
 * stands where it is, in level-0 pixels of the reference, and what was measured
 * there, in amber where it is off; on top the legend of the QC picture. Besides
 * small pictures of both slides, only the places are read.
 *
 * Returns: %FALSE with an error that names a file
 */
gboolean saffron_qc_sheet_write (SaffronSlide *reference,
                                 SaffronSlide *moving,
                                 SaffronRun *run,
                                 const SaffronQuality *quality,
                                 const char *path,
                                 gboolean overwrite,
                                 SaffronJob *job,
                                 GError **error);

G_END_DECLS
