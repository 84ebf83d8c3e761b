/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/job.h"

G_BEGIN_DECLS

/**
 * SaffronPngFile:
 *
 * An RGB PNG that is written row by row and appears under its name all at once
 * or not at all (see #SaffronSaveFile). Use it from one thread at a time.
 */
typedef struct _SaffronPngFile SaffronPngFile;

/* (transfer full): the file, or %NULL with an error of saffron_save_file_new(),
 * or when the disk lacks a quarter of a byte per pixel. */
SaffronPngFile *saffron_png_file_new (const char *path,
                                      int width,
                                      int height,
                                      gboolean overwrite,
                                      GError **error);
/* Discards what was written unless it was finished. */
void saffron_png_file_free (SaffronPngFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronPngFile, saffron_png_file_free)

/**
 * saffron_png_file_write:
 * @rows: the next @n_rows rows of width × 3 bytes each, without padding
 * @job: (nullable): gives the threads that compress parts of them; the file is
 *   the same on any number
 *
 * Each call begins a part that is compressed by itself, so give it many rows.
 *
 * Returns: %FALSE with an error, also when @job was cancelled
 */
gboolean saffron_png_file_write (SaffronPngFile *file,
                                 const guint8 *rows,
                                 int n_rows,
                                 SaffronJob *job,
                                 GError **error);
gboolean saffron_png_file_finish (SaffronPngFile *file, GError **error);

G_END_DECLS
