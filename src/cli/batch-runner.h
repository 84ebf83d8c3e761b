/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/batch-work.h"

G_BEGIN_DECLS

/**
 * SaffronBatchEndFunc:
 * @step: has just ended, or was kept or dropped
 * @message: (nullable): why it failed, in one line
 * @seconds: what it took
 */
typedef void (*SaffronBatchEndFunc) (SaffronBatchStep *step,
                                     const char *message,
                                     double seconds,
                                     gpointer user_data);

/**
 * saffron_batch_run:
 * @steps: (element-type SaffronBatchStep)
 * @job: its fraction goes from 0 to 1; when it is cancelled, the steps under
 *   way are cancelled, too, and waited for
 * @ended: called in this thread for each step
 *
 * Runs the steps, each as a process of its own, so that none can take another
 * one down: as many at a time as the settings allow and as the memory does by
 * the estimates; one step always runs, whatever it needs. A step begins when
 * what it needs has ended; one that needs a failed one is dropped. With
 * "resume", what is up to date is kept.
 *
 * Returns: %FALSE with an error when @job was cancelled, or a record could not
 *   be written; a step that fails is no error
 */
gboolean saffron_batch_run (const SaffronBatchSettings *settings,
                            GPtrArray *steps,
                            SaffronJob *job,
                            SaffronBatchEndFunc ended,
                            gpointer user_data,
                            GError **error);

G_END_DECLS
