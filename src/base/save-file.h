/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SaffronSaveFile:
 *
 * A file that appears under its name all at once or not at all. It is written
 * without a name where the file system can do that (so that even a kill leaves
 * nothing), else under a hidden name beside the target, locked, so that the
 * next save in that folder removes what a kill has left; what has the target's
 * name already is untouched until saffron_save_file_commit(). One thread at a
 * time, but for saffron_save_file_write_at().
 */
typedef struct _SaffronSaveFile SaffronSaveFile;

/**
 * saffron_save_file_new:
 * @path: the target
 * @overwrite: whether a file that is there may be replaced; the new one then
 *   has its permissions, and a symbolic link is followed
 *
 * Returns: (transfer full): %NULL with an error as
 *   saffron_file_check_target() has them, or %SAFFRON_ERROR_ARGUMENT when the
 *   target is there and may not be replaced
 */
SaffronSaveFile *
saffron_save_file_new (const char *path, gboolean overwrite, GError **error);

/* Drops what was written unless it was committed. */
void saffron_save_file_free (SaffronSaveFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronSaveFile, saffron_save_file_free)

const char *saffron_save_file_get_path (SaffronSaveFile *file);

/**
 * saffron_save_file_need:
 * @bytes: how much will be written, as far as one can tell
 *
 * Returns: %FALSE with %SAFFRON_ERROR_NO_SPACE, saying how much is needed and
 *   how much is free, when the disk has less
 */
gboolean
saffron_save_file_need (SaffronSaveFile *file, gint64 bytes, GError **error);

/* All of @n bytes at @offset, or FALSE with SAFFRON_ERROR_NO_SPACE or
 * SAFFRON_ERROR_IO. */
gboolean saffron_save_file_write_at (SaffronSaveFile *file,
                                     const void *data,
                                     gsize n,
                                     gint64 offset,
                                     GError **error);

/* Behind what was appended so far. */
gboolean saffron_save_file_append (SaffronSaveFile *file,
                                   const void *data,
                                   gsize n,
                                   GError **error);

/* Bytes to disk: what commit does first, for who commits several files as
 * close to each other as can be. */
gboolean saffron_save_file_flush (SaffronSaveFile *file, GError **error);

/* Bytes to disk, then the name. */
gboolean saffron_save_file_commit (SaffronSaveFile *file, GError **error);

/* (transfer full): what saffron_file_stamp() says of what was committed, also
 * when another file has taken its name since. Nothing can be written any
 * more. */
char *saffron_save_file_close (SaffronSaveFile *file);

/**
 * saffron_save_file_replace:
 *
 * Writes @data as the whole new content of @path, whether it exists or not.
 * After a crash, a full disk or a kill, @path holds either the old file or the
 * new one, complete.
 *
 * Returns: %FALSE with %SAFFRON_ERROR_NO_SPACE, %SAFFRON_ERROR_IO or an error
 *   of saffron_file_check_target(); @path is then unchanged
 */
gboolean saffron_save_file_replace (const char *path,
                                    const char *data,
                                    gsize length,
                                    GError **error);

G_END_DECLS
