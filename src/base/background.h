/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * saffron_background_enter:
 *
 * From now on the calling thread lets the process's other threads go first
 * where there are too few processors, and so do the helpers of the loops that
 * it starts (see base/parallel.h). Nobody may take that back, so it is for a
 * thread of its own that ends with its work, never for one of a pool that
 * others use. Only on Linux; elsewhere it is noted and changes no priority.
 */
void saffron_background_enter (void);

/* Whether the calling thread has done that. */
gboolean saffron_background_entered (void);

G_END_DECLS
