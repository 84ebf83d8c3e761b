/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SaffronSaveFile:
 *
 * A file that appears under its name all at once or not at all. It is written
 * without a name where the file system can do that, so that even a killed
 * process leaves nothing. Elsewhere it is written under a hidden name beside
 * the target and locked, so that the next save in that folder can remove what a
 * killed process has left. A file that has the target's name already is
 * untouched until saffron_save_file_commit(). Use it from one thread at a time,
 * except for saffron_save_file_write_at().
 */
typedef struct _SaffronSaveFile SaffronSaveFile;

/**
 * saffron_save_file_new:
 * @path: the target
 * @overwrite: whether an existing file may be replaced; the new one then gets
 *   its permissions, and its owner and group where this process may give them;
 *   a symbolic link is followed, also to a file that is not there yet
 *
 * Returns: (transfer full): the file, or %NULL with an error of
 *   saffron_file_check_target(), or %SAFFRON_ERROR_ARGUMENT when the target
 *   exists and may not be replaced
 */
SaffronSaveFile *
saffron_save_file_new (const char *path, gboolean overwrite, GError **error);

/* Discards what was written unless it was committed. */
void saffron_save_file_free (SaffronSaveFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronSaveFile, saffron_save_file_free)

const char *saffron_save_file_get_path (SaffronSaveFile *file);

/**
 * saffron_save_file_need:
 * @bytes: how much will be written, estimated
 *
 * Returns: %FALSE when the disk has less free, with %SAFFRON_ERROR_NO_SPACE,
 *   which names both figures
 */
gboolean
saffron_save_file_need (SaffronSaveFile *file, gint64 bytes, GError **error);

/* Writes all @n bytes at @offset; FALSE with SAFFRON_ERROR_NO_SPACE or
 * SAFFRON_ERROR_IO. May be called from several threads at once. */
gboolean saffron_save_file_write_at (SaffronSaveFile *file,
                                     const void *data,
                                     gsize n,
                                     gint64 offset,
                                     GError **error);

/* Writes @n bytes after those appended so far. */
gboolean saffron_save_file_append (SaffronSaveFile *file,
                                   const void *data,
                                   gsize n,
                                   GError **error);

/* How many bytes were appended so far. */
gint64 saffron_save_file_get_length (SaffronSaveFile *file);

/* Appends the bytes from @start to @end of what was appended to @from, which
 * may never be committed: what has to be written before something that is only
 * known later. */
gboolean saffron_save_file_append_part (SaffronSaveFile *file,
                                        SaffronSaveFile *from,
                                        gint64 start,
                                        gint64 end,
                                        GError **error);

/* Brings the bytes to disk, which commit does first, too. Flush several files
 * before committing them, so that the commits follow each other quickly. */
gboolean saffron_save_file_flush (SaffronSaveFile *file, GError **error);

/* Brings the bytes to disk, then gives the file its name. FALSE with
 * SAFFRON_ERROR_ARGUMENT when the name may not be replaced and was taken
 * meanwhile. */
gboolean saffron_save_file_commit (SaffronSaveFile *file, GError **error);

/* Commits several files that belong together. When one fails, those that were
 * committed before it are removed again, unless they replaced others. */
gboolean saffron_save_files_commit (SaffronSaveFile *const *files,
                                    guint n,
                                    GError **error);

/* Whether the file was committed in the place of one that had another owner or
 * another group, which it could not be given. */
gboolean saffron_save_file_is_new_owners (SaffronSaveFile *file);

/* (transfer full): closes the file, after which nothing can be written, and
 * returns saffron_file_stamp() of what was committed, even when another file
 * has taken its name since. */
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
