/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sys/stat.h>

G_BEGIN_DECLS

/**
 * saffron_file_check_target:
 * @path: where a file is going to be written
 *
 * Checks before long work starts that @path can be written: its folder exists
 * and is writable, and @path is neither a folder nor a device.
 *
 * Returns: %FALSE with an error that names @path and says what to do
 */
gboolean saffron_file_check_target (const char *path, GError **error);

/* (transfer full): where a path leads with links followed, also when there is
 * no file yet at the end of them. */
char *saffron_file_follow (const char *path);

/* Whether this process may give a file of its own to that user and group. */
gboolean saffron_file_may_give (guint user, guint group);

/* Whether this process may give a file that replaces the one at @path its
 * owner and its group. */
gboolean saffron_file_keeps_owner (const char *path);

/* (transfer full): a text that is the same for all paths that lead to one file:
 * by its inode, or by the canonical path where there is no file. */
char *saffron_file_identity (const char *path);

/* Whether both paths lead to one file: the same inode or, where neither exists
 * yet, the same canonical path. */
gboolean saffron_file_same (const char *a, const char *b);

/**
 * saffron_file_stamp:
 *
 * A text that changes when the file is replaced or written to: inode, size in
 * bytes and time of the last change in nanoseconds. The device number is left
 * out, because it can change when the computer restarts. Take the stamp before
 * reading the file, so that a change while it is read shows, too.
 *
 * Returns: (transfer full) (nullable): %NULL when there is no such file
 */
char *saffron_file_stamp (const char *path);
/* (transfer full): the same from the result of stat(). */
char *saffron_file_stamp_of (const struct stat *st);

/**
 * saffron_file_pread:
 *
 * Reads as many of @size bytes at @offset as there are; goes on after a signal
 * and after a short read.
 *
 * Returns: how many bytes were read, or -1 with errno set
 */
gssize saffron_file_pread (int fd, void *to, gsize size, guint64 offset);

/**
 * saffron_file_read:
 * @max_bytes: a longer file is refused
 * @length: (out): bytes of the text, to which a NUL is added
 *
 * Reads a file that cannot be trusted. A pipe is read until its writer closes
 * it; a folder or device is refused. Opening never blocks.
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
