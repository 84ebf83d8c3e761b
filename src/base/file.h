/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * saffron_file_check_target:
 * @path: where a file is going to be written
 *
 * Whether writing there can work, asked before long work starts: the folder is
 * there and may be written to, and @path is no folder and no device.
 *
 * Returns: %FALSE with an error that names @path and says what to do
 */
gboolean saffron_file_check_target (const char *path, GError **error);

/* Whether both paths lead to one file: the same inode, or, where neither is
 * there yet, the same canonical path. */
gboolean saffron_file_same (const char *a, const char *b);

/**
 * saffron_file_replace:
 *
 * Writes all of @data to a temporary file beside @path, flushes it to the disk
 * and renames it: after a crash, a full disk or a kill there is either the old
 * file or the new one. A symbolic link is followed, not replaced.
 *
 * Returns: %FALSE with %SAFFRON_ERROR_NO_SPACE or %SAFFRON_ERROR_IO; @path is
 *   then what it was and no temporary file is left
 */
gboolean saffron_file_replace (const char *path,
                               const char *data,
                               gsize length,
                               GError **error);

G_END_DECLS
