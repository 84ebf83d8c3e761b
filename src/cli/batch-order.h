/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/batch-step.h"

G_BEGIN_DECLS

/**
 * saffron_batch_order_find:
 *
 * Sets the work's turns and over which slides each is tried, by the parameter
 * order. Where the slides were compared for that, their likeness goes to the
 * patient's order.csv.
 *
 * Returns: %FALSE with an error when that file cannot be written, or @job is
 *   cancelled
 */
gboolean saffron_batch_order_find (SaffronBatchWork *work,
                                   SaffronJob *job,
                                   GError **error);
void saffron_batch_order_clear (SaffronBatchWork *work);

G_END_DECLS
