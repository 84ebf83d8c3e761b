/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "export/warp.h"
#include "register/run.h"
#include "slide/slide.h"

G_BEGIN_DECLS

/**
 * SaffronQcOptions:
 * @level: the picture has this level's pixels; see saffron_warp_downsample()
 * @legend: whether a scale bar and the slides' names are drawn into it
 * @overwrite: whether a file that is there may be replaced
 */
typedef struct {
  int level;
  gboolean legend;
  gboolean overwrite;
} SaffronQcOptions;

/* (transfer full): NAME_QC_RGB.png; @name is without endings. */
char *saffron_qc_file_name (const char *name);

/**
 * saffron_qc_write:
 * @run: its transform and what it looked at
 * @path: the PNG to write
 *
 * The moving slide in red as it lies on the reference in green, yellow where
 * they agree: what registration looked at, bright where there is tissue or
 * nuclei (of brightfield slides the optical density or hematoxylin's part of
 * it), each between the 1st and the 99th percentile of what of it is in the
 * picture. Black where a slide has nothing. Streamed: a strip of rows is in
 * memory, never the picture.
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
 * What saffron_qc_write() would take, from the picture's size alone: bytes and
 * seconds within a factor of two or three, as the tissue covers it.
 */
gboolean saffron_qc_estimate (SaffronSlide *reference,
                              SaffronSlide *moving,
                              const SaffronRun *run,
                              const SaffronQcOptions *options,
                              guint threads,
                              SaffronExportEstimate *estimate,
                              GError **error);

G_END_DECLS
