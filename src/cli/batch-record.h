/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SaffronBatchRecord:
 *
 * What the steps of a batch have made, and from what: for each step a text that
 * stands for all its inputs and parameters, and the fingerprints of the files
 * that it wrote. It tells whether a result is up to date, which its mere
 * existence does not. A small JSON file beside the results.
 */
typedef struct _SaffronBatchRecord SaffronBatchRecord;

/* Reads the record; a missing or damaged one is empty: then nothing is up to
 * date. */
SaffronBatchRecord *saffron_batch_record_load (const char *path);
void saffron_batch_record_free (SaffronBatchRecord *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronBatchRecord, saffron_batch_record_free)

/* Whether nothing is recorded. */
gboolean saffron_batch_record_is_empty (const SaffronBatchRecord *record);

/* Whether @step was made from @inputs, and its files are those that it wrote.
 * @outputs: (nullable): its files; %NULL: they do not count */
gboolean saffron_batch_record_has (const SaffronBatchRecord *record,
                                   const char *step,
                                   const char *inputs,
                                   char *const *outputs);

/* Remembers that @step has just made @outputs, and saves the record. %FALSE
 * with an error that names the file. */
gboolean saffron_batch_record_keep (SaffronBatchRecord *record,
                                    const char *step,
                                    const char *inputs,
                                    char *const *outputs,
                                    GError **error);

/* (transfer full) (nullable): the fingerprint of a file or of a folder that is
 * a slide; %NULL when it cannot be read. */
char *saffron_batch_fingerprint (const char *path);

G_END_DECLS
