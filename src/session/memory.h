/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * saffron_memory_free:
 * @root: (nullable): the folder that /proc and /sys are looked for in; %NULL:
 *   the machine's own
 *
 * Bytes that this process may still take: what the kernel calls available, or
 * what the control groups that it is in (version 2 and 1, each up to the top)
 * leave below their limits, if that is less. Pages that only hold files count
 * as free. Where the kernel does not say what is available, all there is.
 *
 * Returns: 0 when nothing is known
 */
gint64 saffron_memory_free (const char *root);

/* Bytes that this process holds; 0 when not known. */
gint64 saffron_memory_held (const char *root);

G_END_DECLS
