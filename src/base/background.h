/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * saffron_background_enter:
 *
 * Lowers the priority of the calling thread, and of the helpers of the loops
 * that it starts (see base/parallel.h), so that the process's other threads go
 * first where there are too few processors. An unprivileged process cannot
 * raise a priority again, so call this only in a thread that ends with its
 * work, never in one of a shared pool. Off Linux, the call is remembered but
 * changes no priority.
 */
void saffron_background_enter (void);

/* Whether the calling thread has called saffron_background_enter(). */
gboolean saffron_background_entered (void);

G_END_DECLS
