/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * saffron_memory_free:
 * @root: (nullable): the folder that contains proc and sys; %NULL: the
 *   machine's root folder
 *
 * Returns the bytes that this process may still take. This is the memory that
 * the kernel reports as available, or less where a control group of the process
 * (version 2 or 1, with all its parents) leaves less below its limit. Pages
 * that only cache files count as free. If the kernel does not report the
 * available memory, the total memory takes its place.
 *
 * Returns: the bytes, or 0 when nothing is known
 */
gint64 saffron_memory_free (const char *root);

/* Returns the bytes of memory that this process uses, or 0 when that is not
 * known. */
gint64 saffron_memory_held (const char *root);

G_END_DECLS
