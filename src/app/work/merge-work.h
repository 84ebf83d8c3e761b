/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/work/export-work.h"
#include "export/report-source.h"
#include "export/warp.h"

G_BEGIN_DECLS

/**
 * SaffronMergeSpec:
 * @source: the slides; those without a run are left out
 * @duplicates: see saffron_merge_list()
 * @overwrite: whether a file that is there is replaced
 * @path: the file to write
 * @threads: 0 for one per processor
 *
 * What is merged, and how. Owns all of it.
 */
typedef struct {
  SaffronReportSource *source;
  gboolean duplicates;
  gboolean overwrite;
  char *path;
  guint threads;
} SaffronMergeSpec;

void saffron_merge_spec_free (SaffronMergeSpec *spec);

/**
 * SaffronMergeWork:
 *
 * Writes all registered slides of a session as one OME-TIFF in the background,
 * as saffron-cli merge does; see saffron_merge_write(). It opens the slides
 * itself.
 */
#define SAFFRON_TYPE_MERGE_WORK (saffron_merge_work_get_type ())
G_DECLARE_FINAL_TYPE (SaffronMergeWork,
                      saffron_merge_work,
                      SAFFRON,
                      MERGE_WORK,
                      SaffronExportWork)

/* Starts it. @spec: (transfer full) */
SaffronExportWork *saffron_merge_work_new (SaffronMergeSpec *spec);

/**
 * SaffronMergeTakes:
 * @estimate: what it takes
 * @channels: their names, %NULL-terminated
 * @n_left_out: channels that an earlier slide has, too
 * @free_bytes: of the disk it goes to, −1 if unknown
 */
typedef struct {
  SaffronExportEstimate estimate;
  GStrv channels;
  guint n_left_out;
  gint64 free_bytes;
} SaffronMergeTakes;

void saffron_merge_takes_free (SaffronMergeTakes *takes);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronMergeTakes, saffron_merge_takes_free)

/* What it would take, on a thread. @spec: (transfer full) */
void saffron_merge_estimate_async (SaffronMergeSpec *spec,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
/* (transfer full): %NULL with an error that merging would give, too. */
SaffronMergeTakes *saffron_merge_estimate_finish (GAsyncResult *result,
                                                  GError **error);

G_END_DECLS
