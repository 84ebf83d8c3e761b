/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SaffronPngFile:
 *
 * An RGB PNG written row by row, which appears under its name all at once or
 * not at all (see #SaffronSaveFile). One thread.
 */
typedef struct _SaffronPngFile SaffronPngFile;

/* NULL with an error as saffron_save_file_new() has them. */
SaffronPngFile *saffron_png_file_new (const char *path,
                                      int width,
                                      int height,
                                      gboolean overwrite,
                                      GError **error);
/* Drops what was written unless it was finished. */
void saffron_png_file_free (SaffronPngFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronPngFile, saffron_png_file_free)

/* @rows: @n_rows rows of width × 3 bytes, one behind the other. */
gboolean saffron_png_file_write (SaffronPngFile *file,
                                 const guint8 *rows,
                                 int n_rows,
                                 GError **error);
gboolean saffron_png_file_finish (SaffronPngFile *file, GError **error);

G_END_DECLS
