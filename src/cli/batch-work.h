/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/batch-step.h"

G_BEGIN_DECLS

/**
 * saffron_batch_work_new:
 * @steps: (element-type SaffronBatchStep): gets the steps, which it owns
 *
 * Plans one patient's steps. Looks at the slides' files, and opens them for the
 * estimates; a slide that cannot be opened gets its steps, too, which then
 * fail. Makes the folders.
 *
 * Returns: (transfer full): the work, or %NULL with an error
 */
SaffronBatchWork *saffron_batch_work_new (const SaffronBatchSettings *settings,
                                          const SaffronBatchPatient *input,
                                          GPtrArray *steps,
                                          SaffronJob *job,
                                          GError **error);
void saffron_batch_work_free (SaffronBatchWork *work);

/* (transfer full): the patient's session as it is now. */
SaffronSession *saffron_batch_work_load (const SaffronBatchWork *work,
                                         GError **error);
/* (transfer none) (nullable): the slide's run that is exported. */
SaffronRunEntry *saffron_batch_work_find_entry (const SaffronBatchWork *work,
                                                SaffronSession *session,
                                                guint slide);
/* The same with the verdict that holds now. */
SaffronRun *saffron_batch_work_find_run (const SaffronBatchWork *work,
                                         SaffronSession *session,
                                         guint slide);
G_END_DECLS
