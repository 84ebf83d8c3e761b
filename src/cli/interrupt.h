/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"

G_BEGIN_DECLS

/**
 * saffron_interrupt_start:
 *
 * Starts a thread that handles Ctrl-C, SIGTERM and SIGHUP. main() calls this
 * first, so that all other threads have these signals blocked and no signal
 * ends the process before it has cleaned up.
 */
void saffron_interrupt_start (void);

/* From now on the first signal cancels @job; if a signal came already, @job is
 * cancelled at once. Without a job, and on a second signal, the process
 * ends. */
void saffron_interrupt_watch (SaffronJob *job);

G_END_DECLS
