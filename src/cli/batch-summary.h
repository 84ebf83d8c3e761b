/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/batch-work.h"

G_BEGIN_DECLS

/**
 * saffron_batch_summary_write:
 *
 * Writes summary.csv in the patient's folder: the columns of the table that
 * VALIS leaves, a row for each slide, as docs/batch.md defines them. What was
 * not measured is empty.
 *
 * Returns: %FALSE with an error that names the file
 */
gboolean saffron_batch_summary_write (const SaffronBatchWork *work,
                                      SaffronSession *session,
                                      GError **error);

/**
 * saffron_batch_summary_print_findings:
 *
 * Prints in which slides the patient's report says that loops do not close,
 * a line each; nothing when none does, or where there is no good report.
 *
 * Returns: how many lines
 */
guint saffron_batch_summary_print_findings (const SaffronBatchWork *work);

/* "verified", "partial", "unverified". */
const char *saffron_batch_verdict_nick (SaffronRun *run);

/**
 * saffron_batch_registered_write:
 * @works: (element-type SaffronBatchWork)
 * @path: registered.csv
 *
 * Writes the table that the pipeline's next step reads: patient_id,
 * registered_image, is_reference, channels, and the verdict; a row for each
 * slide that was written, its path absolute.
 *
 * Returns: %FALSE with an error that names the file
 */
gboolean saffron_batch_registered_write (GPtrArray *works,
                                         const char *path,
                                         GError **error);

G_END_DECLS
