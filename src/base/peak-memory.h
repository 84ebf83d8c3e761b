/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The most memory that this process has held since saffron_peak_memory_reset(),
 * or since its start where the system cannot forget; bytes, 0 when unknown. */
gint64 saffron_peak_memory (void);

/* For a process that does several things of which each is asked what it took:
 * the peak is what the process holds now. */
void saffron_peak_memory_reset (void);

G_END_DECLS
