/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sys/stat.h>

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
 * saffron_file_stamp:
 *
 * What tells the file from one that takes its place and from itself once it is
 * written to: inode, size in bytes and time of change in nanoseconds, as text.
 * Not the device: it may have another number after each start of the computer.
 * Ask before reading the file: what is written meanwhile then has another.
 *
 * Returns: (transfer full) (nullable): %NULL when nothing is there
 */
char *saffron_file_stamp (const char *path);
/* The same of what stat() said. */
char *saffron_file_stamp_of (const struct stat *st);

/**
 * saffron_file_read:
 * @max_bytes: a longer file is refused
 * @length: (out): bytes of the text, to which a NUL is added
 *
 * Reads a file that nobody vouches for. A pipe is read to its end, while it
 * has a writer; a device is refused, and nothing waits that never comes.
 *
 * Returns: (transfer full): the bytes, or %NULL with an error that names the
 *   file: %SAFFRON_ERROR_NOT_FOUND, %SAFFRON_ERROR_FORMAT,
 *   %SAFFRON_ERROR_TOO_LARGE or %SAFFRON_ERROR_IO
 */
char *saffron_file_read (const char *path,
                         gsize max_bytes,
                         gsize *length,
                         GError **error);

G_END_DECLS
