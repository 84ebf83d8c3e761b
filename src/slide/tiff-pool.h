/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <tiffio.h>

G_BEGIN_DECLS

/* A tile or strip that decodes to more bytes than this is refused. */
#define SAFFRON_TIFF_MAX_TILE_BYTES ((gsize) 256 << 20)

/**
 * SaffronTiffHandle:
 * @tif: libtiff's handle, standing at the directory at @offset
 * @offset: the current directory's place in the file, bytes
 *
 * One open file, which one thread at a time may use.
 */
typedef struct {
  TIFF *tif;
  guint64 offset;
  /*< private >*/
  int fd;
  /* errno of the first read that failed, ENOMEM also where libtiff or a codec
   * found no memory, or 0 */
  int read_error;
  char *message;
} SaffronTiffHandle;

/**
 * SaffronTiffPool:
 *
 * Handles on one TIFF file, as many as there are threads that read it at once.
 * libtiff's messages are kept in the handle and never printed.
 */
typedef struct _SaffronTiffPool SaffronTiffPool;

/**
 * saffron_tiff_pool_new:
 *
 * Returns: (transfer full): the pool, or %NULL with %SAFFRON_ERROR_FORMAT when
 *   the first bytes are not those of a TIFF, %SAFFRON_ERROR_DAMAGED when
 *   they are and the first directory cannot be read, %SAFFRON_ERROR_IO when the
 *   file system failed to give the bytes, %SAFFRON_ERROR_NO_MEMORY
 */
SaffronTiffPool *saffron_tiff_pool_new (const char *path, GError **error);
void saffron_tiff_pool_free (SaffronTiffPool *pool);
const char *saffron_tiff_pool_get_path (SaffronTiffPool *pool);
guint64 saffron_tiff_pool_get_file_size (SaffronTiffPool *pool);

/**
 * saffron_tiff_pool_acquire:
 * @offset: of the directory to stand at; 0 means the first
 *
 * Returns: (transfer full): a handle for this thread, or %NULL with an error.
 *   Give it back with saffron_tiff_pool_release() or, after a failure, to
 *   saffron_tiff_handle_discard()
 */
SaffronTiffHandle *saffron_tiff_pool_acquire (SaffronTiffPool *pool,
                                              guint64 offset,
                                              GError **error);
void saffron_tiff_pool_release (SaffronTiffPool *pool,
                                SaffronTiffHandle *handle);
void saffron_tiff_handle_discard (SaffronTiffHandle *handle);

/* Goes to the directory at @offset; FALSE when it cannot be read. */
gboolean saffron_tiff_handle_go (SaffronTiffHandle *handle, guint64 offset);

/**
 * saffron_tiff_handle_set_error:
 * @what: what could not be done, e.g. "a directory cannot be read"
 *
 * Sets the error of a call of libtiff that failed: %SAFFRON_ERROR_IO when the
 * file could not be read, %SAFFRON_ERROR_NO_MEMORY when memory was out, else
 * %SAFFRON_ERROR_DAMAGED.
 */
void saffron_tiff_handle_set_error (SaffronTiffHandle *handle,
                                    SaffronTiffPool *pool,
                                    const char *what,
                                    GError **error);

/* (transfer full): libtiff's first message since the last call, on one line and
 * without @path; never %NULL. */
char *saffron_tiff_handle_take_message (SaffronTiffHandle *handle,
                                        const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronTiffPool, saffron_tiff_pool_free)

G_END_DECLS
