/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
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
 * they agree: the channels that registration looked at, each between its 1st
 * and 99th percentile; of brightfield slides how dark they are. Streamed: a
 * strip of rows is in memory, never the picture.
 */
gboolean saffron_qc_write (SaffronSlide *reference,
                           SaffronSlide *moving,
                           const SaffronRun *run,
                           const SaffronQcOptions *options,
                           const char *path,
                           SaffronJob *job,
                           GError **error);

G_END_DECLS
