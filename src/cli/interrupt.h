/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"

G_BEGIN_DECLS

/**
 * saffron_interrupt_start:
 *
 * Gives Ctrl-C, SIGTERM and SIGHUP to a thread of their own. Called first of
 * all in main(), so that every other thread has them blocked: then none of them
 * can end the process past the cleaning up.
 */
void saffron_interrupt_start (void);

/* The first signal cancels @job from now on; at once if it came already. When
 * no job is there, and on a second signal, the process ends. */
void saffron_interrupt_watch (SaffronJob *job);

G_END_DECLS
