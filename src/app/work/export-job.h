/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/work/export-work.h"
#include "export/itk.h"
#include "export/qc.h"
#include "export/warp.h"

G_BEGIN_DECLS

typedef enum {
  SAFFRON_EXPORT_QC,
  SAFFRON_EXPORT_WARP,
  SAFFRON_EXPORT_TRANSFORM,
} SaffronExportKind;

/**
 * SaffronExport:
 * @kind: a picture of how well the slides agree, the moving slide as it lies on
 *   the reference, or the transform for other programs
 * @reference: path
 * @moving: path
 * @choices: what of these files the slides are
 * @is_rgb: whether @moving is
 * @image: (nullable): another image of the moving slide's area, which is
 * written in its place, see saffron_other_image_prepare(); for
 * SAFFRON_EXPORT_WARP
 * @choose: whether labels in it may choose the interpolation
 * @run: whose transform it is
 * @note: (nullable): what a person should know of it, one line
 * @qc: for SAFFRON_EXPORT_QC
 * @warp: for SAFFRON_EXPORT_WARP
 * @itk: for SAFFRON_EXPORT_TRANSFORM
 * @path: the file to write
 * @threads: 0 for one per processor
 *
 * What is to be exported.
 */
typedef struct {
  SaffronExportKind kind;
  char *reference;
  char *moving;
  SaffronSlideChoice choices[2];
  gboolean is_rgb;
  char *image;
  gboolean choose;
  SaffronRun *run;
  char *note;
  SaffronQcOptions qc;
  SaffronWarpOptions warp;
  SaffronItkOptions itk;
  char *path;
  guint threads;
} SaffronExport;

SaffronExport *saffron_export_copy (const SaffronExport *spec);
void saffron_export_free (SaffronExport *spec);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronExport, saffron_export_free)

/**
 * SaffronExportJob:
 *
 * An export under way, with its own handles of the slides; what saffron-cli qc,
 * warp and transform do, by the same functions.
 */
#define SAFFRON_TYPE_EXPORT_JOB (saffron_export_job_get_type ())
G_DECLARE_FINAL_TYPE (SaffronExportJob,
                      saffron_export_job,
                      SAFFRON,
                      EXPORT_JOB,
                      SaffronExportWork)

/* Starts at once. */
SaffronExportWork *saffron_export_job_new (const SaffronExport *spec);

/**
 * SaffronExportTakes:
 * @estimate: what it takes; of a transform the bytes alone
 * @itk: of a transform
 * @free_bytes: of the disk it goes to, -1 if unknown
 * @labels: whether labels choose the interpolation
 */
typedef struct {
  SaffronExportEstimate estimate;
  SaffronItkResult itk;
  gint64 free_bytes;
  gboolean labels;
} SaffronExportTakes;

/**
 * saffron_export_estimate_async:
 *
 * What it would take, on a thread, see saffron_warp_estimate().
 */
void saffron_export_estimate_async (const SaffronExport *spec,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
/* (transfer full) */
SaffronExportTakes *saffron_export_estimate_finish (GAsyncResult *result,
                                                    GError **error);

/* (transfer full): what the export of @spec takes, and what it is not right
 * about or leaves out, one line. */
char *saffron_export_takes_to_words (const SaffronExportTakes *takes,
                                     const SaffronExport *spec);

G_END_DECLS
