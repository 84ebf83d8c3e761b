/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "export/warp.h"
#include "register/run.h"
#include "slide/slide.h"

G_BEGIN_DECLS

/**
 * SaffronQcOptions:
 * @level: the level whose pixel size the picture has, see
 *   saffron_warp_downsample(), and of pixels that are not square the shorter
 *   side; -1: as saffron_qc_level() chooses
 * @legend: whether a scale bar, the slides' names and the run's verdict are
 *   drawn into it
 * @tiff: (nullable): a file for the same picture without a legend, as ImageJ
 *   opens composites, see #SaffronCompositeFile
 * @overwrite: whether an existing file may be replaced
 */
typedef struct {
  int level;
  gboolean legend;
  const char *tiff;
  gboolean overwrite;
} SaffronQcOptions;

/* (transfer full): "NAME_QC_RGB.png"; @name has no file-name ending. */
char *saffron_qc_file_name (const char *name);
/* (transfer full): "NAME_QC_RGB.tif", the composite's. */
char *saffron_qc_tiff_name (const char *name);

/**
 * saffron_qc_level:
 * @level: as in #SaffronQcOptions
 *
 * Returns: @level, or when it is -1 the level at which the longest side of the
 *   picture is nearest to 2000 pixels; a smaller slide is not shrunk
 */
int saffron_qc_level (SaffronSlide *reference, int level);

/**
 * saffron_qc_write:
 * @run: the run, for its transform and for what it looked at
 * @path: the PNG to write
 *
 * Writes a picture of the warped moving slide in red and the reference in
 * green, yellow where they agree, in the true shape of the tissue. Each shows
 * what registration looked at, bright where there is tissue or nuclei: of
 * brightfield slides the optical density or hematoxylin's part of it. Each is
 * scaled between its 1st and its 99th percentile in the picture, and is black
 * where the slide has nothing. Only a strip of rows is in memory at a time.
 *
 * Returns: %FALSE with an error
 */
gboolean saffron_qc_write (SaffronSlide *reference,
                           SaffronSlide *moving,
                           const SaffronRun *run,
                           const SaffronQcOptions *options,
                           const char *path,
                           SaffronJob *job,
                           GError **error);

/**
 * saffron_qc_estimate:
 * @threads: 0 for one per processor
 *
 * Estimates the bytes and seconds of saffron_qc_write() from the picture's size
 * alone. They are right within a factor of two or three, depending on how much
 * of the picture the tissue covers.
 *
 * Returns: %FALSE with an error of saffron_warp_frame()
 */
gboolean saffron_qc_estimate (SaffronSlide *reference,
                              SaffronSlide *moving,
                              const SaffronRun *run,
                              const SaffronQcOptions *options,
                              guint threads,
                              SaffronExportEstimate *estimate,
                              GError **error);

G_END_DECLS
