/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/batch-work.h"

G_BEGIN_DECLS

/**
 * saffron_batch_step_inputs:
 * @session: as it is now
 *
 * A text that stands for all that the step's result depends on: the slides'
 * fingerprints; for a registration also the parameters and the landmarks'
 * files; for all that is made from a run, the run.
 *
 * Returns: (transfer full): the text
 */
char *saffron_batch_step_inputs (const SaffronBatchStep *step,
                                 SaffronSession *session);

/**
 * saffron_batch_step_is_current:
 *
 * Whether the result of the step is there and was made from what is there now.
 * A run that a person has made in the meantime, with other landmarks or
 * parameters, counts as the result of a registration whose slides, parameters
 * and files are still those of the batch. Sets the step's inputs.
 */
gboolean saffron_batch_step_is_current (SaffronBatchStep *step,
                                        SaffronSession *session);

G_END_DECLS
